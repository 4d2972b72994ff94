import {
  Binary,
  type ClientSession,
  type Collection,
  type IndexDescription,
  type MongoClient,
  MongoServerError,
} from 'mongodb';
import type { Position } from '../../event-store/event-store.ts';
import type { Snapshot, SnapshotStore } from '../../event-store/snapshots.ts';
import { checkBatch, parseTable, planQuery, tableOf } from '../query.ts';
import {
  type DocumentWrite,
  MAX_QUERY_DOCUMENTS,
  type Note,
  type Query,
  type ReadModelStore,
  type StoredDocument,
  type View,
} from '../read-models.ts';
import { Catalogue, type Claim } from './catalogue.ts';
import { type Connection, connect, indexBuilder, type MongoOptions } from './connect.ts';
import type { StoredRow } from './documents.ts';
import * as documents from './documents.ts';
import { asStoreError } from './faults.ts';
import { Snapshots } from './snapshots.ts';
import { Writer } from './writer.ts';

export type { MongoOptions } from './connect.ts';

const NAMESPACE_NOT_FOUND = 26;
const NAMESPACE_EXISTS = 48;

type TableChange = { table: string; documents: DocumentWrite[]; checkpoint: Position };

/** A table that this store writes to. */
interface Written {
  claim: Claim;
  fields: readonly string[];
}

/**
 * Read models in MongoDB (a replica set). What holds:
 * - A write, of documents of several tables and their checkpoints, is one transaction with majority write concern: all of
 *   it is there or nothing, and what was acknowledged survives the loss of a server.
 * - One writer a table. `prepare` claims the table with a new epoch (a fencing token) and ends the transaction that the
 *   writer before may have left open; every write moves the table's checkpoint by compare-and-set on that epoch and on a
 *   count of writes, inside the transaction. Of two projectors on one table the earlier one gets `OvertakenError` at
 *   its next write and nothing of it is stored. So what the writer holds in memory is what the store has.
 * - A write whose outcome is unknown is repeated: if it had happened, the count says so, and the position guard makes the
 *   second one change nothing. A late duplicate on the wire fails the compare-and-set. `StoreUnavailableError` after all
 *   tries can therefore mean "written, but nobody could tell": repeating the same write is harmless.
 * - `load`, `find` and the rest read what a majority has, from the primary, and see every write that resolved before.
 * - Each time a table is made anew it is a collection of its own (`documents.<table>.<generation>`): a reader in another
 *   process never sees a half-built table in the place of the one that it knew; its call rejects, and it asks `current`
 *   again.
 */
export class MongoReadModelStore implements ReadModelStore, SnapshotStore {
  private readonly options: MongoOptions;
  private readonly client: MongoClient;
  private readonly connection: Connection;
  private readonly catalogue: Catalogue;
  private readonly snapshots: Snapshots;
  private readonly session: ClientSession;
  private readonly writer: Writer;
  private readonly written = new Map<string, Written>();
  private readonly generations = new Map<string, number>();
  private readonly underWay = new Set<Promise<unknown>>();
  /** Writes, claims and drops are carried out one after the other, in the order of the calls. */
  private lastWrite: Promise<unknown> = Promise.resolve();
  private closing: Promise<void> | null = null;

  private constructor(options: MongoOptions, connection: Connection) {
    this.options = options;
    this.connection = connection;
    this.client = connection.client;
    this.catalogue = new Catalogue(connection.db, connection.operationTimeoutMs);
    this.snapshots = new Snapshots(connection.db, connection.operationTimeoutMs);
    // One session for all transactions, so that a successor can end the one that a killed process left open.
    this.session = this.client.startSession({ causalConsistency: false });
    this.writer = new Writer(connection, this.catalogue, this.session);
  }

  /** Rejects with `StoreOpenError` when the server can't be reached or can't keep the promises above. */
  static async open(options: MongoOptions): Promise<MongoReadModelStore> {
    return new MongoReadModelStore(options, await connect(options));
  }

  async prepare(table: string, view: View, { indexes = true }: { indexes?: boolean } = {}): Promise<void> {
    const { place } = parseTable(table);
    if (tableOf(view, place) !== table) throw new RangeError(`${table} is not a table of ${view.name}@${view.version}`);
    const fields = documents.keyFields(view);
    const descriptions = documents.indexDescriptions(view);
    const collection = await this.inOrder(() => this.claim(table, fields));
    if (indexes) await this.run(() => this.buildIndexes(collection, descriptions));
  }

