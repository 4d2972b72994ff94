import { topupStream } from '../../domain/streams.ts';
import type { TopupCommand } from '../../domain/topup/commands.ts';
import { type OrderStatus, topupDecider } from '../../domain/topup/decider.ts';
import { type OrderDocument, orders } from '../../projections/views/orders.ts';
import type { MakeMeta } from '../commands.ts';
import type { Core } from '../core.ts';
import { orderOf } from '../payments/order.ts';
import { type Done, done } from './done.ts';

/** Which orders an operator wants to see, newest first. One of the first three at most; without any, all of them. */
export interface OrdersWanted {
  userId?: number;
  status?: OrderStatus;
  /** Those that somebody has to look at. */
  isDisputed?: true;
  /** Epoch ms: made before then; for the next page the `createdAt` of the last one. */
  before?: number;
  /** 1 to `MAX_ORDERS_PER_PAGE`. */
  limit: number;
}

export const MAX_ORDERS_PER_PAGE = 100;

/** Orders of gold, as an operator looks for them. */
export async function ordersFor(core: Core, appId: string, wanted: OrdersWanted): Promise<readonly OrderDocument[]> {
  const { userId, status, isDisputed, before, limit } = wanted;
  // The index walks backwards in time.
  const page = { limit, ...(before !== undefined && { after: before }) };
  const found =
    userId !== undefined
      ? await core.models.find(orders, { index: 'byUser', equals: [appId, userId], ...page })
      : status !== undefined
        ? await core.models.find(orders, { index: 'byStatus', equals: [appId, status], ...page })
        : isDisputed
          ? await core.models.find(orders, { index: 'disputed', equals: [appId, true], ...page })
          : await core.models.find(orders, { index: 'latest', equals: [appId], ...page });
  return found.map(({ document }) => document);
}

/**
 * Notes that an operator has seen to what was disputed of an order, and how. Of an order without a dispute, nothing happens. Throws
 * `OrderNotFound`. `makeMeta` must be the system's.
 */
export function closeDispute(
  core: Core,
  appId: string,
  { orderId, reason }: { orderId: string; reason: string },
  makeMeta: MakeMeta,
): Promise<Done> {
  return onOrder(core, appId, { orderId, word: 'close', command: { type: 'CloseDispute', reason } }, makeMeta);
}

/**
 * Notes that the money of a paid order went back, which an operator saw to at the provider: its gold is taken back, or the wallet is frozen where
 * it is spent. Of an order that is not paid, nothing happens. Throws `OrderNotFound`. `makeMeta` must be the system's.
 */
export function refundOrder(
  core: Core,
  appId: string,
  { orderId, reason }: { orderId: string; reason: string },
  makeMeta: MakeMeta,
): Promise<Done> {
  const command = { type: 'RefundOrder', by: 'operator', reason } as const;
  return onOrder(core, appId, { orderId, word: 'refund', command }, makeMeta);
}

async function onOrder(
  core: Core,
  appId: string,
  { orderId, word, command }: { orderId: string; word: 'close' | 'refund'; command: TopupCommand },
  makeMeta: MakeMeta,
): Promise<Done> {
  await orderOf(core, appId, orderId);
  const stream = topupStream(appId, orderId);
  const { position } = await core.commands.handle(
    topupDecider,
    stream,
    command,
    makeMeta(`/orders/${orderId}/${word}`),
  );
  return done(core, position, [orders]);
}
