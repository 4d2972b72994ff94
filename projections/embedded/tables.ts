import { type Position, StoreUnavailableError } from '../../event-store/event-store.ts';
import type { Snapshot } from '../../event-store/snapshots.ts';
import {
  type Database,
  type FileKind,
  identify,
  markAs,
  openDatabase,
  type Statement,
} from '../../event-store/sqlite.ts';
import { type DocumentWrite, MAX_NOTES, MAX_QUERY_DOCUMENTS, type Note, type StoredDocument } from '../read-models.ts';
import * as sql from './sql.ts';

export interface TablesOptions {
  file: string;
  /** `snapshot` keeps one read transaction open: all that is read is of one moment. */
  mode: 'write' | 'read' | 'snapshot';
  /** Largest size of the file, in pages of 4 KiB; without it the disk is the limit. */
  maxPages?: number;
}

export type TableChange = { table: string; documents: DocumentWrite[]; checkpoint: Position };

/** Statements kept prepared; there are a few per table and form of query. */
const MAX_STATEMENTS = 1_000;
/** 'SLnR' */
const FILE_KIND: FileKind = { applicationId: 0x534c6e52, version: 1 };
/** Pages of page cache, negative = KiB (SQLite's way). */
const CACHE_KIB = -32_768;
const WAL_CHECKPOINT_PAGES = 4_000;
const WAL_SIZE_LIMIT_BYTES = 64 * 1024 * 1024;

/** The read models' file, as the worker accesses it: synchronously. */
export class Tables {
  private readonly db: Database;
  private readonly statements = new Map<string, Statement>();

  constructor({ file, mode, maxPages }: TablesOptions) {
    this.db = openDatabase(file, { readOnly: mode !== 'write' });
    try {
      const isNew = identify(this.db, file, FILE_KIND) === 'new';
      this.db.exec(`PRAGMA cache_size = ${CACHE_KIB}`);
      if (mode === 'write') this.initialise(isNew);
      if (maxPages !== undefined) this.db.exec(`PRAGMA max_page_count = ${Math.trunc(maxPages)}`);
      if (mode === 'snapshot') this.db.exec('BEGIN; SELECT count(*) FROM checkpoints');
    } catch (error) {
      this.db.close();
      throw error;
    }
  }

  carryOut(call: string, input: unknown): unknown {
    switch (call) {
      case 'load':
        return this.load(input as { table: string; ids: string[] });
      case 'write':
        return this.write(input as TableChange[]);
      case 'find':
        return this.find(input as { sql: string; values: sql.SqlValue[] });
      case 'scan':
        return this.scan(input as { table: string; afterId: string });
      case 'checkpoint':
        return this.checkpoint(input as string);
      case 'saveCheckpoint':
        return this.saveCheckpoint(input as { name: string; position: Position });
      case 'notes':
        return this.notes(input as string);
      case 'saveNote':
        return this.saveNote(input as { name: string; body: string | null });
      case 'current':
        return this.current(input as string);
      case 'switchTo':
        return this.switchTo(input as { viewName: string; table: string });
      case 'prepare':
        return this.transaction(() => {
          for (const statement of input as string[]) this.db.exec(statement);
        });
      case 'drop':
        return this.drop(input as string);
      case 'scrub':
        return this.scrub();
      case 'loadSnapshot':
        return this.loadSnapshot(input as string);
      case 'saveSnapshot':
        return this.saveSnapshot(input as { stream: string } & Snapshot);
      default:
        throw new Error(`no such call: ${call}`);
    }
  }

  close(): void {
    this.statements.clear();
    this.db.close();
  }

