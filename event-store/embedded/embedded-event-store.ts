import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { EVENT_TYPES } from '../../domain/events.ts';
import type { EventTypes } from '../../domain/kernel/event.ts';
import {
  type Appended,
  type AtomicAppends,
  type EventStore,
  type ExpectedRevision,
  type LoggedEvent,
  MAX_BATCH_EVENTS,
  type NewEvent,
  type Position,
  type ReadOptions,
  START,
  type StoreStatus,
  StoreUnavailableError,
  type StreamAppend,
  type SubscribeOptions,
  type Subscription,
} from '../event-store.ts';
import {
  checkAppendBytes,
  checkEventCount,
  checkExpected,
  checkPosition,
  checkStreamName,
  checkTogether,
  dataText,
  readLimit,
} from '../limits.ts';
import { LogSubscription } from '../log-subscription.ts';
import { type Upcast, upcastTo } from '../upcast.ts';
import { AppendQueue, type EncodedAppend } from './append-queue.ts';
import { backUpLog } from './backup.ts';
import { LOG_FILE } from './log-file.ts';
import type { WriteAnswer, WriteRequest } from './log-worker.ts';
import type { Committed } from './log-writer.ts';
import type { ReaderAnswer, ReaderRequest } from './read-worker.ts';
import { RECENT_LIMITS, RecentEvents, type RecentLimits } from './recent-events.ts';
import { encodeRecord } from './record.ts';
import { openReader, StoredEvents } from './stored-events.ts';
import { syncDirectory } from './sync-directory.ts';
import { Thread } from './thread.ts';

export interface EmbeddedEventStoreOptions {
  /** Where the log lives. Hold `lockStore` on it while the log is open: only one process may write. */
  dir: string;
  /** The log's largest size in database pages of 4 KiB; beyond it appends reject with `StoreUnavailableError`. */
  maxPages?: number;
  /** How much of the log's end is kept in memory for subscriptions. */
  recent?: RecentLimits;
  /** The types that this release knows, with their upcasters; default Salon's. */
  eventTypes?: EventTypes;
}

/** How often to check whether a full disk has room again. */
const ROOM_CHECK_MS = 1_000;

/**
 * The log in one SQLite file. One thread writes, with one sync for all appends that wait; another reads, so that no
 * sync delays a read and neither stops the event loop. Events that subscriptions deliver come from memory where
 * possible and are then shared between subscribers: nobody may change them.
 *
 * Besides what the port promises: opening checks the whole log and rejects with `DamagedLogError` where it is damaged;
 * a full disk rejects appends with `StoreUnavailableError` until there is room; after a failed sync all further appends
 * do, until the log is opened again.
 */
export class EmbeddedEventStore implements EventStore {
  private readonly file: string;
  private readonly writer: Thread<WriteRequest, WriteAnswer>;
  private readonly reader: Thread<ReaderRequest, ReaderAnswer>;
  private readonly recent: RecentEvents;
  private readonly stored: StoredEvents;
  private readonly queue: AppendQueue;
  readonly atomic: AtomicAppends;
  /** The last position of each stream that was written to since a block was sealed: the `streams` table does not have it yet. */
  private ends: Map<string, Position>;
  private readonly subscriptions = new Set<LogSubscription>();
  private closing: Promise<void> | undefined;
  private refusing: { reason: string; sinceMs: number } | null = null;
  private roomCheck: NodeJS.Timeout | undefined;

  /** Rejects with `StoreOpenError` or `DamagedLogError`; their messages say what to do. */
  static async open({ dir, maxPages, recent, eventTypes }: EmbeddedEventStoreOptions): Promise<EmbeddedEventStore> {
    mkdirSync(dir, { recursive: true });
    syncDirectory(dirname(dir));
    const file = join(dir, LOG_FILE);
    const writer = new Thread<WriteRequest, WriteAnswer>(new URL('./log-worker.ts', import.meta.url));
    const reader = openReader();
    try {
      const opened = (await writer.request({ open: { file, maxPages } })) as Exclude<WriteAnswer, Committed | 'done'>;
      await reader.request({ open: { file } });
      const upcast = upcastTo(eventTypes ?? EVENT_TYPES);
      const events = new RecentEvents(opened.head, upcast, recent ?? RECENT_LIMITS);
      return new EmbeddedEventStore(file, writer, reader, events, opened.ends, upcast);
    } catch (error) {
      await Promise.all([reader.close(), writer.close()]);
      throw error;
    }
  }

  private constructor(
    file: string,
    writer: Thread<WriteRequest, WriteAnswer>,
    reader: Thread<ReaderRequest, ReaderAnswer>,
    recent: RecentEvents,
    ends: Map<string, Position>,
    upcast: Upcast,
  ) {
    this.file = file;
    this.writer = writer;
    this.reader = reader;
    this.recent = recent;
    this.ends = ends;
    this.stored = new StoredEvents(reader, upcast, (stream) => this.ends.get(stream));
    this.atomic = {
      nextPosition: () => this.recent.head + this.queue.eventsUnderWay + 1,
      prepare: (appends) => appends,
      append: async (appends, position) => {
        checkTogether(appends);
        return this.queue.appendTogether(appends.map(encoded), position);
      },
    };
    this.queue = new AppendQueue({
      commit: async (batch) => (await this.writer.request({ batch })) as Committed,
      onWritten: (event, stream, ...where) => {
        this.recent.push(event, stream, ...where);
        this.ends.set(stream, this.recent.head);
      },
      onRefused: (error, isForGood) => this.refuse(error, isForGood),
      onCommitted: (sealed) => {
        if (sealed) this.ends = new Map();
        for (const subscription of this.subscriptions) subscription.wake();
      },
    });
  }

