import { expect } from 'chai';
import { payOut } from '../../../application/payouts/pay-out.ts';
import { openWithdrawal as openNow } from '../../../application/payouts/withdrawals.ts';
import type { CommandMeta } from '../../../domain/kernel/decider.ts';
import { walletStream, withdrawalStream } from '../../../domain/streams.ts';
import { walletDecider } from '../../../domain/wallet/decider.ts';
import type { PointsHeld } from '../../../domain/wallet/events.ts';
import { withdrawalDecider } from '../../../domain/withdrawal/decider.ts';
import { PAYOUT_LOST_AFTER_MS } from '../../../domain/withdrawal/limits.ts';
import { createCommandHandler } from '../../../event-store/command-handler.ts';
import { reactionMeta } from '../../../event-store/decided-ahead.ts';
import type { EventStore } from '../../../event-store/event-store.ts';
import { functionsOf } from '../../../event-store/on-events.ts';
import type { Payouts } from '../../../payments/payouts.ts';
import type { ReadModels } from '../../../projections/read-models.ts';
import { createClock } from '../../../workers/clock.ts';
import type { Reactor } from '../../../workers/reactor.ts';
import { openWithdrawal, payOutPoints, releasePoints } from '../../../workers/reactors/withdrawals.ts';
import { MemoryEventStore } from '../../support/memory-event-store.ts';

const APP = 'heihei';
const [HOST, POINTS, CENTS, ID] = [7, 500, 1_000, '77'] as const;
const REACTORS: readonly Reactor[] = [openWithdrawal, releasePoints, payOutPoints];

/** None of these reactors asks them. */
const NO_MODELS = {} as ReadModels;

/** The process has ended: nothing that it was about to do happens. */
class Killed extends Error {}

/** A withdrawal from the hold of the points to the money, by processes that are killed at one moment each. */
class Evening {
  readonly log = new MemoryEventStore();
  readonly clock = createClock();
  /** Times that the provider was told to pay, and what it paid. */
  told = 0;
  private isPaid = false;
  /** Moments that a process has passed: before and after each append, and before and after each call of the provider. */
  private passed = 0;
  private killedAt = Number.POSITIVE_INFINITY;

  /** Lets a process work until it is killed at a moment, or has nothing left to do. Returns whether it was killed. */
  async process(killedAt: number): Promise<boolean> {
    Object.assign(this, { passed: 0, killedAt });
    try {
      await this.work();
      return false;
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      return true;
    }
  }

  private moment(): void {
    if (this.passed++ >= this.killedAt) throw new Killed();
  }

  private dying(): EventStore {
    const { log } = this;
    return new Proxy(log, {
      get: (_, name) => {
        if (name !== 'append') {
          const value: unknown = Reflect.get(log, name);
          return typeof value === 'function' ? value.bind(log) : value;
        }
        return async (...append: Parameters<EventStore['append']>) => {
          this.moment();
          const appended = await log.append(...append);
          this.moment();
          return appended;
        };
      },
    }) as EventStore;
  }

  private provider(): Payouts {
    return {
      pay: async () => {
        this.moment();
        this.told++;
        this.isPaid = true;
        this.moment();
        return { kind: 'paid', tradeNo: 'T1' };
      },
      query: async () => (this.isPaid ? { kind: 'paid', tradeNo: 'T1' } : { kind: 'not-there' }),
    };
  }

  /** What the person and the operator ask for again until it is answered, the job whenever it is due, and the reactors. */
  private async work(): Promise<void> {
    const { clock } = this;
    const commands = createCommandHandler(this.dying());
    const meta = (actor: number, n: number): CommandMeta => ({
      ...{ appId: APP, actor, at: clock.now(), keyed: true },
      commandId: `00000000-0000-4000-8000-00000000000${n}`,
    });
    const to = { account: 'wuyongwen', name: '张三' };
    const hold = { type: 'HoldPoints', withdrawalId: ID, points: POINTS / 2, payCents: CENTS, ...to } as const;
    const { events } = await commands.handle(walletDecider, walletStream(APP, HOST), hold, meta(HOST, 1));
    await openNow({ commands }, (events[0] as PointsHeld).data, meta(HOST, 1));
    await commands.handle(withdrawalDecider, withdrawalStream(APP, ID), { type: 'ApproveWithdrawal' }, meta(0, 2));
    await payOut({ commands, clock, payouts: this.provider() }, ID, { ...meta(0, 3), keyed: false });
    for (const event of [...this.log.all])
      for (const { name, on } of REACTORS) {
        const reactions = await functionsOf(on).get(event.type)?.(event, NO_MODELS);
        for (const { decider, stream, command } of reactions ?? [])
          await commands.handle(decider, stream, command, {
            ...reactionMeta(event, name, stream, clock.now()),
            cause: { reactor: name, position: event.position },
          });
      }
  }
}

describe('a payout whose processes are killed', () => {
  /** Earns the points, as reactors credit them. */
  async function evening(): Promise<Evening> {
    const made = new Evening();
    const place = { liveId: 1, roomId: 1, hostId: HOST };
    const from = { userId: 8, displayName: '观众', gender: 'Female', birthDay: '', coverUrl: '' } as const;
    const gift = { id: 1, name: '花', picture: 'static', priceGold: POINTS, experience: 0 } as const;
    const purchase = { kind: 'gift', ...place, from, gift, amount: 1, units: 1, comboId: '' } as const;
    const credit = { type: 'CreditPoints', points: POINTS, purchaseEventId: 'e', purchase } as const;
    const meta = { appId: APP, actor: 0, at: made.clock.now(), commandId: '00000000-0000-4000-8000-000000000000' };
    await createCommandHandler(made.log).handle(walletDecider, walletStream(APP, HOST), credit, meta);
    return made;
  }

  it('is paid once, or its points come back, at whatever moment they end', async () => {
    const ends = { paid: 0, released: 0 };
    for (let first = 0, wasKilled = true; wasKilled; first++) {
      for (const second of [0, 1, 2, 3, 5]) {
        const made = await evening();
        wasKilled = await made.process(first);
        if (wasKilled) await made.process(second);
        // Whoever comes after them asks the provider, who has not heard of a payout that nobody told it.
        for (let n = 0; n < 3; n++) {
          made.clock.advance(PAYOUT_LOST_AFTER_MS);
          await made.process(Number.POSITIVE_INFINITY);
        }
        const what = `killed at ${first}, then at ${second}`;
        const types = made.log.all.map(({ type }) => type);
        const isPaid = types.includes('WithdrawalPaid');
        ends[isPaid ? 'paid' : 'released']++;
        expect(made.told, what).to.equal(isPaid ? 1 : 0);
        const wallet = ['PointsHeld', 'PointsPaidOut', 'PointsReleased'] as const;
        const counts = wallet.map((type) => types.filter((one) => one === type).length);
        expect(counts, what).to.deep.equal(isPaid ? [1, 1, 0] : [1, 0, 1]);
      }
    }
    // A process that ended between its note and the call has told nobody.
    expect(ends.released).to.be.greaterThan(0);
    expect(ends.paid).to.be.greaterThan(ends.released);
  });
});
