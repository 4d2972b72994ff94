import { DomainError } from '../../domain/kernel/errors.ts';
import { topupStream } from '../../domain/streams.ts';
import { topupDecider } from '../../domain/topup/decider.ts';
import { orders } from '../../projections/views/orders.ts';
import type { Actor } from '../actor.ts';
import { type MakeMeta, type Shown, shown, withInput } from '../commands.ts';
import type { Core } from '../core.ts';
import { orderOf } from './order.ts';
import { settlePayment } from './settle-payment.ts';

/**
 * What a client says of its own order (heihei, 订单通知). That it has paid is a hint to ask the provider now; in the App Store `data` is the
 * proof itself, and is verified at once.
 *
 * Throws `OrderNotFound` for an order that is not the actor's, and for what is shown for another product; `ProofInvalid`, `PaymentTaken`,
 * `ProviderAway`.
 */
export async function notifyOrder(
  core: Core,
  { appId, userId }: Actor,
  { orderId, isPaid, data }: { orderId: string; isPaid: boolean; data: string },
  makeMeta: MakeMeta,
): Promise<Shown> {
  const order = await orderOf(core, appId, orderId);
  const stream = topupStream(appId, orderId);
  if (order.userId !== userId) throw new DomainError('OrderNotFound');
  const { channel } = order;
  const meta = withInput(makeMeta(`notify-order ${orderId}`), { isPaid, data });
  if (isPaid && channel === 'apple') {
    const verifier = core.payments.apple;
    if (!verifier) throw new DomainError('OrderNotFound');
    const { tradeNo, productId } = await verifier.readReceipt(data);
    const payment = { channel, orderId, tradeNo, paidCents: null, productId };
    const { position } = await settlePayment(core, payment, meta);
    return shown(core, position, [orders]);
  }
  const command = { type: isPaid ? 'ReportPaid' : 'ReportFailed' } as const;
  const { position } = await core.commands.handle(topupDecider, stream, command, meta);
  return shown(core, position, [orders]);
}
