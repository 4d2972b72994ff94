import type { APIException, Environment, SignedDataVerifier } from '@apple/app-store-server-library';
import { DomainError } from '../../domain/kernel/errors.ts';
import { askProvider } from '../http.ts';
import { parseObject, textOf, unproven } from '../proof.ts';
import type { Receipt, ReceiptVerifier } from '../provider.ts';
import { transactionIdIn } from './receipt.ts';
import { APPLE_ROOTS } from './roots.ts';

/** What App Store Connect gives to an app. */
export interface AppleSettings {
  bundleId: string;
  /** The app's number in the App Store; wanted outside the sandbox. */
  appAppleId?: number;
  /** Purchases of testers alone, instead of those that are paid for. */
  sandbox?: boolean;
  /** A key of the App Store Server API, by which receipts of StoreKit 1 are looked up; without it they are refused. */
  api?: { issuerId: string; keyId: string; privateKey: string };
  /** The API's address; default Apple's own. */
  url?: string;
}

const API = 'https://api.storekit.apple.com';
const SANDBOX_API = 'https://api.storekit-sandbox.apple.com';

/** Longest signed text that is verified, in characters: StoreKit's have some 5,000. */
const MAX_SIGNED_CHARS = 32_000;
/** StoreKit 2 gives a JWS; anything else counts as a receipt of StoreKit 1. */
const JWS = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/**
 * The App Store: purchases as StoreKit 2 signs them (JWSTransaction), receipts of StoreKit 1 by the App Store Server API, and App Store Server
 * Notifications V2. `roots`: the certificates that all signatures lead to, DER.
 */
export async function openApple(
  settings: AppleSettings,
  roots: readonly Buffer[] = APPLE_ROOTS,
): Promise<ReceiptVerifier> {
  const library = await import('@apple/app-store-server-library');
  const { bundleId, appAppleId, sandbox = false } = settings;
  const environment = sandbox ? library.Environment.SANDBOX : library.Environment.PRODUCTION;
  // Certificates are verified as of the time of the signature, and nobody is asked: no caller decides where a request goes.
  const verifier = new library.SignedDataVerifier([...roots], false, environment, bundleId, appAppleId);
  const lookUp = await receiptLookUp(settings, environment);
  return {
    async readReceipt(data) {
      return receiptOf(verifier, JWS.test(data) ? data : await lookUp(data));
    },
    async readNotice({ body }) {
      const signed = shortText(parseObject(body.toString('utf8')).signedPayload);
      const { notificationType, data } = await verified(() => verifier.verifyAndDecodeNotification(signed));
      if (!data?.signedTransactionInfo) return { kind: 'other', tradeNo: '' };
      const signedTransaction = shortText(data.signedTransactionInfo);
      const { transactionId } = await verified(() => verifier.verifyAndDecodeTransaction(signedTransaction));
      const isRefund = notificationType === library.NotificationTypeV2.REFUND;
      return { kind: isRefund ? 'refunded' : 'other', tradeNo: textOf(transactionId) };
    },
  };
}

async function receiptOf(verifier: SignedDataVerifier, data: string): Promise<Receipt> {
  const signed = shortText(data);
  const transaction = await verified(() => verifier.verifyAndDecodeTransaction(signed));
  if (transaction.revocationDate !== undefined) throw unproven('the money went back');
  return { tradeNo: textOf(transaction.transactionId), productId: textOf(transaction.productId) };
}

/** Whatever is wrong with it: what the library says of it may repeat what was sent. */
async function verified<Value>(verify: () => Promise<Value>): Promise<Value> {
  try {
    return await verify();
  } catch {
    throw unproven('Apple did not sign this for this app');
  }
}

function shortText(value: unknown): string {
  const text = textOf(value);
  if (text.length > MAX_SIGNED_CHARS) throw unproven('too long');
  return text;
}

/** Looks up the purchase that a receipt of StoreKit 1 names: the receipt itself proves nothing. */
async function receiptLookUp(
  { api, bundleId, url }: AppleSettings,
  environment: Environment,
): Promise<(receipt: string) => Promise<string>> {
  if (!api) {
    return async () => {
      throw unproven('not signed by StoreKit 2, and receipts cannot be looked up');
    };
  }
  const library = await import('@apple/app-store-server-library');
  const base = url ?? (environment === library.Environment.SANDBOX ? SANDBOX_API : API);
  /** The library's own requests follow redirects, and have no limit of time. */
  class Client extends library.AppStoreServerAPIClient {
    protected override async makeFetchRequest(
      ...[path, query, method, , headers]: Parameters<
        InstanceType<typeof library.AppStoreServerAPIClient>['makeFetchRequest']
      >
    ) {
      const { status, text } = await askProvider(`${base}${path}?${query}`, { method: method as 'GET', headers });
      return { ok: status === 200, status, json: async () => JSON.parse(text) as unknown } as never;
    }
  }
  const client = new Client(api.privateKey, api.keyId, api.issuerId, bundleId, environment);
  return async (receipt) => {
    const transactionId = transactionIdIn(receipt);
    try {
      return textOf((await client.getTransactionInfo(transactionId)).signedTransactionInfo);
    } catch (error) {
      const { httpStatusCode } = error as Partial<APIException>;
      throw httpStatusCode === 404 ? unproven('Apple knows no such purchase') : new DomainError('ProviderAway');
    }
  };
}
