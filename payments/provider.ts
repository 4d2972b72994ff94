import type { PaymentChannel } from '../domain/payment/channels.ts';
import type { OrderCreated } from '../domain/topup/events.ts';

/** How long a provider may take to answer, ms: a person waits for it. */
export const PROVIDER_TIMEOUT_MS = 5_000;
/** Longest answer of a provider that is read, in bytes: theirs have some hundreds. */
export const MAX_PROVIDER_ANSWER_BYTES = 64 * 1024;

/** A request that says it is a provider's: nothing of it is verified. */
export interface Callback {
  headers: { get(name: string): string | undefined };
  /** Byte by byte as it was sent. */
  body: Buffer;
}

/** What a provider has said of an order, verified: its signature, its app and its form are right. Amount and order are not compared yet. */
export interface PaymentNotice {
  /** 'other': nothing to be done about it (the buyer is to pay yet, the trade was closed, a part of the money went back). */
  kind: 'paid' | 'refunded' | 'other';
  orderId: string;
  tradeNo: string;
  /** What was paid, in cents of a yuan. */
  paidCents: number;
}

/** What a provider needs to know of an order, to prepare the client's payment. */
export interface OrderToPay extends Readonly<OrderCreated['data']> {
  /** Where the provider is to send its callback. */
  notifyUrl: string;
}

/**
 * Where people pay who then come back: Alipay, WeChat Pay. Guarantees of every adapter, which test/contract/payment-providers.test.ts shows:
 * 1. `readNotice` returns what the provider itself said to this app, whenever and however often it comes; anything else throws
 *    `DomainError('ProofInvalid')`, also whatever is altered, misses a part, is another app's or (where the provider signs a time) old.
 * 2. Nothing that a caller sends decides where a request goes.
 * 3. What fails outside, or takes longer than PROVIDER_TIMEOUT_MS, is `DomainError('ProviderAway')`.
 * 4. No error and no log line holds a key.
 */
export interface PaymentProvider {
  /** What the client's payment SDK needs. */
  prepare(order: OrderToPay): Promise<string>;
  readNotice(callback: Callback): Promise<PaymentNotice>;
  /** Asks for the payment of an order; null: nobody has paid it. */
  query(orderId: string): Promise<PaymentNotice | null>;
}

/** A purchase in a store that the client shows a receipt of. */
export interface Receipt {
  /** The store's own id of the purchase. */
  tradeNo: string;
  productId: string;
}

/** The App Store: the client shows what it bought. The same guarantees hold. */
export interface ReceiptVerifier {
  /** The purchase that a client shows. */
  readReceipt(data: string): Promise<Receipt>;
  /** What the store says of a purchase that was made. */
  readNotice(callback: Callback): Promise<{ kind: 'refunded' | 'other'; tradeNo: string }>;
}

/** The providers that are configured. */
export interface Payments {
  alipay: PaymentProvider | null;
  wechat: PaymentProvider | null;
  apple: ReceiptVerifier | null;
}

/** Nothing can be bought. */
export const NO_PAYMENTS: Payments = { alipay: null, wechat: null, apple: null };

/** The provider of a channel whose payments are called back; null where it is not configured, or shows receipts instead. */
export function providerOf(payments: Payments, channel: PaymentChannel): PaymentProvider | null {
  return channel === 'apple' ? null : payments[channel];
}
