import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { keptSecrets, SECRETS_FILE, type Secrets } from './settings/secrets-file.ts';

/** Derives a key for one purpose from the secret; no key reveals another. */
export function derivedSecret(
  secret: string,
  purpose: 'codes' | 'files' | 'media' | 'push-hook' | 'push-tokens' | 'sms-hook' | 'tokens',
): string {
  return createHmac('sha256', secret).update(`salon.${purpose}`).digest('base64url');
}

/** The key that the SMS hook's receiver checks signatures with; `npm run sms-key` prints it. */
export function hookKeyOf({ smsWebhookSecret }: Config, secret: string): string {
  return smsWebhookSecret || derivedSecret(secret, 'sms-hook');
}

/** The key that the push hook's receiver checks signatures with; `npm run push-key` prints it. */
export function pushHookKeyOf(secret: string): string {
  return derivedSecret(secret, 'push-hook');
}

/** The key that a media server or CDN checks signed addresses with; `npm run media-key` prints it. */
export function mediaKeyOf(secret: string): string {
  return derivedSecret(secret, 'media');
}

/**
 * The secrets: given ones, and for the rest those in the data directory, made there at the first start. `file`: where these are
 * kept, null when all were given. Throws `SecretsFileError`.
 */
export function secretsOf({ secret, rtc, dataDir }: Config): Secrets & { file: string | null } {
  if (secret !== null && rtc !== null) return { salon: secret, rtc, file: null };
  const kept = keptSecrets(dataDir);
  return { salon: secret ?? kept.salon, rtc: rtc ?? kept.rtc, file: join(dataDir, SECRETS_FILE) };
}
