import type { SalonEvent } from '../domain/events.ts';
import type { DomainEvent, EventMeta } from '../domain/kernel/event.ts';

/**
 * Where an event stands in the whole log: totally ordered, JSON-safe (an integer below 2^53), and opaque: compare
 * positions, never compute with them. They have gaps. `START` stands before the first event.
 */
export type Position = number;
export const START: Position = 0;

/** An event on its way into the log. `id` is a UUID, derived from the command, so that a repeated append is recognised. */
export interface NewEvent<E extends DomainEvent = DomainEvent> {
  id: string;
  type: E['type'];
  data: E['data'];
  meta: EventMeta;
}

export interface RecordedEvent<E extends DomainEvent = DomainEvent> extends NewEvent<E> {
  stream: string;
  /** Place within the stream, from 0, without gaps. */
  revision: number;
  position: Position;
}

/** 'none': the stream must not exist; a number: its last revision must be that; 'any': no check. */
/** What comes out of a log of these events: one type an event, so that its `type` tells what its `data` is. */
export type LoggedEvent<E extends DomainEvent = SalonEvent> = E extends DomainEvent ? RecordedEvent<E> : never;

/**
 * An event in today's shape, as what the log says that it holds. The one place where that is taken on trust: only deciders'
 * events are appended, upcast.ts brings older ones up to date, and test/fixtures/events/ has one of each type and version.
 */
export function logged(event: RecordedEvent): LoggedEvent {
  return event as LoggedEvent;
}

export type ExpectedRevision = 'none' | 'any' | number;

export interface Appended {
  /** Revision of the append's last event. */
  revision: number;
  /** Position at which the append is durable: its last event's, or that of a later one which was written along with it. */
  position: Position;
}

/** The events of one append, and where they go. */
export interface StreamAppend {
  stream: string;
  /** As in `append`. */
  events: NewEvent[];
  expected: ExpectedRevision;
}

/** Appends to several streams as one, where a single process writes the log and its positions have no gaps. */
export interface AtomicAppends {
  /** Where the next event will stand, once every append called so far is written; the one after it stands one further. */
  nextPosition(): Position;
  /**
   * Makes ready what is to be appended in this turn. A promise: that is not possible now (the log must fetch something first), and may be when it has
   * resolved.
   */
  prepare(appends: readonly StreamAppend[]): readonly StreamAppend[] | Promise<unknown>;
  /**
   * Appends what was prepared to different streams, at most MAX_STREAMS_TOGETHER: either all of them are written, one behind the other, or none is. Rejects
   * with `ConcurrencyError` when one finds another revision than it expects, or when the first event would not stand at `position`.
   * Otherwise as `append`; answers one `Appended` for each.
   */
  append(appends: readonly StreamAppend[], position: Position): Promise<Appended[]>;
}

export interface ReadOptions {
  /** First revision to return; forwards default 0, backwards default the last one. */
  from?: number;
  direction?: 'forwards' | 'backwards';
  /** At most this many, up to and by default MAX_READ_EVENTS. */
  limit?: number;
}

export interface SubscribeOptions<E extends DomainEvent = SalonEvent> {
  /** Events after this position are delivered. */
  after: Position;
  /**
   * Receives events in order, at least once, in batches of at most MAX_BATCH_EVENTS. The next batch waits for the promise
   * (back-pressure). A rejection delivers the same batch again after a capped backoff.
   */
  onBatch(events: LoggedEvent<E>[]): Promise<void> | void;
  /**
   * Asked of each event: where it answers false, its data may come as the log holds it, sealed, and is not looked at by `onBatch`. What
   * nobody looks at costs nothing. Default: all are read.
   */
  reads?(event: Pick<RecordedEvent, 'stream' | 'type'>): boolean;
  /** Told of each fault that the subscription then recovers from by itself. */
  onFault?(error: Error): void;
}

export interface Subscription {
  /** Stops delivery; resolves when a batch under way has been handled. */
  stop(): Promise<void>;
}

/** `reason` says why the store is away, `sinceMs` since when (epoch milliseconds). It comes back by itself. */
export type StoreStatus = { available: true } | { available: false; reason: string; sinceMs: number };

