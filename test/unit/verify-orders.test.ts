import { expect } from 'chai';
import type { SalonEvent } from '../../domain/events.ts';
import { SALON_NAMESPACE, uuidV5 } from '../../domain/kernel/ids.ts';
import { verifyLedger } from '../../projections/verify.ts';
import { T0 } from '../support/given.ts';
import { MemoryEventStore } from '../support/memory-event-store.ts';

const order = { orderId: '1', userId: 7, packageId: 122, channel: 'wechat', productId: 'p' } as const;
const created: SalonEvent = {
  type: 'OrderCreated',
  data: { ...order, amountGold: 980, payCents: 9_700, expiresAt: T0 + 1 },
};
const claimed: SalonEvent = { type: 'PaymentClaimed', data: { channel: 'wechat', tradeNo: 't1', orderId: '1' } };
const mine = { orderId: '1', userId: 7, tradeNo: 't1' } as const;
const paid = (change: object = {}): SalonEvent => ({
  type: 'OrderPaid',
  data: { ...mine, channel: 'wechat', paidCents: 9_700, amountGold: 980, ...change },
});
const granted = (change: object = {}): SalonEvent => ({
  type: 'GoldGranted',
  data: { userId: 7, amountGold: 980, source: 'order:1', goldAfter: 980, ...change },
});
const refunded = (amountGold = 980): SalonEvent => ({
  type: 'OrderRefunded',
  data: { ...mine, amountGold, by: 'provider', reason: '' },
});
const takenBack: SalonEvent = {
  type: 'GoldRemoved',
  data: { userId: 7, amountGold: 980, source: 'refund:1', goldAfter: 0 },
};
const disputed: SalonEvent = {
  type: 'OrderDisputed',
  data: { ...mine, paidCents: 9_700, reason: 'not-granted' },
};

describe('verification of orders of gold', () => {
  async function verified(...events: SalonEvent[]) {
    const log = new MemoryEventStore();
    for (const [n, event] of events.entries()) {
      const meta = { appId: 'heihei', actor: 0, at: T0, commandId: `c${n}` };
      await log.append(`s-heihei.${n}`, [{ id: uuidV5(SALON_NAMESPACE, String(n)), ...event, meta }], {
        expected: 'any',
      });
    }
    return verifyLedger(log);
  }
  const faultsOf = async (...events: SalonEvent[]) => (await verified(...events)).violations.length;

  it('adds up: the gold that was bought is that of paid orders', async () => {
    const { apps, violations, pending } = await verified(created, claimed, paid(), granted());
    expect(violations).to.deep.equal([]);
    expect(apps.heihei).to.include({ bought: 980, granted: 980, held: 980 });
    expect(pending.toGrant).to.equal(0);
    expect(await faultsOf(created, claimed, paid(), granted(), refunded(), takenBack)).to.equal(0);
    expect(await faultsOf(created, claimed, refunded(0))).to.equal(0);
  });

  it('tells gold under way from faults', async () => {
    const { violations, pending } = await verified(created, claimed, paid());
    expect(violations).to.deep.equal([]);
    expect(pending.toGrant).to.equal(1);
    expect(pending.oldest).to.not.equal(null);
    const left = await verified(created, claimed, paid(), disputed);
    expect(left.violations).to.deep.equal([]);
    expect(left.pending.toGrant).to.equal(0);
  });

  const faults: [string, SalonEvent[]][] = [
    ['gold without a payment', [created, granted()]],
    ['gold without an order', [granted()]],
    ['gold twice', [created, claimed, paid(), granted(), granted({ goldAfter: 1_960 })]],
    ['more gold than was ordered', [created, claimed, paid(), granted({ amountGold: 981, goldAfter: 981 })]],
    ['gold of another', [created, claimed, paid(), granted({ userId: 8 })]],
    ['an order that is paid twice', [created, claimed, paid(), paid()]],
    ['an order that was never made', [claimed, paid()]],
    ['an order that is paid too little', [created, claimed, paid({ paidCents: 1 })]],
    ['an order that is paid as a dearer one', [created, claimed, paid({ amountGold: 6_480 })]],
    ['a payment that nobody has claimed', [created, paid()]],
    ['a payment that is claimed twice', [created, claimed, claimed]],
    ['an order that is made twice', [created, created]],
    ['gold that is taken back without a refund', [created, claimed, paid(), granted(), takenBack]],
    ['a refund of what was never paid', [created, refunded()]],
    ['a refund that comes twice', [created, claimed, paid(), granted(), refunded(), refunded()]],
  ];
  for (const [what, events] of faults) {
    it(`finds ${what}`, async () => expect(await faultsOf(...events)).to.be.greaterThan(0));
  }
});
