import { expect } from 'chai';
import fc from 'fast-check';
import type { Liked } from '../../domain/feed/events.ts';
import {
  type EventStore,
  type LoggedEvent,
  type NewEvent,
  StoreUnavailableError,
} from '../../event-store/event-store.ts';
import { Projector, type ProjectorOptions } from '../../projections/projector.ts';
import type { DocumentWrite, ReadModelStore, View } from '../../projections/read-models.ts';
import { rebuildViews } from '../../projections/rebuild.ts';
import { allViews } from '../../projections/views/all.ts';
import { follows } from '../../projections/views/follows.ts';
import { userCards } from '../../projections/views/user-cards.ts';
import { appendAll, History } from '../support/history.ts';
import { MemoryEventStore } from '../support/memory-event-store.ts';
import { MemoryReadModelStore } from '../support/memory-read-models.ts';

/** Counts likes per live: small enough to see through, and as touchy as a test wants it. */
interface Likes {
  count: number;
}

/** A counter of likes per live, with another rule for what one counts. */
function counter(
  evolve: (document: Likes | null) => Likes | null = (document) => ({ count: (document?.count ?? 0) + 1 }),
) {
  const ids = (event: LoggedEvent<Liked>) => [String(event.data.liveId)];
  return {
    name: 'likes',
    version: 1,
    indexes: { most: ['-count'] },
    on: { Liked: { ids, evolve } },
  } satisfies View<Likes>;
}
const likes: View<Likes> = counter();

let eventCount = 0;
const liked = (liveId: number): NewEvent => {
  const id = `00000000-0000-5000-8000-${(++eventCount).toString(16).padStart(12, '0')}`;
  return { id, type: 'Liked', data: { liveId }, meta: { appId: 'app', actor: 1, at: 1, commandId: id } };
};
const like = (log: EventStore, liveId: number) =>
  log.append(`feed-app.${liveId}`, [liked(liveId)], { expected: 'any' });

async function allDocuments(store: ReadModelStore, views: readonly View[]): Promise<Record<string, unknown[]>> {
  const documents: Record<string, unknown[]> = {};
  for (const view of views) {
    const table = (await store.current(view.name))!;
    const found: { id: string; body: string; position: number }[] = [];
    for (;;) {
      const page = await store.scan(table, found[found.length - 1]?.id ?? '');
      if (page.length === 0) break;
      found.push(...page);
    }
    documents[view.name] = found;
  }
  return documents;
}

