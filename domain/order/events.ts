import type { DomainEvent, EventTypes } from '../kernel/event.ts';
import { notPersonal, type PersonalFields } from '../kernel/personal.ts';

/** The first and only event of `order-<app>.<order id>`: from then on the order is this person's, for this much gold. */
export type OrderClaimed = DomainEvent<'OrderClaimed', { orderId: string; userId: number; amountGold: number }>;
export type OrderEvent = OrderClaimed;

export const orderEventTypes: EventTypes<OrderEvent> = {
  OrderClaimed: true,
};

export const orderPersonal: PersonalFields<OrderEvent> = {
  OrderClaimed: { orderId: notPersonal },
};
