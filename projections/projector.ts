import { type Position, START, StoreUnavailableError } from '../event-store/event-store.ts';
import type { FoldError, Target } from './fold.ts';
import { Follower, pauseBefore } from './follower.ts';
import {
  type AnyIndexes,
  type Document,
  type Found,
  type NamedView,
  OvertakenError,
  type QueryOf,
  type ReadModelStore,
  type ReadModels,
  type View,
  type ViewLog,
  type ViewPosition,
  ViewStoppedError,
} from './read-models.ts';
import { type Progress, pickViews, Rebuild, type Rebuilt, rebuildViews, servingTarget } from './rebuild.ts';
import { TableQueries } from './table-queries.ts';
import { forgetStop, Parked, parkedEvents, saveStop, stoppedViews, type ViewStop } from './view-notes.ts';
import { ViewWaiters } from './view-waiters.ts';

/** How often to check, in ms, whether an operator has parked the event at which a view is stopped. */
const PARKED_CHECK_MS = 2_000;

export type ProjectorState =
  /** Not started, or stopped. */
  | 'stopped'
  /** Building views that have no table of their version yet. */
  | 'building'
  | 'following'
  /** The store takes nothing now; writes are tried again. */
  | 'waiting'
  /** For good: the store is damaged, or another process has taken it over. */
  | 'failed';

export interface ProjectorStatus {
  state: ProjectorState;
  /** Following, and past everything that was in the log at the start. */
  ready: boolean;
  position: Position;
  error: Error | null;
  /** Up to where the log has been read, also while views are built that answer nothing yet; and where it ended at the start. */
  read: Position;
  headAtStart: Position;
  /** Views that cannot take an event; `ready` and `position` are those of the others. */
  stopped: ViewStop[];
}

export interface ProjectorOptions {
  log: ViewLog;
  store: ReadModelStore;
  views: readonly View[];
  /**
   * True when other processes watch the checkpoints: they are then written after every batch, also when it changed nothing.
   */
  isWatched?: boolean;
  /** How often it is looked whether a stopped view may go on, in ms. */
  parkedCheckMs?: number;
  /** Told of each fault: those that are then recovered from (`StoreUnavailableError`), each view that stops, the final one. */
  onFault?(error: Error): void;
  onProgress?(progress: Progress): void;
}

/**
 * Keeps the read models: builds those that have no table yet, follows the log (`Follower`), rebuilds on demand, and answers
 * queries meanwhile. One projector per store: it takes what it holds in memory to be what the store has.
 *
 * A view that cannot take an event is stopped, alone: queries on it throw `ViewStoppedError`, and nobody waits for it. It is built anew,
 * beside the others, when an operator has parked the event, and once at the next start, since the code may have been mended.
 */
export class Projector implements ReadModels {
  private readonly log: ViewLog;
  private readonly store: ReadModelStore;
  private readonly views: readonly View[];
  private readonly onFault: (error: Error) => void;
  private readonly onProgress: (progress: Progress) => void;
  private readonly isWatched: boolean;
  private readonly waiters = new ViewWaiters();
  private readonly targets = new Map<string, Target>();
  private readonly queries: TableQueries;
  private follower: Follower | null = null;
  private state: Exclude<ProjectorState, 'waiting'> = 'stopped';
  private error: Error | null = null;
  private written: Position = START;
  private isEnding = false;
  private headAtStart: Position = START;
  private builtUpTo: Position = START;
  private rebuilding: Promise<unknown> = Promise.resolve();
  private readonly stops = new Map<string, ViewStop>();
  /** Stopped views that this process has not tried to build yet. */
  private readonly untried = new Set<string>();
  private parked = new Parked();
  private parkedCheck: NodeJS.Timeout | undefined;
  private readonly parkedCheckMs: number;

  constructor(options: ProjectorOptions) {
    const { log, store, views, isWatched = false, parkedCheckMs = PARKED_CHECK_MS } = options;
    const { onFault = () => {}, onProgress = () => {} } = options;
    this.isWatched = isWatched;
    this.parkedCheckMs = parkedCheckMs;
    this.log = log;
    this.store = store;
    this.queries = new TableQueries(store, (viewName) => this.tableOf(viewName));
    this.views = views;
    this.onFault = onFault;
    this.onProgress = (progress) => {
      this.builtUpTo = progress.position;
      // A stop does not wait for views that are being built: the next start builds them from the beginning.
      if (this.state === 'stopped') throw new StoreUnavailableError('the projector has been stopped');
      onProgress(progress);
    };
  }

