import { expect } from 'chai';
import type { SalonEvent } from '../../domain/events.ts';
import type { LoggedEvent, RecordedEvent } from '../../event-store/event-store.ts';
import { tableOf } from '../../projections/query.ts';
import type { View } from '../../projections/read-models.ts';
import { rebuildViews } from '../../projections/rebuild.ts';
import { verifyLedger, verifyReadModels } from '../../projections/verify.ts';
import { allViews } from '../../projections/views/all.ts';
import { userCards } from '../../projections/views/user-cards.ts';
import { appendAll, History } from '../support/history.ts';
import { MemoryEventStore } from '../support/memory-event-store.ts';
import { MemoryReadModelStore } from '../support/memory-read-models.ts';

describe('verification of read models', () => {
  const log = new MemoryEventStore();
  let store: MemoryReadModelStore;
  before(() => appendAll(log, new History(3, { maxUsers: 40 }).next(1_500)));
  beforeEach(async () => {
    store = new MemoryReadModelStore();
    await rebuildViews(store, log, allViews);
  });

  it('finds nothing in what was folded, in one pass or in many', async () => {
    const once = await verifyReadModels(log, store, allViews);
    expect(once).to.deep.include({ events: log.all.length, differenceCount: 0, differences: [] });
    expect(once.documents).to.be.greaterThan(50);
    expect(await verifyReadModels(log, store, allViews, { documentsPerPass: 10 })).to.deep.equal(once);
  });

  it('names a document that is missing, one too many, one with another body, one at another position', async () => {
    const table = tableOf(userCards);
    const [first, second, third] = await store.scan(table, '');
    const later = log.all[log.all.length - 1]!.position + 1;
    await store.write([
      {
        table,
        checkpoint: 0,
        documents: [
          { id: first!.id, body: null, position: later },
          { id: second!.id, body: second!.body, position: later },
          { id: third!.id, body: third!.body.replace('"banned":false', '"banned":true'), position: later },
          { id: 'heihei.x', body: '{}', position: later },
        ],
      },
    ]);
    for (const documentsPerPass of [1_000, 7]) {
      const { differences, differenceCount } = await verifyReadModels(log, store, allViews, { documentsPerPass });
      expect(differences.map(({ view, id, kind }) => `${view} ${id} ${kind}`).sort()).to.deep.equal(
        [
          `user-cards ${first!.id} missing`,
          `user-cards ${second!.id} differs`,
          `user-cards ${third!.id} differs`,
          'user-cards heihei.x extra',
        ].sort(),
      );
      expect(differenceCount).to.equal(4);
    }
    const short = await verifyReadModels(log, store, allViews, { maxDifferences: 1 });
    expect(short.differences).to.have.length(1);
    expect(short.differenceCount).to.equal(4);
  });

  it('goes by what each table has taken, and names a view that has none', async () => {
    await appendAll(log, new History(3, { maxUsers: 40 }).next(1));
    const newer: View = { ...allViews[0]!, version: 9 };
    const { differences } = await verifyReadModels(log, store, [newer, ...allViews.slice(1)]);
    expect(differences).to.deep.equal([
      { view: 'user-cards', id: '', kind: 'unbuilt', stored: tableOf(userCards), expected: 'user-cards@9' },
    ]);
  });
});

