import { randomUUID } from 'node:crypto';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { expect } from 'chai';
import type { CommandMeta, Decider } from '../../domain/kernel/decider.ts';
import type { DomainEvent } from '../../domain/kernel/event.ts';
import { createCommandHandler } from '../../event-store/command-handler.ts';
import {
  ConcurrencyError,
  DamagedLogError,
  type NewEvent,
  type RecordedEvent,
  START,
  StoreUnavailableError,
  UnknownOutcomeError,
} from '../../event-store/event-store.ts';
import {
  EventStoreDbEventStore,
  type EventStoreDbOptions,
} from '../../event-store/eventstoredb/eventstoredb-event-store.ts';
import { fromCommitPosition } from '../../event-store/eventstoredb/positions.ts';
import { FakeProcess } from '../fakes/eventstoredb/fake-process.ts';
import { Collector, event, events, rejection } from './event-store.contract.ts';

/** For what should be answered: nobody waits for it. */
const LONG_MS = 60_000;
/** For what is not answered, yet long enough for a busy machine to answer what is. */
const SHORT_MS = 1_500;

type Added = DomainEvent<'Added', { n: number }>;

const sum: Decider<{ total: number }, { add: number }, Added> = {
  category: 'sum',
  initialState: () => ({ total: 0 }),
  decide: ({ add }) => [{ type: 'Added', data: { n: add } }],
  evolve(state, { data }) {
    state.total += data.n;
    return state;
  },
};
const anySum: typeof sum = { ...sum, concurrency: 'any' };

const meta = (): CommandMeta => ({ appId: 'heihei', actor: 1, at: 1_000, commandId: randomUUID() });
const total = (read: RecordedEvent[]) => read.reduce((sum, { data }) => sum + (data as { n: number }).n, 0);

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10));
}

