import type { SalonEvent } from '../domain/events.ts';
import { type EventStore, type LoggedEvent, type Position, StoreUnavailableError } from '../event-store/event-store.ts';

/** A document is plain JSON. Its id is not part of it. */
export type Document = object;

/**
 * What a view does with one type of event, pure: which documents it touches, and what it makes of each. The same events give the
 * same bytes. `evolve` may mutate the document that it is given; null in means "none yet", null out deletes it. Events are shared
 * with other readers of the log: a document copies what it needs and holds no part of one.
 */
export interface EventRule<D extends Document = Document, E = LoggedEvent> {
  /** Ids of the documents that the event touches. */
  ids(event: E): readonly string[];
  /** `opened` is the event with its personal texts readable, for a rule that `opens` it; else the event itself. */
  evolve(document: D | null, event: E, id: string, opened: E): D | null;
  /**
   * The rule reads what a personal text says. All others get these sealed, and copy them so: documents hold nothing that is readable
   * without the keys. What a rule copies out of `opened` it must wipe at `PersonErased`.
   */
  readonly opens?: true;
}

/** What views are folded from: the log as it is stored. */
export interface ViewLog extends Pick<EventStore, 'subscribe' | 'readAll' | 'head'> {
  /** The same events with their personal texts readable; a log without it seals nothing. */
  openEvents?(events: LoggedEvent[]): Promise<LoggedEvent[]>;
}

/** A rule for each type of event that concerns a view. */
export type EventRules<D extends Document> = {
  readonly [Event in SalonEvent as Event['type']]?: EventRule<D, LoggedEvent<Event>>;
};

export type AnyIndexes = Readonly<Record<string, readonly string[]>>;

/**
 * A read model. An index is a list of document fields; a leading `-` sorts that field downwards. Queries fix a prefix of it by
 * equality. Declare the indexes beside the view (`as const satisfies Indexes<D>`), so that the compiler checks queries.
 */
export interface View<D extends Document = Document, I extends AnyIndexes = AnyIndexes> {
  readonly name: string;
  /** Counted up with every change of shape or rule: the projector then builds the view anew beside the old one. */
  readonly version: number;
  readonly indexes: I;
  readonly on: EventRules<D>;
}

/** A view by its name alone. */
export type NamedView = Pick<View, 'name'>;

/** The rules of a view by the type of event, as a Map: they are looked up for each event of the log. */
export function rulesOf<D extends Document>({ on }: View<D>): ReadonlyMap<string, EventRule<D>> {
  const rules = new Map<string, EventRule<D>>();
  for (const [type, rule] of Object.entries<EventRule<D> | undefined>(on)) if (rule) rules.set(type, rule);
  return rules;
}

export type Scalar = string | number | boolean;

type ScalarField<D> = { [Field in keyof D & string]: D[Field] extends Scalar ? Field : never }[keyof D & string];
/** Indexes that documents D can have. */
export type Indexes<D extends Document> = Readonly<
  Record<string, readonly [ScalarField<D> | `-${ScalarField<D>}`, ...(ScalarField<D> | `-${ScalarField<D>}`)[]]>
>;

/**
 * Every query is an index, a prefix of it fixed by equality, a range on the next field, and a limit. The order is the
 * index's, then by id. Strings compare by their UTF-8 bytes. What does not fit the view or the limits is a `RangeError`.
 */
export interface Query {
  index: string;
  equals: readonly Scalar[];
  /** Bounds on the field after the prefix, in the index's own direction: after = strictly behind, from = at or behind. */
  after?: Scalar;
  from?: Scalar;
  until?: Scalar;
  before?: Scalar;
  /** Walk the index from its end. */
  reverse?: boolean;
  /** Up to MAX_OFFSET. */
  offset?: number;
  /** 1 to MAX_QUERY_DOCUMENTS. */
  limit: number;
}

/** A query that fits the documents D and their indexes I: other names, fields and values do not compile. */
export type QueryOf<D extends Document, I extends AnyIndexes> = Query &
  { [Index in keyof I & string]: OnIndex<D, Index, I[Index], readonly []> }[keyof I & string];

/** A query on a view: `QueryOn<typeof lives>`. */
export type QueryOn<V extends View> = V extends View<infer D, infer I> ? QueryOf<D, I> : never;

/** Any prefix of an index: some fields that are `Fixed`, and bounds on the one after them, if there is one. */
type OnIndex<D, Index, Rest extends readonly string[], Fixed extends readonly Scalar[]> = Rest extends readonly [
  infer Next extends string,
  ...infer More extends readonly string[],
]
  ?
      | ({ index: Index; equals: Fixed } & Bounds<ValueOf<D, Next>>)
      | OnIndex<D, Index, More, readonly [...Fixed, ValueOf<D, Next>]>
  : { index: Index; equals: Fixed } & Bounds<never>;

type Bounds<Value> = { [Bound in 'after' | 'from' | 'until' | 'before']?: Value };
type ValueOf<D, Field extends string> = Field extends `-${infer Name extends keyof D & string}`
  ? Extract<D[Name], Scalar>
  : Field extends keyof D
    ? Extract<D[Field], Scalar>
    : never;

export interface Found<D> {
  id: string;
  document: D;
}

export const MAX_QUERY_DOCUMENTS = 500;
export const MAX_OFFSET = 10_000;

