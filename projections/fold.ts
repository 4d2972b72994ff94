import type { LoggedEvent, Position } from '../event-store/event-store.ts';
import {
  type Document,
  type DocumentWrite,
  type EventRule,
  MAX_QUERY_DOCUMENTS,
  type ReadModelStore,
  rulesOf,
  type View,
  type ViewLog,
} from './read-models.ts';
import type { Parked } from './view-notes.ts';

/** A view and the table that it is folded into. */
export interface Target {
  view: View;
  table: string;
  /** Position up to which the table is folded: events at or below it change nothing. */
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

/** A view cannot take an event: its rule threw, or made a document that cannot be kept. Never temporary. */
export class FoldError extends Error {
  override readonly name = 'FoldError';
  readonly view: View;
  /** Undefined when the view's own documents cannot be read; only a rebuild mends that. */
  readonly event: LoggedEvent | undefined;

  constructor(view: View, event: LoggedEvent | undefined, cause: unknown) {
    const what = event ? `take ${event.type} at position ${event.position}` : 'read its documents';
    super(`view ${view.name} cannot ${what}: ${(cause as Error).message}`, { cause });
    this.view = view;
    this.event = event;
  }
}

interface Entry {
  id: string;
  document: Document | null;
  /** Position of the last event folded in. */
  position: Position;
  /** That event, while the document is changed and not written. */
  event: LoggedEvent | undefined;
  /** Whether the store has the document, or will once the writes under way are done. */
  isStored: boolean;
  isChanged: boolean;
  /** Writes under way that carry it; until they are done it must not be loaded from the store. */
  writes: number;
}

/** One table's documents in memory, in two generations: recently used ones stay, the others are dropped in bulk. */
class TableFold {
  readonly view: View;
  readonly table: string;
  readonly changed = new Set<Entry>();
  checkpoint: Position;
  /** Why the view is stopped. What was not written by then is dropped: a document may be half changed. */
  stoppedBy: FoldError | null = null;
  private readonly rules: ReadonlyMap<string, EventRule>;
  private readonly cachedDocuments: number;
  private readonly parked: ReadonlySet<Position> | undefined;
  private young = new Map<string, Entry>();
  private old = new Map<string, Entry>();
  /** True while nothing was ever stored: then a document that is not in memory does not exist. */
  private mayHoldMore: boolean;

  constructor({ view, table, checkpoint }: Target, cachedDocuments: number, parked: ReadonlySet<Position> | undefined) {
    this.view = view;
    this.rules = rulesOf(view);
    this.table = table;
    this.checkpoint = checkpoint;
    this.cachedDocuments = cachedDocuments;
    this.parked = parked;
    this.mayHoldMore = checkpoint > 0;
  }

  /** Ids of the documents that an event touches. */
  touchedBy(event: LoggedEvent): readonly string[] {
    if (this.stoppedBy || event.position <= this.checkpoint || this.parked?.has(event.position)) return NO_IDS;
    const rule = this.rules.get(event.type);
    return (rule && this.unlessItThrows(event, () => rule.ids(event))) ?? NO_IDS;
  }

  /** Runs something that calls the view's rules. When a rule throws, the view is stopped and the answer is undefined. */
  unlessItThrows<Result>(event: LoggedEvent | undefined, work: () => Result): Result | undefined {
    try {
      return work();
    } catch (error) {
      this.stoppedBy ??= new FoldError(this.view, event, error);
      this.changed.clear();
      return undefined;
    }
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
    const isStored = document !== null;
    const entry: Entry = { id, document, position, event: undefined, isStored, isChanged: false, writes: 0 };
    this.keep(entry);
    return entry;
  }

  /** Whether the view reads personal texts of such events. */
  opens({ type }: LoggedEvent): boolean {
    return this.rules.get(type)?.opens === true;
  }

  fold(event: LoggedEvent, ids: readonly string[], opened: LoggedEvent): void {
    const rule = this.rules.get(event.type);
    if (!rule) return;
    this.unlessItThrows(event, () => {
      for (const id of ids) this.foldInto(this.entry(id)!, rule, event, opened);
    });
  }

  private foldInto(entry: Entry, rule: EventRule, event: LoggedEvent, opened: LoggedEvent): void {
    if (event.position <= entry.position) return;
    entry.document = rule.evolve(entry.document, event, entry.id, opened);
    entry.position = event.position;
    if (!entry.isChanged && entry.document === null && !entry.isStored) return;
    entry.event = event;
    entry.isChanged = true;
    this.changed.add(entry);
  }

  /** Hands over what has changed, as it stands; null once the view is stopped. */
  take(): { writes: DocumentWrite[]; entries: Entry[] } | null {
    const writes: DocumentWrite[] = [];
    const entries: Entry[] = [];
    for (const entry of this.changed) {
      const { event } = entry;
      entry.isChanged = false;
      entry.event = undefined;
      if (entry.document === null && !entry.isStored) continue;
      const body = entry.document && this.unlessItThrows(event, () => JSON.stringify(entry.document));
      if (this.stoppedBy || body === undefined) return null;
      entry.isStored = entry.document !== null;
      entries.push(entry);
      writes.push({ id: entry.id, body, position: entry.position });
    }
    for (const entry of entries) entry.writes++;
    this.changed.clear();
    return this.stoppedBy ? null : { writes, entries };
  }

