import { expect } from 'chai';
import {
  type Appended,
  type EventStore,
  MAX_BATCH_EVENTS,
  MAX_READ_EVENTS,
  type RecordedEvent,
  START,
  type Subscription,
} from '../../event-store/event-store.ts';
import { Collector, events, readWhole } from '../support/log-events.ts';

/** The part of the contract that is about reading and following, on the store that is open in each test. */
export function readingContract(open: () => EventStore): void {
  let store: EventStore;
  beforeEach(() => {
    store = open();
  });

  describe('4: subscriptions', () => {
    const subscriptions: Subscription[] = [];
    const subscribe = (...[options]: Parameters<EventStore['subscribe']>) => {
      subscriptions.push(store.subscribe(options));
    };
    afterEach(async () => {
      await Promise.all(subscriptions.splice(0).map((subscription) => subscription.stop()));
    });

    it('deliver everything after a position, old and new, once each and in order', async () => {
      for (let i = 0; i < 5; i++) await store.append(`feed-heihei.${i % 2}`, events(2), { expected: 'any' });
      const [, , third] = await readWhole(store);
      const fromStart = new Collector();
      const fromThird = new Collector();
      subscribe({ after: START, onBatch: fromStart.onBatch });
      subscribe({ after: third!.position, onBatch: fromThird.onBatch });
      for (let i = 0; i < 5; i++) await store.append(`feed-heihei.${i % 2}`, events(2), { expected: 'any' });
      await Promise.all([fromStart.reaches(20), fromThird.reaches(17)]);
      const all = await readWhole(store);
      expect(fromStart.events).to.deep.equal(all);
      expect(fromThird.events).to.deep.equal(all.slice(3));
    });

    it('see everything in order while appends go on', async () => {
      const collector = new Collector();
      const latecomer = new Collector();
      subscribe({ after: START, onBatch: collector.onBatch });
      const appends: Promise<Appended>[] = [];
      for (let i = 0; i < 300; i++) {
        appends.push(store.append(`feed-heihei.${i % 7}`, events(1 + (i % 3)), { expected: 'any' }));
        if (i % 50 === 0) await appends[i];
        if (i === 150) subscribe({ after: START, onBatch: latecomer.onBatch });
      }
      await Promise.all(appends);
      await Promise.all([collector.reaches(600), latecomer.reaches(600)]);
      const all = await readWhole(store);
      expect(all).to.have.length(600);
      expect(collector.events).to.deep.equal(all);
      expect(latecomer.events).to.deep.equal(all);
    });

    it('deliver a batch again when it was rejected, and tell of the fault', async () => {
      await store.append('feed-heihei.1', events(3), { expected: 'any' });
      const refused: RecordedEvent[][] = [];
      const faults: Error[] = [];
      const collector = new Collector();
      subscribe({
        after: START,
        onBatch: async (batch) => {
          if (refused.length < 3) {
            refused.push(batch);
            throw new Error('not now');
          }
          collector.onBatch(batch);
        },
        onFault: (error) => faults.push(error),
      });
      await collector.reaches(3);
      expect(faults.map(({ message }) => message)).to.deep.equal(['not now', 'not now', 'not now']);
      expect(refused[0]).to.deep.equal(collector.events);
      expect(refused[2]).to.deep.equal(collector.events);
    });

    it('wait for a slow consumer, in batches of bounded size', async () => {
      // More than are read at a time.
      const total = MAX_READ_EVENTS + 10;
      for (let sent = 0; sent < total; sent += 335) {
        await store.append('feed-heihei.1', events(Math.min(335, total - sent)), { expected: 'any' });
      }
      const collector = new Collector();
      let underWay = 0;
      let mostUnderWay = 0;
      subscribe({
        after: START,
        onBatch: async (batch) => {
          mostUnderWay = Math.max(mostUnderWay, ++underWay);
          await new Promise(setImmediate);
          underWay--;
          collector.onBatch(batch);
        },
      });
      await collector.reaches(total);
      expect(mostUnderWay).to.equal(1);
      expect(Math.max(...collector.batchSizes)).to.be.at.most(MAX_BATCH_EVENTS);
      expect(collector.events).to.deep.equal(await readWhole(store));
    });

    it('deliver nothing more once stopped, and finish the batch under way', async () => {
      let finished = false;
      let started = () => {};
      const isUnderWay = new Promise<void>((resolve) => {
        started = resolve;
      });
      const collector = new Collector();
      const subscription = store.subscribe({
        after: START,
        onBatch: async (batch) => {
          started();
          await new Promise((resolve) => setTimeout(resolve, 20));
          collector.onBatch(batch);
          finished = true;
        },
      });
      await store.append('feed-heihei.1', events(1), { expected: 'any' });
      await isUnderWay;
      await subscription.stop();
      expect(finished).to.equal(true);
      await store.append('feed-heihei.1', events(1), { expected: 'any' });
      const other = new Collector();
      subscribe({ after: START, onBatch: other.onBatch });
      await other.reaches(2);
      expect(collector.events).to.have.length(1);
    });
  });

  describe('reads', () => {
    it('are empty where there is nothing', async () => {
      expect(await store.read('live-heihei.1')).to.deep.equal([]);
      expect(await store.read('live-heihei.1', { direction: 'backwards' })).to.deep.equal([]);
      expect(await store.readAll({ after: START })).to.deep.equal([]);
      expect(await store.head()).to.equal(START);
      expect(await store.last()).to.equal(undefined);
    });

    it('go both ways through a stream, from where and as far as asked', async () => {
      for (let i = 0; i < 4; i++) {
        await store.append('live-heihei.1', events(2), { expected: 'any' });
        await store.append('live-heihei.2', events(1), { expected: 'any' });
      }
      const revisions = async (...[options]: [Parameters<EventStore['read']>[1]?]) =>
        (await store.read('live-heihei.1', options)).map(({ revision }) => revision);
      expect(await revisions()).to.deep.equal([0, 1, 2, 3, 4, 5, 6, 7]);
      expect(await revisions({ from: 5 })).to.deep.equal([5, 6, 7]);
      expect(await revisions({ from: 2, limit: 2 })).to.deep.equal([2, 3]);
      expect(await revisions({ from: 8 })).to.deep.equal([]);
      expect(await revisions({ direction: 'backwards' })).to.deep.equal([7, 6, 5, 4, 3, 2, 1, 0]);
      expect(await revisions({ direction: 'backwards', from: 2 })).to.deep.equal([2, 1, 0]);
      expect(await revisions({ direction: 'backwards', from: 99, limit: 2 })).to.deep.equal([7, 6]);
    });

    it('see an append as soon as it is acknowledged', async () => {
      for (let i = 0; i < 50; i++) {
        const { position } = await store.append('live-heihei.1', events(1), { expected: 'any' });
        expect(await store.head()).to.equal(position);
        const read = await store.read('live-heihei.1');
        expect(read).to.have.length(i + 1);
        expect(await store.last()).to.deep.equal(read[i]);
      }
    });

    it('page through the whole log by position', async () => {
      await store.append('live-heihei.1', events(5), { expected: 'any' });
      await store.append('live-heihei.2', events(5), { expected: 'any' });
      const all = await store.readAll({ after: START });
      expect(all).to.have.length(10);
      const positions = all.map(({ position }) => position);
      expect(positions).to.deep.equal([...positions].sort((a, b) => a - b));
      expect(positions.every((position) => Number.isSafeInteger(position) && position > START)).to.equal(true);
      expect(await store.readAll({ after: positions[3]!, limit: 3 })).to.deep.equal(all.slice(4, 7));
      expect(await store.readAll({ after: positions[9]! })).to.deep.equal([]);
    });

    it('page through the whole log backwards, from its end or from before a position', async () => {
      expect(await store.readAllBackwards()).to.deep.equal([]);
      await store.append('live-heihei.1', events(5), { expected: 'any' });
      await store.append('live-heihei.2', events(5), { expected: 'any' });
      const newestFirst = (await store.readAll({ after: START })).reverse();
      const positions = newestFirst.map(({ position }) => position);
      expect(await store.readAllBackwards()).to.deep.equal(newestFirst);
      expect(await store.readAllBackwards({ limit: 3 })).to.deep.equal(newestFirst.slice(0, 3));
      const paged = await store.readAllBackwards({ before: positions[2]!, limit: 4 });
      expect(paged).to.deep.equal(newestFirst.slice(3, 7));
      expect(await store.readAllBackwards({ before: positions[9]! })).to.deep.equal([]);
      expect(await store.readAllBackwards({ before: START })).to.deep.equal([]);
    });
  });
}
