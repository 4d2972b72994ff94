import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writePrivateFile } from './private-file.ts';
import { weaknessOf } from './strength.ts';

/** In DATA_DIR: the secrets that the first start made because none were given. */
export const SECRETS_FILE = 'secrets.json';

/** What one installation keeps secret. */
export interface Secrets {
  /** Session tokens, sign-in codes and push addresses are signed with keys derived from it. */
  salon: string;
  /** Key and secret that the RTC server of conferences knows as well. */
  rtc: { apiKey: string; apiSecret: string };
}

/** The file is there, and is not what a start wrote. */
export class SecretsFileError extends Error {
  override readonly name = 'SecretsFileError';
}

/** 48 characters. */
const SECRET_BYTES = 36;
const KEY_BYTES = 9;
/** As for secrets that are given. */
const MIN_SECRET_CHARS = 32;

/**
 * The secrets kept in a data directory, made and written (mode 0600) when there are none yet. To be called by whoever holds the
 * store's lock. Throws `SecretsFileError` for a file that cannot be read as written: new ones would sign everybody out.
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

/** What a start writes is; what somebody put in its place may not be. */
function isStrong(secret: unknown): boolean {
  return typeof secret === 'string' && secret.length >= MIN_SECRET_CHARS && weaknessOf(secret) === null;
}

/** Null when no start has made any. Throws `SecretsFileError`. */
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
    // Said below, without the file's content.
  }
  throw new SecretsFileError(
    `${file} does not hold the secrets that were written there: restore it, or delete it to have new ones made, which signs everybody out.`,
  );
}
