import type { CommandMeta } from '../../domain/kernel/decider.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import type { Callback } from '../../payments/provider.ts';
import type { Core } from '../core.ts';
import { settlePayment, settleRefund } from './settle-payment.ts';

/**
 * Takes what Alipay or WeChat Pay says of an order. Throws `ProofInvalid` for whatever they did not say, or said to another app; `OrderNotFound`
 * for what fits no order; `PaymentTaken`; `AmountOutOfRange` for money that is not the order's price, which is noted for an operator. `meta`
 * is the system's.
 */
export async function takeCallback(
  core: Core,
  channel: 'alipay' | 'wechat',
  callback: Callback,
  meta: CommandMeta,
): Promise<void> {
  const provider = core.payments[channel];
  // Without a provider nobody can prove anything.
  if (!provider) throw new DomainError('ProofInvalid', 'this channel is not configured');
  const { kind, orderId, tradeNo, paidCents } = await provider.readNotice(callback);
  if (kind === 'other') return;
  if (kind === 'refunded') {
    await settleRefund(core, { channel, tradeNo, orderId }, meta);
    return;
  }
  const { isPaid } = await settlePayment(core, { channel, orderId, tradeNo, paidCents }, meta);
  if (!isPaid) throw new DomainError('AmountOutOfRange', 'the payment does not fit its order');
}

/** Takes a notification of the App Store: of a purchase whose money went back. Throws `ProofInvalid`. `meta` is the system's. */
export async function takeAppleNotice(core: Core, callback: Callback, meta: CommandMeta): Promise<void> {
  const verifier = core.payments.apple;
  if (!verifier) throw new DomainError('ProofInvalid', 'the App Store is not configured');
  const { kind, tradeNo } = await verifier.readNotice(callback);
  if (kind === 'refunded') await settleRefund(core, { channel: 'apple', tradeNo }, meta);
}