  private initialise(isNew: boolean): void {
    // NORMAL is enough: after a power cut the file is whole but may lack the last writes, and the projector folds them again.
    this.db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = ${WAL_CHECKPOINT_PAGES};
      PRAGMA journal_size_limit = ${WAL_SIZE_LIMIT_BYTES}; PRAGMA secure_delete = ON`);
    this.transaction(() => {
      if (isNew) {
        markAs(this.db, FILE_KIND);
        this.db.exec(sql.SCHEMA);
      }
      this.db.exec(sql.NOTES);
      this.db.exec(sql.SNAPSHOTS);
    });
  }

  /** What is deleted is zeroed at once (secure_delete); the write-ahead file holds older pages until it is emptied. */
  private scrub(): null {
    const { busy } = this.db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as { busy: number };
    if (busy !== 0) throw new StoreUnavailableError('a reader keeps the write-ahead file of the read models in use');
    return null;
  }

  private load({ table, ids }: { table: string; ids: string[] }): (StoredDocument | null)[] {
    const statement = this.prepared(sql.loadOne(table));
    return ids.map((id) => {
      const row = statement.get(id) as StoredDocument | undefined;
      return row ? { body: row.body, position: row.position } : null;
    });
  }

  private write(changes: TableChange[]): null {
    return this.transaction(() => {
      const save = this.prepared(`INSERT INTO checkpoints (name, position) VALUES (?, ?) ON CONFLICT (name)
        DO UPDATE SET position = excluded.position WHERE excluded.position > position`);
      for (const { table, documents, checkpoint } of changes) {
        const upsert = this.prepared(sql.upsert(table));
        const remove = this.prepared(sql.remove(table));
        for (const { id, body, position } of documents) {
          if (body === null) remove.run(id, position);
          else upsert.run(id, position, body);
        }
        save.run(table, checkpoint);
      }
    });
  }

  private find({ sql: text, values }: { sql: string; values: sql.SqlValue[] }): { id: string; body: string }[] {
    const rows = this.prepared(text).all(...values) as { id: string; body: string }[];
    return rows.map(({ id, body }) => ({ id, body }));
  }

  private scan({ table, afterId }: { table: string; afterId: string }): ({ id: string } & StoredDocument)[] {
    const rows = this.prepared(sql.scanPage(table)).all(afterId, MAX_QUERY_DOCUMENTS);
    return (rows as ({ id: string } & StoredDocument)[]).map(({ id, body, position }) => ({ id, body, position }));
  }

  private checkpoint(name: string): Position {
    const row = this.prepared('SELECT position FROM checkpoints WHERE name = ?').get(name);
    return (row as { position: Position } | undefined)?.position ?? 0;
  }

  private saveCheckpoint({ name, position }: { name: string; position: Position }): null {
    this.prepared('INSERT OR REPLACE INTO checkpoints (name, position) VALUES (?, ?)').run(name, position);
    return null;
  }

  /** Files of an earlier release have no notes until they are opened for writing. */
  private notes(prefix: string): Note[] {
    if (!this.db.prepare(sql.HAS_NOTES).get()) return [];
    const rows = this.prepared(sql.FIND_NOTES).all(prefix, prefix.length, MAX_NOTES) as Note[];
    return rows.map(({ name, body }) => ({ name, body }));
  }

  private saveNote({ name, body }: { name: string; body: string | null }): null {
    if (body === null) this.prepared('DELETE FROM notes WHERE name = ?').run(name);
    else this.prepared('INSERT OR REPLACE INTO notes (name, body) VALUES (?, ?)').run(name, body);
    return null;
  }

  private current(viewName: string): string | null {
    const row = this.prepared('SELECT name FROM current_tables WHERE view = ?').get(viewName);
    return (row as { name: string } | undefined)?.name ?? null;
  }

  private switchTo({ viewName, table }: { viewName: string; table: string }): null {
    this.prepared(sql.loadOne(table)); // Fails when there is no such table.
    this.prepared('INSERT OR REPLACE INTO current_tables (view, name) VALUES (?, ?)').run(viewName, table);
    return null;
  }

  private drop(table: string): null {
    this.statements.clear();
    return this.transaction(() => {
      this.db.exec(sql.dropTable(table));
      this.db.prepare('DELETE FROM checkpoints WHERE name = ?').run(table);
    });
  }

  private loadSnapshot(stream: string): Snapshot | null {
    const row = this.prepared(sql.LOAD_SNAPSHOT).get(stream) as Snapshot | undefined;
    return row ? { ...row } : null;
  }

  private saveSnapshot({
    stream,
    deciderVersion,
    formatVersion,
    revision,
    position,
    body,
  }: { stream: string } & Snapshot) {
    this.prepared(sql.SAVE_SNAPSHOT).run(stream, deciderVersion, formatVersion, revision, position, body);
    return null;
  }

  private transaction(work: () => void): null {
    this.db.exec('BEGIN IMMEDIATE');
    try {
      work();
      this.db.exec('COMMIT');
    } catch (error) {
      this.rollBack();
      throw error;
    }
    return null;
  }

  private rollBack(): void {
    try {
      this.db.exec('ROLLBACK');
    } catch {
      // SQLite has rolled back by itself, as it does when the disk is full or fails.
    }
  }

  private prepared(text: string): Statement {
    let statement = this.statements.get(text);
    if (!statement) {
      if (this.statements.size >= MAX_STATEMENTS) this.statements.clear();
      statement = this.db.prepare(text);
      this.statements.set(text, statement);
    }
    return statement;
  }
}
