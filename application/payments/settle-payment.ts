import type { CommandMeta } from '../../domain/kernel/decider.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { type PaymentChannel, TRADE_NO } from '../../domain/payment/channels.ts';
import { paymentDecider } from '../../domain/payment/decider.ts';
import { paymentStream, topupStream } from '../../domain/streams.ts';
import { topupDecider } from '../../domain/topup/decider.ts';
import { ORDER_ID } from '../../domain/topup/limits.ts';
import type { CommandHandler } from '../../event-store/command-handler.ts';
import type { Position } from '../../event-store/event-store.ts';
import { stepOf } from '../accounts/identities.ts';
import { orderOf } from './order.ts';

/** Money that came, once a provider's proof of it was verified. */
export interface VerifiedPayment {
  channel: PaymentChannel;
  orderId: string;
  tradeNo: string;
  /** In cents of a yuan; null where the product counts (App Store). */
  paidCents: number | null;
  /** The product that was paid for, where the proof names it. */
  productId?: string;
}

export interface Settled {
  position: Position;
  /** False: money came that does not fit the order, and somebody has to look at it. */
  isPaid: boolean;
}

/**
 * Pays an order with a verified payment: the payment is claimed for the order first, so that it pays no other one, then the order is paid.
 * The gold follows by a reactor. Every step may be repeated, in any process and order: whoever brings the proof again completes what a
 * crash left half done, and nothing is paid twice.
 *
 * Throws `OrderNotFound` for an order that is not there, or was to be paid in another channel or for another product; `PaymentTaken` for a
 * payment of another order; `ProofInvalid` for a trade number that no provider gives.
 */
export async function settlePayment(
  core: { commands: CommandHandler },
  { channel, orderId, tradeNo, paidCents, productId }: VerifiedPayment,
  meta: CommandMeta,
): Promise<Settled> {
  const { appId } = meta;
  if (!TRADE_NO.test(tradeNo)) throw new DomainError('ProofInvalid', 'no trade number');
  const order = await orderOf(core, appId, orderId);
  const fits = order.channel === channel && (productId === undefined || productId === order.productId);
  if (!fits) throw new DomainError('OrderNotFound');
  if ((await claim(core, { channel, tradeNo, orderId }, meta)) !== orderId) throw new DomainError('PaymentTaken');
  const pay = { type: 'PayOrder', tradeNo, paidCents } as const;
  const step = stepOf(meta, `pay-order of ${orderId}`);
  const { state, position } = await core.commands.handle(topupDecider, topupStream(appId, orderId), pay, step);
  return { position, isPaid: state.tradeNo === tradeNo };
}

/**
 * Notes that the money of a payment went back, of whichever order has claimed it. Where nobody has heard of the payment yet, it is claimed for
 * the order that the provider names (`orderId`), so that it pays nothing when it comes late. Without either, nothing happens.
 */
export async function settleRefund(
  core: { commands: CommandHandler },
  { channel, tradeNo, orderId }: { channel: PaymentChannel; tradeNo: string; orderId?: string },
  meta: CommandMeta,
): Promise<void> {
  const { appId } = meta;
  if (!TRADE_NO.test(tradeNo)) throw new DomainError('ProofInvalid', 'no trade number');
  const { commands } = core;
  const payment = paymentStream(appId, channel, tradeNo);
  let owner = (await commands.load(paymentDecider, payment)).state.orderId;
  if (owner === '' && orderId !== undefined && ORDER_ID.test(orderId)) {
    if ((await orderOf(core, appId, orderId)).channel !== channel) throw new DomainError('OrderNotFound');
    owner = await claim(core, { channel, tradeNo, orderId }, meta);
  }
  if (owner === '') return;
  const refund = { type: 'RefundOrder', tradeNo, by: 'provider', reason: '' } as const;
  await commands.handle(topupDecider, topupStream(appId, owner), refund, stepOf(meta, `refund-order of ${owner}`));
}

/** Claims a payment for an order. Returns the order that has it, which may be another one: the first claim wins. */
async function claim(
  { commands }: { commands: CommandHandler },
  payment: Pick<VerifiedPayment, 'channel' | 'tradeNo' | 'orderId'>,
  meta: CommandMeta,
): Promise<string> {
  const { channel, tradeNo } = payment;
  const stream = paymentStream(meta.appId, channel, tradeNo);
  const step = stepOf(meta, `claim-payment of ${tradeNo}`);
  const { state } = await commands.handle(paymentDecider, stream, { type: 'ClaimPayment', ...payment }, step);
  return state.orderId;
}
