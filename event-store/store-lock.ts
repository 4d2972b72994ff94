import {
  chmodSync,
  closeSync,
  existsSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { type Database, type FileKind, identify, markAs, openDatabase, SQLITE_BUSY, sqliteCode } from './sqlite.ts';
import { StoreOpenError } from './store-open-error.ts';

export interface StoreLock {
  release(): void;
}

const LOCK_FILE = 'lock.db';
/** 'SLnK' */
const LOCK_KIND: FileKind = { applicationId: 0x534c6e4b, version: 1 };

/**
 * Takes a data directory for this process, creating it if need be, and closes it to other users of the machine. The lock is one of the operating system, so it
 * ends with the process however that ends; hold it as long as any store in the directory is open.
 * Throws `StoreOpenError`: 'in-use', 'unwritable', 'foreign-directory', 'foreign-file', 'newer-version'.
 */
export function lockStore(dataDir: string): StoreLock {
  const file = join(dataDir, LOCK_FILE);
  let database: Database;
  try {
    makeDirectory(dataDir);
    refuseForeignDirectory(dataDir);
    makePrivate(dataDir);
    database = openDatabase(file, { busyTimeoutMs: 0 });
  } catch (error) {
    throw asUnwritable(dataDir, error);
  }
  try {
    // Without a journal the lock leaves nothing behind but its own file.
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    if (identify(database, file, LOCK_KIND) === 'new') {
      markAs(database, LOCK_KIND);
      database.exec('COMMIT; BEGIN EXCLUSIVE');
    }
  } catch (error) {
    database.close();
    if (sqliteCode(error) !== SQLITE_BUSY) throw asUnwritable(dataDir, error);
    throw new StoreOpenError(
      'in-use',
      `${dataDir} is in use by another Salon process: stop that one, or set DATA_DIR to another directory.`,
    );
  }
  const release = () => {
    // A closed connection lives on until its statements are collected; its transaction must not.
    database.exec('ROLLBACK');
    database.close();
  };
  return { release };
}

/** Makes a directory with its parents. Node's own `recursive` never returns on file systems like /proc. */
function makeDirectory(directory: string): void {
  if (existsSync(directory)) return;
  mkdirSync(directory, { recursive: !existsSync(dirname(directory)), mode: PRIVATE_DIRECTORY });
}

/** What is in it is for the user that Salon runs as: the log names people, and secrets.json signs for them. */
const PRIVATE_DIRECTORY = 0o700;
const PRIVATE_FILE = 0o600;
/** Anything for the group or for others. */
const OPEN_TO_OTHERS = 0o077;
/** A directory in which several users have files, as /tmp is one. */
const STICKY = 0o1000;

/**
 * Takes other users' rights from a data directory and the files in it, which an earlier release or a copy may have left there.
 * A directory of somebody else's, a mounted volume perhaps, keeps its own: its files are closed all the same.
 */
function makePrivate(dataDir: string): void {
  const { mode } = statSync(dataDir);
  if ((mode & OPEN_TO_OTHERS) !== 0 && (mode & STICKY) === 0) withRights(() => chmodSync(dataDir, PRIVATE_DIRECTORY));
  for (const name of readdirSync(dataDir)) {
    const path = join(dataDir, name);
    const entry = lstatSync(path);
    if (entry.isFile() && (entry.mode & OPEN_TO_OTHERS) !== 0) withRights(() => chmodSync(path, PRIVATE_FILE));
  }
}

/** Whoever may write somewhere may not always say who else may. */
function withRights(change: () => void): void {
  try {
    change();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error;
  }
}

/** May be there without any store: a file system's own, secrets that an operator copied from elsewhere. */
const WITHOUT_MEANING = ['lost+found', 'secrets.json', 'dev-key'];

/**
 * A directory that holds files, but none of ours, is somebody else's: nothing is written into it. One of ours is enough: a
 * restored backup comes alone, and a lock may be lost.
 */
function refuseForeignDirectory(dataDir: string): void {
  const files = readdirSync(dataDir).filter((name) => !name.startsWith('.') && !WITHOUT_MEANING.includes(name));
  if (files.length === 0 || files.includes(LOCK_FILE)) return;
  if (files.some((name) => name.endsWith('.db') && isOurs(join(dataDir, name)))) return;
  throw new StoreOpenError(
    'foreign-directory',
    `${dataDir} holds files that are not Salon's (such as ${files[0]}): set DATA_DIR to an empty or new directory.`,
  );
}

/** All application ids of Salon's begin with these letters; the last one says of which file. */
const SALON = LOCK_KIND.applicationId >>> 8;
/** Where the application id is in a database's first page (SQLite, file format 1.3.16). */
const APPLICATION_ID_AT = 68;
/** A write-ahead log's header, in which the page size is, and each frame's, which begins with its page's number (4.1). */
const WAL_HEADER_BYTES = 32;
const PAGE_SIZE_AT = 8;
const FRAME_HEADER_BYTES = 24;

/** Whether a database is marked as one of Salon's. Until its first checkpoint the mark is in its write-ahead log alone. */
function isOurs(path: string): boolean {
  const wal = `${path}-wal`;
  return isMarked(path, () => 0) || (existsSync(wal) && isMarked(wal, firstPageInLog));
}

/** Whether the copy of a database's first page that a file holds is marked. */
function isMarked(path: string, firstPageIn: (file: number) => number): boolean {
  const file = openSync(path, 'r');
  try {
    return numberAt(file, firstPageIn(file) + APPLICATION_ID_AT) >>> 8 === SALON;
  } finally {
    closeSync(file);
  }
}

/** Where the first copy of page 1 begins in a write-ahead log; behind its end when there is none. */
function firstPageInLog(file: number): number {
  const { size } = fstatSync(file);
  const frameBytes = FRAME_HEADER_BYTES + numberAt(file, PAGE_SIZE_AT);
  let frame = WAL_HEADER_BYTES;
  while (frame < size && numberAt(file, frame) !== 1) frame += frameBytes;
  return frame + FRAME_HEADER_BYTES;
}

/** Four bytes of a file as SQLite writes numbers; 0 behind its end. */
function numberAt(file: number, at: number): number {
  const bytes = Buffer.alloc(4);
  readSync(file, bytes, 0, bytes.length, at);
  return bytes.readUInt32BE();
}

function asUnwritable(dataDir: string, error: unknown): StoreOpenError {
  if (error instanceof StoreOpenError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new StoreOpenError(
    'unwritable',
    `${dataDir} cannot be written to (${reason}): give this user the right to write there, or set DATA_DIR to another directory.`,
    { cause: error },
  );
}
