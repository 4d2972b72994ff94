import type { Position, RecordedEvent } from '../event-store/event-store.ts';
import {
  type Document,
  type DocumentWrite,
  MAX_QUERY_DOCUMENTS,
  type ReadModelStore,
  type View,
  type ViewEvent,
} from './read-models.ts';

/** A view and the table that it is folded into. */
export interface Target {
  view: View;
  table: string;
  /** What the table holds: events at or below change nothing in it. */
  checkpoint: Position;
}

export interface FoldLimits {
  /** Documents kept parsed in memory, per view; twice as many, a batch and those not yet written at the most. */
  cachedDocuments: number;
  /** Changed documents that are gathered before they must be written, per view. */
  changedDocuments: number;
}

export interface TableChange {
  table: string;
  documents: DocumentWrite[];
  checkpoint: Position;
}

/** A view's evolve threw: the event can be neither folded nor skipped. Never temporary. */
export class FoldError extends Error {
  override readonly name = 'FoldError';
}

interface Entry {
  id: string;
  document: Document | null;
  /** Of the last event folded in. */
  position: Position;
  /** The store has it, or will have it once the writes under way are done. */
  isStored: boolean;
  isChanged: boolean;
  /** Writes under way that hold it; until they are done the store can't be asked for it. */
  writes: number;
}

/** One table's documents in memory: two generations, so that those used lately stay and the rest go in bulk. */
class TableFold {
  readonly view: View;
  readonly table: string;
  readonly changed = new Set<Entry>();
  checkpoint: Position;
  private readonly cachedDocuments: number;
  private young = new Map<string, Entry>();
  private old = new Map<string, Entry>();
  /** While nothing was ever stored, what is not in memory does not exist. */
  private mayHoldMore: boolean;

  constructor({ view, table, checkpoint }: Target, cachedDocuments: number) {
    this.view = view;
    this.table = table;
    this.checkpoint = checkpoint;
    this.cachedDocuments = cachedDocuments;
    this.mayHoldMore = checkpoint > 0;
  }

  /** What is known of a document; undefined when the store must be asked. */
  entry(id: string): Entry | undefined {
    const young = this.young.get(id);
    if (young) return young;
    const old = this.old.get(id);
    if (old) {
      this.keep(old);
      return old;
    }
    return this.mayHoldMore ? undefined : this.add(id, null, 0);
  }

  add(id: string, document: Document | null, position: Position): Entry {
    const entry: Entry = { id, document, position, isStored: document !== null, isChanged: false, writes: 0 };
    this.keep(entry);
    return entry;
  }

  fold(event: RecordedEvent, id: string): void {
    const entry = this.entry(id)!;
    if (event.position <= entry.position) return;
    try {
      entry.document = this.view.evolve(entry.document, event as ViewEvent, id);
    } catch (error) {
      const where = `view ${this.view.name} cannot take ${event.type} at position ${event.position}`;
      throw new FoldError(`${where}: ${(error as Error).message}`, { cause: error });
    }
    entry.position = event.position;
    if (entry.isChanged || (entry.document === null && !entry.isStored)) return;
    entry.isChanged = true;
    this.changed.add(entry);
  }

  /** Hands over what has changed, as it stands. */
  take(): { writes: DocumentWrite[]; entries: Entry[] } {
    const writes: DocumentWrite[] = [];
    const entries: Entry[] = [];
    for (const entry of this.changed) {
      entry.isChanged = false;
      if (entry.document === null && !entry.isStored) continue;
      entry.writes++;
      entry.isStored = entry.document !== null;
      entries.push(entry);
      const body = entry.document === null ? null : JSON.stringify(entry.document);
      writes.push({ id: entry.id, body, position: entry.position });
    }
    this.changed.clear();
    return { writes, entries };
  }

  private keep(entry: Entry): void {
    this.young.set(entry.id, entry);
  }

