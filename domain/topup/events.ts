import type { DomainEvent, EventTypes } from '../kernel/event.ts';
import { notPersonal, type PersonalFields, textOf } from '../kernel/personal.ts';
import type { PaymentChannel } from '../payment/channels.ts';

/** `topup-<app>.<order id>`, strict: one order of gold, which its person pays for with money. */
export type OrderCreated = DomainEvent<
  'OrderCreated',
  {
    orderId: string;
    userId: number;
    packageId: number;
    channel: PaymentChannel;
    productId: string;
    amountGold: number;
    /** In cents of a yuan. What the App Store asks for is Apple's matter; there the product counts. */
    payCents: number;
    /** Epoch ms. */
    expiresAt: number;
  }
>;
/** A proof that verifies: the gold follows from it. */
export type OrderPaid = DomainEvent<
  'OrderPaid',
  {
    orderId: string;
    userId: number;
    channel: PaymentChannel;
    tradeNo: string;
    paidCents: number;
    amountGold: number;
  }
>;
/** The client says that it has paid: a hint to ask the provider, nothing more. */
export type OrderReportedPaid = DomainEvent<'OrderReportedPaid', { orderId: string; userId: number }>;
/** The client says that the payment failed. */
export type OrderReportedFailed = DomainEvent<'OrderReportedFailed', { orderId: string; userId: number }>;
/** The provider was asked and knew of no payment, or did not answer. `nextAt` (epoch ms): when it is asked again; absent: no more. */
export type OrderQueried = DomainEvent<
  'OrderQueried',
  { orderId: string; userId: number; outcome: 'unpaid' | 'unknown'; nextAt?: number }
>;
/** Nobody paid in time. */
export type OrderExpired = DomainEvent<'OrderExpired', { orderId: string; userId: number }>;
/**
 * The money went back, as the provider says, or an operator, who may say why. `amountGold`: what was given for it and is to be taken back; 0
 * when nothing was.
 */
export type OrderRefunded = DomainEvent<
  'OrderRefunded',
  {
    orderId: string;
    userId: number;
    tradeNo: string;
    amountGold: number;
    by: 'provider' | 'operator';
    reason: string;
  }
>;
/**
 * Money came for which no gold was given; somebody has to look at it. `amount`: it is not the order's price; `paid-twice`: the order was paid
 * before by another trade; `not-granted`: the wallet takes no more.
 */
export type OrderDisputed = DomainEvent<
  'OrderDisputed',
  {
    orderId: string;
    userId: number;
    tradeNo: string;
    paidCents: number;
    reason: 'amount' | 'paid-twice' | 'not-granted';
  }
>;

/** An operator has looked at what was disputed, and done with it what `reason` says. */
export type OrderDisputeClosed = DomainEvent<'OrderDisputeClosed', { orderId: string; userId: number; reason: string }>;

export type TopupEvent =
  | OrderCreated
  | OrderPaid
  | OrderReportedPaid
  | OrderReportedFailed
  | OrderQueried
  | OrderExpired
  | OrderRefunded
  | OrderDisputed
  | OrderDisputeClosed;

export const topupEventTypes: EventTypes<TopupEvent> = {
  OrderCreated: true,
  OrderPaid: true,
  OrderReportedPaid: true,
  OrderReportedFailed: true,
  OrderQueried: true,
  OrderExpired: true,
  OrderRefunded: true,
  OrderDisputed: true,
  OrderDisputeClosed: true,
};

export const topupPersonal: PersonalFields<TopupEvent> = {
  OrderCreated: { orderId: notPersonal, channel: notPersonal, productId: notPersonal },
  OrderPaid: { orderId: notPersonal, channel: notPersonal, tradeNo: notPersonal },
  OrderReportedPaid: { orderId: notPersonal },
  OrderReportedFailed: { orderId: notPersonal },
  OrderQueried: { orderId: notPersonal, outcome: notPersonal },
  OrderExpired: { orderId: notPersonal },
  OrderRefunded: { orderId: notPersonal, tradeNo: notPersonal, by: notPersonal, reason: textOf('userId') },
  OrderDisputed: { orderId: notPersonal, tradeNo: notPersonal, reason: notPersonal },
  OrderDisputeClosed: { orderId: notPersonal, reason: textOf('userId') },
};
