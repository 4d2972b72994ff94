import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { pino } from 'pino';
import type { CommandMeta } from '../../domain/kernel/decider.ts';
import { MAX_AMOUNT } from '../../domain/kernel/limits.ts';
import { feedStream, walletStream } from '../../domain/streams.ts';
import { walletDecider } from '../../domain/wallet/decider.ts';
import { type CommandHandler, createCommandHandler } from '../../event-store/command-handler.ts';
import { type EventStore, type LoggedEvent, type Position, START } from '../../event-store/event-store.ts';
import type { ReadModels } from '../../projections/read-models.ts';
import { createClock } from '../../workers/clock.ts';
import { reactorGroups } from '../../workers/reactors/all.ts';
import { type Checkpoints, type RunningReactors, runReactors } from '../../workers/run-reactors.ts';
import { openEmbeddedLog } from '../support/embedded-log.ts';
import { until } from '../support/promises.ts';

const APP = 'heihei';
const LIVE = 100;
const [BUYER, OTHER, HOST] = [7, 8, 9];

let serial = 0;
function meta(actor: number): CommandMeta {
  serial++;
  return { appId: APP, actor, at: 1_000, commandId: `00000000-0000-4000-8000-${String(serial).padStart(12, '0')}` };
}

function grant(commands: CommandHandler, userId: number, amountGold = 1_000) {
  const command = { type: 'GrantGold', userId, amountGold, source: 'test' } as const;
  return commands.handle(walletDecider, walletStream(APP, userId), command, meta(0));
}

function buy(commands: CommandHandler, userId: number, comboId: string, priceGold = 10) {
  const from = { userId, displayName: `buyer ${userId}`, gender: 'Female', birthDay: '', coverUrl: '' } as const;
  const gift = { id: 1, name: '小黄瓜', picture: 'static', priceGold, experience: 10 } as const;
  const bought = { type: 'BuyGift', gift, amount: 1, comboId, liveId: LIVE, roomId: LIVE, hostId: HOST, from } as const;
  return commands.handle(walletDecider, walletStream(APP, userId), bought, meta(userId));
}

/** Keeps what each group has reached, unless a crash is to have lost it. */
class MemoryCheckpoints implements Checkpoints {
  readonly saved = new Map<string, Position>();
  async checkpoint(name: string) {
    return this.saved.get(name) ?? START;
  }
  async saveCheckpoint(name: string, position: Position) {
    this.saved.set(name, position);
  }
}

const LEGS = ['GiftBought', 'PointsCredited', 'GiftShown'];

