import shared from '@eventstore/db-client/generated/shared_pb.js';
import statusPb from '@eventstore/db-client/generated/status_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import anyPb from 'google-protobuf/google/protobuf/any_pb.js';
import googleEmpty from 'google-protobuf/google/protobuf/empty_pb.js';
import { ANY, type FakeAppend, type FakeEvent, type FakeRecord, NO_STREAM, STREAM_EXISTS } from './log.ts';

/** Between the log and the protocol's messages. */

type Proposed = streams.AppendReq.ProposedMessage | streams.BatchAppendReq.ProposedMessage;

export function toEvent(message: Proposed): FakeEvent {
  const metadata = message.getMetadataMap();
  return {
    id: message.getId()!.getString(),
    type: metadata.get('type') ?? '',
    contentType: metadata.get('content-type') ?? '',
    data: message.getData_asU8(),
    meta: message.getCustomMetadata_asU8(),
  };
}

export function streamName(identifier: shared.StreamIdentifier | undefined): string {
  return Buffer.from(identifier?.getStreamName_asU8() ?? []).toString('utf8');
}

export function toAppend(options: streams.BatchAppendReq.Options): FakeAppend {
  const expected = options.hasNoStream()
    ? NO_STREAM
    : options.hasAny()
      ? ANY
      : options.hasStreamExists()
        ? STREAM_EXISTS
        : Number(options.getStreamPosition());
  return { stream: streamName(options.getStreamIdentifier()), expected, events: [] };
}

export function toReadEvent(record: FakeRecord): streams.ReadResp {
  const position = String(record.position);
  const event = new streams.ReadResp.ReadEvent.RecordedEvent()
    .setId(new shared.UUID().setString(record.id))
    .setStreamIdentifier(new shared.StreamIdentifier().setStreamName(Buffer.from(record.stream)))
    .setStreamRevision(String(record.revision))
    .setCommitPosition(position)
    .setPreparePosition(position)
    .setData(record.data)
    .setCustomMetadata(record.meta);
  event.getMetadataMap().set('type', record.type).set('content-type', record.contentType).set('created', '0');
  const read = new streams.ReadResp.ReadEvent().setEvent(event).setCommitPosition(position);
  return new streams.ReadResp().setEvent(read);
}

export function toCheckpoint(position: string): streams.ReadResp {
  const checkpoint = new streams.ReadResp.Checkpoint().setCommitPosition(position).setPreparePosition(position);
  return new streams.ReadResp().setCheckpoint(checkpoint);
}

/** `position` undefined: the server does not know it, as for a repetition of what is not indexed yet. */
export function toSuccess(revision: number, position: number | undefined): streams.BatchAppendResp {
  const success = new streams.BatchAppendResp.Success().setCurrentRevision(String(revision));
  if (position === undefined) success.setNoPosition(new googleEmpty.Empty());
  else {
    const text = String(position);
    success.setPosition(new shared.AllStreamPosition().setCommitPosition(text).setPreparePosition(text));
  }
  return new streams.BatchAppendResp().setSuccess(success);
}

export function toFailure(name: string, message: string, details: Uint8Array = new Uint8Array()) {
  const any = new anyPb.Any();
  any.pack(details, `event_store.client.${name}`);
  return new streams.BatchAppendResp().setError(new statusPb.Status().setMessage(message).setDetails(any));
}

export function toWrongVersion(current: number): streams.BatchAppendResp {
  const wrong = new shared.WrongExpectedVersion();
  if (current < 0) wrong.setCurrentNoStream(new googleEmpty.Empty());
  else wrong.setCurrentStreamRevision(String(current));
  return toFailure('WrongExpectedVersion', 'WrongExpectedVersion', wrong.serializeBinary());
}

/** As the server writes the id where it makes an answer up itself. */
export function structured(id: shared.UUID): shared.UUID {
  const hex = id.getString().replaceAll('-', '');
  const bits = (text: string) => BigInt.asIntN(64, BigInt(`0x${text}`)).toString();
  const halves = new shared.UUID.Structured()
    .setMostSignificantBits(bits(hex.slice(0, 16)))
    .setLeastSignificantBits(bits(hex.slice(16)));
  return new shared.UUID().setStructured(halves);
}