  async load(table: string, ids: readonly string[]): Promise<(StoredDocument | null)[]> {
    parseTable(table);
    checkBatch('ids', ids.length);
    if (ids.some((id) => typeof id !== 'string')) throw new RangeError('the id of a document is a string');
    const wanted = [...new Set(ids)];
    if (wanted.length === 0) return [];
    const rows = await this.read(table, wanted.length, (collection) => {
      const options = { projection: { position: 1, body: 1 }, batchSize: wanted.length + 1, ...this.limits() };
      return collection.find({ _id: { $in: wanted } }, options).toArray();
    });
    const found = new Map(rows.map(({ _id, body, position }) => [_id, { body, position }]));
    return ids.map((id) => found.get(id) ?? null);
  }

  async write(changes: TableChange[]): Promise<void> {
    const tables = new Set<string>();
    for (const { table, documents: writes } of changes) {
      parseTable(table);
      checkBatch('documents', writes.length);
      if (tables.has(table)) throw new RangeError(`${table} is twice in one write`);
      tables.add(table);
    }
    await this.inOrder(() =>
      this.writer.write(
        changes.map(({ table, documents: writes, checkpoint }) => {
          const written = this.written.get(table);
          if (!written) throw new Error(`${table} was not prepared`);
          const operations = writes.map((write) => documents.guardedWrite(write, written.fields));
          return { claim: written.claim, checkpoint, operations };
        }),
      ),
    );
  }

  checkpoint(name: string): Promise<Position> {
    return this.run(() => (isTable(name) ? this.catalogue.tableCheckpoint(name) : this.catalogue.checkpoint(name)));
  }

  async saveCheckpoint(name: string, position: Position): Promise<void> {
    if (isTable(name)) throw new RangeError(`${name} is a table: its checkpoint is written with its documents`);
    await this.run(() => this.catalogue.saveCheckpoint(name, position));
  }

  async notes(prefix: string): Promise<Note[]> {
    const all = await this.run(() => this.catalogue.notes());
    return all.filter(({ name }) => name.startsWith(prefix));
  }

  saveNote(name: string, body: string | null): Promise<void> {
    return this.run(() => this.catalogue.saveNote(name, body));
  }

  async find(table: string, view: View, query: Query): Promise<{ id: string; body: string }[]> {
    parseTable(table);
    const plan = planQuery(view, query);
    const { filter, sort } = documents.findArguments(plan);
    const hint = documents.indexName(query.index);
    const rows = await this.read(table, plan.limit, (collection) => {
      const window = { skip: plan.offset, limit: plan.limit, batchSize: plan.limit + 1 };
      const options = { sort, hint, projection: { body: 1 }, ...window, ...this.limits() };
      return collection.find(filter, options).toArray();
    });
    return rows.map(({ _id, body }) => ({ id: _id, body }));
  }

  current(viewName: string): Promise<string | null> {
    return this.run(() => this.catalogue.current(viewName));
  }

  async switchTo(viewName: string, table: string): Promise<void> {
    parseTable(table);
    await this.inOrder(() => this.catalogue.switchTo(viewName, table));
  }

  async drop(table: string): Promise<void> {
    parseTable(table);
    await this.inOrder(async () => {
      this.forget(table);
      const generation = await this.catalogue.release(table);
      if (generation !== null) await this.dropCollection(table, generation);
    });
  }

  async scan(table: string, afterId: string): Promise<({ id: string } & StoredDocument)[]> {
    parseTable(table);
    if (typeof afterId !== 'string') throw new RangeError('the id of a document is a string');
    const rows = await this.read(table, MAX_QUERY_DOCUMENTS, (collection) => {
      const window = { limit: MAX_QUERY_DOCUMENTS, batchSize: MAX_QUERY_DOCUMENTS + 1 };
      const options = { sort: { _id: 1 as const }, projection: { position: 1, body: 1 }, ...window, ...this.limits() };
      return collection.find({ _id: { $gt: afterId } }, options).toArray();
    });
    return rows.map(({ _id, body, position }) => ({ id: _id, body, position }));
  }

  loadSnapshot(stream: string): Promise<Snapshot | null> {
    return this.run(() => this.snapshots.load(stream));
  }

