import { expect } from 'chai';
import { pino } from 'pino';
import type { CommandMeta } from '../../../domain/kernel/decider.ts';
import { streamName } from '../../../domain/kernel/ids.ts';
import { MAX_AMOUNT } from '../../../domain/kernel/limits.ts';
import { walletDecider } from '../../../domain/wallet/decider.ts';
import { createCommandHandler } from '../../../event-store/command-handler.ts';
import { type NewEvent, START, StoreUnavailableError } from '../../../event-store/event-store.ts';
import type { ReadModels } from '../../../projections/read-models.ts';
import { createClock } from '../../../workers/clock.ts';
import type { Reactor } from '../../../workers/reactor.ts';
import { reactorGroups } from '../../../workers/reactors/all.ts';
import { type Checkpoints, runReactors } from '../../../workers/run-reactors.ts';
import { MemoryEventStore } from '../../support/memory-event-store.ts';
import { until } from '../../support/promises.ts';

const APP = 'heihei';
const BUYER = 7;
const HOST = 9;
const LIVE = 100;
const logger = pino({ level: 'silent' });

const noModels = {} as ReadModels;

/** Checkpoints that a crash may have kept from being written. */
class MemoryCheckpoints implements Checkpoints {
  readonly saved = new Map<string, number>();
  async checkpoint(name: string) {
    return this.saved.get(name) ?? START;
  }
  async saveCheckpoint(name: string, position: number) {
    this.saved.set(name, position);
  }
}

let serial = 0;
function meta(actor: number): CommandMeta {
  serial++;
  return { appId: APP, actor, at: 1_000, commandId: `00000000-0000-4000-8000-${String(serial).padStart(12, '0')}` };
}

async function buyGifts(log: MemoryEventStore, count: number, priceGold = 10): Promise<void> {
  const commands = createCommandHandler(log);
  const wallet = streamName('wallet', APP, BUYER);
  await commands.handle(
    walletDecider,
    wallet,
    { type: 'GrantGold', userId: BUYER, amountGold: 10_000, source: 'test' },
    meta(0),
  );
  const from = { userId: BUYER, displayName: 'buyer', gender: 'Female', birthDay: '', coverUrl: '' } as const;
  for (let n = 0; n < count; n++) {
    await commands.handle(
      walletDecider,
      wallet,
      {
        type: 'BuyGift',
        gift: { id: 1, name: '小黄瓜', picture: 'static', priceGold, experience: 10 },
        amount: 1,
        comboId: `g${n}`,
        liveId: LIVE,
        roomId: LIVE,
        hostId: HOST,
        from,
      },
      meta(BUYER),
    );
  }
}

async function run(log: MemoryEventStore, checkpoints: Checkpoints = new MemoryCheckpoints(), groups = reactorGroups) {
  return runReactors({
    groups,
    log,
    commands: createCommandHandler(log),
    models: noModels,
    checkpoints,
    clock: createClock(),
    logger,
  });
}

const ofType = (log: MemoryEventStore, type: string) => log.all.filter((event) => event.type === type);

