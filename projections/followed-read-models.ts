import type { Position } from '../event-store/event-store.ts';
import { START, StoreUnavailableError } from '../event-store/event-store.ts';
import { tableOf } from './query.ts';
import {
  type AnyIndexes,
  type Document,
  type Found,
  type NamedView,
  type QueryOf,
  type ReadModelStore,
  type ReadModels,
  type View,
  ViewNotBuiltError,
  type ViewPosition,
  ViewStoppedError,
} from './read-models.ts';
import { stoppedViews, type ViewStop } from './view-notes.ts';
import { ViewWaiters } from './view-waiters.ts';

/** How often the checkpoints are polled, in ms, while somebody waits for one … */
const WAITING_POLL_MS = 15;
/** … and while nobody does. */
const IDLE_POLL_MS = 500;
/** For how long, in ms, to remember which table serves a view: a rebuild keeps the old table longer. */
const TABLES_MAX_AGE_MS = 2_000;
/** A poll still pending after this time, in ms, counts as "the store does not answer". */
const SILENT_MS = 2_000;

export interface FollowedStatus {
  /** Every view that is not stopped has a table of its version, and the store answers. */
  ready: boolean;
  position: Position;
  error: Error | null;
  /** Views that cannot take an event. */
  stopped: ViewStop[];
}

/**
 * Read models that another process keeps: queries go to the store, `caughtUp` watches its checkpoints. Used by every process
 * that is not the active projector when the read models are on an engine of their own. A query on a view that nobody has
 * built yet rejects with `StoreUnavailableError`.
 */
export class FollowedReadModels implements ReadModels {
  private readonly store: ReadModelStore;
  private readonly views: readonly View[];
  private readonly waiters = new ViewWaiters();
  private tables = new Map<string, string>();
  private stops = new Map<string, ViewStop>();
  private tablesReadAt = Number.NEGATIVE_INFINITY;
  /** How far each view has come. */
  private shown = new Map<string, Position>();
  /** Position up to which every view that is not stopped has been folded. */
  private at: Position = START;
  private error: Error | null = null;
  private timer: NodeJS.Timeout | undefined;
  private polling: Promise<void> | null = null;
  private lookingSince = Number.POSITIVE_INFINITY;
  private stopped = false;
  private readonly onFault: (error: Error) => void;

  /** `onFault` is told of each loss of the store, once. */
  constructor(options: { store: ReadModelStore; views: readonly View[]; onFault?(error: Error): void }) {
    this.store = options.store;
    this.views = options.views;
    this.onFault = options.onFault ?? (() => undefined);
  }

  /** Starts watching. Resolves after the first look, whether or not the views are built yet. */
  async start(): Promise<void> {
    await this.poll();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.polling;
    this.waiters.giveUp();
  }

  status(): FollowedStatus {
    const isSilent = performance.now() - this.lookingSince > SILENT_MS;
    const error = isSilent ? new StoreUnavailableError('the read models do not answer') : this.error;
    return { ready: error === null && this.isBuilt(), position: this.at, error, stopped: [...this.stops.values()] };
  }

  position(): Position {
    return this.at;
  }

  /** How far each view has come. */
  positions(): ViewPosition[] {
    return this.views.map(({ name: view }) => ({ view, position: this.shownUpTo(view) }));
  }

  async caughtUp(position: Position, views: readonly NamedView[], timeoutMs: number): Promise<boolean> {
    if (views.some(({ name }) => this.stops.has(name))) return false;
    if (views.every(({ name }) => this.shownUpTo(name) >= position)) return true;
    if (this.stopped) return false;
    const passed = this.waiters.wait(position, views, timeoutMs);
    this.pollSoon(0);
    return passed;
  }

  async get<D extends Document>(view: View<D>, id: string): Promise<D | null> {
    const [document] = await this.getMany(view, [id]);
    return document ?? null;
  }

  async getMany<D extends Document>(view: View<D>, ids: readonly string[]): Promise<(D | null)[]> {
    const stored = await this.ask(view, (table) => this.store.load(table, ids));
    return stored.map((found) => (found ? (JSON.parse(found.body) as D) : null));
  }

  async find<D extends Document, I extends AnyIndexes>(view: View<D, I>, query: QueryOf<D, I>): Promise<Found<D>[]> {
    const found = await this.ask(view, (table) => this.store.find(table, view, query));
    return found.map(({ id, body }) => ({ id, document: JSON.parse(body) as D }));
  }

  /** Asks the table that serves a view; once more when that is not there, for a rebuild may have put another in its place. */
  private async ask<Result>(view: { name: string }, ask: (table: string) => Promise<Result>): Promise<Result> {
    const table = await this.tableOf(view.name);
    try {
      return await ask(table);
    } catch (error) {
      if (error instanceof StoreUnavailableError || error instanceof RangeError) throw error;
      await this.readTables();
      return ask(await this.tableOf(view.name));
    }
  }

  private async tableOf(viewName: string): Promise<string> {
    if (performance.now() - this.tablesReadAt > TABLES_MAX_AGE_MS) await this.readTables();
    if (this.stops.has(viewName)) throw new ViewStoppedError(viewName);
    const table = this.tables.get(viewName);
    if (table === undefined) throw new ViewNotBuiltError(viewName);
    return table;
  }

  private async readTables(): Promise<void> {
    const noted = await stoppedViews(this.store);
    const stops = noted.filter((stop) =>
      this.views.some(({ name, version }) => name === stop.view && version === stop.version),
    );
    const current = await Promise.all(this.views.map(({ name }) => this.store.current(name)));
    const known = this.views.flatMap((view, index): [string, string][] => {
      const table = current[index];
      const isOfVersion = table === tableOf(view, 0) || table === tableOf(view, 1);
      return isOfVersion && table ? [[view.name, table]] : [];
    });
    this.stops = new Map(stops.map((stop) => [stop.view, stop]));
    for (const { view } of stops) this.waiters.giveUpOn(view);
    this.tables = new Map(known.filter(([name]) => !this.stops.has(name)));
    this.tablesReadAt = performance.now();
  }

  private shownUpTo(viewName: string): Position {
    return this.shown.get(viewName) ?? START;
  }

  private isBuilt(): boolean {
    return this.views.every(({ name }) => this.tables.has(name) || this.stops.has(name));
  }

  private pollSoon(delayMs: number): void {
    if (this.stopped || this.polling) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.poll(), delayMs);
  }

  private poll(): Promise<void> {
    this.polling ??= this.look().finally(() => {
      this.polling = null;
      this.pollSoon(this.waiters.isEmpty() ? IDLE_POLL_MS : WAITING_POLL_MS);
    });
    return this.polling;
  }

  private async look(): Promise<void> {
    this.lookingSince = performance.now();
    try {
      if (performance.now() - this.tablesReadAt > TABLES_MAX_AGE_MS) await this.readTables();
      const checkpoints = await Promise.all(
        [...this.tables].map(async ([name, table]) => [name, await this.store.checkpoint(table)] as const),
      );
      this.error = null;
      // A table that was just dropped answers START; a view never goes back.
      for (const [name, checkpoint] of checkpoints) {
        const upTo = Math.max(checkpoint, this.shownUpTo(name));
        this.shown.set(name, upTo);
        this.waiters.pass(name, upTo);
      }
      if (!this.isBuilt() || checkpoints.length === 0) return;
      this.at = Math.max(this.at, Math.min(...checkpoints.map(([, checkpoint]) => checkpoint)));
    } catch (error) {
      if (!this.error) this.onFault(error as Error);
      this.error = error as Error;
    } finally {
      this.lookingSince = Number.POSITIVE_INFINITY;
    }
  }
}