/** What the rest of Salon asks of the read models. */
export interface ReadModels {
  get<D extends Document>(view: View<D>, id: string): Promise<D | null>;
  /** One answer per id, in order, null where there is none. At most MAX_QUERY_DOCUMENTS ids. */
  getMany<D extends Document>(view: View<D>, ids: readonly string[]): Promise<(D | null)[]>;
  find<D extends Document, I extends AnyIndexes>(view: View<D, I>, query: QueryOf<D, I>): Promise<Found<D>[]>;
  /**
   * Waits until these views show the event at `position`: those that the answer, or the client's next request, reads. False
   * when `timeoutMs` pass first, and at once when one of them is stopped, so that it will not get there.
   */
  caughtUp(position: Position, views: readonly NamedView[], timeoutMs: number): Promise<boolean>;
  /** Position up to which every view that is not stopped has been folded. */
  position(): Position;
}

/** A write that a store applies in one transaction with the checkpoint. `position` guards: see `ReadModelStore.write`. */
export interface DocumentWrite {
  id: string;
  /** JSON of the document, or null to delete it. */
  body: string | null;
  /** Position of the last event folded into it. */
  position: Position;
}

export interface StoredDocument {
  body: string;
  position: Position;
}

/** A short text that is kept beside the tables. */
export interface Note {
  name: string;
  body: string;
}

/** Most notes that one call returns. Each is about one event that a view could not take, so there are few or none. */
export const MAX_NOTES = 10_000;

/** Up to where in the log a view shows everything. */
export interface ViewPosition {
  view: string;
  position: Position;
}

/** The stored read models are damaged, or not Salon's. Never temporary: delete them, and they are built anew from the log. */
export class DamagedReadModelsError extends Error {
  override readonly name = 'DamagedReadModelsError';
}

/** Nobody has built a view yet, as at a first start. Temporary: a process with the role projections builds it. */
export class ViewNotBuiltError extends StoreUnavailableError {
  constructor(view: string) {
    super(`the view ${view} is not built yet: start a process with the role projections`);
  }
}

/**
 * The view has met an event that it cannot take. It shows nothing newer, so it answers no queries. It comes back when an operator parks the
 * event, or with code that can take it. Everything else goes on.
 */
export class ViewStoppedError extends StoreUnavailableError {
  constructor(viewName: string) {
    super(`the view ${viewName} is stopped: salon views tells at which event`);
  }
}

/**
 * Another writer has taken a table over, or dropped it: nothing of this call was written. Never temporary: what this writer
 * holds in memory is no longer what the store has.
 */
export class OvertakenError extends Error {
  override readonly name = 'OvertakenError';
}

/**
 * Where documents are kept; the adapters implement it, test/contract/read-models.contract.ts shows it.
 * `table` is `name@version`, or `name@versionb` for the one that a rebuild fills beside it.
 * Batches hold at most MAX_QUERY_DOCUMENTS documents a table, else `RangeError`.
 * A store that takes or gives nothing now rejects with `StoreUnavailableError` (temporary; whatever was not acknowledged may
 * be repeated without harm), a damaged one with `DamagedReadModelsError`.
 */
export interface ReadModelStore {
  /**
   * Creates what is missing (table, indexes) and makes the caller the table's writer; where several processes share the
   * store, the writer before gets `OvertakenError` from then on. Idempotent. A rebuild fills the table with `indexes: false` first and calls
   * again without it: indexes are built faster over what is there.
   */
  prepare(table: string, view: View, options?: { indexes?: boolean }): Promise<void>;
  load(table: string, ids: readonly string[]): Promise<(StoredDocument | null)[]>;
  /**
   * Writes documents of several tables and the checkpoint of each, in one transaction. A document whose stored position is
   * at or above the new one stays as it is; a checkpoint never goes back.
   */
  write(changes: { table: string; documents: DocumentWrite[]; checkpoint: Position }[]): Promise<void>;
  /** `START` for a table that was never written and a name that was never saved. */
  checkpoint(table: string): Promise<Position>;
  /** Other named checkpoints (reactors); kept with the read models, in the same way. */
  saveCheckpoint(name: string, position: Position): Promise<void>;
  /** Notes whose names begin with `prefix`, by name: what happened to single events (view-notes.ts). At most MAX_NOTES. */
  notes(prefix: string): Promise<Note[]>;
  /** Keeps a note under its name, in the place of the one before; null forgets it. Notes outlive the tables. */
  saveNote(name: string, body: string | null): Promise<void>;
  find(table: string, view: View, query: Query): Promise<{ id: string; body: string }[]>;
  /** The table that serves a view's queries, and the switch to another one (after a rebuild). */
  current(viewName: string): Promise<string | null>;
  switchTo(viewName: string, table: string): Promise<void>;
  /** Also forgets the checkpoint. Idempotent. */
  drop(table: string): Promise<void>;
  /** Documents in id order, for verification; at most MAX_QUERY_DOCUMENTS after `afterId`. */
  scan(table: string, afterId: string): Promise<({ id: string } & StoredDocument)[]>;
  /**
   * Overwrites what was replaced or deleted and still stands in a file, so that nobody finds there what somebody was called. A store
   * without it keeps no such files of its own.
   */
  scrub?(): Promise<void>;
  /** Waits for calls under way, then releases everything. Later calls reject. */
  close(): Promise<void>;
}
