import { createRequire, isBuiltin } from 'node:module';
import { StoreOpenError, type StoreOpenProblem } from './store-open-error.ts';

/**
 * The thin driver below both embedded stores: SQLite by the `node:sqlite` interface. Node's own is used where it is
 * built in and new enough, else the package with the same interface that ships its binaries prebuilt.
 */

/** The first release without the WAL-reset bug, which could lose committed pages of a write-ahead log. */
export const MIN_SQLITE_VERSION = '3.51.3';

export type SqlValue = null | number | bigint | string | Uint8Array;

export interface Statement {
  run(...values: SqlValue[]): { changes: number | bigint; lastInsertRowid: number | bigint };
  /** The first row as an object, or undefined. */
  get(...values: SqlValue[]): unknown;
  all(...values: SqlValue[]): unknown[];
}

export interface Database {
  exec(sql: string): void;
  prepare(sql: string): Statement;
  close(): void;
}

interface Driver {
  DatabaseSync: new (file: string, options: { readOnly: boolean }) => Database;
}

const BUILT_IN = 'node:sqlite';
const builtInIsUsable = isBuiltin(BUILT_IN) && isAtLeast(process.versions.sqlite ?? '0', MIN_SQLITE_VERSION);
const require = createRequire(import.meta.url);
let loaded: Driver | undefined;
let versionChecked = false;

/** Throws `StoreOpenError('sqlite-too-old')` where there is neither. */
function driver(): Driver {
  loaded ??= builtInIsUsable ? requireBuiltIn() : requirePackage();
  return loaded;
}

/** The package is optional: newer releases of Node.js do without it. */
function requirePackage(): Driver {
  try {
    return require('@photostructure/sqlite');
  } catch (error) {
    throw new StoreOpenError(
      'sqlite-too-old',
      `This Node.js (${process.versions.node}) has no SQLite of ${MIN_SQLITE_VERSION} or later: run npm install @photostructure/sqlite, or use a newer Node.js.`,
      { cause: error },
    );
  }
}

/** Loads Node's own SQLite without its warning that it is experimental: we hold it to its version. Other warnings stay. */
function requireBuiltIn(): Driver {
  const { emitWarning } = process;
  process.emitWarning = (...args: unknown[]) => {
    if (!String(args[0]).startsWith('SQLite is an experimental feature')) Reflect.apply(emitWarning, process, args);
  };
  try {
    return require(BUILT_IN);
  } finally {
    process.emitWarning = emitWarning;
  }
}

/** How long a statement waits for a lock of another connection before it fails with SQLITE_BUSY. */
const BUSY_TIMEOUT_MS = 5_000;

/**
 * Opens a database file, creating it unless `readOnly`. Throws `StoreOpenError('sqlite-too-old')` when the SQLite at
 * hand is older than `MIN_SQLITE_VERSION`, SQLite's own error when the file cannot be opened.
 */
export function openDatabase(file: string, { readOnly = false, busyTimeoutMs = BUSY_TIMEOUT_MS } = {}): Database {
  requireVersion();
  const database = new (driver().DatabaseSync)(file, { readOnly });
  database.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
  return database;
}

/** Asked of a database in memory: on a file, the question already reads its schema, which may be locked or damaged. */
function requireVersion(): void {
  if (versionChecked) return;
  const database = new (driver().DatabaseSync)(':memory:', { readOnly: false });
  const { version } = database.prepare('SELECT sqlite_version() AS version').get() as { version: string };
  database.close();
  if (!isAtLeast(version, MIN_SQLITE_VERSION)) {
    throw new StoreOpenError(
      'sqlite-too-old',
      `SQLite ${version} can lose committed data: use a Node.js or @photostructure/sqlite with ${MIN_SQLITE_VERSION} or later.`,
    );
  }
  versionChecked = true;
}

function isAtLeast(version: string, minimum: string): boolean {
  return version.localeCompare(minimum, 'en', { numeric: true }) >= 0;
}

/** Reads one PRAGMA's value. */
export function pragma(database: Database, name: string): unknown {
  const row = database.prepare(`PRAGMA ${name}`).get() as Record<string, unknown> | undefined;
  return row === undefined ? undefined : Object.values(row)[0];
}

export const SQLITE_BUSY = 5;
const SQLITE_IOERR = 10;
const SQLITE_CORRUPT = 11;
const SQLITE_FULL = 13;
const SQLITE_NOTADB = 26;

/** SQLite's own texts, for errors that arrive without a code: the package's `all()` drops it. */
const CODE_OF_TEXT = new Map([
  ['database is locked', SQLITE_BUSY],
  ['disk I/O error', SQLITE_IOERR],
  ['database disk image is malformed', SQLITE_CORRUPT],
  ['database or disk is full', SQLITE_FULL],
  ['file is not a database', SQLITE_NOTADB],
]);
/** This text goes on with the name of what is broken. */
const MALFORMED_SCHEMA = 'malformed database schema';

/** SQLite's primary result code of an error that it raised; undefined for any other error. */
export function sqliteCode(error: unknown): number | undefined {
  const { errcode, code, message } = (error ?? {}) as { errcode?: unknown; code?: unknown; message?: string };
  if (typeof errcode === 'number') return errcode & 0xff;
  if (code !== 'ERR_SQLITE_ERROR' || message === undefined) return undefined;
  return message.startsWith(MALFORMED_SCHEMA) ? SQLITE_CORRUPT : CODE_OF_TEXT.get(message);
}

export const isDiskFull = (error: unknown): boolean => sqliteCode(error) === SQLITE_FULL;

/** True when SQLite itself found the file to be broken. */
export function isDamage(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === SQLITE_CORRUPT || code === SQLITE_NOTADB;
}

export { StoreOpenError, type StoreOpenProblem };

/** Marks a database file as one kind of Salon's: SQLite's `application_id`, and the schema's version. */
export interface FileKind {
  applicationId: number;
  version: number;
}

/**
 * Whose file an open database is: 'new' when nothing was ever written to it, or the schema version that it holds.
 * Throws `StoreOpenError` for a file of something else ('foreign-file') or of a later release ('newer-version').
 */
export function identify(database: Database, file: string, kind: FileKind): 'new' | number {
  let applicationId: unknown;
  let tables: unknown;
  try {
    applicationId = pragma(database, 'application_id');
    tables = (database.prepare('SELECT count(*) AS count FROM sqlite_schema').get() as { count: number }).count;
  } catch (error) {
    if (!isDamage(error)) throw error;
    throw new StoreOpenError(
      'foreign-file',
      `${file} is not a readable database: restore it from a backup, or move it away if it is not Salon's.`,
      { cause: error },
    );
  }
  if (applicationId === 0 && tables === 0) return 'new';
  if (applicationId !== kind.applicationId) {
    throw new StoreOpenError(
      'foreign-file',
      `${file} belongs to another program: set DATA_DIR to another directory, or move that file away.`,
    );
  }
  const version = Number(pragma(database, 'user_version'));
  if (version > kind.version) {
    throw new StoreOpenError(
      'newer-version',
      `${file} was written by a later release of Salon (format ${version}, this one knows ${kind.version}): start that release.`,
    );
  }
  return version;
}

/** Writes the marks that `identify` looks for. Call it in the transaction that creates the schema. */
export function markAs(database: Database, kind: FileKind): void {
  database.exec(`PRAGMA application_id = ${kind.applicationId}; PRAGMA user_version = ${kind.version}`);
}