describe('projector', () => {
  let log: MemoryEventStore;
  let store: MemoryReadModelStore;
  const started: Projector[] = [];
  const faults: Error[] = [];

  async function start(options: Partial<ProjectorOptions> = {}): Promise<Projector> {
    const projector = new Projector({
      log,
      store,
      views: [likes],
      onFault: (error) => faults.push(error),
      ...options,
    });
    started.push(projector);
    await projector.start();
    return projector;
  }

  beforeEach(() => {
    log = new MemoryEventStore();
    store = new MemoryReadModelStore();
    faults.length = 0;
  });
  afterEach(async () => {
    for (const projector of started.splice(0)) await projector.stop();
  });

  it('builds from the log what has no table yet, then follows', async () => {
    await like(log, 7);
    const projector = await start();
    expect(await projector.get(likes, '7')).to.deep.equal({ count: 1 });
    const { position } = await like(log, 7);
    expect(await projector.caughtUp(position, [likes], 5_000)).to.equal(true);
    expect(await projector.get(likes, '7')).to.deep.equal({ count: 2 });
    expect(await projector.getMany(likes, ['8', '7'])).to.deep.equal([null, { count: 2 }]);
    expect(await projector.find(likes, { index: 'most', equals: [], limit: 5 })).to.deep.equal([
      { id: '7', document: { count: 2 } },
    ]);
    const { headAtStart: _, ...status } = projector.status();
    expect(status).to.deep.equal({
      state: 'following',
      ready: true,
      position,
      read: position,
      error: null,
      stopped: [],
    });
  });

  it('goes on from its checkpoint, folding nothing twice', async () => {
    const first = await start();
    await first.caughtUp((await like(log, 1)).position, [likes], 5_000);
    await first.stop();
    await like(log, 1);
    const { position } = await like(log, 2);
    const second = await start();
    await second.caughtUp(position, [likes], 5_000);
    expect(await second.getMany(likes, ['1', '2'])).to.deep.equal([{ count: 2 }, { count: 1 }]);
  });

  it('says no when a position is not reached in time, when it stops, and at once when it has stopped', async () => {
    const projector = await start();
    expect(await projector.caughtUp(1_000, [likes], 1)).to.equal(false);
    const waiting = projector.caughtUp(1_000, [likes], 60_000);
    await projector.stop();
    expect(await waiting).to.equal(false);
    expect(await projector.caughtUp(1_000, [likes], 60_000)).to.equal(false);
  });

  it('says yes when a write that was put off comes to nothing', async () => {
    const evolve = (document: Likes | null) => (document ? null : { count: 1 });
    const projector = await start({ views: [counter(evolve)] });
    await like(log, 1);
    await projector.caughtUp(await log.head(), [likes], 10_000);
    await log.append('feed-app.2', [liked(2), liked(2)], { expected: 'any' });
    await new Promise(setImmediate);
    expect(await projector.caughtUp(await log.head(), [likes], 10_000)).to.equal(true);
  });

  it('tries again while the store takes nothing, and loses nothing', async () => {
    let failures = 3;
    const write = store.write.bind(store);
    const projector = await start();
    store.write = async (changes) => {
      if (failures-- > 0) throw new StoreUnavailableError('disk full');
      await write(changes);
    };
    await like(log, 1);
    const { position } = await like(log, 1);
    expect(await projector.caughtUp(position, [likes], 30_000)).to.equal(true);
    expect(await projector.get(likes, '1')).to.deep.equal({ count: 2 });
    expect(faults.map(({ message }) => message)).to.deep.equal(['disk full', 'disk full', 'disk full']);
    expect(projector.status().state).to.equal('following');
  });

  it('fails for good when the store is damaged', async () => {
    const projector = await start();
    store.write = async () => {
      throw new Error('damaged');
    };
    const { position } = await like(log, 1);
    expect(await projector.caughtUp(position, [likes], 60_000)).to.equal(false);
    expect(projector.status()).to.include({ state: 'failed', ready: false });
  });

  it('folds on while a write is under way, and writes a document once for many events', async () => {
    const projector = await start();
    const write = store.write.bind(store);
    const sizes: number[] = [];
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    store.write = async (changes) => {
      sizes.push(changes.reduce((sum, { documents }) => sum + documents.length, 0));
      if (sizes.length === 1) await held;
      await write(changes);
    };
    await like(log, 1);
    let last = 0;
    for (let at = 0; at < 50; at++) last = (await like(log, 2)).position;
    for (let at = 0; at < 20; at++) await new Promise((resolve) => setImmediate(resolve));
    release();
    expect(await projector.caughtUp(last, [likes], 5_000)).to.equal(true);
    expect(sizes).to.deep.equal([1, 1]);
    expect(await projector.get(likes, '2')).to.deep.equal({ count: 50 });
  });

  it('keeps each write within the limit of the store', async () => {
    const projector = await start();
    for (let liveId = 0; liveId < 1_700; liveId++) await like(log, liveId);
    expect(await projector.caughtUp(await log.head(), [likes], 5_000)).to.equal(true);
    expect(await projector.getMany(likes, ['0', '1699'])).to.deep.equal([{ count: 1 }, { count: 1 }]);
  });

  it('builds a new version beside the old one and drops that', async () => {
    await like(log, 1);
    await (await start()).stop();
    const twice = { ...counter((document) => ({ count: (document?.count ?? 0) + 2 })), version: 2 };
    const projector = await start({ views: [twice] });
    expect(await store.current('likes')).to.equal('likes@2');
    expect(await projector.get(twice, '1')).to.deep.equal({ count: 2 });
    expect(
      await store.scan('likes@1', '').then(
        () => 'there',
        () => 'gone',
      ),
    ).to.equal('gone');
  });

  it('rebuilds while it serves: queries answer throughout, nothing that comes in meanwhile is lost', async () => {
    const projector = await start();
    for (let at = 0; at < 3_000; at++) await like(log, at % 700);
    await projector.caughtUp(await log.head(), [likes], 5_000);
    let rebuilding = true;
    const coming = (async () => {
      for (let at = 0; rebuilding || at < 100; at++) {
        await like(log, at % 900);
        expect(await projector.get(likes, '3'))
          .to.have.property('count')
          .that.is.greaterThan(3);
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    await projector.rebuild(['likes']);
    rebuilding = false;
    await coming;
    expect(await projector.caughtUp(await log.head(), [likes], 5_000)).to.equal(true);
    expect(await store.current('likes')).to.equal('likes@1b');
    const served = await allDocuments(store, [likes]);
    await projector.stop();
    await rebuildViews(store, log, [likes]);
    expect(await store.current('likes')).to.equal('likes@1');
    expect(await allDocuments(store, [likes])).to.deep.equal(served);
    expect(await projector.rebuild(['nothing']).catch((error: Error) => error)).to.be.instanceOf(RangeError);
  });

  it('goes on after a rebuild that the store broke off, wherever that was', async () => {
    const twoViews = [likes, { ...likes, name: 'likes-too' }];
    /** Fails one change, `after` it was made or before. */
    class FailingOnce extends MemoryReadModelStore {
      failIn = Number.POSITIVE_INFINITY;
      after = false;
      private async change(make: () => Promise<void>): Promise<void> {
        const fails = --this.failIn === 0;
        if (!fails || this.after) await make();
        if (fails) throw new StoreUnavailableError('away for a moment');
      }
      override prepare = (...[table, view]: Parameters<MemoryReadModelStore['prepare']>) =>
        this.change(() => super.prepare(table, view));
      override write = (...[changes]: Parameters<MemoryReadModelStore['write']>) =>
        this.change(() => super.write(changes));
      override switchTo = (...[view, table]: Parameters<MemoryReadModelStore['switchTo']>) =>
        this.change(() => super.switchTo(view, table));
      override drop = (...[table]: Parameters<MemoryReadModelStore['drop']>) => this.change(() => super.drop(table));
    }
    for (let failIn = 1, isHit = true; isHit; failIn++) {
      for (const after of [false, true]) {
        const failing = new FailingOnce();
        const projector = new Projector({ log, store: failing, views: twoViews });
        started.push(projector);
        await projector.start();
        await like(log, 1);
        await projector.caughtUp(await log.head(), twoViews, 5_000);
        for (let at = 0; at < 5; at++) await like(log, at);
        Object.assign(failing, { failIn, after });
        await projector.rebuild().catch(() => {});
        isHit = failing.failIn <= 0;
        await like(log, 2);
        expect(await projector.caughtUp(await log.head(), twoViews, 5_000), `change ${failIn}`).to.equal(true);
        await projector.rebuild();
        await like(log, 3);
        expect(await projector.caughtUp(await log.head(), twoViews, 5_000), `change ${failIn}`).to.equal(true);
        await projector.stop();
        const served = await allDocuments(failing, twoViews);
        await rebuildViews(failing, log, twoViews);
        expect(await allDocuments(failing, twoViews)).to.deep.equal(served);
      }
    }
  });

  it('rebuilds one after the other what is asked for at once', async () => {
    const projector = await start();
    for (let turns = 0; turns < 40; turns++) {
      const rebuilds = [projector.rebuild()];
      for (let turn = 0; turn < turns; turn++) await Promise.resolve();
      rebuilds.push(projector.rebuild());
      await like(log, 3);
      await Promise.all(rebuilds);
      await like(log, 3);
      expect(await projector.caughtUp(await log.head(), [likes], 5_000), `${turns} turns`).to.equal(true);
      expect(await projector.get(likes, '3')).to.deep.equal({ count: 2 * turns + 2 });
    }
  });

  it('starts over after an interrupted rebuild', async () => {
    await like(log, 1);
    await (await start()).stop();
    await store.prepare('likes@1b', likes);
    const junk: DocumentWrite = { id: 'junk', body: '{"count":1}', position: 1 };
    await store.write([{ table: 'likes@1b', documents: [junk], checkpoint: 0 }]);
    await rebuildViews(store, log, [likes]);
    expect(await allDocuments(store, [likes])).to.deep.equal({
      likes: [{ id: '1', body: '{"count":1}', position: await log.head() }],
    });
  });

  it('gives the same bytes for any split into batches, with replays, restarts, and as a rebuild', async () => {
    await appendAll(log, new History(1, { maxUsers: 30 }).next(1_200));
    await rebuildViews(store, log, allViews);
    const expected = await allDocuments(store, allViews);
    expect(Object.values(expected).flat()).to.have.length.greaterThan(30);
    const step = fc.record({
      events: fc.integer({ min: 1, max: 300 }),
      replayed: fc.integer({ min: 0, max: 100 }),
      restarts: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const other = new MemoryReadModelStore();
        const replaying = new ReplayingLog(log.all, steps);
        let projector = new Projector({ log: replaying, store: other, views: allViews });
        await projector.start();
        for (const { restarts } of [...steps, { restarts: false }]) {
          await replaying.deliver();
          if (!restarts) continue;
          await projector.stop();
          projector = new Projector({ log: replaying, store: other, views: allViews });
          await projector.start();
        }
        await projector.stop();
        expect(await allDocuments(other, allViews)).to.deep.equal(expected);
      }),
      { numRuns: 25 },
    );
  });

  it('follows views of different checkpoints, from the lowest', async () => {
    const history = new History(2, { maxUsers: 20 });
    await appendAll(log, history.next(200));
    await (await start({ views: [userCards] })).stop();
    await appendAll(log, history.next(200));
    await rebuildViews(store, log, [follows]);
    await appendAll(log, history.next(200));
    const both = [userCards, follows];
    const projector = await start({ views: both });
    expect(await projector.caughtUp(await log.head(), both, 5_000)).to.equal(true);
    const served = await allDocuments(store, both);
    await projector.stop();
    await rebuildViews(store, log, both);
    expect(await allDocuments(store, both)).to.deep.equal(served);
  });
});

/** A log that has only just begun when the projector starts, and hands events over as told, some of them again. */
class ReplayingLog extends MemoryEventStore {
  private handOver: ((events: LoggedEvent[]) => Promise<void> | void) | null = null;
  private delivered = 0;
  private readonly history: LoggedEvent[];
  private readonly steps: { events: number; replayed: number }[];

  constructor(history: LoggedEvent[], steps: { events: number; replayed: number }[]) {
    super();
    this.history = history;
    this.steps = [...steps];
  }

  /** The next step's events after some of those before; all that are left once the steps are used up. */
  async deliver(): Promise<void> {
    const { events, replayed } = this.steps.shift() ?? { events: this.history.length, replayed: 50 };
    const from = Math.max(0, this.delivered - replayed);
    this.delivered = Math.min(this.history.length, this.delivered + events);
    await this.handOver?.(structuredClone(this.history.slice(from, this.delivered)));
  }

  override subscribe(options: Parameters<EventStore['subscribe']>[0]) {
    this.handOver = options.onBatch;
    return {
      stop: async () => {
        this.handOver = null;
      },
    };
  }
}
