import type { OrderCreated } from '../domain/topup/events.ts';

/** A payment that a simulated provider tells of. */
export interface SimulatedPayment {
  orderId: string;
  payCents: number;
  tradeNo: string;
  /** 'pending': the buyer is still to pay. */
  status: 'paid' | 'refunded' | 'pending';
}

/** What a provider would send: nobody sends it by itself. */
export interface SimulatedCallback {
  headers: Record<string, string>;
  body: string;
}

/** Providers that dev mode plays: their callbacks and receipts are signed, and verified by the same code as the real ones'. */
export interface SimulatedPayments {
  callbackOf(order: OrderCreated['data'], change: Partial<SimulatedPayment>): Promise<SimulatedCallback>;
  /** The receipt of a purchase in the App Store, as StoreKit 2 gives it. */
  receiptOf(order: OrderCreated['data'], change: { transactionId?: string; productId?: string }): Promise<string>;
  /** From now on the provider knows of the payment, though nobody was told: who asks it learns of it. */
  payUnseen(order: OrderCreated['data'], change: Partial<SimulatedPayment>): void;
  /** What people were paid, oldest first. */
  transfers(): readonly SimulatedTransfer[];
}

/** A transfer to somebody's account, as a simulated provider made it. */
export interface SimulatedTransfer {
  withdrawalId: string;
  payCents: number;
  account: string;
}

/** The transfers that a simulated provider made, in its own memory: they stay when the server ends. */
export interface TransferBook {
  /** Oldest first. */
  all(): readonly SimulatedTransfer[];
  add(transfer: SimulatedTransfer): void;
}

/** A book that ends with the process. */
export function transferBook(): TransferBook {
  const transfers: SimulatedTransfer[] = [];
  return { all: () => transfers, add: (transfer) => transfers.push(transfer) };
}
