import {
  type EventStore,
  type Position,
  type RecordedEvent,
  START,
  StoreUnavailableError,
  type Subscription,
} from '../event-store/event-store.ts';
import { type Changes, Fold, type Target } from './fold.ts';
import {
  type Document,
  type Found,
  MAX_QUERY_DOCUMENTS,
  OvertakenError,
  type Query,
  type ReadModelStore,
  type ReadModels,
  type View,
} from './read-models.ts';
import { type Progress, pickViews, Rebuild, type Rebuilt, rebuildViews, servingTarget } from './rebuild.ts';
import { TableQueries } from './table-queries.ts';
import { Waiters } from './waiters.ts';

/** Documents kept parsed in memory, per view (twice as many at the most): a room's and its people's stay hot. */
const CACHED_DOCUMENTS = 5_000;
/** Events passed without a change to write before the checkpoint alone is written: at most this much is read again. */
const MAX_UNSAVED_EVENTS = 10_000;
/**
 * Writes begin at least this far apart while events keep coming and nobody waits for one of them: a transaction costs as
 * much for one document as for ten, and one that changes often is then written less often.
 */
const WRITE_INTERVAL_MS = 20;
const RETRY_BASE_MS = 50;
const RETRY_CAP_MS = 2_000;

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
 * Keeps the read models: follows the log from the lowest checkpoint, folds each event into the documents it touches and
 * writes them, with the checkpoints, in one transaction for all views. While one transaction is under way the next events
 * are folded, so batches grow with the load and a document that changes often is written once per transaction.
 * One projector per store: it takes what it holds in memory to be what the store has.
 */
export class Projector implements ReadModels {
  private readonly log: EventStore;
  private readonly store: ReadModelStore;
  private readonly views: readonly View[];
  private readonly onFault: (error: Error) => void;
  private readonly onProgress: (progress: Progress) => void;
  private readonly maxUnsavedEvents: number;
  private readonly waiters = new Waiters();
  private readonly targets = new Map<string, Target>();
  private readonly queries: TableQueries;
  private fold: Fold | null = null;
  private subscription: Subscription | null = null;
  private state: ProjectorState = 'stopped';
  private error: Error | null = null;
  private written: Position = START;
  private headAtStart: Position = START;
  private unsavedEvents = 0;
  private pausing = false;
  private writing: Promise<void> | null = null;
  private wroteAtMs = Number.NEGATIVE_INFINITY;
  private rest: NodeJS.Timeout | null = null;
  private rebuilding: Promise<unknown> = Promise.resolve();

  constructor({ log, store, views, isWatched = false, onFault = () => {}, onProgress = () => {} }: ProjectorOptions) {
    this.maxUnsavedEvents = isWatched ? 1 : MAX_UNSAVED_EVENTS;
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
    await this.pause({ isEnding: true });
    if (this.state !== 'failed') this.state = 'stopped';
    this.waiters.giveUp();
  }

  /** How it goes. `ready` is what a readiness probe asks for. */
  status(): ProjectorStatus {
    const ready = this.state === 'following' && this.written >= this.headAtStart;
    return { state: this.state, ready, position: this.written, error: this.error };
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
      await this.pause({ isEnding: false });
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
    this.writeOn({ atOnce: true });
    return this.waiters.wait(position, timeoutMs);
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
    const limits = { cachedDocuments: CACHED_DOCUMENTS, changedDocuments: MAX_QUERY_DOCUMENTS };
    this.fold = new Fold(this.store, [...this.targets.values()], limits);
    this.state = 'following';
    this.pausing = false;
    this.pass(this.fold.position);
    this.subscription = this.log.subscribe({
      after: this.fold.position,
      onBatch: (events) => this.take(events),
      onFault: (error) => this.onFault(error),
    });
  }

  /** Stops following, with everything folded so far in the store; who is ending does not wait for one that is away. */
  private async pause({ isEnding }: { isEnding: boolean }): Promise<void> {
    this.pausing = isEnding;
    await this.subscription?.stop();
    this.subscription = null;
    while (this.writing) await this.writing;
    this.endRest();
    const { fold } = this;
    this.fold = null;
    if (!fold || this.state === 'failed') return;
    const changes = fold.take();
    await this.write(changes);
    for (const target of this.targets.values()) target.checkpoint = Math.max(target.checkpoint, changes.upTo);
  }

  /** One batch of the log. Rejects, to be given it again, only before anything of it was folded. */
  private async take(batch: RecordedEvent[]): Promise<void> {
    const { fold } = this;
    if (!fold || this.state === 'failed') return;
    const events = batch.filter(({ position }) => position > fold.position);
    try {
      const touches = events.map((event) => fold.touches(event));
      await fold.load(touches);
      for (const [at, event] of events.entries()) {
        while (!fold.fold(event, touches[at]!)) {
          this.writeOn({ atOnce: true });
          await this.writing;
          if (this.hasFailed()) return;
        }
        this.unsavedEvents++;
      }
    } catch (error) {
      if (error instanceof StoreUnavailableError) throw error;
      this.fail(error as Error);
      return;
    }
    this.writeOn();
  }

  /** Writes what has changed unless a write is under way; that one goes on with the rest when it is done. */
  private writeOn({ atOnce = !this.waiters.isEmpty() } = {}): void {
    const { fold } = this;
    if (this.writing || !fold || this.state === 'failed' || fold.position <= this.written) return;
    const restMs = this.wroteAtMs + WRITE_INTERVAL_MS - performance.now();
    if (!atOnce && restMs > 0 && fold.changedDocuments > 0) {
      this.rest ??= setTimeout(() => this.writeOn({ atOnce: true }), restMs);
      return;
    }
    this.endRest();
    const changes = fold.take();
    if (changes.documents === 0 && this.unsavedEvents < this.maxUnsavedEvents) {
      this.pass(changes.upTo);
      return;
    }
    this.unsavedEvents = 0;
    this.wroteAtMs = performance.now();
    this.writing = this.write(changes)
      .catch((error) => this.fail(error))
      .finally(() => {
        this.writing = null;
        this.writeOn();
      });
  }

  private endRest(): void {
    if (this.rest) clearTimeout(this.rest);
    this.rest = null;
  }

  /** Writes one set of changes, however often it takes: the events are folded already. */
  private async write(changes: Changes): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      try {
        await this.store.write(changes.tables);
        break;
      } catch (error) {
        if (!(error instanceof StoreUnavailableError) || this.pausing) throw error;
        this.state = 'waiting';
        this.onFault(error);
        await pauseBefore(attempt);
      }
    }
    if (this.state === 'waiting') this.state = 'following';
    changes.written();
    this.pass(changes.upTo);
  }

  private pass(position: Position): void {
    if (position <= this.written) return;
    this.written = position;
    this.waiters.pass(position);
  }

  private hasEnded(): boolean {
    return this.state === 'failed' || this.state === 'stopped';
  }

  private hasFailed(): boolean {
    return this.state === 'failed';
  }

  /** What was folded and not written is forgotten: a document may have been left half changed. */
  private fail(error: Error): void {
    if (this.state === 'failed') return;
    this.state = 'failed';
    this.error = error;
    this.waiters.giveUp();
    // Not awaited: it waits for the batch under way, which is where a failure comes from.
    void this.subscription?.stop();
    this.onFault(error);
  }
}

function pauseBefore(attempt: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.min(RETRY_CAP_MS, RETRY_BASE_MS * 2 ** attempt)));
}
