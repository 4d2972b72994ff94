import { chmodSync, closeSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs';

/** Readable and writable by the user that Salon runs as, and by nobody else. */
export const PRIVATE_FILE_MODE = 0o600;

/** Writes a whole file, synced, that its owner alone can read. A crash leaves the old one or the new one, never a part. */
export function writePrivateFile(file: string, text: string): void {
  const unfinished = `${file}.unfinished`;
  const handle = openSync(unfinished, 'w', PRIVATE_FILE_MODE);
  try {
    // A file left by a crash keeps its old rights otherwise.
    chmodSync(unfinished, PRIVATE_FILE_MODE);
    writeFileSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(unfinished, file);
}
