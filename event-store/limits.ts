import {
  type ExpectedRevision,
  MAX_APPEND_BYTES,
  MAX_EVENTS_PER_APPEND,
  MAX_READ_EVENTS,
  MAX_STREAM_NAME_CHARS,
  MAX_STREAMS_TOGETHER,
  type NewEvent,
  type Position,
  START,
  type StreamAppend,
} from './event-store.ts';

/** The limits that every adapter of the log checks before it writes anything. Each check throws `RangeError`. */

export const MAX_EVENT_TYPE_CHARS = 256;

/** A name begins with no `$` (EventStoreDB keeps those for itself) and survives UTF-8 unchanged. */
export function checkStreamName(stream: string): void {
  if (!isName(stream, MAX_STREAM_NAME_CHARS)) throw new RangeError(`not a stream name: ${JSON.stringify(stream)}`);
}

/** Appends that are written together go to different streams. */
export function checkTogether(appends: readonly StreamAppend[]): void {
  const streams = new Set(appends.map(({ stream }) => stream));
  if (streams.size !== appends.length)
    throw new RangeError('appends that are written together go to different streams');
  if (streams.size === 0 || streams.size > MAX_STREAMS_TOGETHER)
    throw new RangeError(`1 to ${MAX_STREAMS_TOGETHER} appends are written together, not ${streams.size}`);
}

export function checkEventType(type: string): void {
  if (!isName(type, MAX_EVENT_TYPE_CHARS)) throw new RangeError(`not an event type: ${JSON.stringify(type)}`);
}

function isName(name: string, maxChars: number): boolean {
  return (
    name.length > 0 &&
    name.length <= maxChars &&
    name[0] !== '$' &&
    !name.includes('\0') &&
    !/[\ud800-\udfff]/u.test(name)
  );
}

/** Ids are lower-case UUIDs: what comes back is then what was given, in every adapter. */
export function checkEventId(id: string): void {
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(id)) {
    throw new RangeError(`not an event id (a lower-case UUID): ${JSON.stringify(id)}`);
  }
}

export function checkRevision(revision: number): void {
  if (!Number.isSafeInteger(revision) || revision < 0) throw new RangeError(`not a revision: ${revision}`);
}

export function checkPosition(position: Position): void {
  if (!Number.isSafeInteger(position) || position < START) throw new RangeError(`not a position: ${position}`);
}

export function checkExpected(expected: ExpectedRevision): void {
  if (expected !== 'none' && expected !== 'any') checkRevision(expected);
}

export function checkEventCount(count: number): void {
  if (count === 0 || count > MAX_EVENTS_PER_APPEND) {
    throw new RangeError(`an append holds 1 to ${MAX_EVENTS_PER_APPEND} events, not ${count}`);
  }
}

/** A limit of a read as given: an integer from 1 to MAX_READ_EVENTS, which is also the default. */
export function readLimit(limit: number = MAX_READ_EVENTS): number {
  if (Number.isSafeInteger(limit) && limit >= 1 && limit <= MAX_READ_EVENTS) return limit;
  throw new RangeError(`a read returns 1 to ${MAX_READ_EVENTS} events, not ${limit}`);
}

/** The JSON text of an event's data, which must be an object. */
export function dataText(data: unknown): string {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) throw new RangeError('event data is an object');
  try {
    const text: string | undefined = JSON.stringify(data);
    if (text?.startsWith('{')) return text;
  } catch (error) {
    throw new RangeError(`event data is not JSON: ${(error as Error).message}`, { cause: error });
  }
  throw new RangeError('event data is not a JSON object');
}

/**
 * Checks an append's size: data + metadata + twice the type's length, in bytes over all of its events.
 * `texts` are the events' data as JSON.
 */
export function checkAppendBytes(events: readonly NewEvent[], texts: readonly string[]): void {
  // A UTF-16 unit is at most three bytes of UTF-8, so that most appends pass without being measured.
  let chars = 0;
  for (let i = 0; i < texts.length; i++) chars += texts[i]!.length + events[i]!.type.length;
  if (chars * 3 + events.length * 1024 < MAX_APPEND_BYTES) return;
  let bytes = 0;
  for (let i = 0; i < texts.length; i++) {
    const { type, meta } = events[i]!;
    bytes += Buffer.byteLength(texts[i]!) + Buffer.byteLength(JSON.stringify(meta)) + 2 * type.length;
  }
  if (bytes > MAX_APPEND_BYTES) throw new RangeError(`an append holds at most ${MAX_APPEND_BYTES} bytes, not ${bytes}`);
}