  /**
   * Builds what is missing, then follows the log. Resolves when following has begun, before it has caught up.
   * Rejects, and is then `failed`, when the store or the log does not answer.
   */
  async start(): Promise<void> {
    if (this.isEnding) return;
    this.state = 'building';
    this.error = null;
    try {
      this.headAtStart = await this.log.head();
      this.parked = await Parked.of(this.store);
      const noted = new Map((await stoppedViews(this.store)).map((stop) => [stop.view, stop]));
      const missing: View[] = [];
      for (const view of this.views) {
        const target = await servingTarget(this.store, view);
        const stop = noted.get(view.name);
        if (target) this.targets.set(view.name, target);
        else missing.push(view);
        if (target && stop?.version === view.version) {
          this.stops.set(view.name, stop);
          this.untried.add(view.name);
        }
      }
      const built = await rebuildViews(this.store, this.log, missing, this.onProgress);
      for (const target of built.targets) this.targets.set(target.view.name, target);
      for (const error of built.stopped) this.stopView(error);
    } catch (error) {
      if (!this.hasEnded()) this.fail(error as Error);
      throw error;
    }
    if (this.hasEnded()) return;
    this.follow();
    if (this.untried.size > 0) this.takeUpStopped();
  }

  /** Writes what has been folded, then stops following. Queries go on working until the store is closed. */
  async stop(): Promise<void> {
    this.isEnding = true;
    clearTimeout(this.parkedCheck);
    await this.follower?.stop({ isEnding: true });
    if (this.state !== 'failed') this.state = 'stopped';
    this.waiters.giveUp();
  }

  /** How it goes. `ready` is what a readiness probe asks for. */
  status(): ProjectorStatus {
    const state = this.state === 'following' && this.follower?.isWaiting() ? 'waiting' : this.state;
    const ready = state === 'following' && this.written >= this.headAtStart;
    const { written: position, headAtStart, error } = this;
    const read = this.state === 'building' ? this.builtUpTo : position;
    return { state, ready, position, read, headAtStart, error, stopped: [...this.stops.values()] };
  }

  /**
   * Builds views anew beside the ones that serve, and switches. Following pauses only for what came in meanwhile.
   * Throws `RangeError` for a name that is not a view's. When the store breaks it off, following goes on with whichever
   * tables the store says serve. Rebuilds that are asked for meanwhile wait for it. A view that cannot take an event stays as it
   * is; the result names it.
   */
  async rebuild(viewNames: readonly string[] = this.views.map(({ name }) => name)): Promise<Rebuilt> {
    const views = pickViews(this.views, viewNames);
    const rebuilt = this.rebuilding.then(() => this.rebuildNow(views));
    this.rebuilding = rebuilt.catch(() => {});
    return rebuilt;
  }

  private async rebuildNow(views: readonly View[]): Promise<Rebuilt> {
    const rebuild = await Rebuild.begin(this.store, this.log, views, this.onProgress);
    await rebuild.readOn();
    await rebuild.buildIndexes();
    if (rebuild.isEmpty) return rebuild.switchOver();
    try {
      await this.follower?.stop({ isEnding: false });
      await rebuild.readOn();
      return await rebuild.switchOver((targets) => {
        for (const target of targets) {
          this.targets.set(target.view.name, target);
          this.stops.delete(target.view.name);
        }
      });
    } catch (error) {
      if (error instanceof OvertakenError) this.fail(error);
      await this.recall();
      throw error;
    } finally {
      if (!this.hasEnded()) this.follow();
    }
  }

  /** Asks the store, until it answers, which tables serve and how far each has come. */
  private async recall(): Promise<void> {
    for (let attempt = 0; !this.hasEnded(); attempt++) {
      try {
        const found = await Promise.all(this.views.map((view) => servingTarget(this.store, view)));
        for (const target of found) if (target) this.targets.set(target.view.name, target);
        return;
      } catch (error) {
        if (!(error instanceof StoreUnavailableError)) return this.fail(error as Error);
        this.onFault(error);
        await pauseBefore(attempt);
      }
    }
  }

  position(): Position {
    return this.written;
  }

  /** How far each view has come. */
  positions(): ViewPosition[] {
    return this.views.map(({ name: view }) => ({ view, position: this.stops.get(view)?.position ?? this.written }));
  }

