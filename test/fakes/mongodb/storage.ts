import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { type Document, EJSON } from 'bson';

export interface Index {
  name: string;
  key: Record<string, 1 | -1>;
}

export interface Stored {
  readonly documents: Map<string, Document>;
  readonly indexes: Index[];
}

/** Changed documents, null for deleted ones, by namespace and id. */
export type Changes = Map<string, Map<string, Document | null>>;

/** What a session's last write has answered, so that its repetition is not carried out again. */
export interface Remembered {
  session: string;
  txnNumber: number;
  /** Null for a transaction: its commit may be repeated. */
  reply: Document | null;
}

type Entry =
  | { kind: 'write'; changes: [string, [string, Document | null][]][]; remembered?: Remembered }
  | { kind: 'create'; namespace: string }
  | { kind: 'index'; namespace: string; index: Index }
  | { kind: 'drop'; namespace: string };

const ID_INDEX: Index = { name: '_id_', key: { _id: 1 } };

/** The key of an `_id` in maps. */
export function idKey(id: unknown): string {
  return typeof id === 'string' ? `s${id}` : `j${EJSON.stringify(id)}`;
}

/** The committed state. With a file, each commit is in it before it is acknowledged, so that it survives the process. */
export class Storage {
  readonly namespaces = new Map<string, Stored>();
  readonly remembered = new Map<string, Remembered>();
  private readonly versions = new Map<string, number>();
  private readonly file: string | undefined;
  /** Counted up by each commit. */
  version = 0;

  constructor(file?: string) {
    this.file = file;
    if (!file || !existsSync(file)) return;
    for (const line of readFileSync(file, 'utf8').split('\n').slice(0, -1)) this.apply(EJSON.parse(line) as Entry);
  }

  document(namespace: string, key: string): Document | undefined {
    return this.namespaces.get(namespace)?.documents.get(key);
  }

  /** Version of the commit that touched a document last. */
  versionOf(namespace: string, key: string): number {
    return this.versions.get(`${namespace}\0${key}`) ?? 0;
  }

  commit(changes: Changes, remembered?: Remembered): void {
    if (changes.size === 0 && !remembered) return;
    const listed = [...changes].map(([namespace, documents]) => [namespace, [...documents]] as const);
    this.log({ kind: 'write', changes: listed as [string, [string, Document | null][]][], remembered });
  }

  create(namespace: string): void {
    this.log({ kind: 'create', namespace });
  }

  addIndex(namespace: string, index: Index): void {
    this.log({ kind: 'index', namespace, index });
  }

  drop(namespace: string): void {
    this.log({ kind: 'drop', namespace });
  }

  private log(entry: Entry): void {
    if (this.file) appendFileSync(this.file, `${EJSON.stringify(entry)}\n`);
    this.apply(entry);
  }

  private apply(entry: Entry): void {
    switch (entry.kind) {
      case 'create':
        this.stored(entry.namespace);
        return;
      case 'index':
        this.stored(entry.namespace).indexes.push(entry.index);
        return;
      case 'drop':
        this.namespaces.delete(entry.namespace);
        return;
      case 'write':
        this.version++;
        for (const [namespace, documents] of entry.changes) {
          const stored = this.stored(namespace);
          for (const [key, document] of documents) {
            this.versions.set(`${namespace}\0${key}`, this.version);
            if (document === null) stored.documents.delete(key);
            else stored.documents.set(key, document);
          }
        }
        if (entry.remembered) this.remembered.set(entry.remembered.session, entry.remembered);
    }
  }

  private stored(namespace: string): Stored {
    const stored = this.namespaces.get(namespace) ?? { documents: new Map(), indexes: [ID_INDEX] };
    this.namespaces.set(namespace, stored);
    return stored;
  }
}
