import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
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
  checkRevision,
  checkStreamName,
  checkTogether,
  dataText,
  readLimit,
} from '../limits.ts';
import { LogSubscription } from '../log-subscription.ts';
import { type Upcast, upcastTo } from '../upcast.ts';
import { AppendQueue, type EncodedAppend } from './append-queue.ts';
import { LOG_FILE } from './log-file.ts';
import type { Page, ReadRequest, Stretch } from './log-reader.ts';
import type { WriteAnswer, WriteRequest } from './log-worker.ts';
import type { Committed } from './log-writer.ts';
import type { ReaderAnswer, ReaderRequest } from './read-worker.ts';
import { RECENT_LIMITS, RecentEvents, type RecentLimits } from './recent-events.ts';
import { decodeRecord, encodeRecord, type RecordFields } from './record.ts';
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

const openReader = () => new Thread<ReaderRequest, ReaderAnswer>(new URL('./read-worker.ts', import.meta.url));

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
  private readonly upcast: Upcast;
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
    this.upcast = upcast;
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
    checkStreamName(stream);
    const backwards = options.direction === 'backwards';
    const from = options.from ?? (backwards ? Number.MAX_SAFE_INTEGER : 0);
    checkRevision(from);
    const limit = readLimit(options.limit);
    const events: LoggedEvent[] = [];
    for (;;) {
      const last = events[events.length - 1];
      const next = last === undefined ? from : last.revision + (backwards ? -1 : 1);
      if (next < 0) return events;
      const end = this.ends.get(stream);
      const request: ReadRequest = { kind: 'stream', stream, from: next, backwards, limit: limit - events.length, end };
      if (await this.readPage(request, events)) return events;
    }
  }

  async readAll({ after, limit }: { after: Position; limit?: number }): Promise<LoggedEvent[]> {
    if (this.closing) throw closed();
    checkPosition(after);
    const most = readLimit(limit);
    const events: LoggedEvent[] = [];
    for (;;) {
      const next = events[events.length - 1]?.position ?? after;
      if (await this.readPage({ kind: 'all', after: next, limit: most - events.length }, events)) return events;
    }
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

  /**
   * Writes a whole, compact copy of the log as it is now to a file that must not exist yet; appends and reads go on
   * meanwhile. To restore, put the copy where the log was, under its name.
   */
  async backup(toFile: string): Promise<void> {
    if (this.closing) throw closed();
    const reader = openReader();
    const unfinished = `${toFile}.unfinished`;
    try {
      await reader.request({ open: { file: this.file } });
      rmSync(unfinished, { force: true });
      await reader.request({ backupTo: unfinished });
      renameSync(unfinished, toFile);
      syncDirectory(dirname(toFile));
    } finally {
      await reader.close();
    }
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
    const events: LoggedEvent[] = [];
    await this.readPage({ kind: 'all', after, limit: MAX_BATCH_EVENTS }, events);
    return events;
  }

  /** Reads one page onto `events`; true when nothing is left to read. */
  private async readPage(read: ReadRequest, events: LoggedEvent[]): Promise<boolean> {
    const { json, complete } = (await this.reader.request({ read })) as Page;
    const after = read.kind === 'all' ? read.after : START;
    const room = events.length + read.limit;
    for (const stretch of JSON.parse(Buffer.from(json.buffer).toString()) as Stretch[]) {
      const [first] = stretch;
      for (let i = 1; i < stretch.length && events.length < room; i++) {
        const position = first + i - 1;
        const [stream, revision, , fields] = stretch[i] as Entry;
        if (position > after) events.push(this.upcast(decodeRecord(fields, stream, revision, position)));
      }
    }
    return complete;
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

type Entry = [stream: string, revision: number, previous: Position, RecordFields];

function closed(): StoreUnavailableError {
  return new StoreUnavailableError('the log is closed');
}

function syncDirectory(directory: string): void {
  const handle = openSync(directory, 'r');
  fsyncSync(handle);
  closeSync(handle);
}
