import { EVENT_TYPES } from '../../domain/events.ts';
import type { EventTypes } from '../../domain/kernel/event.ts';
import {
  type Appended,
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
  type SubscribeOptions,
  type Subscription,
  UnknownOutcomeError,
} from '../event-store.ts';
import { checkEventCount, checkExpected, checkPosition, checkRevision, checkStreamName, readLimit } from '../limits.ts';
import { LogSubscription } from '../log-subscription.ts';
import { createLruCache } from '../lru-cache.ts';
import { upcastTo } from '../upcast.ts';
import { AllReader } from './all-reader.ts';
import { AppendLanes } from './append-lanes.ts';
import { Availability } from './availability.ts';
import { BatchAppender } from './batch-appender.ts';
import { Connection } from './connection.ts';
import { ELECTION_MS, throughElection } from './elections.ts';
import { encodeEvents } from './events.ts';
import { openingError } from './failures.ts';
import { readAllAfter, readAllBefore, readLast, readStream } from './log-reads.ts';
import { RECENT_LIMITS, type RecentLimits } from './recent-window.ts';

export interface EventStoreDbOptions {
  /** EventStoreDB's connection string, with user and password. */
  url: string;
  /** How long opening waits for the server. */
  openDeadlineMs?: number;
  /** How long an append waits for its answer; before that it waits up to twice as long for its turn. */
  appendDeadlineMs?: number;
  readDeadlineMs?: number;
  /** How long reads and appends wait for a new leader; default ELECTION_MS. */
  electionMs?: number;
  /** How often the leader is asked for the log's end while it is followed; default LOOK_MS. */
  lookMs?: number;
  /** How much of the log's end is kept in memory for subscriptions. */
  recent?: RecentLimits;
  /** The types that this release knows, with their upcasters; default Salon's. */
  eventTypes?: EventTypes;
}

const OPEN_DEADLINE_MS = 10_000;
const APPEND_DEADLINE_MS = 5_000;
const READ_DEADLINE_MS = 10_000;
/** Appends under 'any' with an unknown outcome that are remembered, by their first event; the oldest are forgotten. */
const MAX_DOUBTFUL = 10_000;

/**
 * The log in EventStoreDB, 22.6 or later, which Salon has for itself. Events that subscriptions deliver come from one
 * subscription to `$all` where possible and are then shared between subscribers: nobody may change them.
 *
 * Besides what the port promises: when the server goes away, reads reject with `StoreUnavailableError`, appends with that
 * or with `UnknownOutcomeError`, and everything goes on by itself when it is back. A repeated append is recognised by what
 * the stream holds; under 'any', where EventStoreDB itself only remembers recent ids, the last MAX_READ_EVENTS events
 * of the stream are searched for it first.
 */
export class EventStoreDbEventStore implements EventStore {
  /** How often the server ended this process's subscription because it was behind; it went on at once. */
  readonly metrics = { slowEnds: 0 };
  private readonly connection: Connection;
  private readonly batch: BatchAppender;
  private readonly lanes: AppendLanes;
  private readonly availability: Availability;
  private readonly recent: RecentLimits;
  private readonly lookMs: number | undefined;
  private readonly subscriptions = new Set<LogSubscription>();
  private readonly doubtful = createLruCache<string, true>(MAX_DOUBTFUL);
  private reader: AllReader | undefined;
  /** Position of one of our events, which the head is at or after; or START. */
  private headAtLeast: Position = START;
  private closing: Promise<void> | undefined;

  /** Rejects with `StoreOpenError` ('bad-url', 'unreachable', 'access-denied', 'unsupported-server'). */
  static async open(options: EventStoreDbOptions): Promise<EventStoreDbEventStore> {
    const deadlines = {
      openMs: options.openDeadlineMs ?? OPEN_DEADLINE_MS,
      readMs: options.readDeadlineMs ?? READ_DEADLINE_MS,
      electionMs: options.electionMs ?? ELECTION_MS,
    };
    const connection = await Connection.open(options.url, deadlines, upcastTo(options.eventTypes ?? EVENT_TYPES));
    const store = new EventStoreDbEventStore(connection, options);
    try {
      await store.batch.warmUp();
      // Checks the right to read the log.
      await store.last();
      return store;
    } catch (error) {
      await store.close();
      throw openingError(options.url, error instanceof StoreUnavailableError ? error.cause : error);
    }
  }

  private constructor(connection: Connection, options: EventStoreDbOptions) {
    this.connection = connection;
    this.recent = options.recent ?? RECENT_LIMITS;
    this.availability = new Availability(() => readLast(connection, this.headAtLeast));
    const deadlineMs = options.appendDeadlineMs ?? APPEND_DEADLINE_MS;
    this.lookMs = options.lookMs;
    this.batch = new BatchAppender(
      () => connection.openBatchAppend(),
      deadlineMs,
      (answer) => connection.seekLeader(answer),
    );
    connection.onMoved(() => this.batch.leave());
    this.lanes = new AppendLanes({
      send: (request) => throughElection(() => this.batch.send(request), options.electionMs ?? ELECTION_MS),
      find: (stream, revision) => this.find(stream, revision),
      waitMs: 2 * deadlineMs,
    });
  }

