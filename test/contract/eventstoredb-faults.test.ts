import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { CommandMeta, Decider } from '../../domain/kernel/decider.ts';
import type { DomainEvent } from '../../domain/kernel/event.ts';
import { createCommandHandler } from '../../event-store/command-handler.ts';
import {
  ConcurrencyError,
  type RecordedEvent,
  StoreUnavailableError,
  UnknownOutcomeError,
} from '../../event-store/event-store.ts';
import { events } from '../support/log-events.ts';
import { rejection, until } from '../support/promises.ts';
import { eachOnFake, LOST_ANSWER_MS, SHORT_MS } from './eventstoredb-harness.ts';

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

describe('EventStoreDB: faults of appends, on the fake', () => {
  const on = eachOnFake();

  describe('appends', () => {
    it('that were written and never answered count once when the command handler sends them again', async () => {
      const handler = createCommandHandler(await on.open({ appendDeadlineMs: LOST_ANSWER_MS }));
      await on.fake.set({ loseAnswers: 2 });
      const handled = await handler.handle(sum, 'sum-a.1', { add: 5 }, meta());
      expect(handled.state.total).to.equal(5);
      expect(handled.revision).to.equal(0);
      const read = await on.store.read('sum-a.1');
      expect(read.map(({ data }) => data)).to.deep.equal([{ n: 5 }]);
      expect(read[0]!.position).to.equal(handled.position);
      expect((await on.fake.counters()).batchAppends).to.equal(3);
    });

    it('that were never answered do not harm those that are', async () => {
      await on.open({ appendDeadlineMs: SHORT_MS });
      await on.fake.set({ loseAnswers: 1 });
      let isLost = false;
      const lost = rejection(on.store.append('live-heihei.1', events(1), { expected: 'none' })).then((error) => {
        isLost = true;
        return error;
      });
      for (let n = 0; !isLost; n++) await on.store.append(`live-heihei.2.${n}`, events(1), { expected: 'none' });
      expect(await lost).to.be.instanceOf(UnknownOutcomeError);
      expect((await on.fake.counters()).batchAppendCalls).to.equal(1);
    });

    it('that wait behind such ones all count, and once', async () => {
      const handler = createCommandHandler(await on.open({ appendDeadlineMs: LOST_ANSWER_MS }));
      await handler.handle(sum, 'sum-a.1', { add: 1 }, meta());
      await on.fake.set({ loseAnswers: 1 });
      const adding: Promise<unknown>[] = [];
      for (let wave = 0; wave < 10; wave++) {
        for (let i = 0; i < 20; i++) adding.push(handler.handle(sum, 'sum-a.1', { add: 1 }, meta()));
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      await Promise.all(adding);
      expect(total(await on.store.read('sum-a.1'))).to.equal(201);
    });

    it('are settled when every connection breaks after they were written', async () => {
      const handler = createCommandHandler(await on.open());
      await on.fake.set({ dropAfterWrite: 3 });
      for (let i = 0; i < 5; i++) {
        await Promise.all([1, 2, 3].map((n) => handler.handle(sum, `sum-a.${n}`, { add: 1 }, meta())));
      }
      for (const n of [1, 2, 3]) expect(total(await on.store.read(`sum-a.${n}`))).to.equal(5);
    });

    it('are settled when the server itself gives up on them', async () => {
      const handler = createCommandHandler(await on.open());
      await on.fake.set({ timeOutAfterWrite: 2 });
      await handler.handle(sum, 'sum-a.1', { add: 1 }, meta());
      expect(await on.store.read('sum-a.1')).to.have.length(1);
      expect((await on.fake.counters()).batchAppends).to.equal(3);
    });

    it('go on after failing several times as unavailable', async () => {
      const handler = createCommandHandler(await on.open());
      await handler.handle(sum, 'sum-a.1', { add: 1 }, meta());
      await on.fake.set({ unavailable: 3 });
      await handler.handle(sum, 'sum-a.1', { add: 1 }, meta());
      expect(await on.store.read('sum-a.1')).to.have.length(2);
      expect((await on.fake.counters()).batchAppends).to.equal(5);
    });

    it('have an unknown outcome when the server is frozen, and happen once when it goes on', async () => {
      await on.open({ appendDeadlineMs: SHORT_MS, readDeadlineMs: SHORT_MS });
      const sent = events(2);
      await on.fake.set({ frozen: true });
      const append = () => on.store.append('live-heihei.1', sent, { expected: 'none' });
      expect(await rejection(append())).to.be.instanceOf(UnknownOutcomeError);
      expect(await rejection(append())).to.be.instanceOf(UnknownOutcomeError);
      expect(await rejection(on.store.read('live-heihei.1'))).to.be.instanceOf(StoreUnavailableError);
      expect(on.store.status()).to.have.property('available', false);
      await on.fake.set({ frozen: false });
      await until(async () => (await append().catch(() => undefined))?.revision === 1);
      await until(async () => (await on.store.read('live-heihei.1').catch(() => [])).length > 0);
      expect((await on.store.read('live-heihei.1')).map(({ id }) => id)).to.deep.equal(sent.map(({ id }) => id));
      await until(() => on.store.status().available);
    });

    it('that expect nothing are not doubled by a retry after the server was restarted', async () => {
      await on.open();
      const sent = events(2);
      const append = () => on.store.append('feed-heihei.1', sent, { expected: 'any' });
      await on.fake.set({ dropAfterWrite: 1 });
      expect(await rejection(append())).to.be.instanceOf(UnknownOutcomeError);
      await on.fake.kill();
      await on.fake.start();
      await until(async () => (await append().catch(() => undefined)) !== undefined);
      const read = await on.store.read('feed-heihei.1');
      expect(read.map(({ id }) => id)).to.deep.equal(sent.map(({ id }) => id));
      expect((await append()).position).to.equal(read[1]!.position);
    });

    it('succeed within a second after a killed node answers again', async () => {
      const store = await on.open();
      await store.append('live-heihei.1', events(1), { expected: 'none' });
      await on.fake.kill();
      // While it is away reconnections are tried less and less often; ten attempts at these intervals are a second.
      const attemptEveryMs = 100;
      const tryAppend = () => store.append('live-heihei.2', events(1), { expected: 'any' });
      for (let n = 0; n < 30; n++) {
        await rejection(tryAppend());
        await new Promise((resolve) => setTimeout(resolve, attemptEveryMs));
      }
      await on.fake.start();
      let attempts = 0;
      const isTaken = async () => {
        attempts++;
        await new Promise((resolve) => setTimeout(resolve, attemptEveryMs));
        return tryAppend().then(
          () => true,
          () => false,
        );
      };
      while (!(await isTaken()));
      expect(attempts).to.be.at.most(10);
    });

    it('that are larger than the server takes are refused for good', async () => {
      await on.open();
      await on.fake.set({ maxEventBytes: 200 });
      const sent = [{ ...events(1)[0]!, data: { text: 'x'.repeat(400) } }];
      const error = await rejection(on.store.append('live-heihei.1', sent, { expected: 'none' }));
      expect(error).to.be.instanceOf(RangeError);
      expect(error.message).to.include('MaxAppendEventSize');
      expect((await on.fake.counters()).batchAppends).to.equal(1);
    });

    it('are surely not written while no server is there', async () => {
      await on.open();
      await on.fake.kill();
      // The first may have been on its way when the connection broke.
      await rejection(on.store.append('live-heihei.1', events(1), { expected: 'none' }));
      const append = () => rejection(on.store.append('live-heihei.2', events(1), { expected: 'none' }));
      await until(async () => (await append()) instanceof StoreUnavailableError);
      expect(on.store.status()).to.have.property('available', false);
      await on.fake.start();
      await until(() => on.store.status().available);
      expect(await on.store.read('live-heihei.2')).to.deep.equal([]);
    });
  });

  describe('a hot stream', () => {
    it('takes hundreds of waiting commands in few writes', async () => {
      const handler = createCommandHandler(await on.open());
      await handler.handle(sum, 'sum-a.1', { add: 1 }, meta());
      await on.fake.set({ delayMs: 20 });
      const adding = Array.from({ length: 1_000 }, () => handler.handle(sum, 'sum-a.1', { add: 1 }, meta()));
      const revisions = (await Promise.all(adding)).map(({ revision }) => revision);
      expect(revisions).to.deep.equal(Array.from({ length: 1_000 }, (_, i) => i + 1));
      expect(total(await handlerReads('sum-a.1'))).to.equal(1_001);
      expect((await on.fake.counters()).batchAppends).to.be.lessThan(20);
    });

    it('takes what expects nothing together too', async () => {
      const handler = createCommandHandler(await on.open());
      const adding = Array.from({ length: 500 }, () => handler.handle(anySum, 'sum-a.1', { add: 1 }, meta()));
      await Promise.all(adding);
      expect(await on.store.read('sum-a.1')).to.have.length(500);
      expect((await on.fake.counters()).batchAppends).to.be.lessThan(20);
    });

    it('keeps the order of what is issued while its earlier writes are under way', async () => {
      await on.open();
      // The server takes what has come in meanwhile in any order: here, every other time last first.
      for (const stream of ['live-heihei.1', 'live-heihei.2']) {
        await on.fake.set({ frozen: true });
        const appends = [];
        for (let i = 0; i < 4; i++) {
          appends.push(on.store.append(stream, events(1), { expected: i === 0 ? 'none' : i - 1 }));
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
        await on.fake.set({ frozen: false });
        expect((await Promise.all(appends)).map(({ revision }) => revision)).to.deep.equal([0, 1, 2, 3]);
      }
    });

    it('goes one by one when what would go together is refused together', async () => {
      await on.open();
      const [first, second, third] = [events(1), events(2), events(1)];
      await on.store.append('live-heihei.1', first, { expected: 'none' });
      const appended = await Promise.all([
        on.store.append('live-heihei.1', first, { expected: 'none' }),
        on.store.append('live-heihei.1', second, { expected: 0 }),
        on.store.append('live-heihei.1', third, { expected: 2 }),
      ]);
      expect(appended.map(({ revision }) => revision)).to.deep.equal([0, 2, 3]);
      const ids = (await on.store.read('live-heihei.1')).map(({ id }) => id);
      expect(ids).to.deep.equal([...first, ...second, ...third].map(({ id }) => id));
    });

    it('refuses what builds on the one of them that is refused', async () => {
      await on.open();
      await on.store.append('live-heihei.1', events(3), { expected: 'none' });
      const appends = [0, 1, 2, 3].map((expected) => on.store.append('live-heihei.1', events(1), { expected }));
      for (const append of appends) expect(await rejection(append)).to.be.instanceOf(ConcurrencyError);
      expect(await on.store.read('live-heihei.1')).to.have.length(3);
    });

    it('is written to by two processes without losing anything', async () => {
      const handlers = [createCommandHandler(await on.open()), createCommandHandler(await on.open())];
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
        const page = await on.store.read(stream, { from: read.length });
        if (page.length === 0) return read;
        read.push(...page);
      }
    }
  });
});
