import type { Core } from '../../application/core.ts';
import { takeCallback } from '../../application/payments/callbacks.ts';
import { DEFAULT_PACKAGES } from '../../domain/payment/packages.ts';
import { metaOf } from './commands.ts';
import type { Means } from './means.ts';
import type { Monitor } from './monitor.ts';
import type { SimPayments } from './payments.ts';
import type { SimProcess } from './process.ts';
import type { Random } from './random.ts';
import type { Outcome } from './requests.ts';
import type { World } from './world.ts';

const CHANNELS = { alipay: 'alipay', wechat: 'wechat', iap: 'apple' } as const;
type Channel = keyof typeof CHANNELS;

/** What people who buy gold have in common. */
interface Evening {
  orders: Random;
  world: World;
  serial: number;
}

/** Somebody who buys gold. */
type Buyer = Means<Evening>;

/** Orders gold and pays it, or not; what says so comes late, twice, in any order, not at all, or is forged. */
export async function buyGold(buyer: Buyer): Promise<void> {
  const { evening, call } = buyer;
  const { orders: random } = evening;
  const channel = random.pick(Object.keys(CHANNELS) as Channel[]);
  const offer = random.pick(DEFAULT_PACKAGES.filter((each) => each.channel === CHANNELS[channel]));
  const made = await call('/api/payment/create-order', { packageId: offer.id, channel });
  if (made.kind !== 'ok') return;
  const orderId = (made.answer as { order: string }).order;
  if (channel === 'iap') return buyInStore(buyer, orderId, offer.productId);
  if (random.chance(0.2)) void call('/api/payment/order-notify', { order: orderId, status: '2', data: '' });
  if (random.chance(0.3)) await forge(buyer, channel, orderId, offer.payCents);
  if (random.chance(0.2)) return;
  await pay(buyer, channel, orderId, random.chance(0.1) ? offer.payCents - 1 : offer.payCents);
  if (random.chance(0.1)) await pay(buyer, channel, orderId, offer.payCents);
}

/** Pays in an app of the provider, which says so some times; now and then the money goes back, perhaps before anybody heard of it. */
async function pay(buyer: Buyer, channel: 'alipay' | 'wechat', orderId: string, paidCents: number): Promise<void> {
  const { evening, call } = buyer;
  const { orders: random, world } = evening;
  const notice = { kind: 'paid', orderId, tradeNo: `trade${++evening.serial}`, paidCents } as const;
  const body = world.payments.pay(notice);
  const times = random.integer(0, 3);
  const sent = Array.from({ length: times }, () => deliver(buyer, channel, body, random.between(0, 20_000)));
  if (random.chance(0.5)) void call('/api/payment/order-notify', { order: orderId, status: '1', data: '' });
  if (random.chance(0.25)) {
    const refund = world.payments.giveBack(notice);
    sent.push(deliver(buyer, channel, refund, random.between(0, 10_000)));
  }
  await Promise.all(sent);
}

async function deliver(buyer: Buyer, channel: 'alipay' | 'wechat', body: string, afterMs: number): Promise<void> {
  const { evening, surely } = buyer;
  await evening.world.scheduler.sleep(afterMs);
  const { kind } = await surely((process) => callBack(process, channel, body));
  if (kind === 'ok') evening.world.payments.acknowledged.add(body);
}

function callBack(process: SimProcess, channel: 'alipay' | 'wechat', body: string): Promise<Outcome> {
  return process.requests.run(`callback ${channel} ${body}`, async (core: Core) => {
    const callback = { headers: { get: () => undefined }, body: Buffer.from(body) };
    await takeCallback(core, channel, callback, { ...metaOf(core, 0, 'callback', body), keyed: false });
    return {};
  });
}

/** Says in the provider's name that an order was paid. */
async function forge(buyer: Buyer, channel: 'alipay' | 'wechat', orderId: string, paidCents: number): Promise<void> {
  const { evening, surely } = buyer;
  const notice = { kind: 'paid', orderId, tradeNo: `forged${++evening.serial}`, paidCents };
  const body = JSON.stringify({ ...notice, sign: 'signature 0' });
  const { kind } = await surely((process) => callBack(process, channel, body));
  if (kind === 'ok') evening.world.violation(`3: a forged callback was taken: ${body}`);
}

/** Buys in the App Store; now and then shows the same receipt for two orders at once. */
async function buyInStore(buyer: Buyer, orderId: string, productId: string): Promise<void> {
  const { evening, call } = buyer;
  const { orders: random, world } = evening;
  const receipt = world.payments.buy({ tradeNo: `store${++evening.serial}`, productId });
  const show = (order: string, data: string) => call('/api/payment/order-notify', { order, status: '1', data });
  const others: Promise<unknown>[] = [];
  if (random.chance(0.5)) {
    const packageId = DEFAULT_PACKAGES.find((each) => each.channel === 'apple' && each.productId === productId)!.id;
    const other = await call('/api/payment/create-order', { packageId, channel: 'iap' });
    if (other.kind === 'ok') others.push(show((other.answer as { order: string }).order, receipt));
  }
  if (random.chance(0.2)) others.push(show(orderId, `${receipt}, altered`));
  await Promise.all([show(orderId, receipt), ...others]);
}

/** Gold comes only from money that was paid and stayed paid; every payment that was acknowledged came to an order. */
export function checkOrders(monitor: Monitor, payments: SimPayments, violation: (what: string) => void): void {
  const paid = monitor.events('OrderPaid').map(({ data }) => data);
  const refunded = monitor.events('OrderRefunded').map(({ data }) => data);
  const disputed = monitor.events('OrderDisputed').map(({ data }) => data);
  for (const { tradeNo, orderId, paidCents, channel } of paid) {
    const notice = payments.money.get(tradeNo);
    const isPaid = channel === 'apple' ? payments.purchases.has(tradeNo) : notice?.orderId === orderId;
    if (!isPaid) violation(`3: order ${orderId} is paid by ${tradeNo}, which nobody paid`);
    if (notice && notice.paidCents !== paidCents) violation(`3: order ${orderId} is paid by another amount`);
  }
  for (const body of payments.acknowledged) {
    const { kind, tradeNo, orderId } = payments.noticeOf(body);
    const known = kind === 'refunded' ? refunded : [...paid, ...refunded, ...disputed];
    // The money of a payment that paid nothing may go back without anything to note.
    const isOther = kind === 'refunded' && [...paid, ...refunded].some((one) => one.orderId === orderId);
    if (!isOther && !known.some((one) => one.tradeNo === tradeNo)) {
      violation(`1: ${tradeNo} was acknowledged (${kind}), and order ${orderId} knows nothing of it`);
    }
  }
}