describe('what follows from an event, decided with it', () => {
  let dir: string;
  let log: EventStore;
  let commands: CommandHandler;
  let running: RunningReactors | undefined;

  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'salon-ahead-'));
    log = await openEmbeddedLog(dir);
    commands = createCommandHandler(log);
  });
  afterEach(async () => {
    await running?.stop();
    running = undefined;
    await log.close();
    rmSync(dir, { recursive: true, force: true });
  });

  async function start(checkpoints: Checkpoints = new MemoryCheckpoints()): Promise<RunningReactors> {
    const logger = pino({ level: 'silent' });
    const around = { log, commands, models: {} as ReadModels, clock: createClock(), logger };
    running = await runReactors({ ...around, groups: reactorGroups, checkpoints });
    return running;
  }

  async function caughtUp(): Promise<void> {
    const head = await log.head();
    await until(() => running!.position() >= head);
  }

  async function written(): Promise<LoggedEvent[]> {
    return (await log.readAll({ after: START })).filter(({ type }) => LEGS.includes(type));
  }

  it('is in the log when the command is answered, right behind it, as reactors would have written it', async () => {
    await start();
    await grant(commands, BUYER);
    await buy(commands, BUYER, 'first');
    const ahead = await written();
    expect(ahead.map(({ type }) => type)).to.deep.equal(LEGS);
    const [bought, credited, shown] = ahead;
    expect(ahead.map(({ position }) => position - bought!.position)).to.deep.equal([0, 1, 2]);
    expect(credited!.meta.cause).to.deep.equal({ reactor: 'credit-host', position: bought!.position });
    expect(shown!.meta.cause).to.deep.equal({ reactor: 'show-purchase', position: credited!.position });
    expect(shown!.meta.correlationId).to.equal(bought!.meta.commandId);
    await caughtUp();
    expect(await written(), 'the reactors had nothing left to do').to.have.length(3);
  });

  it('is the same as what reactors make of it afterwards', async () => {
    await grant(commands, BUYER);
    await buy(commands, BUYER, 'first');
    expect(await written()).to.have.length(1);
    await start();
    await until(async () => (await written()).length === 3);
    const after = await written();
    await buy(commands, BUYER, 'second');
    const ahead = (await written()).slice(3);
    expect(ahead.map(({ type, stream, meta: { cause } }) => [type, stream, cause?.reactor])).to.deep.equal(
      after.map(({ type, stream, meta: { cause } }) => [type, stream, cause?.reactor]),
    );
  });

  it('counts once when reactors go over it again after a crash', async () => {
    const checkpoints = new MemoryCheckpoints();
    await start(checkpoints);
    await grant(commands, BUYER);
    for (let n = 0; n < 5; n++) await buy(commands, BUYER, `g${n}`);
    await running!.stop();
    running = undefined;
    // A crash: nothing of memory, and none of the checkpoints.
    await log.close();
    log = await openEmbeddedLog(dir);
    commands = createCommandHandler(log);
    await start();
    await buy(commands, BUYER, 'later');
    await caughtUp();
    expect(await written()).to.have.length(3 * 6);
    const { state } = await commands.load(walletDecider, walletStream(APP, HOST));
    expect(state.points).to.equal(60);
  });

  it('adds up when many buy at once, with other commands between, and stands behind its cause', async () => {
    await start();
    await Promise.all([grant(commands, BUYER), grant(commands, OTHER)]);
    await Promise.all(
      Array.from({ length: 100 }, (_, n) =>
        n % 10 === 9 ? grant(commands, OTHER, 1) : buy(commands, n % 2 ? BUYER : OTHER, `g${n}`, 1),
      ),
    );
    await caughtUp();
    const events = await log.readAll({ after: START });
    const at = new Map(events.map((event) => [event.position, event]));
    for (const { type, meta } of events) {
      if (type === 'PointsCredited') expect(at.get(meta.cause!.position)!.type).to.equal('GiftBought');
      if (type === 'GiftShown') expect(at.get(meta.cause!.position)!.type).to.equal('PointsCredited');
    }
    for (const type of LEGS) expect(events.filter((event) => event.type === type)).to.have.length(90);
    const shown = await log.read(feedStream(APP, LIVE));
    expect(shown.map(({ data }) => (data as { livePointsAfter: number }).livePointsAfter)).to.deep.equal(
      Array.from({ length: 90 }, (_, n) => n + 1),
    );
  });

  it('leaves to the reactors what a rule refuses, with its compensation', async () => {
    await start();
    await grant(commands, BUYER, MAX_AMOUNT);
    await grant(commands, OTHER, 100);
    await buy(commands, BUYER, 'fills', MAX_AMOUNT);
    await buy(commands, OTHER, 'too much', 10);
    await until(async () => (await log.readAll({ after: START })).some(({ type }) => type === 'PurchaseRefunded'));
    const { state } = await commands.load(walletDecider, walletStream(APP, HOST));
    expect(state.points).to.equal(MAX_AMOUNT);
  });

  it('ends with the reactors', async () => {
    const before = await start();
    await grant(commands, BUYER);
    await before.stop();
    running = undefined;
    await buy(commands, BUYER, 'first');
    expect(await written()).to.have.length(1);
  });
});