describe('reactors', () => {
  it('credit the host and show the line, once for each gift, with a running total', async () => {
    const log = new MemoryEventStore();
    await buyGifts(log, 5);
    const runner = await run(log);
    await until(() => ofType(log, 'GiftShown').length === 5);
    await runner.stop();
    expect(
      ofType(log, 'PointsCredited').map(({ data }) => (data as { earnedPointsAfter: number }).earnedPointsAfter),
    ).to.deep.equal([10, 20, 30, 40, 50]);
    expect(
      ofType(log, 'GiftShown').map(({ data }) => (data as { livePointsAfter: number }).livePointsAfter),
    ).to.deep.equal([10, 20, 30, 40, 50]);
  });

  it('change nothing when they run again from the start, as after a lost checkpoint', async () => {
    const log = new MemoryEventStore();
    await buyGifts(log, 5);
    const first = await run(log);
    await until(() => ofType(log, 'GiftShown').length === 5);
    await first.stop();
    const before = log.all.length;
    const second = await run(log);
    const end = await log.head();
    await until(() => second.position() === end);
    await second.stop();
    expect(log.all.length).to.equal(before);
  });

  it('go on from their checkpoint', async () => {
    const log = new MemoryEventStore();
    const checkpoints = new MemoryCheckpoints();
    await buyGifts(log, 3);
    const first = await run(log, checkpoints);
    await until(() => ofType(log, 'GiftShown').length === 3);
    const end = await log.head();
    await until(() => first.position() === end);
    await first.stop();
    expect(Object.fromEntries(checkpoints.saved)).to.deep.equal({
      'reactors.money': end,
      'reactors.messages': end,
      'reactors.rooms': end,
      'reactors.removals': end,
      'reactors.groups': end,
      'reactors.devices': end,
      'reactors.chats': end,
      'reactors.push': end,
      'reactors.core': end,
    });
  });

  it('give the gold back when the host can take no more, once, also when they run again from the start', async () => {
    const log = new MemoryEventStore();
    const commands = createCommandHandler(log);
    const purchase = { kind: 'bullet', liveId: 1, roomId: 1, hostId: HOST, text: 'x', from: {} as never } as const;
    await commands.handle(
      walletDecider,
      streamName('wallet', APP, HOST),
      { type: 'CreditPoints', points: MAX_AMOUNT, purchaseEventId: 'earlier', purchase },
      meta(0),
    );
    await buyGifts(log, 1);
    const runner = await run(log);
    await until(() => ofType(log, 'PurchaseRefunded').length === 1);
    await runner.stop();
    const { state } = await commands.load(walletDecider, streamName('wallet', APP, BUYER));
    expect(state).to.include({ goldHeld: 10_000, spent: 0 });
    expect(ofType(log, 'GiftShown')).to.have.length(0);

    const again = await run(log);
    const end = await log.head();
    await until(() => again.position() === end);
    await again.stop();
    expect(await log.head()).to.equal(end);
  });

  it('wait for a log that takes nothing, and skip nothing', async () => {
    let away = 3;
    class AwayLog extends MemoryEventStore {
      override async append(stream: string, events: NewEvent[], options: Parameters<MemoryEventStore['append']>[2]) {
        if (events[0]?.type === 'PointsCredited' && away-- > 0) throw new StoreUnavailableError('away');
        return super.append(stream, events, options);
      }
    }
    const log = new AwayLog();
    await buyGifts(log, 4);
    const runner = await run(log);
    await until(() => ofType(log, 'GiftShown').length === 4);
    await runner.stop();
    expect(ofType(log, 'PointsCredited')).to.have.length(4);
    expect(away).to.be.lessThan(1);
  });

  it('of other groups do not hold a credit: one that hangs holds up its own group alone', async () => {
    const log = new MemoryEventStore();
    await buyGifts(log, 5);
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const hanging: Reactor = {
      name: 'remove-blocked',
      on: {
        async GiftBought() {
          await released;
          return [];
        },
      },
    };
    const [money, messages] = reactorGroups;
    const checkpoints = new MemoryCheckpoints();
    const runner = await run(log, checkpoints, [{ name: 'removals', reactors: [hanging] }, money!, messages!]);
    await until(() => ofType(log, 'GiftShown').length === 5);
    const end = await log.head();
    const statusOf = (name: string) => runner.groups().find((group) => group.name === name)!;
    await until(() => statusOf('money').position === end && statusOf('messages').position === end);
    expect(statusOf('removals').position).to.equal(START);
    expect(statusOf('removals').lagMs).to.be.greaterThan(0);
    expect(statusOf('money').lagMs).to.equal(0);
    expect(runner.position()).to.equal(START);
    expect(checkpoints.saved.get('reactors.removals')).to.equal(undefined);
    release();
    await until(() => runner.position() === end);
    await runner.stop();
    expect(checkpoints.saved.get('reactors.removals')).to.equal(end);
  });

  it('go on from the one checkpoint of a release before groups, and leave theirs there for it', async () => {
    const log = new MemoryEventStore();
    await buyGifts(log, 3);
    const checkpoints = new MemoryCheckpoints();
    const before = await log.head();
    checkpoints.saved.set('reactors.core', before);
    const runner = await run(log, checkpoints);
    // The first three are the same again.
    await buyGifts(log, 4);
    await until(() => ofType(log, 'GiftShown').length === 1);
    const end = await log.head();
    await until(() => runner.position() === end);
    await runner.stop();
    expect(ofType(log, 'PointsCredited')).to.have.length(1);
    expect(checkpoints.saved.get('reactors.core')).to.equal(end);
  });
});
