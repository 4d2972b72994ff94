import type { Decider } from '../kernel/decider.ts';
import { DomainError } from '../kernel/errors.ts';
import type { OrderCommand } from './commands.ts';
import { type OrderEvent, orderEventTypes } from './events.ts';

export interface Order {
  /** 0 while nobody has claimed it. */
  userId: number;
  amountGold: number;
}

/**
 * An order of an app's shop belongs to one person and one amount, for ever: the same claim again is nothing new, any other is
 * `OrderTaken`. The gold itself is the wallet's matter, which grants an order once.
 */
export function decide({ orderId, userId, amountGold }: OrderCommand, order: Order): OrderEvent[] {
  if (order.userId === 0) return [{ type: 'OrderClaimed', data: { orderId, userId, amountGold } }];
  if (order.userId !== userId || order.amountGold !== amountGold) throw new DomainError('OrderTaken');
  return [];
}

export function evolve(order: Order, { data }: OrderEvent): Order {
  order.userId = data.userId;
  order.amountGold = data.amountGold;
  return order;
}

export const orderDecider: Decider<Order, OrderCommand, OrderEvent> = {
  category: 'order',
  eventTypes: orderEventTypes,
  initialState: () => ({ userId: 0, amountGold: 0 }),
  decide,
  evolve,
};
