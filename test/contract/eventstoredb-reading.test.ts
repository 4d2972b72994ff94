import { randomUUID } from 'node:crypto';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { expect } from 'chai';
import { DamagedLogError, type NewEvent, START, StoreUnavailableError } from '../../event-store/event-store.ts';
import { fromWire } from '../../event-store/eventstoredb/positions.ts';
import { Collector, event, events, readWhole } from '../support/log-events.ts';
import { rejection, until } from '../support/promises.ts';
import { eachOnFake, SHORT_MS } from './eventstoredb-harness.ts';

describe('EventStoreDB: subscriptions and reads, on the fake', () => {
  const on = eachOnFake();

  describe('subscriptions', () => {
    const fill = async (count: number) => {
      for (let i = 0; i < count; i++) await on.store.append(`feed-heihei.${i % 3}`, events(2), { expected: 'any' });
    };
    /** Appends until it is acknowledged, as the command handler does. */
    const surely = async (stream: string, sent: NewEvent[]) => {
      for (;;) {
        const appended = await on.store.append(stream, sent, { expected: 'any' }).catch(() => undefined);
        if (appended) return;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };

    /** What a subscription from the start is given, and the faults that it tells. */
    const follow = () => {
      const collector = new Collector();
      const faults: Error[] = [];
      const onFault = (error: Error) => faults.push(error);
      const subscription = on.store.subscribe({ after: START, onBatch: collector.onBatch, onFault });
      return { collector, faults, subscription };
    };

    it('share one reader of $all', async () => {
      await on.open();
      const collectors = Array.from({ length: 10 }, () => new Collector());
      const subscriptions = collectors.map(({ onBatch }) => on.store.subscribe({ after: START, onBatch }));
      await fill(10);
      await Promise.all(collectors.map((collector) => collector.reaches(20)));
      const counters = await on.fake.counters();
      expect(counters).to.include({
        allSubscriptions: 1,
        openAllSubscriptions: 1,
        mostAllSubscriptions: 1,
        appends: 0,
      });
      await Promise.all(subscriptions.map((subscription) => subscription.stop()));
    });

    it('lose and skip nothing when the server is killed and restarted in their midst', async () => {
      await on.open();
      const { collector, faults, subscription } = follow();
      await fill(20);
      await collector.reaches(10);
      const writing = (async () => {
        for (let i = 0; i < 40; i++) await surely(`feed-heihei.${i % 3}`, events(1));
      })();
      for (let i = 0; i < 2; i++) {
        await on.fake.kill();
        await on.fake.start();
        await fill(1).catch(() => {});
      }
      await writing;
      const all = await readWhole(on.store);
      await collector.reaches(all.length);
      expect(collector.events).to.deep.equal(all);
      expect(faults).to.not.deep.equal([]);
      await until(() => on.store.status().available);
      await subscription.stop();
    });

    it('go on when all connections break, and when the server is unavailable for a while', async () => {
      await on.open();
      const collector = new Collector();
      const subscription = on.store.subscribe({ after: START, onBatch: collector.onBatch });
      await fill(3);
      await collector.reaches(6);
      await on.fake.drop();
      await on.fake.set({ unavailable: 4 });
      for (let i = 0; i < 5; i++) await surely('feed-heihei.9', events(1));
      await collector.reaches(11);
      expect(collector.events).to.deep.equal(await readWhole(on.store));
      await subscription.stop();
    });

    it('go on when the server was frozen', async () => {
      await on.open({ readDeadlineMs: SHORT_MS });
      const collector = new Collector();
      const subscription = on.store.subscribe({ after: START, onBatch: collector.onBatch });
      await fill(2);
      await collector.reaches(4);
      await on.fake.set({ frozen: true });
      const waiting = on.store.append('feed-heihei.1', events(3), { expected: 'any' });
      expect(await rejection(on.store.head())).to.be.instanceOf(StoreUnavailableError);
      await on.fake.set({ frozen: false });
      await waiting;
      await collector.reaches(7);
      await until(async () => (await on.store.head().catch(() => START)) > START);
      await subscription.stop();
      expect(collector.events).to.deep.equal(await readWhole(await on.open()));
    });

    it('hold a slow consumer back without slowing the others, and without keeping what it has not taken', async () => {
      await on.open({ recent: { maxEvents: 20, maxBytes: 100_000 } });
      const fast = new Collector();
      const slow = new Collector();
      let free = () => {};
      const held = new Promise<void>((resolve) => {
        free = resolve;
      });
      let underWay = 0;
      const subscriptions = [
        on.store.subscribe({ after: START, onBatch: fast.onBatch }),
        on.store.subscribe({
          after: START,
          onBatch: async (batch) => {
            expect(++underWay).to.equal(1);
            await held;
            slow.onBatch(batch);
            underWay--;
          },
        }),
      ];
      await fill(200);
      await fast.reaches(400);
      expect(slow.events).to.deep.equal([]);
      free();
      await slow.reaches(400);
      expect(slow.events).to.deep.equal(fast.events);
      const { allSubscriptions, slowEnds } = await on.fake.counters();
      expect(allSubscriptions).to.equal(1 + slowEnds);
      await Promise.all(subscriptions.map((subscription) => subscription.stop()));
    });

    it('go on at once, and without a fault, when the server ends one that is behind', async () => {
      await on.open();
      // A text of 30 KB each: more than the connection's window holds lies between the server and this process.
      const text = 'x'.repeat(30_000);
      const large = () => Array.from({ length: 30 }, () => event({ text }));
      const { collector, faults, subscription } = follow();
      await on.store.append('feed-heihei.0', events(1), { expected: 'any' });
      await collector.reaches(1);
      let appended = 1;
      // How much a busy machine leaves unread at a time is its own affair, so this goes on until the server has ended a subscription.
      while ((await on.fake.counters()).slowEnds === 0) {
        const appends = Array.from({ length: 20 }, (_, n) =>
          on.store.append(`feed-heihei.${n}`, large(), { expected: 'any' }),
        );
        await Promise.all(appends);
        appended += 600;
      }
      await collector.reaches(appended);
      expect(collector.events.map(({ position }) => position)).to.deep.equal(
        (await readWhole(on.store)).map(({ position }) => position),
      );
      expect(faults).to.deep.equal([]);
      expect(on.store.metrics.slowEnds).to.equal((await on.fake.counters()).slowEnds);
      expect(on.store.status().available).to.equal(true);
      await subscription.stop();
    });
  });

  describe('reads', () => {
    it('answer hundreds at a time, over one connection', async () => {
      await on.open();
      await on.store.append('live-heihei.1', events(3), { expected: 'none' });
      const reads = await Promise.all(Array.from({ length: 300 }, () => on.store.read('live-heihei.1')));
      expect(reads.map(({ length }) => length)).to.deep.equal(Array(300).fill(3));
    });

    it('are asked again when the server is not there for a moment', async () => {
      await on.open({ electionMs: SHORT_MS });
      await on.store.append('live-heihei.1', events(3), { expected: 'none' });
      await on.fake.set({ unavailable: 2 });
      expect(await on.store.read('live-heihei.1')).to.have.length(3);
      await on.fake.set({ unavailable: 10_000 });
      expect(await rejection(on.store.read('live-heihei.1'))).to.be.instanceOf(StoreUnavailableError);
    });

    it('begin with an empty log, whatever the system has written to it', async () => {
      await on.open();
      expect(await on.store.head()).to.equal(START);
      expect(await on.store.last()).to.equal(undefined);
      expect(await on.store.readAll({ after: START })).to.deep.equal([]);
      const collector = new Collector();
      const subscription = on.store.subscribe({ after: START, onBatch: collector.onBatch });
      const { position } = await on.store.append('live-heihei.1', [event()], { expected: 'none' });
      await collector.reaches(1);
      expect(collector.events[0]!.position).to.equal(position);
      await subscription.stop();
    });

    it('pass over what others have written, and refuse it in a stream of ours', async () => {
      await on.open();
      const other = EventStoreDBClient.connectionString(on.fake.url);
      await other.appendToStream('live-heihei.1', jsonEvent({ type: 'Foreign', data: { some: 'thing' } }));
      await other.dispose();
      const { position } = await on.store.append('live-heihei.2', [event()], { expected: 'none' });
      expect((await on.store.readAll({ after: START })).map((one) => one.position)).to.deep.equal([position]);
      expect(await rejection(on.store.read('live-heihei.1'))).to.be.instanceOf(DamagedLogError);
    });

    it('and appends say that the log is damaged where a stream was deleted', async () => {
      await on.open();
      await on.store.append('live-heihei.1', events(2), { expected: 'none' });
      await on.fake.set({ deletedStream: 'live-heihei.1' });
      expect(await rejection(on.store.read('live-heihei.1'))).to.be.instanceOf(DamagedLogError);
      const append = on.store.append('live-heihei.1', events(1), { expected: 1 });
      expect(await rejection(append)).to.be.instanceOf(DamagedLogError);
      expect(on.store.status().available).to.equal(true);
    });

    it('give the ids that tools follow causes by beside our metadata', async () => {
      await on.open();
      const sent = { ...event(), meta: { ...event().meta, correlationId: randomUUID() } };
      await on.store.append('live-heihei.1', [sent, event()], { expected: 'none' });
      const other = EventStoreDBClient.connectionString(on.fake.url);
      const metadata: unknown[] = [];
      for await (const { event: read } of other.readStream('live-heihei.1')) metadata.push(read?.metadata);
      await other.dispose();
      expect(metadata[0]).to.deep.equal({
        ...sent.meta,
        $correlationId: sent.meta.correlationId,
        $causationId: sent.meta.commandId,
      });
      const plain = metadata[1] as Record<string, unknown>;
      expect([plain.$correlationId, plain.$causationId]).to.deep.equal([plain.commandId, plain.commandId]);
    });
  });
});

describe('EventStoreDB: positions', () => {
  it('are numbers below 2^53, and nothing where the server knows none', () => {
    expect(fromWire(4503599627370497)).to.equal(4503599627370497);
    expect(fromWire(Number(2n ** 64n - 1n))).to.equal(undefined);
    expect(fromWire(undefined)).to.equal(undefined);
    expect(() => fromWire(2 ** 53)).to.throw(RangeError);
  });
});