describe('verification of the ledger', () => {
  type Change = (events: LoggedEvent[]) => LoggedEvent[];
  const happened = new History(4, { maxUsers: 20 }).next(800);

  async function verified(change: Change) {
    const log = new MemoryEventStore();
    await appendAll(log, happened);
    const changed = change(structuredClone(log.all));
    log.all.splice(0, log.all.length, ...changed);
    return verifyLedger(log);
  }
  const lastOf = (events: LoggedEvent[], type: SalonEvent['type']) =>
    events.findLastIndex((event) => event.type === type);
  const without = (type: SalonEvent['type']): Change => {
    return (events) => events.filter((_, at) => at !== lastOf(events, type));
  };
  const withoutSpentGrant: Change = (events) => {
    const spentAt = lastOf(events, 'GiftBought');
    const { stream } = events[spentAt]!;
    const grantedAt = events.findLastIndex(
      (event, at) => at < spentAt && event.type === 'GoldGranted' && event.stream === stream,
    );
    return events.filter((_, at) => at !== grantedAt);
  };
  const twice = (type: SalonEvent['type']): Change => {
    return (events) => [...events, { ...events[lastOf(events, type)]!, position: 1e9 }];
  };

  it('adds up', async () => {
    const { apps, violations, pending, events } = await verified((all) => all);
    expect(violations).to.deep.equal([]);
    expect(pending).to.deep.equal({ toCredit: 0, toShow: 0, toGrant: 0, oldest: null });
    expect(events).to.equal(happened.length);
    const registered = happened.filter(({ event }) => event.type === 'UserRegistered').length;
    const { granted, held, spent, points, wallets } = apps.heihei!;
    expect(spent).to.be.greaterThan(100);
    expect({ sum: held + spent, points, wallets }).to.deep.equal({ sum: granted, points: spent, wallets: registered });
  });

  it('tells legs under way from faults', async () => {
    const untilBought: Change = (events) => events.slice(0, lastOf(events, 'GiftBought') + 1);
    const untilCredited: Change = (events) => events.slice(0, lastOf(events, 'PointsCredited') + 1);
    expect(await verified(untilBought)).to.deep.include({ violationCount: 0 });
    expect((await verified(untilBought)).pending).to.include({ toCredit: 1, toShow: 0 });
    expect((await verified(untilCredited)).pending).to.include({ toCredit: 0, toShow: 1 });
    expect((await verified(without('GiftShown'))).pending.toShow).to.equal(1);
  });

  const faults: [string, Change][] = [
    ['a credit that is there twice', twice('PointsCredited')],
    ['a line that is there twice', twice('GiftShown')],
    ['a purchase that is there twice', twice('GiftBought')],
    ['a credit without its purchase', without('GiftBought')],
    ['a line without its credit', without('PointsCredited')],
    ['a grant that is missing', withoutSpentGrant],
    [
      'a credit of another amount',
      (events) => {
        const at = lastOf(events, 'PointsCredited');
        const { data } = events[at] as Extract<SalonEvent, { type: 'PointsCredited' }>;
        Object.assign(data, { points: data.points + 1, pointsAfter: data.pointsAfter + 1 });
        return events;
      },
    ],
    [
      'a balance below zero',
      (events) => {
        const at = lastOf(events, 'GiftBought');
        const { data } = events[at] as Extract<SalonEvent, { type: 'GiftBought' }>;
        const goldBefore = data.goldAfter + data.costGold;
        Object.assign(data, { units: 1_000, costGold: data.gift.priceGold * 1_000 });
        Object.assign(data, { goldAfter: goldBefore - data.costGold });
        return events;
      },
    ],
    [
      'a refund of what was credited',
      (events) => {
        const { id, meta, data } = events[lastOf(events, 'GiftBought')] as RecordedEvent<
          Extract<SalonEvent, { type: 'GiftBought' }>
        >;
        const { userId, costGold, goldAfter } = data;
        const refund = { userId, purchaseEventId: id, amountGold: costGold, goldAfter: goldAfter + costGold };
        const stream = `wallet-heihei.${userId}`;
        return [...events, { id, type: 'PurchaseRefunded', data: refund, meta, stream, revision: 0, position: 1e9 }];
      },
    ],
  ];
  for (const [name, change] of faults) {
    it(`notices ${name}`, async () => {
      expect((await verified(change)).violationCount).to.be.greaterThan(0);
    });
  }

  describe('of renames', () => {
    const user = {
      userId: 1,
      displayName: '名',
      gender: 'Male',
      birthDay: '',
      address: '',
      latlng: '',
      description: '',
    };
    const granted = { type: 'GoldGranted', data: { userId: 1, amountGold: 100, source: 's', goldAfter: 100 } };
    const bought = (nth: number) => ({
      type: 'RenameBought',
      data: { userId: 1, displayName: '名', costGold: 10, goldAfter: 100 - 10 * nth },
    });
    const renamed = (paymentId?: string, by = 1) => ({
      type: 'ProfileUpdated',
      data: { ...user, userId: by, renamed: true, ...(paymentId ? { paymentId } : {}) },
    });
    const idOf = (nth: number) => `00000000-0000-4000-8000-${String(nth).padStart(12, '0')}`;
    /** Violations of a log of these events, whose ids count up from 0. */
    async function violationsOf(...all: { type: string; data: object }[]) {
      const log = new MemoryEventStore();
      const meta = { appId: 'heihei', actor: 1, at: 1, commandId: idOf(99) };
      const events = all.map((event, nth) => ({ ...event, id: idOf(nth), meta }));
      await log.append('user-heihei.1', events, { expected: 'none' });
      return (await verifyLedger(log)).violationCount;
    }

    it('takes one that is free, and one for each payment', async () => {
      expect(await violationsOf(granted, renamed(), bought(1), renamed(idOf(2)))).to.equal(0);
      expect(await violationsOf(granted, renamed(), bought(1), bought(2), renamed(), renamed(idOf(3)))).to.equal(0);
    });
    it('notices one without a payment, with one that is used up, or with another’s', async () => {
      expect(await violationsOf(granted, renamed(), renamed())).to.equal(1);
      expect(await violationsOf(granted, renamed(), bought(1), renamed(idOf(2)), renamed(idOf(2)))).to.equal(1);
      expect(await violationsOf(granted, renamed(), bought(1), renamed(), renamed())).to.equal(1);
      expect(await violationsOf(granted, bought(1), renamed(idOf(1), 2))).to.equal(1);
    });
  });

  it('takes a refund in place of the credit', async () => {
    const report = await verified((events) => {
      const until = events.slice(0, lastOf(events, 'GiftBought') + 1);
      const { id, meta, data } = until[until.length - 1] as RecordedEvent<Extract<SalonEvent, { type: 'GiftBought' }>>;
      const { userId, costGold, goldAfter } = data;
      const refund = { userId, purchaseEventId: id, amountGold: costGold, goldAfter: goldAfter + costGold };
      const stream = `wallet-heihei.${userId}`;
      return [...until, { id, type: 'PurchaseRefunded', data: refund, meta, stream, revision: 0, position: 1e9 }];
    });
    expect(report.violations).to.deep.equal([]);
    expect(report.pending).to.deep.equal({ toCredit: 0, toShow: 0, toGrant: 0, oldest: null });
  });
});
