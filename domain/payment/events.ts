import type { DomainEvent, EventTypes } from '../kernel/event.ts';
import { notPersonal, type PersonalFields } from '../kernel/personal.ts';
import type { PaymentChannel } from './channels.ts';

/** The first and only event of `payment-<app>.<channel>.<trade number>`: from then on this payment is for that order alone. */
export type PaymentClaimed = DomainEvent<
  'PaymentClaimed',
  { channel: PaymentChannel; tradeNo: string; orderId: string }
>;
export type PaymentEvent = PaymentClaimed;

export const paymentEventTypes: EventTypes<PaymentEvent> = { PaymentClaimed: true };

export const paymentPersonal: PersonalFields<PaymentEvent> = {
  PaymentClaimed: { channel: notPersonal, tradeNo: notPersonal, orderId: notPersonal },
};
