import { type LoggedEvent, type Position, START } from '../event-store.ts';
import type { Connection, ReadCall } from './connection.ts';
import { fromAll } from './events.ts';
import { unavailable, wasTooSlow } from './failures.ts';
import { readAnswer } from './messages.ts';
import { toAllPosition } from './positions.ts';
import { type RecentLimits, RecentWindow } from './recent-window.ts';

/** Waits before the log is followed again: doubled from the first up to the last, with jitter. */
const FIRST_BACKOFF_MS = 50;
const MAX_BACKOFF_MS = 2_000;

/** How often to ask the leader for the log's end. A node that no longer leads refuses, which shows it even while nothing is written. */
const LOOK_MS = 5_000;

export interface AllReaderOptions {
  connection: Connection;
  head(): Promise<Position>;
  limits: RecentLimits;
  /** Default LOOK_MS. */
  lookMs?: number;
  /** New events are in the window. */
  onEvents(): void;
  /** The server confirmed that it sends events from now on. */
  onFollowing(): void;
  /** The server ended the subscription because this process was too slow for it, which is no fault: it goes on from the last event. */
  onSlowEnd(): void;
  /** Following broke off; it goes on by itself. */
  onFault(error: Error): void;
}

/**
 * The process's one subscription to `$all`. The client's subscriptions end with their connection; this one resumes after the last event
 * that came. When calls move to another node, it moves too: a node that led before may send events late, or none. It never waits
 * for its followers: what they have not taken drops out of the window, and they read it from the log.
 */
export class AllReader {
  private readonly options: AllReaderOptions;
  private window: RecentWindow | undefined;
  private stopped = false;
  private cutShort: () => void = () => {};
  private backoffMs = FIRST_BACKOFF_MS;
  private announced = false;
  private readonly done: Promise<void>;

  constructor(options: AllReaderOptions) {
    this.options = options;
    this.done = this.run();
  }

  /** Position of the last event that came; `START` as long as none is known. */
  head(): Position {
    return this.window?.head ?? START;
  }

  /** Up to `limit` events after a position, or undefined when some of them are not here. */
  eventsAfter(after: Position, limit: number): LoggedEvent[] | undefined {
    return this.window?.holdsAllAfter(after) ? this.window.after(after, limit) : undefined;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.cutShort();
    await this.done;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      try {
        if (!this.window) {
          this.window = new RecentWindow(await this.options.head(), this.options.limits);
          this.announce();
        }
        await this.followOn(this.window);
      } catch (error) {
        if (this.stopped) return;
        this.options.onFault(unavailable('sending new events', error));
        await this.backOff();
      }
    }
  }

  /** As `follow`, but resolves also when the server ended the subscription because it was behind. Rejects when that brought no event. */
  private async followOn(window: RecentWindow): Promise<void> {
    const { head } = window;
    try {
      await this.follow(window);
    } catch (error) {
      if (!wasTooSlow(error)) throw error;
      this.options.onSlowEnd();
      if (window.head === head) throw error;
    }
  }

  /** Resolves when stopped, or when following must go on at another node; rejects when the subscription fails. */
  private async follow(window: RecentWindow): Promise<void> {
    // Resume after an event, never after one of the server's checkpoints: these run ahead of what was handed over.
    const { connection, lookMs = LOOK_MS } = this.options;
    const opening = connection.subscribeToAll(toAllPosition(window.head));
    const stopListening = connection.onMoved(() => this.cutShort());
    const looking = setInterval(this.lookout(window), lookMs);
    try {
      await new Promise<void>((resolve, reject) => {
        this.cutShort = resolve;
        opening.then((subscription) => {
          subscription.on('data', (message) => {
            try {
              this.take(message, window);
            } catch (error) {
              reject(error);
            }
          });
          subscription.on('error', reject);
          subscription.on('end', () => reject(new Error('the server ended the subscription')));
          subscription.on('close', () => reject(new Error('the subscription was closed')));
        }, reject);
        if (this.stopped) resolve();
      });
    } finally {
      clearInterval(looking);
      stopListening();
      this.cutShort = () => {};
      opening.then(giveUp, () => {});
    }
  }

  private take(message: Buffer, window: RecentWindow): void {
    const answer = readAnswer(message);
    if (answer === 'confirmation') {
      this.backoffMs = FIRST_BACKOFF_MS;
      this.options.onFollowing();
    } else if (typeof answer === 'object') {
      const event = fromAll(answer, this.options.connection.upcast);
      if (!event) return;
      window.push(event, message.length);
      this.announce();
    }
  }

  /**
   * Makes a function that asks for the log's end. A subscription that was behind, and has brought nothing by the next look, is
   * replaced.
   */
  private lookout(window: RecentWindow): () => void {
    let behind: Position | undefined;
    return () => {
      const { head } = window;
      this.options.head().then(
        (end) => {
          if (behind === window.head) this.cutShort();
          behind = window.head < end && window.head === head ? head : undefined;
        },
        () => {}, // `head` has noted the failure.
      );
    };
  }

  /** Announces all events of one turn of the event loop together. */
  private announce(): void {
    if (this.announced) return;
    this.announced = true;
    setImmediate(() => {
      this.announced = false;
      this.options.onEvents();
    });
  }

  private async backOff(): Promise<void> {
    const waitMs = this.backoffMs * (0.5 + Math.random() / 2);
    this.backoffMs = Math.min(this.backoffMs * 2, MAX_BACKOFF_MS);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, waitMs);
      this.cutShort = () => {
        clearTimeout(timer);
        resolve();
      };
      if (this.stopped) this.cutShort();
    });
  }
}

function giveUp(subscription: ReadCall): void {
  subscription.removeAllListeners('data');
  // Within the turn that the call ends by itself, grpc-js would report the cancellation as another failure.
  setImmediate(() => subscription.cancel());
}
