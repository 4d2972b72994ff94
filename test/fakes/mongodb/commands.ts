import { type Document, Long } from 'bson';
import { Aggregator } from 'mingo';
import { CommandError, duplicateKey } from './errors.ts';
import type { IndexBuilds } from './index-builds.ts';
import { servingIndex } from './indexes.ts';
import { type Changes, type Index, idKey, type Storage } from './storage.ts';
import { sessionKey, type Transaction, type Transactions } from './transactions.ts';
import { compareValues, equalities, matcher, projected, updated, valueAt } from './values.ts';

const DEFAULT_BATCH = 101;

interface Cursor {
  namespace: string;
  rest: Document[];
}

/** What commands work with. */
export interface Database {
  storage: Storage;
  transactions: Transactions;
  builds: IndexBuilds;
  cursors: Map<number, Cursor>;
  /** Told of each query or write that no index serves. */
  onUnindexed(what: { command: string; namespace: string; filter: Document; sort?: Document }): void;
}

/** One command on its way: it sees its own changes, and within a transaction those of the commands before. */
export class Execution {
  readonly changes: Changes;
  private readonly database: Database;
  private readonly transaction: Transaction | null;

  constructor(database: Database, transaction: Transaction | null) {
    this.database = database;
    this.transaction = transaction;
    this.changes = transaction?.changes ?? new Map();
  }

  /** Throws `CommandError`. */
  run(name: string, command: Document): Document {
    const namespace = `${command.$db}.${command[name]}`;
    switch (name) {
      case 'insert':
        return this.eachWrite(command.documents, (document) => this.insert(namespace, document), command);
      case 'update':
        return this.update(namespace, command);
      case 'delete':
        return this.eachWrite(command.deletes, (entry) => this.remove(namespace, entry));
      case 'findAndModify':
        return this.findAndModify(namespace, command);
      case 'find':
        return this.find(namespace, command);
      case 'aggregate':
        return this.aggregate(namespace, command);
      case 'count':
        return { n: this.matching('count', namespace, command.query ?? {}).length };
      case 'getMore':
        return this.getMore(command);
      case 'killCursors':
        for (const id of command.cursors) this.database.cursors.delete(Number(id));
        return { cursorsKilled: command.cursors, cursorsNotFound: [], cursorsAlive: [], cursorsUnknown: [] };
      case 'killSessions':
      case 'endSessions':
        for (const lsid of command[name]) this.database.transactions.abortSession(sessionKey(lsid));
        return {};
      default:
        return this.schema(name, namespace, command);
    }
  }

  private schema(name: string, namespace: string, command: Document): Document {
    const { storage } = this.database;
    const stored = storage.namespaces.get(namespace);
    switch (name) {
      case 'create':
        if (stored) throw new CommandError(48, 'NamespaceExists', `Collection ${namespace} already exists.`);
        storage.create(namespace);
        return {};
      case 'drop':
        if (!stored) throw new CommandError(26, 'NamespaceNotFound', 'ns not found');
        storage.drop(namespace);
        return { ns: namespace };
      case 'dropDatabase':
        for (const known of [...storage.namespaces.keys()])
          if (known.startsWith(`${command.$db}.`)) storage.drop(known);
        return { dropped: command.$db };
      case 'createIndexes':
        for (const index of command.indexes) this.createIndex(namespace, index);
        return {};
      case 'listIndexes':
        if (!stored) throw new CommandError(26, 'NamespaceNotFound', `ns does not exist: ${namespace}`);
        return this.firstBatch(
          namespace,
          [...stored.indexes, ...this.database.builds.of(namespace)].map((index) => ({ v: 2, ...index })),
          {},
        );
      case 'listCollections': {
        const names = [...storage.namespaces.keys()].filter((known) => known.startsWith(`${command.$db}.`));
        const found = names.map((known) => ({ name: known.slice(command.$db.length + 1), type: 'collection' }));
        return this.firstBatch(`${command.$db}.$cmd.listCollections`, found, command.cursor ?? {});
      }
      default:
        throw new CommandError(59, 'CommandNotFound', `no such command: '${name}'`);
    }
  }

  private createIndex(namespace: string, { name, key, unique }: Index & { unique?: boolean }): void {
    if (unique) throw new CommandError(72, 'InvalidOptions', 'the fake keeps _id unique and nothing else');
    const known = this.database.storage.namespaces.get(namespace)?.indexes.find((index) => index.name === name);
    if (!known) this.database.storage.addIndex(namespace, { name, key });
    else if (JSON.stringify(known.key) !== JSON.stringify(key)) {
      throw new CommandError(86, 'IndexKeySpecsConflict', `An existing index has the same name: ${name}`);
    }
  }

