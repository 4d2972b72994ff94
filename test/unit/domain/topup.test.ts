import { expect } from 'chai';
import { paymentDecider } from '../../../domain/payment/decider.ts';
import { DEFAULT_PACKAGES } from '../../../domain/payment/packages.ts';
import { topupDecider } from '../../../domain/topup/decider.ts';
import { HINT_MS, MAX_DISPUTES, QUERY_AFTER_MS } from '../../../domain/topup/limits.ts';
import { given, T0 } from '../../support/given.ts';

const ME = 7;
const order = {
  orderId: '1',
  packageId: 122,
  channel: 'wechat',
  productId: 'productId_980',
  amountGold: 980,
  payCents: 9_700,
  expiresAt: T0 + 1_000,
} as const;
const create = { type: 'CreateOrder', ...order } as const;
const created = { type: 'OrderCreated', data: { ...order, userId: ME } } as const;
const mine = { orderId: '1', userId: ME } as const;
const pay = { type: 'PayOrder', tradeNo: 't1', paidCents: 9_700 } as const;
const paid = {
  type: 'OrderPaid',
  data: { ...mine, channel: 'wechat', tradeNo: 't1', paidCents: 9_700, amountGold: 980 },
} as const;
const refund = { type: 'RefundOrder', tradeNo: 't1', by: 'provider', reason: '' } as const;
const refunded = (amountGold: number) =>
  ({ type: 'OrderRefunded', data: { ...mine, tradeNo: 't1', amountGold, by: 'provider', reason: '' } }) as const;
const disputed = (reason: 'amount' | 'paid-twice' | 'not-granted', tradeNo = 't1', paidCents = 9_700) =>
  ({ type: 'OrderDisputed', data: { ...mine, tradeNo, paidCents, reason } }) as const;
const failed = { type: 'OrderReportedFailed', data: mine } as const;
const expired = { type: 'OrderExpired', data: mine } as const;

