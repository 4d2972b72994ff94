import { expect } from 'chai';
import type { SalonEvent } from '../../domain/events.ts';
import { streamName, uuidV5 } from '../../domain/kernel/ids.ts';
import type { WalletCommand } from '../../domain/wallet/commands.ts';
import { walletDecider } from '../../domain/wallet/decider.ts';
import { createCommandHandler } from '../../event-store/command-handler.ts';
import type { RecordedEvent } from '../../event-store/event-store.ts';
import { verifyLedger } from '../../projections/verify.ts';
import { metaOf, T0 } from '../support/given.ts';
import { MemoryEventStore } from '../support/memory-event-store.ts';

const HOUR = 3600 * 1000;
type Events = RecordedEvent<SalonEvent>[];

/** A wallet whose gold ends, is spent, taken back, refunded and written off. */
async function wallet(): Promise<MemoryEventStore> {
  const log = new MemoryEventStore();
  const commands = createCommandHandler(log);
  let serial = 0;
  const run = (hours: number, command: WalletCommand) =>
    commands.handle(walletDecider, streamName('wallet', 'test', 1), command, {
      ...metaOf({ actor: 1, at: T0 + hours * HOUR }),
      commandId: uuidV5('00000000-0000-4000-8000-000000000000', String(++serial)),
    });
  const grant = { type: 'GrantGold', userId: 1, source: 'test' } as const;
  const remove = { type: 'RemoveGold', userId: 1, source: 'test' } as const;
  const rename = { type: 'BuyRename', displayName: '小红' } as const;
  await run(0, { ...grant, amountGold: 5 });
  await run(0, { ...grant, amountGold: 20, expiresAt: T0 + 10 * HOUR });
  await run(0, { ...grant, amountGold: 15, expiresAt: T0 + 5 * HOUR });
  await run(1, { ...remove, amountGold: 10 });
  const { events } = await run(2, rename);
  const { id, data } = events[0]!;
  await run(6, { type: 'RefundPurchase', purchaseEventId: id, amountGold: 10, lots: 'lots' in data ? data.lots : [] });
  await run(7, rename);
  await run(11, { ...remove, amountGold: 1 });
  return log;
}

describe('verification of gold in lots', () => {
  async function verified(change: (events: Events) => void) {
    const log = await wallet();
    const events = structuredClone(log.all);
    change(events);
    log.all.splice(0, log.all.length, ...events);
    return verifyLedger(log);
  }
  /** Changes the first event of a type. */
  function changing<Type extends SalonEvent['type']>(
    type: Type,
    change: (event: RecordedEvent<Extract<SalonEvent, { type: Type }>>) => void,
  ) {
    return (events: Events) =>
      change(events.find((event) => event.type === type) as RecordedEvent<Extract<SalonEvent, { type: Type }>>);
  }

  it('adds up: granted = held + spent + expired + removed', async () => {
    const { apps, violations } = await verified(() => {});
    expect(violations).to.deep.equal([]);
    const { granted, held, spent, expired, removed } = apps.test!;
    // Of the 15 until hour 5, 10 were removed, and 5 spent and refunded for a day; the 20 until hour 10 ended with 10 in them.
    expect({ granted, held, spent, expired, removed }).to.deep.equal({
      granted: 40,
      held: 9,
      spent: 10,
      expired: 10,
      removed: 11,
    });
  });

  const faults: [string, (events: Events) => void][] = [
    ['gold that ended before its time', changing('GoldExpired', ({ meta }) => (meta.at = T0 + 9 * HOUR))],
    ['gold that ended and was spent', changing('GoldGranted', ({ data }) => (data.expiresAt = T0 + HOUR))],
    ['a lot that ended with more than it held', changing('GoldExpired', ({ data }) => (data.amountGold += 1))],
    ['spending that took from no lot', changing('GoldRemoved', ({ data }) => (data.lots = undefined))],
    [
      'spending that took from the later lot',
      changing('GoldRemoved', ({ data }) => (data.lots = [{ expiresAt: T0 + 10 * HOUR, gold: 10, left: 10 }])),
    ],
    ['a refund into a lot that has ended', changing('PurchaseRefunded', ({ meta }) => (meta.at += 100 * HOUR))],
  ];
  for (const [name, change] of faults) {
    it(`notices ${name}`, async () => {
      expect((await verified(change)).violationCount).to.be.greaterThan(0);
    });
  }
});
