import type { CommandMeta } from '../../domain/kernel/decider.ts';
import { topupStream } from '../../domain/streams.ts';
import { topupDecider } from '../../domain/topup/decider.ts';
import type { CommandHandler } from '../../event-store/command-handler.ts';
import { type PaymentNotice, type Payments, providerOf } from '../../payments/provider.ts';
import { settlePayment } from './settle-payment.ts';

/**
 * Asks the provider whether an order was paid whose callback has not come, and pays it then. When it knows of nothing, or does not answer, it
 * is asked again at the next of the order's times (`QUERY_AFTER_MS`). `meta` is the system's.
 */
export async function queryOrder(
  core: { commands: CommandHandler; payments: Payments },
  orderId: string,
  meta: CommandMeta,
): Promise<void> {
  const stream = topupStream(meta.appId, orderId);
  const { order, status } = (await core.commands.load(topupDecider, stream)).state;
  const provider = order && providerOf(core.payments, order.channel);
  if (!order || status === 'paid' || status === 'refunded') return;
  let notice: PaymentNotice | null = null;
  let outcome: 'unpaid' | 'unknown' = 'unknown';
  try {
    notice = (await provider?.query(orderId)) ?? null;
    if (provider) outcome = 'unpaid';
  } catch {
    // Asked again at the next time; a callback may come in between.
  }
  if (notice?.kind === 'paid' && notice.orderId === orderId) {
    const { tradeNo, paidCents } = notice;
    const { isPaid } = await settlePayment(core, { channel: order.channel, orderId, tradeNo, paidCents }, meta);
    if (isPaid) return;
  }
  // A job that is run again, since its end was not heard of, asks again, and notes it once.
  const once = { ...meta, keyed: true, input: { orderId } };
  await core.commands.handle(topupDecider, stream, { type: 'NoteQuery', outcome }, once);
}
