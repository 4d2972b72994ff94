import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Makes the names of a folder durable: of files that were made, renamed or deleted in it. */
export function syncDirectory(directory: string): void {
  const handle = openSync(directory, 'r');
  fsyncSync(handle);
  closeSync(handle);
}
