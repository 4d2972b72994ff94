import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeAppStore, type SimulatedAppStore } from '../../payments/apple/certificates.ts';
import { writePrivateFile } from './private-file.ts';

/** File in DATA_DIR with the keys of the providers that dev mode plays. */
const FILE = 'simulated-payments.json';
/** The least that providers take. */
const RSA_BITS = 2_048;

/** What simulated providers sign with, and Salon verifies by. */
export interface PaymentKeys {
  /** PEM. */
  rsa: { privateKey: string; publicKey: string };
  apiV3Key: string;
  appStore: SimulatedAppStore;
}

/** Makes keys for simulated providers. */
export function makePaymentKeys(): PaymentKeys {
  const pair = generateKeyPairSync('rsa', {
    modulusLength: RSA_BITS,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return { rsa: pair, apiV3Key: randomBytes(16).toString('hex'), appStore: makeAppStore() };
}

/** The keys that are kept in a data directory; made when there are none yet, or the file is not as it was written. */
export function keptPaymentKeys(dataDir: string): PaymentKeys {
  const file = join(dataDir, FILE);
  const kept = readKeys(file);
  if (kept) return kept;
  writePrivateFile(file, `${JSON.stringify(makePaymentKeys(), null, 2)}\n`);
  return readKeys(file)!;
}

function readKeys(file: string): PaymentKeys | null {
  if (!existsSync(file)) return null;
  try {
    const keys = JSON.parse(readFileSync(file, 'utf8')) as PaymentKeys;
    return keys.rsa && keys.apiV3Key && keys.appStore ? keys : null;
  } catch {
    return null;
  }
}