describe('an order of gold', () => {
  it('is made once, for whoever acts, and for something', () => {
    given(topupDecider).when(create, { actor: ME }).thenExactly(created);
    given(topupDecider, created).when(create, { actor: ME }).thenNothing();
    for (const wrong of [{ amountGold: 0 }, { payCents: 0 }, { payCents: -1 }, { amountGold: 1.5 }]) {
      given(topupDecider)
        .when({ ...create, ...wrong }, { actor: ME })
        .thenFails('AmountOutOfRange');
    }
  });

  it('is paid once, by the system alone, whenever that is', () => {
    given(topupDecider).when(pay).thenFails('OrderNotFound');
    given(topupDecider, created).when(pay, { actor: ME }).thenFails('SystemOnly');
    given(topupDecider, created).when(pay).thenExactly(paid);
    given(topupDecider, created, failed).when(pay).thenExactly(paid);
    given(topupDecider, created, expired)
      .when(pay, { at: T0 + 10 ** 9 })
      .thenExactly(paid);
    given(topupDecider, created, paid).when(pay).thenNothing();
    given(topupDecider, created, paid, refunded(980)).when(pay).thenNothing();
  });

  it('is paid at the price of the order where the product counts', () => {
    given(topupDecider, created)
      .when({ ...pay, paidCents: null })
      .thenExactly(paid);
  });

  it('is left to an operator when it was paid wrong or twice, once each, and stays as it was', () => {
    const wrong = { ...pay, paidCents: 1 };
    given(topupDecider, created)
      .when(wrong)
      .thenExactly(disputed('amount', 't1', 1));
    given(topupDecider, created, disputed('amount', 't1', 1))
      .when(wrong)
      .thenNothing();
    given(topupDecider, created, disputed('amount', 't1', 1))
      .when(pay)
      .thenExactly(paid);
    const again = { ...pay, tradeNo: 't2' };
    given(topupDecider, created, paid).when(again).thenExactly(disputed('paid-twice', 't2'));
    given(topupDecider, created, paid).when({ type: 'DisputeGrant' }).thenExactly(disputed('not-granted'));
    const many = Array.from({ length: MAX_DISPUTES + 5 }, (_, n) => disputed('amount', `x${n}`, 1));
    expect(given(topupDecider, created, ...many).state().disputed).to.have.length(MAX_DISPUTES);
  });

  it('is seen to by an operator, once for all that is disputed by then', () => {
    const close = { type: 'CloseDispute', reason: '已退款' } as const;
    const closed = { type: 'OrderDisputeClosed', data: { ...mine, reason: '已退款' } } as const;
    given(topupDecider, created, paid).when(close).thenNothing();
    given(topupDecider, created, paid, disputed('paid-twice', 't2')).when(close).thenExactly(closed);
    given(topupDecider, created, paid, disputed('paid-twice', 't2'), closed).when(close).thenNothing();
    given(topupDecider, created, paid, disputed('paid-twice', 't2')).when(close, { actor: ME }).thenFails('SystemOnly');
  });

  it('is refunded once, of the payment that paid it; gold that was never given is not taken back', () => {
    given(topupDecider, created, paid).when(refund).thenExactly(refunded(980));
    given(topupDecider, created, paid)
      .when({ type: 'RefundOrder', by: 'provider', reason: '' })
      .thenExactly(refunded(980));
    given(topupDecider, created, paid, refunded(980)).when(refund).thenNothing();
    given(topupDecider, created, paid)
      .when({ ...refund, tradeNo: 't2' })
      .thenNothing();
    given(topupDecider, created, paid, disputed('not-granted')).when(refund).thenExactly(refunded(0));
    given(topupDecider, created).when({ type: 'RefundOrder', by: 'provider', reason: '' }).thenNothing();
    given(topupDecider, created, paid).when(refund, { actor: ME }).thenFails('SystemOnly');
  });

  it('whose refund is heard of before its payment gives nothing when that comes', () => {
    given(topupDecider, created).when(refund).thenExactly(refunded(0));
    given(topupDecider, created, refunded(0)).when(pay).thenNothing();
  });

  it('takes hints of its person alone, and not all the time', () => {
    const said = { type: 'OrderReportedPaid', data: mine } as const;
    given(topupDecider, created).when({ type: 'ReportPaid' }, { actor: ME }).thenExactly(said);
    given(topupDecider, created)
      .later(T0 + 10, said)
      .when({ type: 'ReportPaid' }, { actor: ME, at: T0 + 9 + HINT_MS })
      .thenNothing();
    given(topupDecider, created)
      .later(T0 + 10, said)
      .when({ type: 'ReportPaid' }, { actor: ME, at: T0 + 10 + HINT_MS })
      .thenExactly(said);
    given(topupDecider, created).when({ type: 'ReportFailed' }, { actor: ME }).thenExactly(failed);
    given(topupDecider, created, failed).when({ type: 'ReportFailed' }, { actor: ME }).thenNothing();
    for (const type of ['ReportPaid', 'ReportFailed'] as const) {
      given(topupDecider, created).when({ type }, { actor: 8 }).thenFails('NotOwner');
      given(topupDecider, created, paid).when({ type }, { actor: ME }).thenNothing();
    }
  });

  it('is asked about at its times until it is paid or they are over', () => {
    const queried = (nextAt?: number) => ({
      type: 'OrderQueried' as const,
      data: { ...mine, outcome: 'unpaid' as const, ...(nextAt !== undefined && { nextAt }) },
    });
    const note = { type: 'NoteQuery', outcome: 'unpaid' } as const;
    QUERY_AFTER_MS.forEach((ms, n) => {
      const next = QUERY_AFTER_MS[n + 1];
      given(topupDecider, created)
        .when(note, { at: T0 + ms })
        .thenExactly(queried(next === undefined ? undefined : T0 + next));
    });
    given(topupDecider, created, paid).when(note).thenNothing();
    given(topupDecider, created, expired).when(note).thenNothing();
  });

  it('expires in its time, unless it was paid', () => {
    const expire = { type: 'ExpireOrder' } as const;
    given(topupDecider, created)
      .when(expire, { at: T0 + 999 })
      .thenNothing();
    given(topupDecider, created)
      .when(expire, { at: T0 + 1_000 })
      .thenExactly(expired);
    given(topupDecider, created, paid)
      .when(expire, { at: T0 + 1_000 })
      .thenNothing();
  });
});

describe('a payment', () => {
  const claim = { type: 'ClaimPayment', channel: 'apple', tradeNo: 't1', orderId: '1' } as const;
  const claimed = { type: 'PaymentClaimed', data: { channel: 'apple', tradeNo: 't1', orderId: '1' } } as const;

  it('is for the order that claims it first', () => {
    given(paymentDecider).when(claim).thenExactly(claimed);
    given(paymentDecider, claimed).when(claim).thenNothing();
    given(paymentDecider, claimed)
      .when({ ...claim, orderId: '2' })
      .thenNothing();
    expect(given(paymentDecider, claimed).state().orderId).to.equal('1');
  });
});

describe('packages of gold', () => {
  it('have ids of their own, and cost ten cents a gold at most', () => {
    expect(new Set(DEFAULT_PACKAGES.map(({ id }) => id)).size).to.equal(DEFAULT_PACKAGES.length);
    for (const { amountGold, payCents, originalCents } of DEFAULT_PACKAGES) {
      expect(payCents).to.be.at.most(amountGold * 10);
      expect(originalCents).to.be.at.least(payCents);
    }
  });
});
