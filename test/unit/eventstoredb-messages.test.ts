import { randomUUID } from 'node:crypto';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { expect } from 'chai';
import { EVENT_TYPES } from '../../domain/events.ts';
import { DamagedLogError } from '../../event-store/event-store.ts';
import { appendRequest, appendResponse, encodeEvent } from '../../event-store/eventstoredb/append-messages.ts';
import { fromAll } from '../../event-store/eventstoredb/events.ts';
import { readAnswer, type WireEvent } from '../../event-store/eventstoredb/messages.ts';
import { upcastTo } from '../../event-store/upcast.ts';
import { structured, toCheckpoint, toFailure, toReadEvent, toSuccess } from '../fakes/eventstoredb/messages.ts';

const META = '{"appId":"heihei","actor":1,"at":2,"commandId":"c","$correlationId":"x"}';

const record = (own: object = {}) => ({
  id: randomUUID(),
  type: 'TextSent',
  contentType: 'application/json',
  data: Buffer.from('{"text":"hello"}'),
  meta: Buffer.from(META),
  stream: 'feed-heihei.1',
  revision: 0,
  position: 1,
  ...own,
});

const wireOf = (own: object = {}) => readAnswer(bytesOf(toReadEvent(record(own)))) as WireEvent;
const bytesOf = (message: { serializeBinary(): Uint8Array }) => Buffer.from(message.serializeBinary());

describe('EventStoreDB: messages read and written by hand', () => {
  it('give of an event what the generated classes put into it', () => {
    for (const own of [
      {},
      { data: Buffer.alloc(0), meta: Buffer.alloc(0) },
      { stream: 'feed-heihei.直播间', type: 'Ünïcode', data: Buffer.from('{"text":"你好 🎁"}') },
      { revision: 2 ** 31, position: Number.MAX_SAFE_INTEGER },
      { data: Buffer.alloc(200_000, 'x'), contentType: 'application/octet-stream' },
    ]) {
      const { contentType, position, ...rest } = record(own);
      const message = bytesOf(toReadEvent({ contentType, position, ...rest }));
      expect(readAnswer(message)).to.deep.equal({
        ...rest,
        isJson: contentType === 'application/json',
        commit: position,
        prepare: position,
      });
    }
  });

  it('give an id that the server wrote in its other form', () => {
    const message = toReadEvent(record());
    const event = message.getEvent()!.getEvent()!;
    const text = event.getId()!.getString();
    event.setId(structured(event.getId()!));
    expect(readAnswer(bytesOf(message))).to.have.property('id', text);
  });

  it('tell the other answers apart', () => {
    const missing = new streams.ReadResp.StreamNotFound();
    expect(readAnswer(bytesOf(new streams.ReadResp().setStreamNotFound(missing)))).to.equal('stream-not-found');
    const confirmed = new streams.ReadResp.SubscriptionConfirmation().setSubscriptionId('one');
    expect(readAnswer(bytesOf(new streams.ReadResp().setConfirmation(confirmed)))).to.equal('confirmation');
    expect(readAnswer(bytesOf(toCheckpoint('1')))).to.equal('other');
  });

  it('refuse bytes that end too early', () => {
    const whole = bytesOf(toReadEvent(record()));
    for (let length = 1; length < whole.length; length++) {
      expect(() => readAnswer(whole.subarray(0, length)), `${length} bytes`).to.throw(RangeError);
    }
    expect(() => readAnswer(Buffer.alloc(12, 0xff))).to.throw(RangeError);
  });

  it('parse data and metadata when somebody asks, and leave out what is not ours', () => {
    const upcast = upcastTo(EVENT_TYPES);
    const damaged = fromAll(wireOf({ data: Buffer.from('no JSON') }), upcast)!;
    expect(damaged.stream).to.equal('feed-heihei.1');
    expect(() => damaged.data).to.throw(DamagedLogError);
    expect(damaged.meta).to.deep.equal({ appId: 'heihei', actor: 1, at: 2, commandId: 'c' });
    const event = fromAll(wireOf(), upcast)!;
    expect({ ...event }).to.have.deep.property('data', { text: 'hello' });
    expect(event.data).to.equal(event.data);
    for (const foreign of [
      { type: '$metadata' },
      { stream: '$settings' },
      { contentType: 'text/plain' },
      { meta: Buffer.from('{"actor":1}') },
    ]) {
      expect(fromAll(wireOf(foreign), upcast), JSON.stringify(foreign)).to.equal(undefined);
    }
  });

  it('make appends that the generated classes understand', () => {
    const texts = [
      { id: randomUUID(), type: 'TextSent', data: '{"text":"你好 🎁"}', meta: META },
      { id: randomUUID(), type: 'T', data: `{"text":"${'x'.repeat(70_000)}"}`, meta: '{}' },
    ];
    const events = texts.map(encodeEvent);
    expect(events[0]!.bytes).to.equal(Buffer.byteLength(texts[0]!.data) + META.length + 16);
    for (const expected of ['none', 'any', 0, 2 ** 40] as const) {
      const id = randomUUID();
      const request = streams.BatchAppendReq.deserializeBinary(
        appendRequest(id, { stream: 'feed-heihei.直播间', expected, events }),
      );
      const options = request.getOptions()!;
      expect(request.getCorrelationId()!.getString()).to.equal(id);
      expect(request.getIsFinal()).to.equal(true);
      expect(Buffer.from(options.getStreamIdentifier()!.getStreamName_asU8()).toString()).to.equal(
        'feed-heihei.直播间',
      );
      expect([options.hasNoStream(), options.hasAny(), options.hasStreamPosition()]).to.deep.equal([
        expected === 'none',
        expected === 'any',
        typeof expected === 'number',
      ]);
      if (typeof expected === 'number') expect(Number(options.getStreamPosition())).to.equal(expected);
      const read = request.getProposedMessagesList().map((message) => ({
        id: message.getId()!.getString(),
        type: message.getMetadataMap().get('type'),
        data: Buffer.from(message.getData_asU8()).toString(),
        meta: Buffer.from(message.getCustomMetadata_asU8()).toString(),
      }));
      expect(read).to.deep.equal(texts);
      for (const message of request.getProposedMessagesList()) {
        expect(message.getMetadataMap().get('content-type')).to.equal('application/json');
      }
    }
  });

  it('read the answers to appends', () => {
    const id = randomUUID();
    const uuid = new shared.UUID().setString(id);
    const success = (position: number | undefined) => bytesOf(toSuccess(7, position).setCorrelationId(uuid));
    expect(appendResponse(success(9))).to.deep.equal({ correlationId: id, success: { revision: 7, position: 9 } });
    expect(appendResponse(success(undefined)).success).to.deep.equal({ revision: 7, position: undefined });
    const refused = appendResponse(bytesOf(toFailure('Timeout', 'Timeout').setCorrelationId(structured(uuid))));
    expect(refused.correlationId).to.equal(id);
    expect(refused.refusal?.getError()?.getMessage()).to.equal('Timeout');
  });
});
