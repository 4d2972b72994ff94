import {
  type LoggedEvent,
  type Position,
  StoreUnavailableError,
  type Subscription,
} from '../event-store/event-store.ts';
import { type Changes, Fold, type FoldError, type Target } from './fold.ts';
import { MAX_QUERY_DOCUMENTS, type ReadModelStore, type ViewLog } from './read-models.ts';
import type { Parked } from './view-notes.ts';

/** Documents kept parsed in memory, per view (at most twice as many): enough for busy rooms and the people in them. */
const CACHED_DOCUMENTS = 5_000;
/** After this many events without a change, write the checkpoint alone: at most so many are read again after a restart. */
const MAX_UNSAVED_EVENTS = 10_000;
/**
 * Writes begin at least this far apart while events keep coming and nobody waits for one of them: a transaction costs as
 * much for one document as for ten, and one that changes often is then written less often.
 */
const WRITE_INTERVAL_MS = 20;
const RETRY_BASE_MS = 50;
const RETRY_CAP_MS = 2_000;

export interface FollowerOptions {
  log: ViewLog;
  store: ReadModelStore;
  /** Their checkpoints are moved on when following stops. */
  targets: readonly Target[];
  /** The events that views leave out. */
  parked: Parked;
  /** The checkpoints are written after every batch, also when it changed nothing: others watch them. */
  isWatched: boolean;
  /** Whether somebody waits for a position: then the next write is not put off. */
  isAwaited(): boolean;
  /** Everything up to here is in the store. */
  onWritten(position: Position): void;
  /** A view cannot take an event, and is left where it was written last; the others go on. */
  onStopped(error: FoldError): void;
  /** Told of what is then recovered from. */
  onFault(error: Error): void;
  /** Following has ended by itself. What was folded and not written is forgotten: a document may have been left half changed. */
  onFailed(error: Error): void;
}

/**
 * Follows the log from the lowest checkpoint of its tables: folds each event into the documents it touches and writes them,
 * with the checkpoints, in one transaction for all tables. While one transaction is under way the next events are folded,
 * so batches grow with the load and a document that changes often is written once per transaction.
 */
export class Follower {
  private readonly options: FollowerOptions;
  private readonly fold: Fold;
  private readonly maxUnsavedEvents: number;
  private subscription: Subscription | null = null;
  private written: Position;
  private unsavedEvents = 0;
  private waiting = false;
  private over = false;
  private ending = false;
  private writing: Promise<void> | null = null;
  private wroteAtMs = Number.NEGATIVE_INFINITY;
  private rest: NodeJS.Timeout | null = null;

  constructor(options: FollowerOptions) {
    this.options = options;
    const limits = { cachedDocuments: CACHED_DOCUMENTS, changedDocuments: MAX_QUERY_DOCUMENTS };
    this.fold = new Fold(options, [...options.targets], limits, options.parked);
    this.maxUnsavedEvents = options.isWatched ? 1 : MAX_UNSAVED_EVENTS;
    this.written = this.fold.position;
  }

  start(): void {
    this.options.onWritten(this.written);
    this.subscription = this.options.log.subscribe({
      after: this.written,
      onBatch: (events) => this.take(events),
      onFault: (error) => this.options.onFault(error),
    });
  }

  /** The store takes nothing now; writes are tried again. */
  isWaiting(): boolean {
    return this.waiting;
  }

  /** Writes what has changed without putting it off: at once, or when the write that is under way is done. */
  hurry(): void {
    this.writeOn({ atOnce: true });
  }

  /**
   * Stops following, after everything folded so far is in the store. It does not wait for a store that is away: then it rejects, and what was
   * not written is folded again from the checkpoint at the next start.
   */
  async stop({ isEnding }: { isEnding: boolean }): Promise<void> {
    this.ending = isEnding;
    await this.subscription?.stop();
    while (this.writing) await this.writing;
    this.endRest();
    if (this.over) return;
    this.over = true;
    const changes = this.takeChanges();
    await this.write(changes);
    const written = new Set(changes.tables.map(({ table }) => table));
    for (const target of this.options.targets) {
      if (written.has(target.table)) target.checkpoint = Math.max(target.checkpoint, changes.upTo);
    }
  }

  private tellStopped(): void {
    for (const error of this.fold.takeStopped()) this.options.onStopped(error);
  }

  /** What has changed, of the views that can be kept. */
  private takeChanges(): Changes {
    const changes = this.fold.take();
    this.tellStopped();
    return changes;
  }

  /** One batch of the log. Rejects, to be given it again, only before anything of it was folded. */
  private async take(batch: LoggedEvent[]): Promise<void> {
    const { fold } = this;
    if (this.over) return;
    const events = batch.filter(({ position }) => position > fold.position);
    try {
      const touches = events.map((event) => fold.touches(event));
      await fold.load(events, touches);
      for (const [at, event] of events.entries()) {
        while (!fold.fold(event, touches[at]!)) {
          this.hurry();
          await this.writing;
          if (this.isOver()) return;
        }
        this.unsavedEvents++;
      }
      this.tellStopped();
    } catch (error) {
      if (error instanceof StoreUnavailableError) throw error;
      this.fail(error as Error);
      return;
    }
    this.writeOn();
  }

  /** Writes what has changed unless a write is under way; that one goes on with the rest when it is done. */
  private writeOn({ atOnce = this.options.isAwaited() } = {}): void {
    const { fold } = this;
    if (this.writing || this.over || fold.position <= this.written) return;
    const restMs = this.wroteAtMs + WRITE_INTERVAL_MS - performance.now();
    if (!atOnce && restMs > 0 && fold.changedDocuments > 0) {
      this.rest ??= setTimeout(() => this.hurry(), restMs);
      return;
    }
    this.endRest();
    const changes = this.takeChanges();
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

  /** Writes one set of changes, and tries again until it is written: its events are folded already. */
  private async write(changes: Changes): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      try {
        await this.options.store.write(changes.tables);
        break;
      } catch (error) {
        if (!(error instanceof StoreUnavailableError) || this.ending) throw error;
        this.waiting = true;
        this.options.onFault(error);
        await pauseBefore(attempt);
      }
    }
    this.waiting = false;
    changes.written();
    this.pass(changes.upTo);
  }

  private pass(position: Position): void {
    this.written = position;
    this.options.onWritten(position);
  }

  /** Asked after an await: it may have become so meanwhile. */
  private isOver(): boolean {
    return this.over;
  }

  private fail(error: Error): void {
    if (this.over) return;
    this.over = true;
    // Not awaited: it waits for the batch under way, which is where a failure comes from.
    void this.subscription?.stop();
    this.options.onFailed(error);
  }
}

/** Waits before another attempt (0, 1, 2 …) at a store that is away, longer each time, capped. */
export function pauseBefore(attempt: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.min(RETRY_CAP_MS, RETRY_BASE_MS * 2 ** attempt)));
}
