import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { writePrivateFile } from './private-file.ts';

/** In DATA_DIR while a server in dev mode runs: where the demo and the README's commands find the key of /dev. */
export const DEV_KEY_FILE = 'dev-key';
const KEY_BYTES = 24;

export function newDevKey(): string {
  return randomBytes(KEY_BYTES).toString('base64url');
}

/** Leaves the key where programs of this user find it; the result takes it away again. */
export function leaveDevKey(dataDir: string, key: string): () => void {
  const file = join(dataDir, DEV_KEY_FILE);
  writePrivateFile(file, key);
  return () => rmSync(file, { force: true });
}
