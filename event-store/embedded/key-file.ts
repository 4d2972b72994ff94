import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync } from 'node:fs';
import { KEY_BYTES, KEY_ID_BYTES, type KeyId, type Subject, type SubjectKey } from '../keys/key-store.ts';
import { type Database, type FileKind, identify, markAs, openDatabase, pragma } from '../sqlite.ts';
import { requireFullSync } from './log-file.ts';

/** 'SLnP' */
export const KEYS_KIND: FileKind = { applicationId: 0x534c6e50, version: 1 };
export const KEYS_FILE = 'people.keys';

/**
 * One row a key. `current`: the one of its subject that counts; a renewed subject's older ones keep their numbers, so that what
 * is sealed under them is known to be forgotten. Without a secret it is destroyed.
 */
const SCHEMA = `
  CREATE TABLE keys (
    id TEXT PRIMARY KEY,
    app TEXT NOT NULL,
    subject TEXT NOT NULL,
    secret BLOB,
    current INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX current_keys ON keys (app, subject) WHERE current = 1;
`;

const SELECT = 'SELECT id, app AS appId, subject, secret FROM keys';

/** The file of keys, as its thread accesses it: synchronously. */
export class KeyFile {
  private readonly db: Database;

  /** Opens or creates it, for its owner alone; `readOnly`: beside the process that writes it. Throws `StoreOpenError`. */
  constructor(file: string, { readOnly = false } = {}) {
    if (readOnly) {
      this.db = openExisting(file);
      return;
    }
    closeSync(openSync(file, 'a', 0o600));
    this.db = openDatabase(file);
    try {
      const version = identify(this.db, file, KEYS_KIND);
      const mode = pragma(this.db, 'journal_mode = WAL');
      if (mode !== 'wal') throw new Error(`${file}: this file system allows no write-ahead log (${mode})`);
      // Each key is on the disk before anything is sealed under it; what is deleted is overwritten.
      this.db.exec(
        'PRAGMA synchronous = FULL; PRAGMA fullfsync = 1; PRAGMA checkpoint_fullfsync = 1; PRAGMA secure_delete = ON',
      );
      requireFullSync(this.db, file);
      if (version === 'new') {
        this.db.exec(`BEGIN IMMEDIATE; ${SCHEMA}`);
        markAs(this.db, KEYS_KIND);
        this.db.exec('COMMIT');
      }
    } catch (error) {
      this.db.close();
      throw error;
    }
  }

  /** The keys of subjects; makes those that are missing. */
  keysOf(wanted: readonly { appId: string; subject: Subject }[]): SubjectKey[] {
    const find = this.db.prepare(`${SELECT} WHERE app = ? AND subject = ? AND current = 1`);
    const found = wanted.map(({ appId, subject }) => find.get(appId, subject) as SubjectKey | undefined);
    if (found.every((key) => key !== undefined)) return found.map(keyOf);
    this.transaction(() => {
      const insert = this.db.prepare('INSERT INTO keys (id, app, subject, secret, current) VALUES (?, ?, ?, ?, 1)');
      for (const [at, { appId, subject }] of wanted.entries()) {
        // Asked again: the same subject may be wanted twice.
        found[at] ??= find.get(appId, subject) as SubjectKey | undefined;
        if (found[at]) continue;
        const key = { id: randomBytes(KEY_ID_BYTES).toString('base64url'), secret: randomBytes(KEY_BYTES) };
        insert.run(key.id, appId, subject, key.secret);
        found[at] = { ...key, appId, subject };
      }
    });
    return found.map((key) => keyOf(key!));
  }

  keysById(ids: readonly KeyId[]): SubjectKey[] {
    const find = this.db.prepare(`${SELECT} WHERE id = ?`);
    return ids.flatMap((id) => (find.get(id) as SubjectKey | undefined) ?? []).map(keyOf);
  }

  /** Destroys the current keys of subjects. For ever, unless another one may take its place. */
  destroy(appId: string, subjects: readonly Subject[], { mayHaveAnother }: { mayHaveAnother: boolean }): void {
    this.transaction(() => {
      const current = 'WHERE app = ? AND subject = ? AND current = 1';
      const wipe = this.db.prepare(`UPDATE keys SET secret = NULL${mayHaveAnother ? ', current = 0' : ''} ${current}`);
      const remember = this.db.prepare(
        'INSERT OR IGNORE INTO keys (id, app, subject, secret, current) VALUES (?, ?, ?, NULL, 1)',
      );
      for (const subject of subjects) {
        const { changes } = wipe.run(appId, subject);
        if (changes === 0 && !mayHaveAnother)
          remember.run(randomBytes(KEY_ID_BYTES).toString('base64url'), appId, subject);
      }
    });
    // The write-ahead log still has pages with the secret.
    const result = this.db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as { busy: number };
    if (result.busy !== 0) throw new Error('the write-ahead log of the keys is held by another connection');
  }

  close(): void {
    this.db.close();
  }

  private transaction(work: () => void): void {
    this.db.exec('BEGIN IMMEDIATE');
    try {
      work();
      this.db.exec('COMMIT');
    } catch (error) {
      try {
        this.db.exec('ROLLBACK');
      } catch {
        // SQLite has rolled back by itself, as it does when the disk is full or fails.
      }
      throw error;
    }
  }
}

/** Writes a whole copy of a file of keys, for its owner alone, to a file that must not exist. Works beside the process that has them. */
export function copyKeys(file: string, toFile: string): void {
  const db = openExisting(file);
  try {
    const handle = openSync(toFile, 'wx', 0o600);
    db.prepare('VACUUM INTO ?').run(toFile);
    fsyncSync(handle);
    closeSync(handle);
  } finally {
    db.close();
  }
}

function openExisting(file: string): Database {
  const db = openDatabase(file, { readOnly: true });
  try {
    identify(db, file, KEYS_KIND);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** A row as a plain object: SQLite's have no prototype. */
function keyOf({ id, appId, subject, secret }: SubjectKey): SubjectKey {
  return { id, appId, subject, secret };
}
