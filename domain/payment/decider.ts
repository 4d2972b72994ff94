import type { Decider } from '../kernel/decider.ts';
import type { PaymentChannel } from './channels.ts';
import { type PaymentEvent, paymentEventTypes } from './events.ts';

/** Says which order a payment is for, unless another order has it: the state says which one has. */
export type PaymentCommand = { type: 'ClaimPayment'; channel: PaymentChannel; tradeNo: string; orderId: string };

export interface Payment {
  /** '' while nobody has claimed it. */
  orderId: string;
}

/** One payment is for one order: the first claim wins, and every later one changes nothing. */
export function decide({ channel, tradeNo, orderId }: PaymentCommand, payment: Payment): PaymentEvent[] {
  return payment.orderId === '' ? [{ type: 'PaymentClaimed', data: { channel, tradeNo, orderId } }] : [];
}

export function evolve(payment: Payment, { data }: PaymentEvent): Payment {
  payment.orderId = data.orderId;
  return payment;
}

export const paymentDecider: Decider<Payment, PaymentCommand, PaymentEvent> = {
  category: 'payment',
  eventTypes: paymentEventTypes,
  hasPart: () => false,
  initialState: () => ({ orderId: '' }),
  decide,
  evolve,
};