  async append(stream: string, events: NewEvent[], { expected }: { expected: ExpectedRevision }): Promise<Appended> {
    checkStreamName(stream);
    checkExpected(expected);
    checkEventCount(events.length);
    const encoded = encodeEvents(events);
    const first = events[0]!.id;
    const repeated = expected === 'any' && this.doubtful.has(first);
    if (repeated) {
      const found = await this.findByIds(stream, events);
      if (found) return found;
    }
    try {
      const appended = await this.lanes.append(stream, expected, encoded, repeated);
      this.availability.answered();
      this.headAtLeast = Math.max(this.headAtLeast, appended.position);
      return appended;
    } catch (error) {
      const isUnknown = error instanceof UnknownOutcomeError;
      if (isUnknown && expected === 'any') this.doubtful.set(first, true);
      if (isUnknown || error instanceof StoreUnavailableError) this.noteFailure(error);
      throw error;
    }
  }

  async read(stream: string, options: ReadOptions = {}): Promise<LoggedEvent[]> {
    this.checkOpen();
    checkStreamName(stream);
    const { from } = options;
    if (from !== undefined) checkRevision(from);
    const limit = readLimit(options.limit);
    const backwards = options.direction === 'backwards';
    return this.asking(readStream(this.connection, stream, { from, backwards, limit }));
  }

  async readAll({ after, limit }: { after: Position; limit?: number }): Promise<LoggedEvent[]> {
    this.checkOpen();
    checkPosition(after);
    return this.asking(readAllAfter(this.connection, after, readLimit(limit)));
  }

  async readAllBackwards({ before, limit }: { before?: Position; limit?: number } = {}): Promise<LoggedEvent[]> {
    this.checkOpen();
    if (before !== undefined) checkPosition(before);
    const most = readLimit(limit);
    return before === START ? [] : this.asking(readAllBefore(this.connection, before, most));
  }

  subscribe(options: SubscribeOptions): Subscription {
    checkPosition(options.after);
    this.checkOpen();
    const reader = this.follow();
    const subscription = new LogSubscription(
      {
        head: () => reader.head(),
        eventsAfter: (after) =>
          reader.eventsAfter(after, MAX_BATCH_EVENTS) ?? this.readAll({ after, limit: MAX_BATCH_EVENTS }),
      },
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

  async head(): Promise<Position> {
    this.checkOpen();
    const known = this.headAtLeast;
    const later = await this.asking(readLast(this.connection, known));
    if (later) this.headAtLeast = Math.max(this.headAtLeast, later.position);
    return later?.position ?? known;
  }

  async last(): Promise<LoggedEvent | undefined> {
    this.checkOpen();
    const last = await this.asking(readLast(this.connection));
    if (last) this.headAtLeast = Math.max(this.headAtLeast, last.position);
    return last;
  }

  status(): StoreStatus {
    return this.availability.status();
  }

  close(): Promise<void> {
    this.closing ??= this.shutDown();
    return this.closing;
  }

  private async shutDown(): Promise<void> {
    await this.lanes.stop(closed());
    this.availability.stop();
    const stopping = Promise.all([...this.subscriptions].map((subscription) => subscription.stop()));
    this.connection.endReads();
    await stopping;
    await this.reader?.stop();
    await this.batch.reset();
    await this.connection.close();
  }

  /** The process's reader of `$all`, started for the first subscriber. */
  private follow(): AllReader {
    this.reader ??= new AllReader({
      connection: this.connection,
      limits: this.recent,
      lookMs: this.lookMs,
      head: () => this.head(),
      onEvents: () => {
        for (const subscription of this.subscriptions) subscription.wake();
      },
      onFollowing: () => this.availability.answered(),
      onSlowEnd: () => this.metrics.slowEnds++,
      onFault: (error) => {
        this.noteFailure(error);
        for (const subscription of this.subscriptions) subscription.report(error);
      },
    });
    return this.reader;
  }

  private async find(stream: string, revision: number): Promise<Appended> {
    const [event] = await readStream(this.connection, stream, { from: revision, backwards: false, limit: 1 });
    if (!event) throw new Error(`${stream} has no revision ${revision}, though EventStoreDB has just said so`);
    return event;
  }

  /** Where an earlier try of an append was written; undefined if it was not. */
  private async findByIds(stream: string, events: NewEvent[]): Promise<Appended | undefined> {
    const recent = await this.read(stream, { direction: 'backwards' });
    const last = events[events.length - 1]!.id;
    const found = recent.find(({ id }) => id === last);
    return found && { revision: found.revision, position: found.position };
  }

  private async asking<T>(answer: Promise<T>): Promise<T> {
    try {
      const answered = await answer;
      this.availability.answered();
      return answered;
    } catch (error) {
      if (error instanceof StoreUnavailableError) this.noteFailure(error);
      throw error;
    }
  }

  private noteFailure(error: Error): void {
    if (!this.closing) this.availability.failed(error);
  }

  private checkOpen(): void {
    if (this.closing) throw closed();
  }
}

function closed(): StoreUnavailableError {
  return new StoreUnavailableError('the log is closed');
}