describe('EventStoreDB: faults, on the fake', () => {
  let fake: FakeProcess;
  let store: EventStoreDbEventStore;
  const opened: EventStoreDbEventStore[] = [];

  const open = async (options: Partial<EventStoreDbOptions> = {}) => {
    store = await EventStoreDbEventStore.open({
      url: fake.url,
      openDeadlineMs: LONG_MS,
      appendDeadlineMs: LONG_MS,
      readDeadlineMs: LONG_MS,
      ...options,
    });
    opened.push(store);
    return store;
  };

  beforeEach(async () => {
    fake = await FakeProcess.start();
  });
  afterEach(async () => {
    await fake.set({ frozen: false, denied: false, unavailable: 0 }).catch(() => {});
    await Promise.all(opened.splice(0).map((one) => one.close()));
    await fake.dispose();
  });

  describe('appends', () => {
    it('that were written and never answered count once when the command handler sends them again', async () => {
      const handler = createCommandHandler(await open({ appendDeadlineMs: SHORT_MS }));
      await fake.set({ loseAnswers: 2 });
      const handled = await handler.handle(sum, 'sum-a.1', { add: 5 }, meta());
      expect(handled.state.total).to.equal(5);
      expect(handled.revision).to.equal(0);
      const read = await store.read('sum-a.1');
      expect(read.map(({ data }) => data)).to.deep.equal([{ n: 5 }]);
      expect(read[0]!.position).to.equal(handled.position);
      expect((await fake.counters()).batchAppends).to.equal(3);
    });

    it('that were never answered do not harm those that are', async () => {
      await open({ appendDeadlineMs: SHORT_MS });
      await fake.set({ loseAnswers: 1 });
      let isLost = false;
      const lost = rejection(store.append('live-heihei.1', events(1), { expected: 'none' })).then((error) => {
        isLost = true;
        return error;
      });
      for (let n = 0; !isLost; n++) await store.append(`live-heihei.2.${n}`, events(1), { expected: 'none' });
      expect(await lost).to.be.instanceOf(UnknownOutcomeError);
      expect((await fake.counters()).batchAppendCalls).to.equal(1);
    });

    it('that wait behind such ones all count, and once', async () => {
      const handler = createCommandHandler(await open({ appendDeadlineMs: SHORT_MS }));
      await handler.handle(sum, 'sum-a.1', { add: 1 }, meta());
      await fake.set({ loseAnswers: 1 });
      const adding: Promise<unknown>[] = [];
      for (let wave = 0; wave < 10; wave++) {
        for (let i = 0; i < 20; i++) adding.push(handler.handle(sum, 'sum-a.1', { add: 1 }, meta()));
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      await Promise.all(adding);
      expect(total(await store.read('sum-a.1'))).to.equal(201);
    });

    it('are settled when every connection breaks after they were written', async () => {
      const handler = createCommandHandler(await open());
      await fake.set({ dropAfterWrite: 3 });
      for (let i = 0; i < 5; i++) {
        await Promise.all([1, 2, 3].map((n) => handler.handle(sum, `sum-a.${n}`, { add: 1 }, meta())));
      }
      for (const n of [1, 2, 3]) expect(total(await store.read(`sum-a.${n}`))).to.equal(5);
    });

    it('are settled when the server itself gives up on them', async () => {
      const handler = createCommandHandler(await open());
      await fake.set({ timeOutAfterWrite: 2 });
      await handler.handle(sum, 'sum-a.1', { add: 1 }, meta());
      expect(await store.read('sum-a.1')).to.have.length(1);
      expect((await fake.counters()).batchAppends).to.equal(3);
    });

    it('go on after failing several times as unavailable', async () => {
      const handler = createCommandHandler(await open());
      await handler.handle(sum, 'sum-a.1', { add: 1 }, meta());
      await fake.set({ unavailable: 3 });
      await handler.handle(sum, 'sum-a.1', { add: 1 }, meta());
      expect(await store.read('sum-a.1')).to.have.length(2);
      expect((await fake.counters()).batchAppends).to.equal(5);
    });

    it('have an unknown outcome when the server is frozen, and happen once when it goes on', async () => {
      await open({ appendDeadlineMs: SHORT_MS, readDeadlineMs: SHORT_MS });
      const sent = events(2);
      await fake.set({ frozen: true });
      const append = () => store.append('live-heihei.1', sent, { expected: 'none' });
      expect(await rejection(append())).to.be.instanceOf(UnknownOutcomeError);
      expect(await rejection(append())).to.be.instanceOf(UnknownOutcomeError);
      expect(await rejection(store.read('live-heihei.1'))).to.be.instanceOf(StoreUnavailableError);
      expect(store.status()).to.have.property('available', false);
      await fake.set({ frozen: false });
      await until(async () => (await append().catch(() => undefined))?.revision === 1);
      await until(async () => (await store.read('live-heihei.1').catch(() => [])).length > 0);
      expect((await store.read('live-heihei.1')).map(({ id }) => id)).to.deep.equal(sent.map(({ id }) => id));
      await until(() => store.status().available);
    });

    it('that expect nothing are not doubled by a retry after the server was restarted', async () => {
      await open();
      const sent = events(2);
      const append = () => store.append('feed-heihei.1', sent, { expected: 'any' });
      await fake.set({ dropAfterWrite: 1 });
      expect(await rejection(append())).to.be.instanceOf(UnknownOutcomeError);
      await fake.kill();
      await fake.start();
      await until(async () => (await append().catch(() => undefined)) !== undefined);
      const read = await store.read('feed-heihei.1');
      expect(read.map(({ id }) => id)).to.deep.equal(sent.map(({ id }) => id));
      expect((await append()).position).to.equal(read[1]!.position);
    });

    it('are surely not written while no server is there', async () => {
      await open();
      await fake.kill();
      // The first may have been on its way when the connection broke.
      await rejection(store.append('live-heihei.1', events(1), { expected: 'none' }));
      const append = () => rejection(store.append('live-heihei.2', events(1), { expected: 'none' }));
      await until(async () => (await append()) instanceof StoreUnavailableError);
      expect(store.status()).to.have.property('available', false);
      await fake.start();
      await until(() => store.status().available);
      expect(await store.read('live-heihei.2')).to.deep.equal([]);
    });
  });

  describe('a hot stream', () => {
    it('takes hundreds of waiting commands in few writes', async () => {
      const handler = createCommandHandler(await open());
      await handler.handle(sum, 'sum-a.1', { add: 1 }, meta());
      await fake.set({ delayMs: 20 });
      const adding = Array.from({ length: 1_000 }, () => handler.handle(sum, 'sum-a.1', { add: 1 }, meta()));
      const revisions = (await Promise.all(adding)).map(({ revision }) => revision);
      expect(revisions).to.deep.equal(Array.from({ length: 1_000 }, (_, i) => i + 1));
      expect(total(await handlerReads('sum-a.1'))).to.equal(1_001);
      expect((await fake.counters()).batchAppends).to.be.lessThan(20);
    });

    it('takes what expects nothing together too', async () => {
      const handler = createCommandHandler(await open());
      const adding = Array.from({ length: 500 }, () => handler.handle(anySum, 'sum-a.1', { add: 1 }, meta()));
      await Promise.all(adding);
      expect(await store.read('sum-a.1')).to.have.length(500);
      expect((await fake.counters()).batchAppends).to.be.lessThan(20);
    });

    it('keeps the order of what is issued while its earlier writes are under way', async () => {
      await open();
      // The server takes what has come in meanwhile in any order: here, every other time last first.
      for (const stream of ['live-heihei.1', 'live-heihei.2']) {
        await fake.set({ frozen: true });
        const appends = [];
        for (let i = 0; i < 4; i++) {
          appends.push(store.append(stream, events(1), { expected: i === 0 ? 'none' : i - 1 }));
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
        await fake.set({ frozen: false });
        expect((await Promise.all(appends)).map(({ revision }) => revision)).to.deep.equal([0, 1, 2, 3]);
      }
    });

    it('goes one by one when what would go together is refused together', async () => {
      await open();
      const [first, second, third] = [events(1), events(2), events(1)];
      await store.append('live-heihei.1', first, { expected: 'none' });
      const appended = await Promise.all([
        store.append('live-heihei.1', first, { expected: 'none' }),
        store.append('live-heihei.1', second, { expected: 0 }),
        store.append('live-heihei.1', third, { expected: 2 }),
      ]);
      expect(appended.map(({ revision }) => revision)).to.deep.equal([0, 2, 3]);
      const ids = (await store.read('live-heihei.1')).map(({ id }) => id);
      expect(ids).to.deep.equal([...first, ...second, ...third].map(({ id }) => id));
    });

    it('refuses what builds on the one of them that is refused', async () => {
      await open();
      await store.append('live-heihei.1', events(3), { expected: 'none' });
      const appends = [0, 1, 2, 3].map((expected) => store.append('live-heihei.1', events(1), { expected }));
      for (const append of appends) expect(await rejection(append)).to.be.instanceOf(ConcurrencyError);
      expect(await store.read('live-heihei.1')).to.have.length(3);
    });

    it('is written to by two processes without losing anything', async () => {
      const handlers = [createCommandHandler(await open()), createCommandHandler(await open())];
      const adding = Array.from({ length: 100 }, (_, i) => handlers[i % 2]!.handle(sum, 'sum-a.1', { add: 1 }, meta()));
      const results = await Promise.allSettled(adding);
      const added = results.filter(({ status }) => status === 'fulfilled').length;
      for (const result of results) {
        if (result.status === 'rejected') expect(result.reason).to.be.instanceOf(ConcurrencyError);
      }
      expect(added).to.be.greaterThan(0);
      expect(await handlerReads('sum-a.1')).to.have.length(added);
    });

    async function handlerReads(stream: string): Promise<RecordedEvent[]> {
      const read: RecordedEvent[] = [];
      for (;;) {
        const page = await store.read(stream, { from: read.length });
        if (page.length === 0) return read;
        read.push(...page);
      }
    }
  });

  describe('subscriptions', () => {
    const fill = async (count: number) => {
      for (let i = 0; i < count; i++) await store.append(`feed-heihei.${i % 3}`, events(2), { expected: 'any' });
    };
    /** Appends until it is acknowledged, as the command handler does. */
    const surely = async (stream: string, sent: NewEvent[]) => {
      for (;;) {
        const appended = await store.append(stream, sent, { expected: 'any' }).catch(() => undefined);
        if (appended) return;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    const whole = async () => {
      const all: RecordedEvent[] = [];
      for (;;) {
        const page = await store.readAll({ after: all[all.length - 1]?.position ?? START });
        if (page.length === 0) return all;
        all.push(...page);
      }
    };

    it('share one reader of $all', async () => {
      await open();
      const collectors = Array.from({ length: 10 }, () => new Collector());
      const subscriptions = collectors.map(({ onBatch }) => store.subscribe({ after: START, onBatch }));
      await fill(10);
      await Promise.all(collectors.map((collector) => collector.reaches(20)));
      const counters = await fake.counters();
      expect(counters).to.include({
        allSubscriptions: 1,
        openAllSubscriptions: 1,
        mostAllSubscriptions: 1,
        appends: 0,
      });
      await Promise.all(subscriptions.map((subscription) => subscription.stop()));
    });

    it('lose and skip nothing when the server is killed and restarted in their midst', async () => {
      await open();
      const collector = new Collector();
      const faults: Error[] = [];
      const subscription = store.subscribe({
        after: START,
        onBatch: collector.onBatch,
        onFault: (error) => faults.push(error),
      });
      await fill(20);
      await collector.reaches(10);
      const writing = (async () => {
        for (let i = 0; i < 40; i++) await surely(`feed-heihei.${i % 3}`, events(1));
      })();
      for (let i = 0; i < 2; i++) {
        await fake.kill();
        await fake.start();
        await fill(1).catch(() => {});
      }
      await writing;
      const all = await whole();
      await collector.reaches(all.length);
      expect(collector.events).to.deep.equal(all);
      expect(faults).to.not.deep.equal([]);
      await until(() => store.status().available);
      await subscription.stop();
    });

    it('go on when all connections break, and when the server is unavailable for a while', async () => {
      await open();
      const collector = new Collector();
      const subscription = store.subscribe({ after: START, onBatch: collector.onBatch });
      await fill(3);
      await collector.reaches(6);
      await fake.drop();
      await fake.set({ unavailable: 4 });
      for (let i = 0; i < 5; i++) await surely('feed-heihei.9', events(1));
      await collector.reaches(11);
      expect(collector.events).to.deep.equal(await whole());
      await subscription.stop();
    });

    it('go on when the server was frozen', async () => {
      await open({ readDeadlineMs: SHORT_MS });
      const collector = new Collector();
      const subscription = store.subscribe({ after: START, onBatch: collector.onBatch });
      await fill(2);
      await collector.reaches(4);
      await fake.set({ frozen: true });
      const waiting = store.append('feed-heihei.1', events(3), { expected: 'any' });
      expect(await rejection(store.head())).to.be.instanceOf(StoreUnavailableError);
      await fake.set({ frozen: false });
      await waiting;
      await collector.reaches(7);
      await until(async () => (await store.head().catch(() => START)) > START);
      expect(collector.events).to.deep.equal(await whole());
      await subscription.stop();
    });

    it('hold a slow consumer back without slowing the others, and without keeping what it has not taken', async () => {
      await open({ recent: { maxEvents: 20, maxChars: 100_000 } });
      const fast = new Collector();
      const slow = new Collector();
      let free = () => {};
      const held = new Promise<void>((resolve) => {
        free = resolve;
      });
      let underWay = 0;
      const subscriptions = [
        store.subscribe({ after: START, onBatch: fast.onBatch }),
        store.subscribe({
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
      expect((await fake.counters()).allSubscriptions).to.equal(1);
      await Promise.all(subscriptions.map((subscription) => subscription.stop()));
    });
  });

  describe('reads', () => {
    it('answer hundreds at a time, over one connection', async () => {
      await open();
      await store.append('live-heihei.1', events(3), { expected: 'none' });
      const reads = await Promise.all(Array.from({ length: 300 }, () => store.read('live-heihei.1')));
      expect(reads.map(({ length }) => length)).to.deep.equal(Array(300).fill(3));
    });

    it('are asked again when the server is not there for a moment', async () => {
      await open();
      await store.append('live-heihei.1', events(3), { expected: 'none' });
      await fake.set({ unavailable: 2 });
      expect(await store.read('live-heihei.1')).to.have.length(3);
      await fake.set({ unavailable: 20 });
      expect(await rejection(store.read('live-heihei.1'))).to.be.instanceOf(StoreUnavailableError);
    });

    it('begin with an empty log, whatever the system has written to it', async () => {
      await open();
      expect(await store.head()).to.equal(START);
      expect(await store.last()).to.equal(undefined);
      expect(await store.readAll({ after: START })).to.deep.equal([]);
      const collector = new Collector();
      const subscription = store.subscribe({ after: START, onBatch: collector.onBatch });
      const { position } = await store.append('live-heihei.1', [event()], { expected: 'none' });
      await collector.reaches(1);
      expect(collector.events[0]!.position).to.equal(position);
      await subscription.stop();
    });

    it('pass over what others have written, and refuse it in a stream of ours', async () => {
      await open();
      const other = EventStoreDBClient.connectionString(fake.url);
      await other.appendToStream('live-heihei.1', jsonEvent({ type: 'Foreign', data: { some: 'thing' } }));
      await other.dispose();
      const { position } = await store.append('live-heihei.2', [event()], { expected: 'none' });
      expect((await store.readAll({ after: START })).map((one) => one.position)).to.deep.equal([position]);
      expect(await rejection(store.read('live-heihei.1'))).to.be.instanceOf(DamagedLogError);
    });

    it('give the ids that tools follow causes by beside our metadata', async () => {
      await open();
      const sent = { ...event(), meta: { ...event().meta, correlationId: randomUUID() } };
      await store.append('live-heihei.1', [sent, event()], { expected: 'none' });
      const other = EventStoreDBClient.connectionString(fake.url);
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
    expect(fromCommitPosition('4503599627370497')).to.equal(4503599627370497);
    expect(fromCommitPosition('18446744073709551615')).to.equal(undefined);
    expect(fromCommitPosition(undefined)).to.equal(undefined);
    expect(() => fromCommitPosition(2n ** 53n)).to.throw(RangeError);
  });
});
