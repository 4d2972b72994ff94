import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { AllPosition } from './positions.ts';
import { FieldReader } from './protobuf.ts';

/**
 * The answers of EventStoreDB's Read call (streams.proto, shared.proto), read by hand: the client's own decoding makes an object of every
 * part of every message and parses its JSON, which was most of what following the log cost. The numbers are those of the fields.
 */

const NO_BYTES = Buffer.alloc(0);

/** An event as it came: its head is decoded, its data and metadata are the message's own bytes. */
export interface WireEvent {
  id: string;
  stream: string;
  type: string;
  isJson: boolean;
  revision: number;
  /** As `wirePosition` takes it; undefined where the server gave none. */
  commit: number | undefined;
  prepare: number | undefined;
  meta: Buffer;
  data: Buffer;
}

export type ReadAnswer = WireEvent | 'confirmation' | 'stream-not-found' | 'other';

/** Decodes an answer (`ReadResp`). Throws `RangeError` for bytes that are none. */
export function readAnswer(bytes: Buffer): ReadAnswer {
  const answer = new FieldReader(bytes);
  while (answer.next()) {
    if (answer.field === 1) return resolvedEvent(answer.message());
    if (answer.field === 2) return 'confirmation';
    if (answer.field === 4) return 'stream-not-found';
  }
  return 'other';
}

/** `ReadEvent`: the event, and its position where the event itself has none. */
function resolvedEvent(resolved: FieldReader): ReadAnswer {
  let event: WireEvent | undefined;
  let commit: number | undefined;
  while (resolved.next()) {
    if (resolved.field === 1) event = recordedEvent(resolved.message());
    else if (resolved.field === 3) commit = resolved.varint();
  }
  if (!event) return 'other';
  event.commit ??= commit;
  return event;
}

function recordedEvent(fields: FieldReader): WireEvent {
  const event: WireEvent = {
    id: '',
    stream: '',
    type: '',
    isJson: false,
    revision: 0,
    commit: undefined,
    prepare: undefined,
    meta: NO_BYTES,
    data: NO_BYTES,
  };
  while (fields.next()) {
    switch (fields.field) {
      case 1:
        event.id = uuidText(fields.message());
        break;
      case 2:
        event.stream = streamName(fields.message());
        break;
      case 3:
        event.revision = fields.varint();
        break;
      case 4:
        event.prepare = fields.varint();
        break;
      case 5:
        event.commit = fields.varint();
        break;
      case 6:
        takeProperty(event, fields.message());
        break;
      case 7:
        event.meta = fields.view();
        break;
      case 8:
        event.data = fields.view();
        break;
    }
  }
  return event;
}

/** One entry of the map in which the server tells type and content type. */
function takeProperty(event: WireEvent, entry: FieldReader): void {
  let key = '';
  let value = '';
  while (entry.next()) {
    if (entry.field === 1) key = entry.text();
    else if (entry.field === 2) value = entry.text();
  }
  if (key === 'type') event.type = value;
  else if (key === 'content-type') event.isJson = value === 'application/json';
}

function streamName(identifier: FieldReader): string {
  let name = '';
  while (identifier.next()) if (identifier.field === 3) name = identifier.text();
  return name;
}

/** The text of a UUID. They come back as they were sent, unless the server makes the message up itself (its own time-out). */
export function uuidText(uuid: FieldReader): string {
  while (uuid.next()) {
    if (uuid.field === 2) return uuid.text();
    if (uuid.field === 1) return structuredUuid(uuid.view());
  }
  return '';
}

function structuredUuid(bytes: Buffer): string {
  const halves = shared.UUID.Structured.deserializeBinary(bytes);
  const hex = (bits: string) => BigInt.asUintN(64, BigInt(bits)).toString(16).padStart(16, '0');
  const text = hex(halves.getMostSignificantBits()) + hex(halves.getLeastSignificantBits());
  return text.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

export interface StreamRead {
  stream: string;
  from: number | 'start' | 'end';
  backwards: boolean;
  limit: number;
}

export interface AllRead {
  from: AllPosition | 'end';
  backwards: boolean;
  limit: number;
}

export function streamRequest({ stream, from, backwards, limit }: StreamRead): streams.ReadReq {
  const place = new streams.ReadReq.Options.StreamOptions();
  place.setStreamIdentifier(new shared.StreamIdentifier().setStreamName(Buffer.from(stream)));
  if (from === 'start') place.setStart(new shared.Empty());
  else if (from === 'end') place.setEnd(new shared.Empty());
  else place.setRevision(String(from));
  const options = baseOptions().setStream(place).setNoFilter(new shared.Empty());
  return new streams.ReadReq().setOptions(options.setReadDirection(backwards ? 1 : 0).setCount(String(limit)));
}

export function allRequest({ from, backwards, limit }: AllRead): streams.ReadReq {
  const options = baseOptions().setAll(allOptions(from)).setNoFilter(new shared.Empty());
  return new streams.ReadReq().setOptions(options.setReadDirection(backwards ? 1 : 0).setCount(String(limit)));
}

/** Follows `$all` after a position, without EventStoreDB's own events. */
export function followRequest(after: AllPosition): streams.ReadReq {
  const types = new streams.ReadReq.Options.FilterOptions.Expression().setRegex('^[^$].*');
  const filter = new streams.ReadReq.Options.FilterOptions()
    .setEventType(types)
    .setCount(new shared.Empty())
    .setCheckpointintervalmultiplier(1);
  const options = baseOptions().setAll(allOptions(after)).setFilter(filter);
  return new streams.ReadReq().setOptions(options.setSubscription(new streams.ReadReq.Options.SubscriptionOptions()));
}

function baseOptions(): streams.ReadReq.Options {
  const uuids = new streams.ReadReq.Options.UUIDOption().setString(new shared.Empty());
  return new streams.ReadReq.Options().setResolveLinks(false).setUuidOption(uuids);
}

function allOptions(from: AllPosition | 'end'): streams.ReadReq.Options.AllOptions {
  const options = new streams.ReadReq.Options.AllOptions();
  if (from === 'start') return options.setStart(new shared.Empty());
  if (from === 'end') return options.setEnd(new shared.Empty());
  const position = new streams.ReadReq.Options.Position()
    .setCommitPosition(String(from.commit))
    .setPreparePosition(String(from.prepare));
  return options.setPosition(position);
}
