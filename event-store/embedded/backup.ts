import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Position, START } from '../event-store.ts';
import { StoreOpenError } from '../store-open-error.ts';
import { acknowledgedIn } from './acknowledged.ts';
import { damaged } from './damage.ts';
import { copyKeys, KEYS_FILE } from './key-file.ts';
import { LOG_FILE } from './log-file.ts';
import type { VerifiedEnd } from './read-worker.ts';
import { openReader } from './stored-events.ts';
import { syncDirectory } from './sync-directory.ts';

/** How often the size of a copy that is being written is looked at, in ms. */
const PROGRESS_MS = 200;

export interface BackupOptions {
  /** Told how many bytes of about how many are written. A copy is compact, so it may end before the total. */
  onProgress?(writtenBytes: number, totalBytes: number): void;
}

/**
 * Writes a whole, compact copy of the log in `dir` as it is at one moment to a file that must not exist yet, and checks every event
 * of the copy. Works beside the process that has the log, which appends and reads meanwhile: SQLite shows one moment to a reader,
 * and only keeps its write-ahead log from being shortened. Answers the position of the copy's last event. Rejects with
 * `StoreOpenError` where there is no log, with `DamagedLogError` for a log, or a copy, that lacks something; no copy is left then.
 */
export async function backUpLog(dir: string, toFile: string, { onProgress }: BackupOptions = {}): Promise<Position> {
  const file = join(dir, LOG_FILE);
  if (!existsSync(file)) throw nothingIn(dir, LOG_FILE);
  const unfinished = `${toFile}.unfinished`;
  const acknowledged = acknowledgedIn(file);
  const timer = onProgress && setInterval(() => onProgress(sizeOf(unfinished), sizeOf(file)), PROGRESS_MS);
  try {
    rmSync(unfinished, { force: true });
    await withReader(file, (reader) => reader.request({ backupTo: unfinished }));
    const { head } = (await withReader(unfinished, (reader) => reader.request({ verify: true }))) as VerifiedEnd;
    if (head < acknowledged) {
      throw damaged(file, `position ${acknowledged} was acknowledged, but the log ends at position ${head}`);
    }
    renameSync(unfinished, toFile);
    syncDirectory(dirname(toFile));
    return head;
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  } finally {
    clearInterval(timer);
    // SQLite leaves them where a copy with a write-ahead log was opened for reading.
    for (const suffix of ['-wal', '-shm']) rmSync(`${unfinished}${suffix}`, { force: true });
  }
}

/**
 * Writes a whole copy of the keys in `dir`, for its owner alone, to a file that must not exist. Works beside the process that has
 * them. Copy the log first: the keys then hold all that the copy needs. Throws `StoreOpenError` where there are none.
 */
export function backUpKeys(dir: string, toFile: string): void {
  const file = join(dir, KEYS_FILE);
  if (!existsSync(file)) throw nothingIn(dir, KEYS_FILE);
  copyKeys(file, toFile);
  syncDirectory(dirname(toFile));
}

async function withReader<T>(file: string, work: (reader: ReturnType<typeof openReader>) => Promise<T>): Promise<T> {
  const reader = openReader();
  try {
    await reader.request({ open: { file } });
    return await work(reader);
  } finally {
    await reader.close();
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? START;
}

/** The directory holds no log, or no keys. */
export function nothingIn(dir: string, name: string): StoreOpenError {
  return new StoreOpenError(
    'missing',
    `There is no ${name} in ${dir}: start the server once, or set DATA_DIR to the directory that has it.`,
  );
}