/**
 * The log of the events E: what comes out of it is one of them, or was written by a newer release (`isKnownEvent` tells). Every adapter guarantees, and test/contract/event-store.contract.ts shows:
 * 1. When `append` resolves, the events survive `kill -9` and power loss.
 * 2. All events of one append appear or none; revisions start at 0 without gaps.
 * 3. A wrong expected revision rejects with `ConcurrencyError`. The same event ids appended again at the same expected
 *    revision resolve with the original result. An outcome that the adapter cannot know rejects with
 *    `UnknownOutcomeError`: retry with the same ids and the same expectation.
 * 4. A subscription delivers every event after `after`, in order, at least once, and never skips silently.
 * 5. Appends to one stream that are issued one after the other are applied in that order, so a caller may issue the next
 *    with the revision that the previous will have; if one is refused, so are those that build on it.
 * 6. Names and sizes outside the limits below reject with `RangeError` before anything is written.
 */
export interface EventStore<E extends DomainEvent = SalonEvent> {
  /** The events may be handed on to subscribers as they are: nobody changes them afterwards. */
  append(stream: string, events: NewEvent[], options: { expected: ExpectedRevision }): Promise<Appended>;
  /** Absent where appends to several streams cannot be one. */
  readonly atomic?: AtomicAppends;
  /** A missing stream reads as `[]`. */
  read(stream: string, options?: ReadOptions): Promise<LoggedEvent<E>[]>;
  /** Events after a position, in order, at most `limit` (up to and by default MAX_READ_EVENTS). */
  readAll(options: { after: Position; limit?: number }): Promise<LoggedEvent<E>[]>;
  /** Events before a position (by default from the end on), newest first, at most `limit` (up to and by default MAX_READ_EVENTS). */
  readAllBackwards(options?: { before?: Position; limit?: number }): Promise<LoggedEvent<E>[]>;
  subscribe(options: SubscribeOptions<E>): Subscription;
  /** Position of the last event; `START` for an empty log. */
  head(): Promise<Position>;
  /** The last event; undefined for an empty log. */
  last(): Promise<LoggedEvent<E> | undefined>;
  /** Whether the store answered when it was last asked, for readiness; a store without it is there as long as the process. */
  status?(): StoreStatus;
  /** Waits for appends under way, then releases everything. Later calls reject. */
  close(): Promise<void>;
}

/** 1 MiB per append: data + metadata + twice the type's length, over all of its events (EventStoreDB's limit). */
export const MAX_APPEND_BYTES = 1024 * 1024;
export const MAX_EVENTS_PER_APPEND = 1000;
export const MAX_STREAM_NAME_CHARS = 256;
/** Streams of one atomic append: what follows from one command, with room. */
export const MAX_STREAMS_TOGETHER = 16;
export const MAX_READ_EVENTS = 1000;
/** Events handed to a subscriber at a time, at most: what it does with them holds up everybody else meanwhile. */
export const MAX_BATCH_EVENTS = 250;

export class ConcurrencyError extends Error {
  override readonly name = 'ConcurrencyError';
  readonly stream: string;
  readonly expected: ExpectedRevision;
  /** The stream's last revision; -1 when it does not exist. */
  readonly actual: number;
  constructor(stream: string, expected: ExpectedRevision, actual: number) {
    super(`${stream}: expected revision ${expected}, the stream is at ${actual}`);
    this.stream = stream;
    this.expected = expected;
    this.actual = actual;
  }
}

/** What is written together was to stand at a position that something else has taken, or may take. */
export class PositionTakenError extends ConcurrencyError {
  constructor(stream: string, expected: ExpectedRevision, position: Position) {
    super(stream, expected, typeof expected === 'number' ? expected : -1);
    this.message = `${stream}: its events were to stand at position ${position}, which is taken`;
  }
}

/** The append may or may not have happened. */
export class UnknownOutcomeError extends Error {
  override readonly name = 'UnknownOutcomeError';
}

/** The store cannot be reached or takes nothing now; nothing of this call was written. Temporary. */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError';
}

/**
 * A stream holds an event that this release does not know and may not leave out: it answers for the stream again when it is
 * the newer one. Temporary, as a rolling upgrade is.
 */
export class NewerReleaseError extends StoreUnavailableError {
  readonly event: Pick<RecordedEvent, 'stream' | 'type' | 'position'>;
  constructor(event: Pick<RecordedEvent, 'stream' | 'type' | 'position'>) {
    super(
      `${event.stream} was written by a newer release: ${event.type} at position ${event.position} is not known here`,
    );
    this.event = event;
  }
}

/** The log is damaged: `position` names the first bad record, where there is one. Never temporary. */
export class DamagedLogError extends Error {
  override readonly name = 'DamagedLogError';
  readonly position: Position | undefined;
  readonly stream: string | undefined;
  constructor(
    message: string,
    { position, stream, cause }: { position?: Position; stream?: string; cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.position = position;
    this.stream = stream;
  }
}
