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
  { commands }: { commands: CommandHandler },
  { channel, orderId, tradeNo, paidCents, productId }: VerifiedPayment,
  meta: CommandMeta,
): Promise<Settled> {
  const { appId } = meta;
  if (!TRADE_NO.test(tradeNo)) throw new DomainError('ProofInvalid', 'no trade number');
  if (!ORDER_ID.test(orderId)) throw new DomainError('OrderNotFound');
  const stream = topupStream(appId, orderId);
  const { order } = (await commands.load(topupDecider, stream)).state;
  const fits = order?.channel === channel && (productId === undefined || productId === order.productId);
  if (!fits) throw new DomainError('OrderNotFound');
  const claim = { type: 'ClaimPayment', channel, tradeNo, orderId } as const;
  const claimed = await commands.handle(
    paymentDecider,
    paymentStream(appId, channel, tradeNo),
    claim,
    stepOf(meta, `claim-payment of ${tradeNo}`),
  );
  if (claimed.state.orderId !== orderId) throw new DomainError('PaymentTaken');
  const pay = { type: 'PayOrder', tradeNo, paidCents } as const;
  const { state, position } = await commands.handle(topupDecider, stream, pay, stepOf(meta, `pay-order of ${orderId}`));
  return { position, isPaid: state.tradeNo === tradeNo };
}

/**
 * Notes that the money of a payment went back, of whichever order has claimed it. Where nobody has heard of the payment yet, it is claimed for
 * the order that the provider names (`orderId`), so that it pays nothing when it comes late. Without either, nothing happens.
 */
export async function settleRefund(
  { commands }: { commands: CommandHandler },
  { channel, tradeNo, orderId }: { channel: PaymentChannel; tradeNo: string; orderId?: string },
  meta: CommandMeta,
): Promise<void> {
  const { appId } = meta;
  if (!TRADE_NO.test(tradeNo)) throw new DomainError('ProofInvalid', 'no trade number');
  const payment = paymentStream(appId, channel, tradeNo);
  let owner = (await commands.load(paymentDecider, payment)).state.orderId;
  if (owner === '' && orderId !== undefined && ORDER_ID.test(orderId)) {
    const { order } = (await commands.load(topupDecider, topupStream(appId, orderId))).state;
    if (order?.channel !== channel) throw new DomainError('OrderNotFound');
    const claim = { type: 'ClaimPayment', channel, tradeNo, orderId } as const;
    const claimed = await commands.handle(paymentDecider, payment, claim, stepOf(meta, `claim-payment of ${tradeNo}`));
    owner = claimed.state.orderId;
  }
  if (owner === '') return;
  const refund = { type: 'RefundOrder', tradeNo, by: 'provider', reason: '' } as const;
  await commands.handle(topupDecider, topupStream(appId, owner), refund, stepOf(meta, `refund-order of ${owner}`));
}
