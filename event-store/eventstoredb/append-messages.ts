import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { ExpectedRevision } from '../event-store.ts';
import { uuidText } from './messages.ts';
import { fromWire } from './positions.ts';
import { delimitedTag, FieldReader, varintBytes, varintTag, writeVarint } from './protobuf.ts';

/**
 * The messages of EventStoreDB's BatchAppend call (streams.proto), written by hand: an event's texts are encoded once, into the bytes that
 * go out. The numbers are those of the fields.
 */

/** An event as it goes over the wire: a `ProposedMessage`, with its tag and length. */
export interface EncodedEvent {
  message: Buffer;
  /** Bytes that the server counts against its limit for an append: data + metadata + twice the type's length. */
  bytes: number;
}

export interface EventTexts {
  id: string;
  type: string;
  data: string;
  meta: string;
}

/** `metadata` entry that says that data is JSON; the same for every event. */
const JSON_CONTENT = contentEntry();

function contentEntry(): Buffer {
  const message = new streams.BatchAppendReq.ProposedMessage();
  message.getMetadataMap().set('content-type', 'application/json');
  return Buffer.from(message.serializeBinary());
}

/** Encodes an event. Its texts may be large: each is measured, then written in its place. */
export function encodeEvent({ id, type, data, meta }: EventTexts): EncodedEvent {
  const typeBytes = Buffer.byteLength(type);
  const dataBytes = Buffer.byteLength(data);
  const metaBytes = Buffer.byteLength(meta);
  const uuidBytes = fieldBytes(id.length);
  const entryBytes = fieldBytes(TYPE_KEY.length) + fieldBytes(typeBytes);
  const bodyBytes =
    fieldBytes(uuidBytes) +
    fieldBytes(entryBytes) +
    JSON_CONTENT.length +
    fieldBytes(metaBytes) +
    fieldBytes(dataBytes);
  const message = Buffer.allocUnsafe(fieldBytes(bodyBytes));
  let at = begin(message, 0, 3, bodyBytes);
  at = writeText(message, begin(message, at, 1, uuidBytes), 2, id, id.length);
  at = begin(message, at, 2, entryBytes);
  at = writeText(message, at, 1, TYPE_KEY, TYPE_KEY.length);
  at = writeText(message, at, 2, type, typeBytes);
  at += JSON_CONTENT.copy(message, at);
  at = writeText(message, at, 3, meta, metaBytes);
  writeText(message, at, 4, data, dataBytes);
  return { message, bytes: dataBytes + metaBytes + 2 * type.length };
}

const TYPE_KEY = 'type';

/** Bytes of a length-delimited field whose value has so many. */
function fieldBytes(valueBytes: number): number {
  return 1 + varintBytes(valueBytes) + valueBytes;
}

/** Writes a field's tag and length, and returns where its value begins. */
function begin(target: Buffer, at: number, field: number, valueBytes: number): number {
  target[at] = delimitedTag(field);
  return writeVarint(target, at + 1, valueBytes);
}

function writeText(target: Buffer, at: number, field: number, text: string, textBytes: number): number {
  const valueAt = begin(target, at, field, textBytes);
  target.write(text, valueAt, 'utf8');
  return valueAt + textBytes;
}

/** A whole append (`BatchAppendReq`), which is answered under its correlation id, a UUID. */
export function appendRequest(
  correlationId: string,
  { stream, expected, events }: { stream: string; expected: ExpectedRevision; events: readonly EncodedEvent[] },
): Buffer {
  // No deadline: the server would compare it with its own clock, which may differ from ours.
  const uuidBytes = fieldBytes(correlationId.length);
  const nameBytes = Buffer.byteLength(stream);
  const expectedBytes = typeof expected === 'number' ? 1 + varintBytes(expected) : fieldBytes(0);
  const optionsBytes = fieldBytes(fieldBytes(nameBytes)) + expectedBytes;
  const head = Buffer.allocUnsafe(fieldBytes(uuidBytes) + fieldBytes(optionsBytes));
  let at = begin(head, 0, 1, uuidBytes);
  at = writeText(head, at, 2, correlationId, correlationId.length);
  at = begin(head, at, 2, optionsBytes);
  at = begin(head, at, 1, fieldBytes(nameBytes));
  at = writeText(head, at, 3, stream, nameBytes);
  if (typeof expected === 'number') {
    head[at] = varintTag(2);
    writeVarint(head, at + 1, expected);
  } else begin(head, at, expected === 'none' ? 3 : 4, 0);
  return Buffer.concat([head, ...events.map(({ message }) => message), IS_FINAL]);
}

const IS_FINAL = Buffer.from([varintTag(4), 1]);

/** The answer to an append: what a success says, or the whole answer when it is none. */
export interface AppendResponse {
  correlationId: string;
  success?: { revision: number; position: number | undefined };
  refusal?: streams.BatchAppendResp;
}

/** Decodes an answer (`BatchAppendResp`). Throws `RangeError` for bytes that are none. */
export function appendResponse(bytes: Buffer): AppendResponse {
  const answer = new FieldReader(bytes);
  let correlationId = '';
  let success: { revision: number; position: number | undefined } | undefined;
  while (answer.next()) {
    if (answer.field === 1) correlationId = uuidText(answer.message());
    else if (answer.field === 3) success = successOf(answer.message());
  }
  if (success) return { correlationId, success };
  return { correlationId, refusal: streams.BatchAppendResp.deserializeBinary(bytes) };
}

function successOf(fields: FieldReader): { revision: number; position: number | undefined } {
  let revision = 0;
  let position: number | undefined;
  while (fields.next()) {
    if (fields.field === 1) revision = fields.varint();
    else if (fields.field === 3) position = commitOf(fields.message());
  }
  return { revision, position: fromWire(position) };
}

function commitOf(position: FieldReader): number {
  while (position.next()) if (position.field === 1) return position.varint();
  return 0;
}

/** Where a stream is after a wrong expectation (`WrongExpectedVersion`): its last revision, -1 when it does not exist. */
export function actualRevision(details: Uint8Array): number {
  const wrong = shared.WrongExpectedVersion.deserializeBinary(details);
  return wrong.hasCurrentStreamRevision() ? Number(wrong.getCurrentStreamRevision()) : -1;
}
