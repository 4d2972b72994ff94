import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Position } from '../../event-store/event-store.ts';
import { checkSnapshot, type Snapshot, type SnapshotStore } from '../../event-store/snapshots.ts';
import { checkBatch, parseTable, planQuery, tableOf } from '../query.ts';
import type { DocumentWrite, Note, Query, ReadModelStore, StoredDocument, View } from '../read-models.ts';
import { Channel } from './channel.ts';
import * as sql from './sql.ts';
import type { TablesOptions } from './tables.ts';

export const READ_MODELS_FILE = 'read-models.db';
const WORKER = new URL('./worker.ts', import.meta.url);

/**
 * Read models in a SQLite file of their own. One worker thread writes; another one answers queries and loads from a read-only
 * connection, so that neither a long transaction nor a long query delays the other or the event loop. A query sees every write that
 * resolved before it was asked.
 */
export class EmbeddedReadModelStore implements ReadModelStore, SnapshotStore {
  private readonly writer: Channel | null;
  private readonly reader: Channel;

  private constructor(writer: Channel | null, reader: Channel) {
    this.writer = writer;
    this.reader = reader;
  }

  /**
   * Opens or creates the read models in `dir`. `maxPages` (of 4 KiB) limits the size of the file; default: the disk. Rejects with
   * `StoreOpenError` for a file of another program or of a later release, with `DamagedReadModelsError` for a file that is no
   * database, with `StoreUnavailableError` when it can't be opened or written.
   */
  static async open({ dir, maxPages }: { dir: string; maxPages?: number }): Promise<EmbeddedReadModelStore> {
    await mkdir(dir, { recursive: true });
    const file = join(dir, READ_MODELS_FILE);
    const writer = new Channel(WORKER);
    const reader = new Channel(WORKER);
    try {
      await writer.call('open', { file, mode: 'write', maxPages } satisfies TablesOptions);
      await reader.call('open', { file, mode: 'read' } satisfies TablesOptions);
    } catch (error) {
      await Promise.all([reader.close(), writer.close()]);
      throw error;
    }
    return new EmbeddedReadModelStore(writer, reader);
  }

  /**
   * Opens the read models as of one moment, for verification, even while another process writes them; writes reject. Keep it open
   * for minutes at most, because the other process can't shorten its write-ahead log meanwhile.
   */
  static async openSnapshot({ dir }: { dir: string }): Promise<EmbeddedReadModelStore> {
    const reader = new Channel(WORKER);
    try {
      await reader.call('open', { file: join(dir, READ_MODELS_FILE), mode: 'snapshot' } satisfies TablesOptions);
    } catch (error) {
      await reader.close();
      throw error;
    }
    return new EmbeddedReadModelStore(null, reader);
  }

  async prepare(table: string, view: View, { indexes = true }: { indexes?: boolean } = {}): Promise<void> {
    const { place } = parseTable(table);
    if (tableOf(view, place) !== table) throw new RangeError(`${table} is not a table of ${view.name}@${view.version}`);
    const statements = [sql.createTable(table), ...(indexes ? sql.createIndexes(table, view) : [])];
    await this.toWrite('prepare', statements);
  }

  async load(table: string, ids: readonly string[]): Promise<(StoredDocument | null)[]> {
    parseTable(table);
    checkBatch('ids', ids.length);
    return this.reader.call('load', { table, ids });
  }

  async write(changes: { table: string; documents: DocumentWrite[]; checkpoint: Position }[]): Promise<void> {
    for (const { table, documents } of changes) {
      parseTable(table);
      checkBatch('documents', documents.length);
    }
    await this.toWrite('write', changes);
  }

  async checkpoint(name: string): Promise<Position> {
    return this.reader.call('checkpoint', name);
  }

  async saveCheckpoint(name: string, position: Position): Promise<void> {
    await this.toWrite('saveCheckpoint', { name, position });
  }

  async notes(prefix: string): Promise<Note[]> {
    return this.reader.call('notes', prefix);
  }

  async saveNote(name: string, body: string | null): Promise<void> {
    await this.toWrite('saveNote', { name, body });
  }

  async find(table: string, view: View, query: Query): Promise<{ id: string; body: string }[]> {
    return this.reader.call('find', sql.findStatement(table, query.index, planQuery(view, query)));
  }

  async current(viewName: string): Promise<string | null> {
    return this.reader.call('current', viewName);
  }

  async switchTo(viewName: string, table: string): Promise<void> {
    parseTable(table);
    await this.toWrite('switchTo', { viewName, table });
  }

  async drop(table: string): Promise<void> {
    parseTable(table);
    await this.toWrite('drop', table);
  }

  async scan(table: string, afterId: string): Promise<({ id: string } & StoredDocument)[]> {
    parseTable(table);
    return this.reader.call('scan', { table, afterId });
  }

  async loadSnapshot(stream: string): Promise<Snapshot | null> {
    return this.reader.call('loadSnapshot', stream);
  }

  async saveSnapshot(stream: string, snapshot: Snapshot): Promise<void> {
    checkSnapshot(snapshot);
    // Post a copy: handing over a buffer takes along all of the memory that it is a part of.
    const body = new Uint8Array(snapshot.body);
    await this.toWrite('saveSnapshot', { stream, ...snapshot, body }, [body.buffer]);
  }

  async scrub(): Promise<void> {
    await this.toWrite('scrub', null);
  }

  async close(): Promise<void> {
    // Close the reader first: the last connection shortens the write-ahead log, which only the writer can.
    await this.reader.close();
    await this.writer?.close();
  }

  private toWrite(call: string, input: unknown, transfer?: ArrayBuffer[]): Promise<null> {
    if (!this.writer) return Promise.reject(new Error('a snapshot of the read models is not written to'));
    return this.writer.call(call, input, transfer);
  }
}
