import { type EventStore, type Position, START, StoreUnavailableError } from '../event-store/event-store.ts';
import type { Target } from './fold.ts';
import { Follower, pauseBefore } from './follower.ts';
import {
  type Document,
  type Found,
  OvertakenError,
  type Query,
  type ReadModelStore,
  type ReadModels,
  type View,
} from './read-models.ts';
import { type Progress, pickViews, Rebuild, type Rebuilt, rebuildViews, servingTarget } from './rebuild.ts';
import { TableQueries } from './table-queries.ts';
import { Waiters } from './waiters.ts';

export type ProjectorState =
  /** Not started, or stopped. */
  | 'stopped'
  /** Building views that have no table of their version yet. */
  | 'building'
  | 'following'
  /** The store takes nothing now; writes are tried again. */
  | 'waiting'
  /** A view cannot take an event, or the store is damaged: nothing is skipped, nothing goes on. */
  | 'failed';

export interface ProjectorStatus {
  state: ProjectorState;
  /** Following, and past everything that was in the log at the start. */
  ready: boolean;
  position: Position;
  error: Error | null;
}

export interface ProjectorOptions {
  log: EventStore;
  store: ReadModelStore;
  views: readonly View[];
  /**
   * True when other processes watch the checkpoints: they are then written after every batch, also when it changed nothing.
   */
  isWatched?: boolean;
  /** Told of each fault, those that are then recovered from (`StoreUnavailableError`) and the final one. */
  onFault?(error: Error): void;
  onProgress?(progress: Progress): void;
}

/**
 * Keeps the read models: builds those that have no table yet, follows the log (`Follower`), rebuilds on demand, and answers
 * queries meanwhile. One projector per store: it takes what it holds in memory to be what the store has.
 */
export class Projector implements ReadModels {
  private readonly log: EventStore;
  private readonly store: ReadModelStore;
  private readonly views: readonly View[];
  private readonly onFault: (error: Error) => void;
  private readonly onProgress: (progress: Progress) => void;
  private readonly isWatched: boolean;
  private readonly waiters = new Waiters();
  private readonly targets = new Map<string, Target>();
  private readonly queries: TableQueries;
  private follower: Follower | null = null;
  private state: Exclude<ProjectorState, 'waiting'> = 'stopped';
  private error: Error | null = null;
  private written: Position = START;
  private headAtStart: Position = START;
  private rebuilding: Promise<unknown> = Promise.resolve();

  constructor({ log, store, views, isWatched = false, onFault = () => {}, onProgress = () => {} }: ProjectorOptions) {
    this.isWatched = isWatched;
    this.log = log;
    this.store = store;
    this.queries = new TableQueries(store, (viewName) => this.targets.get(viewName)?.table);
    this.views = views;
    this.onFault = onFault;
    this.onProgress = onProgress;
  }

  /**
   * Builds what is missing, then follows the log. Resolves when following has begun, before it has caught up.
   * Rejects, and is then `failed`, when the store or the log does not answer or a view cannot be built.
   */
  async start(): Promise<void> {
    this.state = 'building';
    try {
      this.headAtStart = await this.log.head();
      const missing: View[] = [];
      for (const view of this.views) {
        const target = await servingTarget(this.store, view);
        if (target) this.targets.set(view.name, target);
        else missing.push(view);
      }
      const built = await rebuildViews(this.store, this.log, missing, this.onProgress);
      for (const target of built.targets) this.targets.set(target.view.name, target);
    } catch (error) {
      this.fail(error as Error);
      throw error;
    }
    this.follow();
  }

  /** Writes what has been folded, then stops following. Queries go on working until the store is closed. */
  async stop(): Promise<void> {
    await this.follower?.stop({ isEnding: true });
    if (this.state !== 'failed') this.state = 'stopped';
    this.waiters.giveUp();
  }

  /** How it goes. `ready` is what a readiness probe asks for. */
  status(): ProjectorStatus {
    const state = this.state === 'following' && this.follower?.isWaiting() ? 'waiting' : this.state;
    const ready = state === 'following' && this.written >= this.headAtStart;
    return { state, ready, position: this.written, error: this.error };
  }

  /**
   * Builds views anew beside the ones that serve, and switches. Following pauses only for what came in meanwhile.
   * Throws `RangeError` for a name that is not a view's. When the store breaks it off, following goes on with whichever
   * tables the store says serve. Rebuilds that are asked for meanwhile wait for it.
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
    try {
      await this.follower?.stop({ isEnding: false });
      await rebuild.readOn();
      return await rebuild.switchOver((targets) => {
        for (const target of targets) this.targets.set(target.view.name, target);
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

  async caughtUp(position: Position, timeoutMs: number): Promise<boolean> {
    if (position <= this.written) return true;
    if (this.state === 'failed' || this.state === 'stopped') return false;
    // First, for a write that comes to nothing passes the position at once.
    const passed = this.waiters.wait(position, timeoutMs);
    this.follower?.hurry();
    return passed;
  }

  get<D extends Document>(view: View<D>, id: string): Promise<D | null> {
    return this.queries.get(view, id);
  }

  getMany<D extends Document>(view: View<D>, ids: readonly string[]): Promise<(D | null)[]> {
    return this.queries.getMany(view, ids);
  }

  find<D extends Document>(view: View<D>, query: Query): Promise<Found<D>[]> {
    return this.queries.find(view, query);
  }

  private follow(): void {
    this.state = 'following';
    this.follower = new Follower({
      log: this.log,
      store: this.store,
      targets: [...this.targets.values()],
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
    this.waiters.pass(position);
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
