import { hookSignature, SIGNATURE_HEADER } from '../../sms.ts';
import { PROVIDER_TIMEOUT_MS, type PushSender } from '../push-sender.ts';

/** What the receiver answers for a token that will never work again. */
const GONE = 410;

/**
 * Posts notifications to an operator's own endpoint, for any provider: `{provider, token, platform, id, title, text, collapseId, expiresAt,
 * payload}` as JSON, signed like sign-in codes (docs/operations.md). Any 2xx means taken, 410 that the token is dead; everything else is tried
 * again. The time in the signature is the machine's.
 */
export function webhookPushes(url: string, key: string, now: () => number = Date.now): PushSender {
  return async ({ provider, token, platform }, notification) => {
    const body = JSON.stringify({ provider, token, platform, ...notification });
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [SIGNATURE_HEADER]: hookSignature(key, body, now()) },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(PROVIDER_TIMEOUT_MS),
    });
    await response.body?.cancel();
    if (response.status === GONE) return 'dead';
    if (!response.ok) throw new Error(`the push webhook answered ${response.status}`);
    return 'sent';
  };
}
