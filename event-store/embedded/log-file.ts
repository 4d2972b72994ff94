import { type Database, type FileKind, identify, markAs, openDatabase, pragma } from '../sqlite.ts';

/** 'SLnE' */
export const LOG_KIND: FileKind = { applicationId: 0x534c6e45, version: 1 };
export const LOG_FILE = 'log.db';

/**
 * Events lie in chunks (chunk.ts), each with its checksum: a row an event would cost the writer more than the event itself.
 * Positions are gapless. A block seals the chunks up to the one that ends at `last` (from the previous block's) with one
 * checksum over all that is in them, so that opening can check the whole log without handling each row.
 *
 * A stream is a chain: each event knows the position of the one before (0: none), `streams` where it ends, and `marks`
 * where every 64th event is. An index on (stream, revision) would take a page of 4 KiB for each append to one of many
 * streams, more than ten times what the events take. `streams` and `marks` are brought up to date when a block is sealed; of
 * the events behind the last block, the tail, the writer and whoever opens the log keep them in memory.
 */
const SCHEMA = `
  CREATE TABLE chunks (
    first INTEGER PRIMARY KEY,
    last INTEGER NOT NULL,
    sum INTEGER NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  CREATE TABLE streams (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    revision INTEGER NOT NULL,
    position INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE marks (
    stream INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (stream, revision)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE blocks (last INTEGER PRIMARY KEY, sum INTEGER NOT NULL) STRICT;
`;

/** Events of a stream from one mark to the next: how far a read from the middle walks at most to its start. */
export const MARK_EVERY = 64;

/** A block is sealed at this many events … */
export const BLOCK_EVENTS = 8192;
/** … or at this size, so that checking one takes little memory. */
export const BLOCK_BYTES = 4 * 1024 * 1024;

/** About 16 MB between checkpoints: each costs a sync of the database, and commits wait for it. */
const CHECKPOINT_PAGES = 4_000;
/** 64 MiB of pages are kept in memory by each connection. */
const CACHE = `PRAGMA cache_size = -${64 * 1024}`;
/** A write-ahead log that grew under load is cut back to this. */
const JOURNAL_LIMIT_BYTES = 64 * 1024 * 1024;

/** Opens the log's file for its one writer, creating it when there is none. Throws `StoreOpenError`. */
export function openForWriting(file: string): Database {
  const database = openDatabase(file);
  try {
    const version = identify(database, file, LOG_KIND);
    const mode = pragma(database, 'journal_mode = WAL');
    if (mode !== 'wal') throw new Error(`${file}: this file system allows no write-ahead log (${mode})`);
    database.exec(`
      PRAGMA synchronous = FULL;
      PRAGMA fullfsync = 1;
      PRAGMA checkpoint_fullfsync = 1;
      PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES};
      PRAGMA journal_size_limit = ${JOURNAL_LIMIT_BYTES};
      ${CACHE};
    `);
    requireFullSync(database, file);
    if (version === 'new') {
      database.exec(`BEGIN IMMEDIATE; ${SCHEMA}`);
      markAs(database, LOG_KIND);
      database.exec('COMMIT');
    }
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Opens the log's file, which must exist, without the right to change it. Throws `StoreOpenError`. */
export function openForReading(file: string): { database: Database; version: 'new' | number } {
  const database = openDatabase(file, { readOnly: true });
  try {
    const version = identify(database, file, LOG_KIND);
    database.exec(CACHE);
    return { database, version };
  } catch (error) {
    database.close();
    throw error;
  }
}

const FULL = 2;

/** Some builds quietly fall back to NORMAL with a write-ahead log, which loses acknowledged commits in a power cut. */
export function requireFullSync(database: Database, file: string): void {
  const level = pragma(database, 'synchronous');
  if (level !== FULL) throw new Error(`${file}: SQLite does not sync each commit (synchronous = ${level})`);
}