  /** Ordered, as drivers send them: the first error ends the command. */
  private eachWrite(
    entries: Document[],
    write: (entry: Document, at: number) => number,
    { ordered = true }: { ordered?: boolean } = {},
  ): Document {
    let n = 0;
    const writeErrors: Document[] = [];
    for (const [at, entry] of entries.entries()) {
      try {
        n += write(entry, at);
      } catch (error) {
        if (!(error instanceof CommandError) || this.transaction || error.code === 112) throw error;
        writeErrors.push({ index: at, code: error.code, errmsg: error.message });
        if (ordered) break;
      }
    }
    return writeErrors.length > 0 ? { n, writeErrors } : { n };
  }

  private insert(namespace: string, document: Document): number {
    this.database.transactions.hold(this.transaction, namespace, document._id);
    if (this.document(namespace, idKey(document._id))) throw duplicateKey(namespace, document._id);
    this.put(namespace, document);
    return 1;
  }

  private update(namespace: string, command: Document): Document {
    const upserted: Document[] = [];
    let nModified = 0;
    const reply = this.eachWrite(command.updates, ({ q, u, upsert, multi, hint }, at) => {
      for (const key of namedIds(q) ?? []) this.checkUnchanged(namespace, key);
      if (multi) throw new CommandError(72, 'InvalidOptions', 'the fake updates one document at a time');
      const [found] = this.matching('update', namespace, q, { limit: 1, hint });
      if (found) {
        if (this.change(namespace, found, u)) nModified++;
        return 1;
      }
      if (!upsert) return 0;
      upserted.push({ index: at, _id: this.upsert(namespace, q, u)._id });
      return 1;
    });
    return { ...reply, nModified, ...(upserted.length > 0 && { upserted }) };
  }

  private remove(namespace: string, { q, limit, hint }: Document): number {
    for (const key of namedIds(q) ?? []) this.checkUnchanged(namespace, key);
    const found = this.matching('delete', namespace, q, { limit: limit || Number.POSITIVE_INFINITY, hint });
    for (const { _id } of found) {
      this.database.transactions.hold(this.transaction, namespace, _id);
      this.set(namespace, idKey(_id), null);
    }
    return found.length;
  }

  private findAndModify(namespace: string, command: Document): Document {
    const { query = {}, update, upsert, remove, new: givesNew, sort } = command;
    const [found] = this.matching('findAndModify', namespace, query, { limit: 1, sort });
    if (remove) {
      if (found) this.remove(namespace, { q: { _id: found._id }, limit: 1 });
      return { value: found ?? null, lastErrorObject: { n: found ? 1 : 0 } };
    }
    if (!found && !upsert) return { value: null, lastErrorObject: { n: 0, updatedExisting: false } };
    const made = found ? this.change(namespace, found, update) : this.upsert(namespace, query, update);
    const lastErrorObject = { n: 1, updatedExisting: Boolean(found), ...(!found && { upserted: made?._id }) };
    return { value: givesNew ? (made ?? found) : (found ?? null), lastErrorObject };
  }

  /** Null when the update changes nothing. */
  private change(namespace: string, found: Document, update: Document | Document[]): Document | null {
    this.database.transactions.hold(this.transaction, namespace, found._id);
    const made = updated(found, update, false);
    if (idKey(made._id) !== idKey(found._id)) throw new CommandError(66, 'ImmutableField', '_id is immutable');
    if (JSON.stringify(made) === JSON.stringify(found)) return null;
    this.put(namespace, made);
    return made;
  }

  private upsert(namespace: string, query: Document, update: Document | Document[]): Document {
    const made = updated(equalities(query), update, true);
    if (made._id === undefined) throw new CommandError(72, 'InvalidOptions', 'the fake makes no ids of its own');
    this.insert(namespace, made);
    return made;
  }

  private find(namespace: string, command: Document): Document {
    const { filter = {}, sort, hint, skip = 0, limit = 0 } = command;
    const found = this.matching('find', namespace, filter, { sort, hint });
    const window = found.slice(skip, limit > 0 ? skip + limit : undefined);
    const documents = window.map((document) => projected(document, command.projection));
    return this.firstBatch(namespace, documents, command);
  }