  /** Lets go of what was not used lately. Only between batches: what a batch has loaded stays until it is folded. */
  makeRoom(): void {
    if (this.young.size < this.cachedDocuments) return;
    const { old } = this;
    this.old = this.young;
    this.young = new Map();
    for (const [id, entry] of old) {
      if (this.old.has(id)) continue;
      if (entry.isChanged || entry.writes > 0) this.old.set(id, entry);
      else this.mayHoldMore = true;
    }
  }
}

/** Documents that were changed by the events up to `upTo`, ready to be written. */
export interface Changes {
  upTo: Position;
  tables: TableChange[];
  documents: number;
  /** To be called when they are in the store. */
  written(): void;
}

/**
 * Folds events into the documents of several views, in memory, and hands out what has changed. Documents that are needed
 * and not in memory are loaded first, once a batch. Not re-entrant: `fold` follows its `load` with nothing between.
 */
export class Fold {
  /** Of the last event folded; every change of it and of those before is in memory or in the store. */
  position: Position;
  private readonly store: ReadModelStore;
  private readonly tables: TableFold[];
  private readonly limits: FoldLimits;

  constructor(store: ReadModelStore, targets: Target[], limits: FoldLimits) {
    this.store = store;
    this.limits = limits;
    this.tables = targets.map((target) => new TableFold(target, limits.cachedDocuments));
    this.position = Math.min(...targets.map(({ checkpoint }) => checkpoint));
  }

  get changedDocuments(): number {
    return this.tables.reduce((sum, { changed }) => sum + changed.size, 0);
  }

  /** Which documents an event touches, per table. */
  touches(event: RecordedEvent): readonly Touch[] {
    let touches: Touch[] | undefined;
    for (const table of this.tables) {
      if (event.position <= table.checkpoint) continue;
      const ids = table.view.ids(event as ViewEvent);
      if (ids.length === 0) continue;
      touches ??= [];
      touches.push({ table, ids });
    }
    return touches ?? NOTHING;
  }

  /** Brings what a batch touches into memory. */
  async load(batch: readonly (readonly Touch[])[]): Promise<void> {
    for (const table of this.tables) table.makeRoom();
    const missing = new Map<TableFold, Set<string>>();
    for (const touches of batch) {
      for (const { table, ids } of touches) {
        for (const id of ids) {
          if (table.entry(id)) continue;
          const wanted = missing.get(table) ?? new Set();
          missing.set(table, wanted.add(id));
        }
      }
    }
    await Promise.all([...missing].map(([table, ids]) => this.loadMissing(table, [...ids])));
  }

  private async loadMissing(table: TableFold, ids: string[]): Promise<void> {
    for (let from = 0; from < ids.length; from += MAX_QUERY_DOCUMENTS) {
      const page = ids.slice(from, from + MAX_QUERY_DOCUMENTS);
      const stored = await this.store.load(table.table, page);
      stored.forEach((found, at) => {
        const document = found ? (JSON.parse(found.body) as Document) : null;
        table.add(page[at]!, document, found?.position ?? 0);
      });
    }
  }

  /**
   * Folds one event. False, and nothing done, when the changes gathered so far must be taken first. Throws `FoldError`.
   */
  fold(event: RecordedEvent, touches: readonly Touch[]): boolean {
    for (const { table, ids } of touches) {
      if (table.changed.size > 0 && table.changed.size + ids.length > this.limits.changedDocuments) return false;
    }
    for (const { table, ids } of touches) for (const id of ids) table.fold(event, id);
    this.position = event.position;
    return true;
  }

  /** What has changed since the last time. Writes of what was taken must be made in the order of taking. */
  take(): Changes {
    const upTo = this.position;
    const held: Entry[][] = [];
    let documents = 0;
    const tables = this.tables.map((table) => {
      const { writes, entries } = table.take();
      held.push(entries);
      documents += writes.length;
      return { table: table.table, documents: writes, checkpoint: Math.max(upTo, table.checkpoint) };
    });
    const written = () => {
      for (const entries of held) for (const entry of entries) entry.writes--;
    };
    return { upTo, tables, documents, written };
  }
}

export interface Touch {
  table: TableFold;
  ids: string[];
}

/** Most events touch no document. */
const NOTHING: readonly Touch[] = [];
