import type { AllStreamResolvedEvent, ResolvedEvent } from '@eventstore/db-client';
import type { EventMeta } from '../../domain/kernel/event.ts';
import {
  DamagedLogError,
  type LoggedEvent,
  MAX_APPEND_BYTES,
  type NewEvent,
  type RecordedEvent,
} from '../event-store.ts';
import { checkAppendBytes, checkEventId, checkEventType, dataText } from '../limits.ts';
import type { Upcast } from '../upcast.ts';
import { fromCommitPosition } from './positions.ts';

/** An event as it goes over the wire. */
export interface EncodedEvent {
  id: string;
  type: string;
  data: Uint8Array;
  meta: Uint8Array;
}

const encoder = new TextEncoder();

/** Bytes that the server counts against its limit for an append. */
export function bytesOf(events: readonly EncodedEvent[]): number {
  let bytes = 0;
  for (const { type, data, meta } of events) bytes += data.length + meta.length + 2 * type.length;
  return bytes;
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
    events.map((event, i) => ({
      id: event.id,
      type: event.type,
      data: encoder.encode(texts[i]),
      meta: encoder.encode(JSON.stringify(meta(event.meta))),
    }));
  const encoded = encode((meta) => ({
    ...meta,
    $correlationId: meta.correlationId ?? meta.commandId,
    $causationId: meta.commandId,
  }));
  return bytesOf(encoded) <= MAX_APPEND_BYTES ? encoded : encode((meta) => meta);
}

type Resolved = Pick<ResolvedEvent | AllStreamResolvedEvent, 'event' | 'commitPosition'>;

/** EventStoreDB's own events: statistics, links of projections, metadata of streams. */
function isSystemEvent(stream: string, type: string): boolean {
  return stream.startsWith('$') || type.startsWith('$');
}

/** An event of `$all`; undefined when it is not one of ours. */
export function fromAll(resolved: Resolved, upcast: Upcast): LoggedEvent | undefined {
  const { event } = resolved;
  if (!event || isSystemEvent(event.streamId, event.type)) return undefined;
  const ours = recorded(resolved);
  return ours && upcast(ours);
}

/** An event of one of our streams. Throws `DamagedLogError` when something else has written it there. */
export function fromStream(resolved: Resolved, upcast: Upcast): LoggedEvent {
  const event = recorded(resolved);
  if (event) return upcast(event);
  const stream = resolved.event?.streamId;
  throw new DamagedLogError(
    `${stream} holds an event that Salon did not write: give Salon an EventStoreDB of its own`,
    {
      stream,
    },
  );
}

function recorded({ event, commitPosition }: Resolved): RecordedEvent | undefined {
  const meta = event && ourMeta(event.metadata);
  if (!event?.isJson || !meta) return undefined;
  if (event.position && event.position.commit !== event.position.prepare) {
    throw new DamagedLogError(`${event.streamId} was written to in a transaction, which Salon never does`, {
      stream: event.streamId,
    });
  }
  const position = fromCommitPosition(event.position?.commit ?? commitPosition);
  if (position === undefined)
    throw new Error('EventStoreDB gave an event without a position: it must be 22.6 or later');
  const { id, type, data, streamId: stream, revision } = event;
  return { id, type, data, meta, stream, revision: Number(revision), position };
}

/** Our part of an event's metadata; undefined when Salon did not write it. */
function ourMeta(metadata: unknown): EventMeta | undefined {
  if (typeof metadata !== 'object' || metadata === null || !('commandId' in metadata) || !('appId' in metadata)) {
    return undefined;
  }
  const { $correlationId, $causationId, ...meta } = metadata as Record<string, unknown>;
  return meta as unknown as EventMeta;
}

/** The position of any event of `$all`, from which to read on; undefined for an event without one. */
export function positionOf({ event, commitPosition }: Resolved): number | undefined {
  return fromCommitPosition(commitPosition ?? event?.position?.commit);
}
