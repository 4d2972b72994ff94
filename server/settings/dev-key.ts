import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { writePrivateFile } from './private-file.ts';

/** File in DATA_DIR while a server in dev mode runs: the demo and the README's commands read the key of /dev from it. */
export const DEV_KEY_FILE = 'dev-key';
const KEY_BYTES = 24;

export function newDevKey(): string {
  return randomBytes(KEY_BYTES).toString('base64url');
}

/** Writes the key to a file that programs of this user can read. Returns a function that deletes it. */
export function leaveDevKey(dataDir: string, key: string): () => void {
  const file = join(dataDir, DEV_KEY_FILE);
  writePrivateFile(file, key);
  return () => rmSync(file, { force: true });
}