  async caughtUp(position: Position, views: readonly NamedView[], timeoutMs: number): Promise<boolean> {
    if (views.some(({ name }) => this.stops.has(name))) return false;
    if (position <= this.written) return true;
    if (this.state === 'failed' || this.state === 'stopped') return false;
    // Register first: when nothing has to be written, the position is passed at once.
    const passed = this.waiters.wait(position, views, timeoutMs);
    this.follower?.hurry();
    return passed;
  }

  get<D extends Document>(view: View<D>, id: string): Promise<D | null> {
    return this.queries.get(view, id);
  }

  getMany<D extends Document>(view: View<D>, ids: readonly string[]): Promise<(D | null)[]> {
    return this.queries.getMany(view, ids);
  }

  find<D extends Document, I extends AnyIndexes>(view: View<D, I>, query: QueryOf<D, I>): Promise<Found<D>[]> {
    return this.queries.find(view, query);
  }

  /** The table that serves a view; throws `ViewStoppedError` for one that shows nothing newer. */
  private tableOf(viewName: string): string | undefined {
    if (this.stops.has(viewName)) throw new ViewStoppedError(viewName);
    return this.targets.get(viewName)?.table;
  }

  private stopView(error: FoldError): void {
    const { view, event } = error;
    const { position = START, stream = '', type = '' } = event ?? {};
    const reason = (error.cause as Error).message;
    const stop: ViewStop = { view: view.name, version: view.version, position, stream, type, reason, at: Date.now() };
    this.stops.set(view.name, stop);
    this.waiters.giveUpOn(view.name);
    // The view's documents cannot be read, but they can be built anew from the log.
    if (!event) this.untried.add(view.name);
    this.onFault(error);
    void this.writeDown(stop);
    this.checkParkedLater();
  }

  /** Notes a stop in the store, where other processes and `npm run views` see it. */
  private async writeDown(stop: ViewStop): Promise<void> {
    for (let attempt = 0; !this.hasEnded(); attempt++) {
      try {
        if (this.stops.get(stop.view) === stop) await saveStop(this.store, stop);
        if (!this.stops.has(stop.view)) await forgetStop(this.store, stop.view);
        return;
      } catch (error) {
        if (!(error instanceof StoreUnavailableError)) return this.onFault(error as Error);
        await pauseBefore(attempt);
      }
    }
  }

  private checkParkedLater(): void {
    clearTimeout(this.parkedCheck);
    if (this.stops.size === 0 || this.hasEnded()) return;
    this.parkedCheck = setTimeout(() => this.takeUpStopped(), this.parkedCheckMs).unref();
  }

  /** Builds the stopped views anew whose event has been parked, or that nobody has tried yet. */
  private takeUpStopped(): void {
    const takeUp = async () => {
      const parked = new Parked(await parkedEvents(this.store));
      const names = [...this.stops.values()]
        .filter(({ view, position }) => this.untried.has(view) || parked.has(view, position))
        .map(({ view }) => view);
      if (names.length === 0) return;
      this.parked = parked;
      for (const name of names) this.untried.delete(name);
      const { stopped } = await this.rebuild(names);
      for (const error of stopped) this.stopView(error);
    };
    takeUp()
      .catch((error) => !this.hasEnded() && this.onFault(error as Error))
      .finally(() => this.checkParkedLater());
  }

  private follow(): void {
    this.state = 'following';
    this.follower = new Follower({
      log: this.log,
      store: this.store,
      targets: [...this.targets.values()].filter(({ view }) => !this.stops.has(view.name)),
      parked: this.parked,
      onStopped: (error) => this.stopView(error),
      isWatched: this.isWatched,
      isAwaited: () => !this.waiters.isEmpty(),
      onWritten: (position) => this.pass(position),
      onFault: this.onFault,
      onFailed: (error) => this.fail(error),
    });
    this.follower.start();
  }

  private pass(position: Position): void {
    if (position <= this.written) return;
    this.written = position;
    // All views are written in one transaction, so one position holds for all that are not stopped.
    this.waiters.passAll(position);
  }

  private hasEnded(): boolean {
    return this.state === 'failed' || this.state === 'stopped';
  }

  private fail(error: Error): void {
    if (this.state === 'failed') return;
    this.state = 'failed';
    this.error = error;
    this.waiters.giveUp();
    this.onFault(error);
  }
}
