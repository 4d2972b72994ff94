import type { EventMeta } from '../../domain/kernel/event.ts';
import {
  DamagedLogError,
  type LoggedEvent,
  logged,
  MAX_APPEND_BYTES,
  type NewEvent,
  type RecordedEvent,
} from '../event-store.ts';
import { checkAppendBytes, checkEventId, checkEventType, dataText } from '../limits.ts';
import type { Upcast } from '../upcast.ts';
import { type EncodedEvent, encodeEvent } from './append-messages.ts';
import type { WireEvent } from './messages.ts';
import { fromWire } from './positions.ts';

/** Bytes that the server counts against its limit for an append. */
export function bytesOf(events: readonly EncodedEvent[]): number {
  let sum = 0;
  for (const { bytes } of events) sum += bytes;
  return sum;
}

/**
 * Checks an append's events against the port's limits (`RangeError`) and encodes them. For EventStoreDB's tools the metadata also
 * carries its `$correlationId` and `$causationId`; they are left out where they alone would exceed the server's limit.
 */
export function encodeEvents(events: readonly NewEvent[]): EncodedEvent[] {
  const texts = events.map(({ id, type, data }) => {
    checkEventId(id);
    checkEventType(type);
    return dataText(data);
  });
  checkAppendBytes(events, texts);
  const encode = (meta: (meta: EventMeta) => object) =>
    events.map((event, i) =>
      encodeEvent({ id: event.id, type: event.type, data: texts[i]!, meta: JSON.stringify(meta(event.meta)) }),
    );
  const encoded = encode((meta) => ({
    ...meta,
    $correlationId: meta.correlationId ?? meta.commandId,
    $causationId: meta.commandId,
  }));
  return bytesOf(encoded) <= MAX_APPEND_BYTES ? encoded : encode((meta) => meta);
}

/** EventStoreDB's own events: statistics, links of projections, metadata of streams. */
function isSystemEvent({ stream, type }: WireEvent): boolean {
  return stream.startsWith('$') || type.startsWith('$');
}

/** An event of `$all`; undefined when it is not one of ours. */
export function fromAll(wire: WireEvent, upcast: Upcast): LoggedEvent | undefined {
  return isSystemEvent(wire) || !isOurs(wire) ? undefined : recorded(wire, upcast);
}

/** An event of one of our streams. Throws `DamagedLogError` when something else has written it there. */
export function fromStream(wire: WireEvent, upcast: Upcast): LoggedEvent {
  if (!isOurs(wire)) throw notOurs(wire);
  return recorded(wire, upcast);
}

/** What the metadata of every event that Salon wrote has, as it stands in JSON. */
const COMMAND_FIELD = Buffer.from('"commandId":');
const APP_FIELD = Buffer.from('"appId":');
const VERSION_FIELD = Buffer.from('"schemaVersion":');

function isOurs({ isJson, meta }: WireEvent): boolean {
  return isJson && meta.includes(COMMAND_FIELD) && meta.includes(APP_FIELD);
}

function notOurs({ stream }: WireEvent): DamagedLogError {
  return new DamagedLogError(
    `${stream} holds an event that Salon did not write: give Salon an EventStoreDB of its own`,
    { stream },
  );
}

function recorded(wire: WireEvent, upcast: Upcast): LoggedEvent {
  const { stream, commit, prepare } = wire;
  if (prepare !== undefined && commit !== prepare) {
    throw new DamagedLogError(`${stream} was written to in a transaction, which Salon never does`, { stream });
  }
  const position = fromWire(commit);
  if (position === undefined)
    throw new Error('EventStoreDB gave an event without a position: it must be 22.6 or later');
  const event = lazily(wire, position);
  return wire.meta.includes(VERSION_FIELD) || upcast.changes(wire.type) ? upcast(event) : logged(event);
}

/**
 * An event whose data and metadata are parsed when somebody asks for them first: most processes need few of the events that pass. They are its own
 * enumerable properties, so that a copy of the event has them.
 */
function lazily(wire: WireEvent, position: number): RecordedEvent {
  const { id, type, stream, revision } = wire;
  let data: RecordedEvent['data'] | undefined;
  let meta: EventMeta | undefined;
  return {
    id,
    type,
    stream,
    revision,
    position,
    get data() {
      data ??= parsed(stream, wire.data);
      return data as RecordedEvent['data'];
    },
    get meta() {
      meta ??= ourMeta(parsed(stream, wire.meta));
      return meta;
    },
  };
}

function parsed(stream: string, bytes: Buffer): object {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw new DamagedLogError(`${stream} holds an event that is no JSON`, { stream, cause });
  }
}

/** Our part of an event's metadata. */
function ourMeta(metadata: object): EventMeta {
  const { $correlationId, $causationId, ...meta } = metadata as Record<string, unknown>;
  return meta as unknown as EventMeta;
}
