import { type LoggedEvent, type Position, START } from '../event-store/event-store.ts';
import { type Changes, Fold, type FoldError, type Target } from './fold.ts';
import { pagesAfter } from './pages.ts';
import { tableOf } from './query.ts';
import { MAX_QUERY_DOCUMENTS, type ReadModelStore, type View, type ViewLog } from './read-models.ts';
import { forgetStop, Parked } from './view-notes.ts';

/** Changed documents per view that a rebuild gathers before it writes: documents that change often are written seldom. */
const CHANGED_DOCUMENTS = 20_000;
/** Documents per view that a rebuild keeps in memory (twice as many at the most). */
const CACHED_DOCUMENTS = 30_000;
/** Calls to the store that are under way at a time: enough to keep its thread busy while the next events are folded. */
const WRITES_UNDER_WAY = 4;

export interface Progress {
  events: number;
  position: Position;
}

export interface Rebuilt {
  events: number;
  /** Documents written, those written more than once counted each time. */
  writes: number;
  /** What now serves each view that could be built. */
  targets: Target[];
  /** Views that cannot take an event: what served them before still does. */
  stopped: FoldError[];
}

/**
 * Builds views anew from the whole log, beside the tables that serve them, and switches. The same log gives the same
 * documents, byte for byte, without the events that are parked for a view. A view that cannot take an event is left as it was;
 * the others are switched. No projector may keep these views meanwhile (`Projector.rebuild` does it while serving).
 * An interrupted rebuild changes nothing: the next one starts over.
 */
export async function rebuildViews(
  store: ReadModelStore,
  log: ViewLog,
  views: readonly View[],
  onProgress: (progress: Progress) => void = () => {},
): Promise<Rebuilt> {
  if (views.length === 0) return { events: 0, writes: 0, targets: [], stopped: [] };
  const rebuild = await Rebuild.begin(store, log, views, onProgress);
  await rebuild.readOn();
  await rebuild.buildIndexes();
  return rebuild.switchOver();
}

/** A rebuild in its steps, for whoever must come between them. */
export class Rebuild {
  private readonly store: ReadModelStore;
  private readonly log: ViewLog;
  private building: { view: View; table: string }[];
  private readonly onProgress: (progress: Progress) => void;
  private readonly fold: Fold;
  private events = 0;
  private writes = 0;
  private underWay: Promise<void>[] = [];
  private readonly stopped: FoldError[] = [];

  private constructor(
    store: ReadModelStore,
    log: ViewLog,
    building: { view: View; table: string }[],
    parked: Parked,
    onProgress: (progress: Progress) => void,
  ) {
    this.store = store;
    this.log = log;
    this.building = building;
    this.onProgress = onProgress;
    const targets = building.map(({ view, table }) => ({ view, table, checkpoint: START }));
    const limits = { cachedDocuments: CACHED_DOCUMENTS, changedDocuments: CHANGED_DOCUMENTS };
    this.fold = new Fold({ store, log }, targets, limits, parked);
  }

  /** Clears the place beside each view's current table. */
  static async begin(
    store: ReadModelStore,
    log: ViewLog,
    views: readonly View[],
    onProgress: (progress: Progress) => void,
  ): Promise<Rebuild> {
    const building: { view: View; table: string }[] = [];
    const parked = await Parked.of(store);
    for (const view of views) {
      const current = await store.current(view.name);
      const table = tableOf(view, current === tableOf(view) ? 1 : 0);
      await store.drop(table);
      await store.prepare(table, view, { indexes: false });
      building.push({ view, table });
    }
    return new Rebuild(store, log, building, parked, onProgress);
  }

  /** Position of the last event read. */
  get position(): Position {
    return this.fold.position;
  }

  /** No view is left that could be built. */
  get isEmpty(): boolean {
    return this.building.length === 0;
  }

  /** Folds on to the head of the log. The next page is read and the last changes are written meanwhile. */
  async readOn(): Promise<void> {
    for await (const events of pagesAfter(this.log, this.position)) {
      await this.foldPage(events);
      this.events += events.length;
      this.onProgress({ events: this.events, position: this.position });
    }
    await this.write(this.fold.take());
    await this.allWritten();
    await this.leaveOutStopped();
  }

  async buildIndexes(): Promise<void> {
    for (const { view, table } of this.building) await this.store.prepare(table, view);
  }

  /** Makes the new tables the current ones, tells of it, and drops those they replace. */
  async switchOver(onSwitched: (targets: Target[]) => void = () => {}): Promise<Rebuilt> {
    const replaced: string[] = [];
    const targets: Target[] = [];
    for (const { view, table } of this.building) {
      const old = await this.store.current(view.name);
      if (old !== null) replaced.push(old);
      await this.store.write([{ table, documents: [], checkpoint: this.position }]);
      await this.store.switchTo(view.name, table);
      await forgetStop(this.store, view.name);
      targets.push({ view, table, checkpoint: this.position });
    }
    onSwitched(targets);
    for (const table of replaced) await this.store.drop(table);
    return { events: this.events, writes: this.writes, targets, stopped: this.stopped };
  }

  private async leaveOutStopped(): Promise<void> {
    for (const error of this.fold.takeStopped()) {
      this.stopped.push(error);
      for (const { view, table } of this.building) if (view === error.view) await this.store.drop(table);
      this.building = this.building.filter(({ view }) => view !== error.view);
    }
  }

  private async foldPage(events: LoggedEvent[]): Promise<void> {
    const touches = events.map((event) => this.fold.touches(event));
    await this.fold.load(events, touches);
    for (const [at, event] of events.entries()) {
      while (!this.fold.fold(event, touches[at]!)) await this.write(this.fold.take());
    }
  }

  /** Hands changes to the store in calls of the size that it takes; waits only when too many are under way. */
  private async write(changes: Changes): Promise<void> {
    const longest = Math.max(0, ...changes.tables.map(({ documents }) => documents.length));
    this.writes += changes.documents;
    const calls: Promise<void>[] = [];
    for (let from = 0; from < longest; from += MAX_QUERY_DOCUMENTS) {
      if (this.underWay.length >= WRITES_UNDER_WAY) await this.underWay.shift();
      // The checkpoint is set at the end: a half-built table counts as empty.
      const part = changes.tables
        .filter(({ documents }) => documents.length > from)
        .map(({ table, documents }) => {
          return { table, documents: documents.slice(from, from + MAX_QUERY_DOCUMENTS), checkpoint: START };
        });
      const call = this.store.write(part);
      call.catch(() => {}); // Told where it is awaited.
      calls.push(call);
      this.underWay.push(call);
    }
    const done = Promise.all(calls).then(changes.written);
    done.catch(() => {});
  }

  private async allWritten(): Promise<void> {
    await Promise.all(this.underWay);
    this.underWay = [];
  }
}

/** The table of this version that serves a view, as it is in the store; null when there is none yet. */
export async function servingTarget(store: ReadModelStore, view: View): Promise<Target | null> {
  const table = await store.current(view.name);
  if (table === null || (table !== tableOf(view, 0) && table !== tableOf(view, 1))) return null;
  await store.prepare(table, view);
  return { view, table, checkpoint: await store.checkpoint(table) };
}

/** The views of these names, in the order of `views`. Throws `RangeError` for a name that is none. */
export function pickViews(views: readonly View[], names: readonly string[]): View[] {
  const unknown = names.find((name) => !views.some((view) => view.name === name));
  if (unknown !== undefined) {
    throw new RangeError(`no view is called ${unknown}; there are ${views.map(({ name }) => name).join(', ')}`);
  }
  return views.filter(({ name }) => names.includes(name));
}