  private aggregate(namespace: string, { pipeline, cursor }: Document): Document {
    const [first, ...rest] = pipeline as Document[];
    const filter = first?.$match ?? {};
    const stages = first?.$match ? rest : pipeline;
    const documents = new Aggregator(stages).run(this.matching('aggregate', namespace, filter)) as Document[];
    return this.firstBatch(namespace, documents, cursor ?? {});
  }

  private firstBatch(namespace: string, documents: Document[], { batchSize = DEFAULT_BATCH, singleBatch }: Document) {
    const firstBatch = documents.slice(0, batchSize);
    const rest = singleBatch ? [] : documents.slice(batchSize);
    return { cursor: { id: this.keepCursor(namespace, rest), ns: namespace, firstBatch } };
  }

  private getMore(command: Document): Document {
    const id = Number(command.getMore);
    const cursor = this.database.cursors.get(id);
    if (!cursor) throw new CommandError(43, 'CursorNotFound', `cursor id ${id} not found`);
    this.database.cursors.delete(id);
    const size = command.batchSize || cursor.rest.length;
    const next = this.keepCursor(cursor.namespace, cursor.rest.slice(size));
    return { cursor: { id: next, ns: cursor.namespace, nextBatch: cursor.rest.slice(0, size) } };
  }

  private keepCursor(namespace: string, rest: Document[]): Long {
    if (rest.length === 0) return Long.ZERO;
    const id = 2 ** 40 + Math.floor(Math.random() * 2 ** 40);
    this.database.cursors.set(id, { namespace, rest });
    return Long.fromNumber(id);
  }

  /** What a filter finds, sorted; tells when no index serves it. */
  private matching(
    command: string,
    namespace: string,
    filter: Document,
    { sort, hint, limit = Number.POSITIVE_INFINITY }: { sort?: Document; hint?: string; limit?: number } = {},
  ): Document[] {
    const indexes = this.database.storage.namespaces.get(namespace)?.indexes ?? [];
    const hinted = hint ? indexes.filter(({ name }) => name === hint) : indexes;
    if (hint && indexes.length > 0 && hinted.length === 0) {
      throw new CommandError(
        2,
        'BadValue',
        'error processing query: hint provided does not correspond to an existing index',
      );
    }
    if (indexes.length > 0 && !servingIndex(hinted, filter, sort)) {
      this.database.onUnindexed({ command, namespace, filter, ...(sort && { sort }) });
    }
    const matches = matcher(filter);
    const found: Document[] = [];
    for (const document of this.candidates(namespace, filter)) {
      if (matches(document)) found.push(document);
      if (found.length === limit && !sort) break;
    }
    if (!sort) return found;
    const order = Object.entries(sort) as [string, 1 | -1][];
    found.sort((a, b) => {
      for (const [field, direction] of order) {
        const compared = compareValues(valueAt(a, field), valueAt(b, field));
        if (compared !== 0) return compared * direction;
      }
      return 0;
    });
    return found.slice(0, limit);
  }

  /** Those with the ids that the filter names, or all. */
  private candidates(namespace: string, filter: Document): Document[] {
    const keys = namedIds(filter);
    if (keys) return keys.flatMap((key) => this.document(namespace, key) ?? []);
    const own = this.changes.get(namespace);
    const stored = this.database.storage.namespaces.get(namespace)?.documents ?? new Map<string, Document>();
    if (!own) return [...stored.values()];
    const merged = new Map<string, Document | null>([...stored, ...own]);
    return [...merged.values()].filter((document) => document !== null);
  }

  private checkUnchanged(namespace: string, key: string): void {
    this.database.transactions.checkUnchanged(this.transaction, namespace, key);
  }

  private document(namespace: string, key: string): Document | undefined {
    const own = this.changes.get(namespace)?.get(key);
    return own === undefined ? this.database.storage.document(namespace, key) : (own ?? undefined);
  }

  private put(namespace: string, document: Document): void {
    this.set(namespace, idKey(document._id), document);
  }

  private set(namespace: string, key: string, document: Document | null): void {
    const own = this.changes.get(namespace) ?? new Map<string, Document | null>();
    this.changes.set(namespace, own.set(key, document));
  }
}

/** Keys of the ids that a filter names, without doubles; null when it names none. */
function namedIds({ _id }: Document): string[] | null {
  if (_id === undefined || _id === null) return null;
  const named: unknown[] | undefined = typeof _id === 'string' ? [_id] : '$eq' in _id ? [_id.$eq] : _id.$in;
  return named ? [...new Set(named.map(idKey))] : null;
}
