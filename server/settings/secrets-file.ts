import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writePrivateFile } from './private-file.ts';
import { weaknessOf } from './strength.ts';

/** File in DATA_DIR with the secrets that the first start made because none were given. */
export const SECRETS_FILE = 'secrets.json';

/** The secrets of one installation. */
export interface Secrets {
  /** Session tokens, sign-in codes and push addresses are signed with keys derived from it. */
  salon: string;
  /** Key and secret that the RTC server of conferences knows as well. */
  rtc: { apiKey: string; apiSecret: string };
}

/** The file exists, but is not as a start wrote it. */
export class SecretsFileError extends Error {
  override readonly name = 'SecretsFileError';
}

/** 48 characters in base64url. */
const SECRET_BYTES = 36;
const KEY_BYTES = 9;
/** The same as for given secrets (config.ts). */
const MIN_SECRET_CHARS = 32;

/**
 * The secrets kept in a data directory; made and written (mode 0600) when there are none yet. The caller must hold the store's
 * lock. Throws `SecretsFileError` for a file that is not as it was written: new secrets would sign everybody out.
 */
export function keptSecrets(dataDir: string): Secrets {
  const kept = readSecrets(dataDir);
  if (kept) return kept;
  const random = (bytes: number) => randomBytes(bytes).toString('base64url');
  const secrets: Secrets = {
    salon: random(SECRET_BYTES),
    rtc: { apiKey: `salon-${random(KEY_BYTES)}`, apiSecret: random(SECRET_BYTES) },
  };
  writePrivateFile(join(dataDir, SECRETS_FILE), `${JSON.stringify(secrets, null, 2)}\n`);
  return secrets;
}

/** Whether a secret is strong enough. Those that a start writes are; edited ones may not be. */
function isStrong(secret: unknown): boolean {
  return typeof secret === 'string' && secret.length >= MIN_SECRET_CHARS && weaknessOf(secret) === null;
}

/** Reads the kept secrets; null when no start has made any. Throws `SecretsFileError`. */
export function readSecrets(dataDir: string): Secrets | null {
  const file = join(dataDir, SECRETS_FILE);
  if (!existsSync(file)) return null;
  try {
    const { salon, rtc } = JSON.parse(readFileSync(file, 'utf8')) as Secrets;
    const { apiKey, apiSecret } = rtc;
    const isTold = typeof apiKey === 'string' && apiKey !== '' && new Set([salon, apiKey, apiSecret]).size === 3;
    if (isTold && [salon, apiSecret].every(isStrong)) {
      return { salon, rtc: { apiKey, apiSecret } };
    }
  } catch {
    // Reported below, without the file's content.
  }
  throw new SecretsFileError(
    `${file} does not hold the secrets that were written there: restore it, or delete it to have new ones made, which signs everybody out.`,
  );
}
