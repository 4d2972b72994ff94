import type { OrderCreated } from './events.ts';

/** What a provider has proven: money came for an order. */
export interface ProvenPayment {
  tradeNo: string;
  /** In cents of a yuan; null where the product counts (App Store). */
  paidCents: number | null;
}

export type TopupCommand =
  | ({ type: 'CreateOrder' } & Omit<OrderCreated['data'], 'userId'>)
  | ({ type: 'PayOrder' } & ProvenPayment)
  | { type: 'ReportPaid' }
  | { type: 'ReportFailed' }
  /** Notes what a provider said that knows of no payment. */
  | { type: 'NoteQuery'; outcome: 'unpaid' | 'unknown' }
  | { type: 'ExpireOrder' }
  /** `tradeNo`: which payment went back; absent: the one that paid the order. */
  | { type: 'RefundOrder'; tradeNo?: string; by: 'provider' | 'operator'; reason: string }
  /** The wallet refused the gold. */
  | { type: 'DisputeGrant' }
  /** An operator has seen to what was disputed. */
  | { type: 'CloseDispute'; reason: string };
