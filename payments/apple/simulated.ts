import { type SimulatedAppStore, signedByAppStore } from './certificates.ts';

/** A purchase that a simulated App Store tells of. */
export interface SimulatedPurchase {
  bundleId: string;
  transactionId: string;
  productId: string;
  /** Epoch ms. */
  at: number;
}

/** What StoreKit 2 would give to the client that bought: for dev mode and tests. */
export function simulatedReceipt(store: SimulatedAppStore, purchase: SimulatedPurchase): string {
  return signedByAppStore(store, transactionOf(purchase));
}

/** The body of the App Store's notification that the money of a purchase went back. */
export function simulatedRefund(store: SimulatedAppStore, purchase: SimulatedPurchase): string {
  const { bundleId, at } = purchase;
  const data = {
    bundleId,
    environment: 'Sandbox',
    signedTransactionInfo: signedByAppStore(store, { ...transactionOf(purchase), revocationDate: at }),
  };
  const notice = {
    notificationType: 'REFUND',
    notificationUUID: `refund-${purchase.transactionId}`,
    version: '2.0',
    signedDate: at,
    data,
  };
  return JSON.stringify({ signedPayload: signedByAppStore(store, notice) });
}

function transactionOf({ bundleId, transactionId, productId, at }: SimulatedPurchase) {
  return {
    transactionId,
    originalTransactionId: transactionId,
    bundleId,
    productId,
    purchaseDate: at,
    originalPurchaseDate: at,
    quantity: 1,
    type: 'Consumable',
    inAppOwnershipType: 'PURCHASED',
    signedDate: at,
    environment: 'Sandbox',
    transactionReason: 'PURCHASE',
  };
}
