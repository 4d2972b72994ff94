import { crc32 } from 'node:zlib';
import type { EventMeta } from '../../domain/kernel/event.ts';
import type { NewEvent, Position, RecordedEvent } from '../event-store.ts';
import { checkEventId, checkEventType } from '../limits.ts';
import { packUuid, unpackUuid } from './uuid.ts';

/**
 * An event as one JSON text: `[id, type, [appId, actor, at, commandId, rest?], data]`, ids packed to 22 characters.
 * It has no line breaks, which part the events of a chunk.
 */
export type RecordFields = [id: string, type: string, meta: MetaFields, data: object];
type MetaFields = [appId: string, actor: number, at: number, commandId: string, rest?: MetaRest];
/** Metadata that few events carry. */
type MetaRest = {
  f?: string;
  c?: [reactor: string, position: number];
  o?: string;
  i?: 1;
  v?: number;
  p?: [operator: number, reason?: string];
};
/** Does not compile when metadata gains a field that is not written here. */
type WrittenMeta =
  Pick<
    Required<EventMeta>,
    | (
        | 'appId'
        | 'actor'
        | 'at'
        | 'commandId'
        | 'fingerprint'
        | 'cause'
        | 'correlationId'
        | 'ignorable'
        | 'schemaVersion'
      )
    | ('operator' | 'reason')
  > extends Required<EventMeta>
    ? EventMeta
    : never;

/** Throws `RangeError` on an event that no adapter would take. `data` is the event's data as JSON text. */
export function encodeRecord(event: NewEvent, data: string): string {
  const id = packUuid(event.id);
  if (id === undefined) checkEventId(event.id);
  return `["${id}",${quotedType(event.type)},${encodeMeta(event.meta)},${data}]`;
}

/** Types are few: the quoted text of each is kept. The limit guards against a caller that makes them up. */
const quotedTypes = new Map<string, string>();
const MAX_QUOTED_TYPES = 1_000;

function quotedType(type: string): string {
  let quoted = quotedTypes.get(type);
  if (quoted === undefined) {
    checkEventType(type);
    quoted = JSON.stringify(type);
    if (quotedTypes.size < MAX_QUOTED_TYPES) quotedTypes.set(type, quoted);
  }
  return quoted;
}

function encodeMeta(meta: WrittenMeta): string {
  const { appId, actor, at, commandId, fingerprint, cause, correlationId, ignorable, schemaVersion } = meta;
  const { operator, reason } = meta;
  if (!Number.isFinite(actor) || !Number.isFinite(at)) throw new RangeError('actor and time of an event are numbers');
  const packed = packUuid(commandId);
  const command = packed === undefined ? JSON.stringify(`=${commandId}`) : `"${packed}"`;
  const start = `[${JSON.stringify(appId)},${actor},${at},${command}`;
  const isPlain = fingerprint === undefined && cause === undefined && correlationId === undefined;
  if (isPlain && !ignorable && schemaVersion === undefined && operator === undefined) return `${start}]`;
  const rest: MetaRest = {
    f: fingerprint,
    c: cause && [cause.reactor, cause.position],
    o: correlationId,
    i: ignorable && 1,
    v: schemaVersion,
    p: operator === undefined ? undefined : reason === undefined ? [operator] : [operator, reason],
  };
  return `${start},${JSON.stringify(rest)}]`;
}

/** The event as it was written; `Upcast` makes today's of it. */
export function decodeRecord(
  [id, type, [appId, actor, at, commandId, rest], data]: RecordFields,
  stream: string,
  revision: number,
  position: Position,
): RecordedEvent {
  const meta: EventMeta = {
    appId,
    actor,
    at,
    commandId: commandId.startsWith('=') ? commandId.slice(1) : unpackUuid(commandId),
  };
  if (rest) {
    if (rest.f !== undefined) meta.fingerprint = rest.f;
    if (rest.c !== undefined) meta.cause = { reactor: rest.c[0], position: rest.c[1] };
    if (rest.o !== undefined) meta.correlationId = rest.o;
    if (rest.i) meta.ignorable = true;
    if (rest.v !== undefined) meta.schemaVersion = rest.v;
    if (rest.p) {
      meta.operator = rest.p[0];
      if (rest.p[1] !== undefined) meta.reason = rest.p[1];
    }
  }
  return { id: unpackUuid(id), type, data, meta, stream, revision, position };
}

/** The packed event id of the record that begins there. */
export function packedIdAt(text: Buffer, start: number): string {
  return text.toString('latin1', start + 2, start + 24);
}

/** CRC-32 of a text as UTF-8. Given the checksum of what stands before it: of both together. */
export function checksum(text: string | Uint8Array, before = 0): number {
  return crc32(text, before);
}