  saveSnapshot(stream: string, snapshot: Snapshot): Promise<void> {
    return this.run(() => this.snapshots.save(stream, snapshot));
  }

  close(): Promise<void> {
    this.closing ??= (async () => {
      while (this.underWay.size > 0) await Promise.allSettled(this.underWay);
      await this.session.endSession();
      await this.client.close();
    })();
    return this.closing;
  }

  /** Takes the table over from its previous writer, and creates its collection. */
  private async claim(table: string, fields: readonly string[]): Promise<Collection<StoredRow>> {
    const sessionId = Buffer.from(this.session.id!.id.buffer).toString('hex');
    const before = await this.catalogue.writerSession(table);
    if (before !== null && before !== sessionId) await this.endTransactionOf(before);
    const claim = await this.catalogue.claim(table, sessionId);
    const { generation } = claim;
    // A process may have ended after releasing the table, before dropping its collection.
    if (generation > 1) await this.dropCollection(table, generation - 1);
    const collection = this.catalogue.collection(table, generation);
    await this.connection.db.createCollection(collection.collectionName).catch(unlessCode(NAMESPACE_EXISTS));
    this.written.set(table, { claim, fields });
    this.generations.set(table, generation);
    return collection;
  }

  /**
   * Ends the transaction that a killed process may have left open: its locks would last for a minute. If the server refuses
   * (another user's session needs the right killAnySession), the claim waits for the locks instead.
   */
  private async endTransactionOf(session: string): Promise<void> {
    const id = new Binary(Buffer.from(session, 'hex'), Binary.SUBTYPE_UUID);
    try {
      await this.connection.db.admin().command({ killSessions: [{ id }] });
    } catch (error) {
      if (!(error instanceof MongoServerError)) throw error;
    }
  }

  /**
   * Resolves when all indexes can be used. Always asks the server to create them: it answers at once when they exist, and waits for
   * builds under way, which its list of indexes does not tell apart from finished ones. Waits for a majority: by default the server
   * would wait for every data-bearing member, forever if one is away.
   */
  private async buildIndexes(collection: Collection<StoredRow>, wanted: IndexDescription[]): Promise<void> {
    if (wanted.length === 0) return;
    const builder = indexBuilder(this.options);
    try {
      await builder.db.collection(collection.collectionName).createIndexes(wanted, { commitQuorum: 'majority' });
    } finally {
      await builder.client.close();
    }
  }

  private async dropCollection(table: string, generation: number): Promise<void> {
    await this.catalogue.collection(table, generation).drop().catch(unlessCode(NAMESPACE_NOT_FOUND));
  }

  /** Reads a table. If fewer rows than `limit` were found, checks that the table was not dropped meanwhile; rejects if it was. */
  private read(
    table: string,
    limit: number,
    ask: (collection: Collection<StoredRow>) => Promise<StoredRow[]>,
  ): Promise<StoredRow[]> {
    return this.run(async () => {
      const generation = this.generations.get(table) ?? (await this.catalogue.generation(table));
      if (generation === null) throw new Error(`${table} was not prepared`);
      this.generations.set(table, generation);
      const rows = await ask(this.catalogue.collection(table, generation));
      if (rows.length >= limit || (await this.catalogue.generation(table)) === generation) return rows;
      this.generations.delete(table);
      throw new Error(`${table} was dropped`);
    });
  }

  private limits(): { maxTimeMS: number } {
    return { maxTimeMS: this.connection.operationTimeoutMs };
  }

  private forget(table: string): void {
    this.written.delete(table);
    this.generations.delete(table);
  }

  private inOrder<Result>(work: () => Promise<Result>): Promise<Result> {
    const before = this.lastWrite;
    const done = this.run(async () => {
      await before;
      return work();
    });
    this.lastWrite = done.catch(() => undefined);
    return done;
  }

  private async run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.closing) throw new Error('the read models are closed');
    const done = work();
    this.underWay.add(done);
    try {
      return await done;
    } catch (error) {
      throw asStoreError(error);
    } finally {
      this.underWay.delete(done);
    }
  }
}

function isTable(name: string): boolean {
  try {
    parseTable(name);
    return true;
  } catch {
    return false;
  }
}

function unlessCode(code: number): (error: unknown) => null {
  return (error) => {
    if (error instanceof MongoServerError && error.code === code) return null;
    throw error;
  };
}
