import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { EVENT_TYPES } from '../../domain/events.ts';
import {
  type Appended,
  type EventStore,
  type LoggedEvent,
  MAX_BATCH_EVENTS,
  type Position,
  type ReadOptions,
  START,
  StoreUnavailableError,
  type SubscribeOptions,
  type Subscription,
} from '../event-store.ts';
import { checkPosition, readLimit } from '../limits.ts';
import { LogSubscription } from '../log-subscription.ts';
import { upcastTo } from '../upcast.ts';
import { nothingIn } from './backup.ts';
import { LOG_FILE } from './log-file.ts';
import type { ReaderAnswer, ReaderRequest, VerifiedEnd } from './read-worker.ts';
import { openReader, StoredEvents } from './stored-events.ts';
import type { Thread } from './thread.ts';

/** How often a subscription asks the file for what another process has written since, in ms. */
const POLL_MS = 200;

/**
 * The log of another process that may be running, for reading alone. Opening checks all of it as its writer does. `head`, `readAll` and
 * `last` know the log as it was when it was opened, so that what is folded from it is of one moment; a subscription goes on with what is
 * written later. `append` rejects.
 */
export class LogBeside implements EventStore {
  private readonly reader: Thread<ReaderRequest, ReaderAnswer>;
  private readonly stored: StoredEvents;
  private readonly end: VerifiedEnd;
  private readonly subscriptions = new Map<LogSubscription, NodeJS.Timeout>();

  /** Rejects with `StoreOpenError` or `DamagedLogError`. */
  static async open({ dir }: { dir: string }): Promise<LogBeside> {
    const file = join(dir, LOG_FILE);
    if (!existsSync(file)) throw nothingIn(dir, LOG_FILE);
    const reader = openReader();
    try {
      await reader.request({ open: { file } });
      const end = (await reader.request({ verify: true })) as VerifiedEnd;
      return new LogBeside(reader, end);
    } catch (error) {
      await reader.close();
      throw error;
    }
  }

  private constructor(reader: Thread<ReaderRequest, ReaderAnswer>, end: VerifiedEnd) {
    this.reader = reader;
    this.end = end;
    this.stored = new StoredEvents(reader, upcastTo(EVENT_TYPES), (stream) => end.ends.get(stream));
  }

  append(): Promise<Appended> {
    return Promise.reject(new StoreUnavailableError('this log belongs to another process: it is only read here'));
  }

  /** A stream that another process has gone on writing may be read further than `head`. */
  read(stream: string, options?: ReadOptions): Promise<LoggedEvent[]> {
    return this.stored.read(stream, options);
  }

  async readAll({ after, limit }: { after: Position; limit?: number }): Promise<LoggedEvent[]> {
    checkPosition(after);
    if (after >= this.end.head) return [];
    const events = await this.stored.readAll({ after, limit });
    return events.filter(({ position }) => position <= this.end.head);
  }

  async readAllBackwards({ before, limit }: { before?: Position; limit?: number } = {}): Promise<LoggedEvent[]> {
    const most = readLimit(limit);
    // Computing with positions is allowed in this adapter: it gives them out, without gaps.
    const end = Math.min(before ?? Number.MAX_SAFE_INTEGER, this.end.head + 1);
    const after = Math.max(START, end - 1 - most);
    if (end - 1 <= after) return [];
    return (await this.readAll({ after, limit: end - 1 - after })).reverse();
  }

  subscribe(options: SubscribeOptions): Subscription {
    let head = this.end.head;
    const tail = {
      head: () => head,
      eventsAfter: (after: Position) => this.stored.pageAfter(after, MAX_BATCH_EVENTS),
    };
    const subscription = new LogSubscription(tail, options);
    const poll = async () => {
      try {
        head = (await this.reader.request({ head: true })) as Position;
        subscription.wake();
      } catch (error) {
        subscription.report(error as Error);
      }
    };
    this.subscriptions.set(
      subscription,
      setInterval(() => void poll(), POLL_MS),
    );
    return { stop: () => this.stop(subscription) };
  }

  async head(): Promise<Position> {
    return this.end.head;
  }

  async last(): Promise<LoggedEvent | undefined> {
    return (await this.readAllBackwards({ limit: 1 }))[0];
  }

  async close(): Promise<void> {
    await Promise.all([...this.subscriptions.keys()].map((subscription) => this.stop(subscription)));
    await this.reader.close();
  }

  private async stop(subscription: LogSubscription): Promise<void> {
    clearInterval(this.subscriptions.get(subscription));
    this.subscriptions.delete(subscription);
    await subscription.stop();
  }
}
