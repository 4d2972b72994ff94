import { topupStream } from '../../domain/streams.ts';
import { topupDecider } from '../../domain/topup/decider.ts';
import { orders } from '../../projections/views/orders.ts';
import type { MakeMeta } from '../commands.ts';
import type { Core } from '../core.ts';
import { orderOf } from '../payments/order.ts';
import { type Done, done } from './done.ts';

/**
 * Notes that the money of a paid order went back, which an operator saw to at the provider: its gold is taken back, or the wallet is frozen where
 * it is spent. Of an order that is not paid, nothing happens. Throws `OrderNotFound`. `makeMeta` must be the system's.
 */
export async function refundOrder(
  core: Core,
  appId: string,
  { orderId, reason }: { orderId: string; reason: string },
  makeMeta: MakeMeta,
): Promise<Done> {
  await orderOf(core, appId, orderId);
  const meta = makeMeta(`/orders/${orderId}/refund`);
  const command = { type: 'RefundOrder', by: 'operator', reason } as const;
  const { position } = await core.commands.handle(topupDecider, topupStream(appId, orderId), command, meta);
  return done(core, position, [orders]);
}