  private keep(entry: Entry): void {
    this.young.set(entry.id, entry);
  }

  /** Drops documents that were not used lately. To be called between batches: what a batch has loaded stays until it is folded. */
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
 * Folds events into the documents of several views, in memory, and hands out the changed ones. Documents that a batch needs and that are
 * not in memory are loaded before it is folded. Not re-entrant: each `fold` directly follows its `load`.
 */
export class Fold {
  /** Of the last event folded; every change of it and of those before is in memory or in the store. */
  position: Position;
  private readonly store: ReadModelStore;
  private tables: TableFold[];
  private readonly limits: FoldLimits;
  private readonly log: Pick<ViewLog, 'openEvents'>;
  /** Events of the batch that a view reads personal texts of, opened. */
  private opened = new Map<LoggedEvent, LoggedEvent>();

  /** `parked`: the events that views leave out. */
  constructor(
    { store, log }: { store: ReadModelStore; log: Pick<ViewLog, 'openEvents'> },
    targets: Target[],
    limits: FoldLimits,
    parked: Parked,
  ) {
    this.store = store;
    this.log = log;
    this.limits = limits;
    this.tables = targets.map((target) => {
      return new TableFold(target, limits.cachedDocuments, parked.ofView(target.view.name));
    });
    this.position = Math.min(...targets.map(({ checkpoint }) => checkpoint));
  }

  /** Takes out the views that have stopped since the last time. */
  takeStopped(): FoldError[] {
    const errors = this.tables.flatMap(({ stoppedBy }) => stoppedBy ?? []);
    if (errors.length > 0) this.tables = this.tables.filter(({ stoppedBy }) => !stoppedBy);
    return errors;
  }

  get changedDocuments(): number {
    return this.tables.reduce((sum, { changed }) => sum + changed.size, 0);
  }

  /** Which documents an event touches, per table. */
  touches(event: LoggedEvent): readonly Touch[] {
    let touches: Touch[] | undefined;
    for (const table of this.tables) {
      const ids = table.touchedBy(event);
      if (ids.length === 0) continue;
      touches ??= [];
      touches.push({ table, ids });
    }
    return touches ?? NOTHING;
  }

  /** Brings what a batch of events touches into memory, and opens those whose personal texts a view reads. */
  async load(events: readonly LoggedEvent[], batch: readonly (readonly Touch[])[]): Promise<void> {
    for (const table of this.tables) table.makeRoom();
    const missing = new Map<TableFold, Set<string>>();
    const toOpen: LoggedEvent[] = [];
    for (const [at, touches] of batch.entries()) {
      if (touches.some(({ table }) => table.opens(events[at]!))) toOpen.push(events[at]!);
      for (const { table, ids } of touches) {
        for (const id of ids) {
          if (table.entry(id)) continue;
          const wanted = missing.get(table) ?? new Set();
          missing.set(table, wanted.add(id));
        }
      }
    }
    await Promise.all([...missing].map(([table, ids]) => this.loadMissing(table, [...ids])));
    this.opened = new Map();
    const opened = toOpen.length > 0 && (await this.log.openEvents?.(toOpen));
    if (opened) for (const [at, event] of toOpen.entries()) this.opened.set(event, opened[at]!);
  }

  private async loadMissing(table: TableFold, ids: string[]): Promise<void> {
    for (let from = 0; from < ids.length; from += MAX_QUERY_DOCUMENTS) {
      const page = ids.slice(from, from + MAX_QUERY_DOCUMENTS);
      const stored = await this.store.load(table.table, page);
      stored.forEach((found, at) => {
        const document = table.unlessItThrows(undefined, () => (found ? (JSON.parse(found.body) as Document) : null));
        table.add(page[at]!, document ?? null, found?.position ?? 0);
      });
    }
  }

  /**
   * Folds one event. False, with nothing done, when the changes gathered so far must be taken first. A view that cannot take the event is
   * stopped (`takeStopped`); the others go on.
   */
  fold(event: LoggedEvent, touches: readonly Touch[]): boolean {
    for (const { table, ids } of touches) {
      if (!table.stoppedBy && table.changed.size > 0 && table.changed.size + ids.length > this.limits.changedDocuments)
        return false;
    }
    const opened = this.opened.get(event) ?? event;
    for (const { table, ids } of touches) if (!table.stoppedBy) table.fold(event, ids, opened);
    this.position = event.position;
    return true;
  }

  /** What has changed since the last time. Writes of what was taken must be made in the order of taking. */
  take(): Changes {
    const upTo = this.position;
    const held: Entry[][] = [];
    let documents = 0;
    const tables = this.tables.flatMap((table) => {
      const taken = table.take();
      if (!taken) return [];
      held.push(taken.entries);
      documents += taken.writes.length;
      return [{ table: table.table, documents: taken.writes, checkpoint: Math.max(upTo, table.checkpoint) }];
    });
    const written = () => {
      for (const entries of held) for (const entry of entries) entry.writes--;
    };
    return { upTo, tables, documents, written };
  }
}

export interface Touch {
  table: TableFold;
  ids: readonly string[];
}

const NO_IDS: readonly string[] = [];

/** Most events touch no document. */
const NOTHING: readonly Touch[] = [];