  append(stream: string, events: NewEvent[], { expected }: { expected: ExpectedRevision }): Promise<Appended> {
    try {
      return this.queue.append(encoded({ stream, events, expected }));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  async read(stream: string, options: ReadOptions = {}): Promise<LoggedEvent[]> {
    if (this.closing) throw closed();
    return this.stored.read(stream, options);
  }

  async readAll(options: { after: Position; limit?: number }): Promise<LoggedEvent[]> {
    if (this.closing) throw closed();
    return this.stored.readAll(options);
  }

  async readAllBackwards({ before, limit }: { before?: Position; limit?: number } = {}): Promise<LoggedEvent[]> {
    if (before !== undefined) checkPosition(before);
    const most = readLimit(limit);
    // Computing with positions is allowed here alone: this adapter gives them out, without gaps.
    const end = Math.min(before ?? Number.MAX_SAFE_INTEGER, (await this.head()) + 1);
    const after = Math.max(START, end - 1 - most);
    if (end - 1 <= after) return [];
    return (await this.readAll({ after, limit: end - 1 - after })).reverse();
  }

  subscribe(options: SubscribeOptions): Subscription {
    checkPosition(options.after);
    if (this.closing) throw closed();
    const subscription = new LogSubscription(
      { head: () => this.recent.head, eventsAfter: (after) => this.eventsAfter(after) },
      options,
    );
    this.subscriptions.add(subscription);
    return {
      stop: async () => {
        this.subscriptions.delete(subscription);
        await subscription.stop();
      },
    };
  }

  /** Not available while the disk is full (checked every ROOM_CHECK_MS), and for good after a failed sync. */
  status(): StoreStatus {
    return this.refusing ? { available: false, ...this.refusing } : { available: true };
  }

  /** Changes the log's largest size, in pages of 4 KiB. */
  async limitPages(maxPages: number): Promise<void> {
    await this.writer.request({ limitPages: maxPages });
  }

  /** What the end of the log takes that is kept in memory, in bytes. */
  recentBytes(): number {
    return this.recent.bytes;
  }

  async head(): Promise<Position> {
    if (this.closing) throw closed();
    return this.recent.head;
  }

  async last(): Promise<LoggedEvent | undefined> {
    const head = await this.head();
    // Computing with positions is allowed here alone: this adapter gives them out, without gaps.
    return head === START ? undefined : (await this.readAll({ after: head - 1, limit: 1 }))[0];
  }

  /** As `backUpLog`; appends and reads go on meanwhile. */
  async backup(toFile: string): Promise<void> {
    if (this.closing) throw closed();
    await backUpLog(dirname(this.file), toFile);
  }

  close(): Promise<void> {
    this.closing ??= this.shutDown();
    return this.closing;
  }

  private async shutDown(): Promise<void> {
    clearTimeout(this.roomCheck);
    await this.queue.stop(closed());
    await Promise.all([...this.subscriptions].map((subscription) => subscription.stop()));
    // The reader first: the writer's last checkpoint takes in all of the write-ahead log once nobody reads it.
    await this.reader.close();
    await this.writer.close();
  }

  private refuse(error: Error, isForGood: boolean): void {
    this.refusing ??= { reason: error.message, sinceMs: Date.now() };
    clearTimeout(this.roomCheck);
    if (!isForGood) this.checkRoomLater();
  }

  private checkRoomLater(): void {
    if (this.closing) return;
    this.roomCheck = setTimeout(() => {
      this.writer.request({ findRoom: true }).then(
        () => {
          this.refusing = null;
        },
        () => this.checkRoomLater(),
      );
    }, ROOM_CHECK_MS).unref();
  }

  private async eventsAfter(after: Position): Promise<LoggedEvent[]> {
    if (this.recent.holdsAllAfter(after)) return this.recent.after(after, MAX_BATCH_EVENTS);
    return this.stored.pageAfter(after, MAX_BATCH_EVENTS);
  }
}

/** Throws `RangeError` for an append outside the port's limits. */
function encoded({ stream, events, expected }: StreamAppend): EncodedAppend {
  checkStreamName(stream);
  checkExpected(expected);
  checkEventCount(events.length);
  const texts = events.map(({ data }) => dataText(data));
  const records: string[] = [];
  let chars = 0;
  for (let i = 0; i < events.length; i++) {
    const record = encodeRecord(events[i]!, texts[i]!);
    records.push(record);
    chars += record.length;
  }
  checkAppendBytes(events, texts);
  return { stream, expected, events, records, chars };
}

function closed(): StoreUnavailableError {
  return new StoreUnavailableError('the log is closed');
}
