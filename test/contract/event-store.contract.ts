import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import {
  ConcurrencyError,
  type EventStore,
  MAX_APPEND_BYTES,
  MAX_EVENTS_PER_APPEND,
  MAX_READ_EVENTS,
  MAX_STREAM_NAME_CHARS,
  type NewEvent,
} from '../../event-store/event-store.ts';
import { event, events, readWhole } from '../support/log-events.ts';
import { rejection } from '../support/promises.ts';
import { skipAloud } from '../support/skip.ts';
import { readingContract } from './event-store-reading.contract.ts';

export interface StoreUnderTest {
  store: EventStore;
  /** Closes the store and opens what it kept; only where a store keeps anything. */
  reopen?(): Promise<EventStore>;
  /** Closes the store that is open and removes what it left. */
  dispose(): Promise<void>;
}

/** What the port's comment promises, guarantee by guarantee. Every adapter of the log passes it. */
export function eventStoreContract(name: string, make: () => Promise<StoreUnderTest>): void {
  describe(`event store: ${name}`, () => {
    let under: StoreUnderTest;
    let store: EventStore;

    beforeEach(async () => {
      under = await make();
      store = under.store;
    });
    afterEach(async () => {
      await under.dispose();
    });

    describe('1: what was acknowledged survives', () => {
      it('is all there when the store is opened again, and revisions go on', async function () {
        if (!under.reopen) return skipAloud(this, `opening the log again: one ${name} cannot be`);
        await store.append('live-heihei.1', events(3), { expected: 'none' });
        await store.append('live-heihei.2', events(1), { expected: 'any' });
        const before = await readWhole(store);
        store = await under.reopen();
        expect(await readWhole(store)).to.deep.equal(before);
        expect(await store.head()).to.equal(before[3]!.position);
        const { revision, position } = await store.append('live-heihei.1', [event()], { expected: 2 });
        expect(revision).to.equal(3);
        expect(position).to.be.greaterThan(before[3]!.position);
      });

      it('recognises a repeated append after it is opened again', async function () {
        if (!under.reopen) return skipAloud(this, `opening the log again: one ${name} cannot be`);
        const sent = events(2);
        const first = await store.append('live-heihei.1', sent, { expected: 'none' });
        store = await under.reopen();
        expect(await store.append('live-heihei.1', sent, { expected: 'none' })).to.deep.equal(first);
      });
    });

    describe('2: an append is whole, revisions have no gaps', () => {
      it('numbers the events of a stream from 0 and answers with the last', async () => {
        const first = await store.append('live-heihei.1', events(3), { expected: 'none' });
        const second = await store.append('live-heihei.1', events(2), { expected: 2 });
        expect([first.revision, second.revision]).to.deep.equal([2, 4]);
        const read = await store.read('live-heihei.1');
        expect(read.map(({ revision }) => revision)).to.deep.equal([0, 1, 2, 3, 4]);
        expect(read[2]!.position).to.equal(first.position);
        expect(read[4]!.position).to.equal(second.position);
      });

      it('returns what JSON makes of an event', async () => {
        const sent: NewEvent = {
          id: randomUUID(),
          type: 'TextSent',
          data: {
            text: '谢谢 "🎁" \ud800 \0 \n',
            none: undefined,
            nested: { list: [1, -2.5, null, true], n: Number.NaN },
          },
          meta: {
            appId: 'heihei',
            actor: 0,
            at: 1_760_000_000_123,
            commandId: 'not-a-uuid-中',
            fingerprint: 'abcdefgh',
            cause: { reactor: 'points', position: 17 },
            correlationId: randomUUID(),
            operator: 12,
            reason: '核实过 "🎁"',
          },
        };
        await store.append('feed-heihei.1', [sent, event()], { expected: 'any' });
        const [read, plain] = await store.read('feed-heihei.1');
        expect({ ...read }).to.deep.equal({
          ...JSON.parse(JSON.stringify(sent)),
          stream: 'feed-heihei.1',
          revision: 0,
          position: read!.position,
        });
        expect(plain!.meta).to.have.all.keys('appId', 'actor', 'at', 'commandId');
      });

      it('keeps what was appended, whatever the caller then does with its objects', async () => {
        const data = { list: [1] };
        const appended = store.append('feed-heihei.1', [event(data)], { expected: 'any' });
        data.list.push(2);
        await appended;
        const [read] = await store.read('feed-heihei.1');
        (read!.data as unknown as typeof data).list.push(3);
        expect((await store.read('feed-heihei.1'))[0]!.data).to.deep.equal({ list: [1] });
      });

      it('writes nothing of a refused append', async () => {
        await store.append('live-heihei.1', events(1), { expected: 'none' });
        await rejection(store.append('live-heihei.1', events(3), { expected: 'none' }));
        await rejection(store.append('live-heihei.2', events(3), { expected: 0 }));
        expect(await readWhole(store)).to.have.length(1);
        expect(await store.read('live-heihei.2')).to.deep.equal([]);
      });
    });

    describe('3: expected revisions and repetitions', () => {
      it('refuses a wrong expectation and says where the stream is', async () => {
        await store.append('live-heihei.1', events(2), { expected: 'none' });
        for (const [stream, expected, actual] of [
          ['live-heihei.1', 'none', 1],
          ['live-heihei.1', 0, 1],
          ['live-heihei.1', 2, 1],
          ['live-heihei.2', 0, -1],
        ] as const) {
          const error = await rejection(store.append(stream, [event()], { expected }));
          expect(error).to.be.instanceOf(ConcurrencyError);
          expect(error).to.include({ stream, expected, actual });
        }
      });

      it('lets exactly one of many win a revision', async () => {
        const results = await Promise.allSettled(
          Array.from({ length: 50 }, () => store.append('identity-heihei.phone.1', [event()], { expected: 'none' })),
        );
        expect(results.filter(({ status }) => status === 'fulfilled')).to.have.length(1);
        expect(await store.read('identity-heihei.phone.1')).to.have.length(1);
      });

      it('answers a repeated append with its first result, also when the stream has gone on', async () => {
        const [first, second] = [events(2), events(3)];
        const results = [
          await store.append('live-heihei.1', first, { expected: 'none' }),
          await store.append('live-heihei.1', second, { expected: 1 }),
        ];
        await store.append('live-heihei.1', [event()], { expected: 'any' });
        expect(await store.append('live-heihei.1', first, { expected: 'none' })).to.deep.equal(results[0]);
        expect(await store.append('live-heihei.1', second, { expected: 1 })).to.deep.equal(results[1]);
        expect(await store.read('live-heihei.1')).to.have.length(6);
      });

      it('recognises a repetition that is issued while the first is under way', async () => {
        const sent = events(2);
        const results = await Promise.all(
          [1, 2, 3].map(() => store.append('live-heihei.1', sent, { expected: 'none' })),
        );
        expect(results[1]).to.deep.equal(results[0]);
        expect(results[2]).to.deep.equal(results[0]);
        expect(await readWhole(store)).to.have.length(2);
      });

      it('takes neither other ids, nor some of the ids, nor another place for a repetition', async () => {
        const sent = events(2);
        await store.append('live-heihei.1', sent, { expected: 'none' });
        for (const [repeated, expected] of [
          [[sent[0]!, event()], 'none'],
          [[sent[1]!, sent[0]!], 'none'],
          [[...sent, event()], 'none'],
          [sent, 0],
        ] as const) {
          const error = await rejection(store.append('live-heihei.1', [...repeated], { expected }));
          expect(error).to.be.instanceOf(ConcurrencyError);
        }
        expect(await readWhole(store)).to.have.length(2);
      });
    });

    describe('5: appends in flight', () => {
      it('keeps the order of hundreds of interleaved appends that count on each other', async () => {
        const streams = ['wallet-heihei.1', 'wallet-heihei.2', 'wallet-heihei.3', 'wallet-heihei.4'];
        const revisions = streams.map(() => -1);
        const appends = Array.from({ length: 400 }, (_, i) => {
          const s = (i * 7) % streams.length;
          const expected = revisions[s]! < 0 ? 'none' : revisions[s]!;
          const count = 1 + (i % 3);
          revisions[s]! += count;
          return store.append(
            streams[s]!,
            Array.from({ length: count }, () => event({ number: i })),
            { expected },
          );
        });
        const results = await Promise.all(appends);
        const all = await readWhole(store);
        for (const [s, stream] of streams.entries()) {
          const positions = results.filter((_, i) => (i * 7) % streams.length === s).map(({ position }) => position);
          expect(positions).to.deep.equal([...positions].sort((a, b) => a - b));
          const ofStream = all.filter((one) => one.stream === stream);
          const numbers = ofStream.map(({ data }) => (data as { number: number }).number);
          expect(numbers).to.deep.equal([...numbers].sort((a, b) => a - b));
          expect(ofStream.map(({ revision }) => revision)).to.deep.equal(ofStream.map((_, i) => i));
        }
        expect(all).to.have.length(revisions.reduce((sum, revision) => sum + revision + 1, 0));
      });

      it('refuses what builds on a refused append, even where the revision happens to fit', async () => {
        await store.append('live-heihei.1', events(2), { expected: 'none' });
        const refused = store.append('live-heihei.1', events(1), { expected: 0 });
        const building = store.append('live-heihei.1', events(1), { expected: 1 });
        const onThat = store.append('live-heihei.1', events(1), { expected: 2 });
        const other = store.append('live-heihei.2', events(1), { expected: 'none' });
        for (const append of [refused, building, onThat]) {
          expect(await rejection(append)).to.be.instanceOf(ConcurrencyError);
        }
        expect((await other).revision).to.equal(0);
        expect(await store.read('live-heihei.1')).to.have.length(2);
        // The same expectation is fine for one who has heard of the refusal.
        expect((await store.append('live-heihei.1', events(1), { expected: 1 })).revision).to.equal(2);
      });

      it('accepts what builds on a repetition', async () => {
        const sent = events(1);
        await store.append('live-heihei.1', sent, { expected: 'none' });
        const [repeated, next] = await Promise.all([
          store.append('live-heihei.1', sent, { expected: 'none' }),
          store.append('live-heihei.1', events(1), { expected: 0 }),
        ]);
        expect([repeated.revision, next.revision]).to.deep.equal([0, 1]);
      });
    });

    describe('6: limits', () => {
      const refusesAppend = async (stream: string, sent: NewEvent[]) => {
        expect(await rejection(store.append(stream, sent, { expected: 'any' }))).to.be.instanceOf(RangeError);
        expect(await readWhole(store)).to.deep.equal([]);
      };

      it('refuses names of streams that an adapter could not keep', async () => {
        for (const stream of ['', '$all', 'x'.repeat(MAX_STREAM_NAME_CHARS + 1), 'live-\ud800', 'live-\0']) {
          await refusesAppend(stream, events(1));
        }
      });

      it('refuses types and ids of events that an adapter could not keep', async () => {
        for (const type of ['', '$metadata', 'x'.repeat(257), 'a\0']) await refusesAppend('live-1', [event({}, type)]);
        for (const id of ['', 'x', 'ABCDEF00-0000-4000-8000-000000000000', `${randomUUID()}0`]) {
          await refusesAppend('live-1', [{ ...event(), id }]);
        }
      });

      it('refuses data that is not a JSON object', async () => {
        const cyclic: Record<string, unknown> = {};
        cyclic.self = cyclic;
        for (const data of [undefined, null, 1, 'text', [1], cyclic, { big: 1n }, { toJSON: () => 1 }]) {
          await refusesAppend('live-1', [{ ...event(), data }]);
        }
      });

      it('refuses no events, too many, and too much', async () => {
        await refusesAppend('live-1', []);
        await refusesAppend('live-1', events(MAX_EVENTS_PER_APPEND + 1));
        await refusesAppend('live-1', [event({ text: 'x'.repeat(MAX_APPEND_BYTES) })]);
        await refusesAppend('live-1', [event({ text: '礼'.repeat(MAX_APPEND_BYTES / 3) })]);
        await refusesAppend(
          'live-1',
          Array.from({ length: 3 }, () => event({ text: 'x'.repeat(MAX_APPEND_BYTES / 3) })),
        );
      });

      it('refuses expectations, revisions, positions and limits that are none', async () => {
        for (const expected of [-1, 0.5, Number.NaN]) {
          const error = await rejection(store.append('live-1', events(1), { expected }));
          expect(error).to.be.instanceOf(RangeError);
        }
        for (const options of [{ limit: 0 }, { limit: MAX_READ_EVENTS + 1 }, { from: -1 }, { from: 0.5 }]) {
          expect(await rejection(store.read('live-1', options))).to.be.instanceOf(RangeError);
        }
        for (const options of [{ after: -1 }, { after: 0.5 }, { after: 0, limit: 0 }]) {
          expect(await rejection(store.readAll(options))).to.be.instanceOf(RangeError);
        }
      });

      it('takes what is just within them', async () => {
        const name = '直'.repeat(MAX_STREAM_NAME_CHARS);
        const most = events(MAX_EVENTS_PER_APPEND);
        expect((await store.append(name, most, { expected: 'none' })).revision).to.equal(MAX_EVENTS_PER_APPEND - 1);
        expect((await store.read(name))[999]!.stream).to.equal(name);
        const large = event({ text: 'x'.repeat(MAX_APPEND_BYTES - 300) });
        await store.append('feed-large', [large], { expected: 'none' });
        expect((await store.read('feed-large'))[0]!.data).to.deep.equal(large.data);
      });
    });

    readingContract(() => store);

    it('finishes appends under way when it is closed, then refuses calls', async () => {
      const appends = Array.from({ length: 20 }, (_, i) => store.append(`feed-${i}`, events(1), { expected: 'none' }));
      await store.close();
      const results = await Promise.all(appends);
      expect(results.map(({ revision }) => revision)).to.deep.equal(Array(20).fill(0));
      await rejection(store.append('feed-1', events(1), { expected: 'any' }));
      await rejection(store.read('feed-1'));
      await rejection(store.head());
    });
  });
}
