import type { Payout, Payouts } from './payouts.ts';
import type { Callback, OrderToPay, PaymentProvider, ReceiptVerifier } from './provider.ts';

/**
 * A provider whose vendor's library is loaded when it is first used: loading takes longer than a start may. A load that failed is tried
 * again.
 */
export function lazyProvider(load: () => Promise<PaymentProvider>): PaymentProvider {
  const provider = once(load);
  return {
    prepare: async (order: OrderToPay) => (await provider()).prepare(order),
    readNotice: async (callback: Callback) => (await provider()).readNotice(callback),
    query: async (orderId: string) => (await provider()).query(orderId),
  };
}

/** The same for a store that shows receipts. */
export function lazyVerifier(load: () => Promise<ReceiptVerifier>): ReceiptVerifier {
  const verifier = once(load);
  return {
    readReceipt: async (data: string) => (await verifier()).readReceipt(data),
    readNotice: async (callback: Callback) => (await verifier()).readNotice(callback),
  };
}

/** The same for whoever pays people. */
export function lazyPayouts(load: () => Promise<Payouts>): Payouts {
  const payouts = once(load);
  return {
    pay: async (payout: Payout) => (await payouts()).pay(payout),
    query: async (payout) => (await payouts()).query(payout),
  };
}

/** Calls `load` at most once at a time, and never again once it has succeeded. */
export function once<Value>(load: () => Promise<Value>): () => Promise<Value> {
  let loading: Promise<Value> | null = null;
  return () => {
    loading ??= load().catch((error: unknown) => {
      loading = null;
      throw error;
    });
    return loading;
  };
}
