import { assert } from '../domain/kernel/assert.ts';
import {
  type LoggedEvent,
  MAX_BATCH_EVENTS,
  type Position,
  type SubscribeOptions,
  type Subscription,
} from './event-store.ts';

/** What a subscription follows. */
export interface LogTail {
  /** Position of the last durable event. */
  head(): Position;
  /** Events after a position, at most MAX_BATCH_EVENTS; at least one when the position is below the head. */
  eventsAfter(after: Position): LoggedEvent[] | Promise<LoggedEvent[]>;
}

/** Waits before a batch is delivered again: doubled from the first up to the last. */
const FIRST_BACKOFF_MS = 20;
const MAX_BACKOFF_MS = 5_000;

/** A batch that breaks it is not delivered, but read again. */
function checkOrder(events: readonly LoggedEvent[], after: Position): void {
  let before = after;
  for (const { position } of events) {
    assert(position > before, 'events are delivered in the order of the log');
    before = position;
  }
}

/** Delivers the log to one subscriber, batch by batch, each once it has accepted the one before. */
export class LogSubscription implements Subscription {
  private readonly tail: LogTail;
  private readonly options: SubscribeOptions;
  private readonly done: Promise<void>;
  private after: Position;
  private stopped = false;
  private wakeUp: (() => void) | undefined;
  private backoffMs = FIRST_BACKOFF_MS;

  constructor(tail: LogTail, options: SubscribeOptions) {
    this.tail = tail;
    this.options = options;
    this.after = options.after;
    this.done = this.run();
  }

  /** To be called after every commit. */
  wake(): void {
    this.wakeUp?.();
  }

  /** Tells the subscriber of a fault in what it follows, which mends itself. */
  report(error: Error): void {
    if (!this.stopped) this.options.onFault?.(error);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.wake();
    await this.done;
  }

  private async run(): Promise<void> {
    // The first batch comes after the caller has the subscription in its hands.
    await new Promise(setImmediate);
    while (!this.stopped) {
      if (this.after >= this.tail.head()) await this.sleep();
      else await this.deliverNext();
    }
  }

  private async deliverNext(): Promise<void> {
    let events: LoggedEvent[];
    try {
      events = await this.tail.eventsAfter(this.after);
      if (events.length === 0) throw new Error(`no events after ${this.after}, though the head is beyond it`);
      checkOrder(events, this.after);
    } catch (error) {
      return this.recover(error);
    }
    while (!this.stopped) {
      try {
        await this.options.onBatch(events);
        this.after = events[events.length - 1]!.position;
        this.backoffMs = FIRST_BACKOFF_MS;
        break;
      } catch (error) {
        await this.recover(error);
      }
    }
    // A subscriber that never waits must not keep everyone else from running while it catches up.
    if (events.length === MAX_BATCH_EVENTS) await new Promise(setImmediate);
  }

  private async recover(error: unknown): Promise<void> {
    this.options.onFault?.(error instanceof Error ? error : new Error(String(error)));
    await this.sleep(this.backoffMs);
    this.backoffMs = Math.min(this.backoffMs * 2, MAX_BACKOFF_MS);
  }

  /** Until the next commit, or, when retrying, for a time that only `stop` cuts short. */
  private async sleep(retryMs?: number): Promise<void> {
    if (this.stopped) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      if (retryMs === undefined) {
        this.wakeUp = resolve;
        return;
      }
      timer = setTimeout(resolve, retryMs);
      this.wakeUp = () => this.stopped && resolve();
    });
    clearTimeout(timer);
    this.wakeUp = undefined;
  }
}
