import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { CommandMeta, Decider } from '../../domain/kernel/decider.ts';
import type { DomainEvent } from '../../domain/kernel/event.ts';
import { createCommandHandler } from '../../event-store/command-handler.ts';
import { START, StoreUnavailableError, UnknownOutcomeError } from '../../event-store/event-store.ts';
import type { Leadership } from '../fakes/eventstoredb/cluster.ts';
import { FakeProcess } from '../fakes/eventstoredb/fake-process.ts';
import { Collector, events, readWhole } from '../support/log-events.ts';
import { rejection, until } from '../support/promises.ts';
import { eachOnFake, SHORT_MS } from './eventstoredb-harness.ts';

const STREAM = 'live-heihei.1';
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

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
const meta = (): CommandMeta => ({ appId: 'heihei', actor: 1, at: 1_000, commandId: randomUUID() });

/**
 * An append as callers make it: sent again, with the same event ids, while nobody can tell whether it was written. A refusal that ends
 * a call with several appends under way leaves that open for each of them.
 */
async function untilKnown<Answer>(append: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    try {
      return await append();
    } catch (error) {
      if (!(error instanceof UnknownOutcomeError)) throw error;
    }
  }
}

describe('EventStoreDB: a cluster of three, on the fake', () => {
  const on = eachOnFake(() => FakeProcess.cluster());

  it('is read and written at its leader, whichever node the address names', async () => {
    const writer = await on.open({ url: on.fake.clusterUrl });
    await on.fake.lead({ stale: [1, 2] });
    for (const url of [on.fake.urlOf(1), on.fake.urlOf(2), on.fake.discoverUrl, on.fake.clusterUrl]) {
      const { revision } = await writer.append(STREAM, events(2), { expected: 'any' });
      const store = await on.open({ url });
      const collector = new Collector();
      const subscription = store.subscribe({ after: START, onBatch: collector.onBatch });
      await store.append(STREAM, events(1), { expected: revision });
      expect(await store.read(STREAM), url).to.have.length(revision + 2);
      await collector.reaches(revision + 2);
      const { nodes } = await on.fake.counters();
      expect(
        nodes.map(({ openSubscriptions }) => openSubscriptions),
        url,
      ).to.deep.equal([1, 0, 0]);
      await subscription.stop();
      await store.close();
      await until(async () => (await on.fake.counters()).openAllSubscriptions === 0);
    }
  });

  it('is followed to its new leader when the old one resigns and falls behind', async () => {
    const store = await on.open({ url: on.fake.clusterUrl });
    const collector = new Collector();
    const subscription = store.subscribe({ after: START, onBatch: collector.onBatch });
    await store.append(STREAM, events(3), { expected: 'none' });
    await collector.reaches(3);
    await on.fake.lead({ leader: 1, stale: [0] });
    const other = await on.open({ url: on.fake.urlOf(1) });
    await other.append(STREAM, events(2), { expected: 2 });
    expect(await store.read(STREAM)).to.have.length(5);
    expect((await store.append(STREAM, events(1), { expected: 4 })).revision).to.equal(5);
    await collector.reaches(6);
    const { nodes } = await on.fake.counters();
    expect(nodes.map(({ openSubscriptions }) => openSubscriptions)).to.deep.equal([0, 1, 0]);
    await subscription.stop();
  });

  it('is followed to its new leader by who only listens', async () => {
    const store = await on.open({ url: on.fake.clusterUrl, lookMs: 100 });
    const collector = new Collector();
    const subscription = store.subscribe({ after: START, onBatch: collector.onBatch });
    const other = await on.open({ url: on.fake.clusterUrl });
    await other.append(STREAM, events(3), { expected: 'none' });
    await collector.reaches(3);
    await on.fake.lead({ leader: 2, stale: [0, 1] });
    await other.append(STREAM, events(2), { expected: 2 });
    await collector.reaches(5);
    await until(() => store.status().available);
    await subscription.stop();
  });

  it('is followed to its new leader away from a node that is cut off and never hears of it', async () => {
    const store = await on.open({ url: on.fake.clusterUrl });
    await store.append(STREAM, events(1), { expected: 'none' });
    await on.fake.lead({ leader: 1, unaware: [0], stale: [0] });
    await store.append(STREAM, events(1), { expected: 0 });
    expect(await store.read(STREAM)).to.have.length(2);
    await on.fake.lead({ leader: 2, unaware: [0, 1], stale: [0, 1] });
    expect(await store.read(STREAM)).to.have.length(2);
    await store.append(STREAM, events(1), { expected: 1 });
  });

  for (const leaderless of ['not-ready', 'no-leader-info'] as const) {
    it(`serves what is asked during an election when that is over (${leaderless})`, async () => {
      const store = await on.open({ url: on.fake.clusterUrl });
      const [sent, two] = [events(1), events(2)];
      await store.append(STREAM, events(1), { expected: 'none' });
      await on.fake.lead({ leader: null, leaderless });
      const asked = Promise.all([
        untilKnown(() => store.append(STREAM, two, { expected: 0 })),
        untilKnown(() => store.append('feed-heihei.1', sent, { expected: 'any' })),
        store.read(STREAM),
      ]);
      await sleep(300);
      await on.fake.lead({ leader: 2, stale: [0, 1] });
      const [first, second, read] = await asked;
      expect([first.revision, second.revision]).to.deep.equal([2, 0]);
      expect(read.length).to.be.oneOf([1, 3]);
      expect((await store.read('feed-heihei.1')).map(({ id }) => id)).to.deep.equal(sent.map(({ id }) => id));
    });

    it(`takes nothing, surely, while an election does not end (${leaderless})`, async () => {
      const store = await on.open({ url: on.fake.clusterUrl, electionMs: SHORT_MS });
      await on.fake.lead({ leader: null, leaderless });
      const refused = await Promise.all([
        rejection(store.append(STREAM, events(1), { expected: 'none' })),
        rejection(store.read(STREAM)),
      ]);
      // Not at the same time: of two that are refused together nobody knows which was meant.
      refused.push(await rejection(store.append('feed-heihei.1', events(1), { expected: 'any' })));
      for (const error of refused) expect(error, error.message).to.be.instanceOf(StoreUnavailableError);
      expect(store.status().available).to.equal(false);
      await on.fake.lead({ leader: 1 });
      await until(() => store.status().available);
      expect(await store.read(STREAM)).to.deep.equal([]);
      expect(await store.read('feed-heihei.1')).to.deep.equal([]);
    });
  }

  it('counts every command once while its leader changes again and again', async () => {
    const handler = createCommandHandler(
      await on.open({ url: on.fake.clusterUrl, appendDeadlineMs: SHORT_MS, electionMs: SHORT_MS }),
    );
    const collector = new Collector();
    const subscription = on.store.subscribe({ after: START, onBatch: collector.onBatch });
    let isOver = false;
    const changing = (async () => {
      const turns: Partial<Leadership>[] = [
        { leader: 1, stale: [0] },
        { leader: null, stale: [] },
        { leader: 2, stale: [0, 1] },
        { leader: null, leaderless: 'no-leader-info', stale: [] },
        { leader: 0, stale: [1], unaware: [2] },
      ];
      for (let turn = 0; !isOver; turn++) {
        await on.fake.lead(turns[turn % turns.length]!);
        await sleep(60);
      }
      await on.fake.lead({ leader: 1, stale: [], unaware: [] });
    })();
    /** As a caller does: what is refused for a while is sent again, the same command. On a busy machine an election may take long. */
    const add = async (stream: number): Promise<void> => {
      const command = { ...meta(), keyed: true };
      for (;;) {
        try {
          await handler.handle(sum, `sum-a.${stream}`, { add: 1 }, command);
          return;
        } catch (error) {
          const isTemporary = error instanceof StoreUnavailableError || error instanceof UnknownOutcomeError;
          if (!isTemporary) throw error;
        }
      }
    };
    const WAVES = 20;
    for (let wave = 0; wave < WAVES; wave++) await Promise.all([0, 1, 2].map(add));
    isOver = true;
    await changing;
    for (const stream of [0, 1, 2]) expect(await on.store.read(`sum-a.${stream}`)).to.have.length(WAVES);
    const all = await readWhole(on.store);
    await collector.reaches(all.length);
    expect(collector.events).to.deep.equal(all);
    await subscription.stop();
  });
});
