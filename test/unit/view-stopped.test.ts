import { expect } from 'chai';
import type { Liked } from '../../domain/feed/events.ts';
import type { EventStore, LoggedEvent, NewEvent } from '../../event-store/event-store.ts';
import { StoreUnavailableError } from '../../event-store/event-store.ts';
import { FollowedReadModels } from '../../projections/followed-read-models.ts';
import { Projector, type ProjectorOptions } from '../../projections/projector.ts';
import { type EventRule, type View, ViewStoppedError } from '../../projections/read-models.ts';
import { rebuildViews } from '../../projections/rebuild.ts';
import { verifyReadModels } from '../../projections/verify.ts';
import { park, parkedEvents, stoppedViews, unpark } from '../../projections/view-notes.ts';
import { MemoryEventStore } from '../support/memory-event-store.ts';
import { MemoryReadModelStore } from '../support/memory-read-models.ts';
import { rejection, until } from '../support/promises.ts';

interface Likes {
  count: number;
}

type Rule = EventRule<Likes, LoggedEvent<Liked>>;

/** A counter of likes per live, with a rule of its own for single events. */
function counter(name: string, rule: Partial<Rule> = {}): View<Likes> {
  const ids: Rule['ids'] = (event) => [String(event.data.liveId)];
  const evolve: Rule['evolve'] = (document) => ({ count: (document?.count ?? 0) + 1 });
  return { name, version: 1, indexes: { most: ['-count'] }, on: { Liked: { ids, evolve, ...rule } } };
}
const isUnlucky: Rule['evolve'] = (document, event) => {
  if (event.data.liveId === 13) throw new Error('unlucky');
  return { count: (document?.count ?? 0) + 1 };
};
const plain = counter('plain');
const touchy = counter('touchy', { evolve: isUnlucky });

let eventCount = 0;
const liked = (liveId: number): NewEvent => {
  const id = `00000000-0000-5000-8000-${(++eventCount).toString(16).padStart(12, '0')}`;
  return { id, type: 'Liked', data: { liveId }, meta: { appId: 'app', actor: 1, at: 1, commandId: id } };
};
const like = async (log: EventStore, liveId: number) =>
  (await log.append(`feed-app.${liveId}`, [liked(liveId)], { expected: 'any' })).position;

describe('a view that cannot take an event', () => {
  let log: MemoryEventStore;
  let store: MemoryReadModelStore;
  const started: Projector[] = [];

  async function start(views: View[], options: Partial<ProjectorOptions> = {}): Promise<Projector> {
    const projector = new Projector({ log, store, views, parkedCheckMs: 5, ...options });
    started.push(projector);
    await projector.start();
    return projector;
  }
  const stopsOf = (projector: Projector) => projector.status().stopped.map(({ view, position }) => [view, position]);

  beforeEach(() => {
    log = new MemoryEventStore();
    store = new MemoryReadModelStore();
  });
  afterEach(async () => {
    for (const projector of started.splice(0)) await projector.stop();
  });

  it('stops alone: the others go on, nobody waits for it, and queries of it say that it is temporary', async () => {
    const faults: Error[] = [];
    const projector = await start([touchy, plain], { onFault: (error) => faults.push(error) });
    await projector.caughtUp(await like(log, 1), [plain], 20_000);
    const bad = await like(log, 13);
    const last = await like(log, 1);
    expect(await projector.caughtUp(last, [plain], 20_000)).to.equal(true);
    expect(await projector.getMany(plain, ['1', '13'])).to.deep.equal([{ count: 2 }, { count: 1 }]);
    const refusals = [
      projector.get(touchy, '1'),
      projector.getMany(touchy, ['1']),
      projector.find(touchy, { index: 'most', equals: [], limit: 1 }),
    ];
    for (const refused of refusals) {
      const error = await rejection(refused);
      expect(error).to.be.instanceOf(ViewStoppedError);
      expect(error).to.be.instanceOf(StoreUnavailableError);
    }
    expect(projector.status()).to.include({ state: 'following', ready: true, position: last, error: null });
    expect(stopsOf(projector)).to.deep.equal([['touchy', bad]]);
    expect(faults.map(({ message }) => message)).to.deep.equal([
      `view touchy cannot take Liked at position ${bad}: unlucky`,
    ]);
    await until(async () => (await stoppedViews(store)).length === 1);
    expect((await stoppedViews(store))[0]).to.include({
      view: 'touchy',
      position: bad,
      type: 'Liked',
      reason: 'unlucky',
    });
  });

  it('concerns only answers that read it: whoever waits for it is told no, before and after it stops', async () => {
    const projector = await start([touchy, plain]);
    const waiting = {
      touchy: projector.caughtUp(3, [plain, touchy], 60_000),
      plain: projector.caughtUp(3, [plain], 60_000),
    };
    await like(log, 13);
    await like(log, 1);
    expect(await waiting.touchy).to.equal(false);
    const last = await like(log, 1);
    expect(await waiting.plain).to.equal(true);
    expect(await projector.caughtUp(last, [plain], 20_000)).to.equal(true);
    expect(await projector.caughtUp(last, [plain, touchy], 60_000)).to.equal(false);
    expect(await projector.caughtUp(1, [touchy], 60_000)).to.equal(false);
  });

  for (const [what, rules] of Object.entries({
    'whose ids cannot be told': {
      ids: (event) => {
        if (event.data.liveId === 13) throw new Error('unlucky');
        return [String(event.data.liveId)];
      },
    },
    'that makes a document which is not JSON': {
      evolve: (document, event) => {
        const count = (document?.count ?? 0) + 1;
        return event.data.liveId === 13 ? { count, odd: 1n } : { count };
      },
    },
  } satisfies Record<string, Partial<Rule>>)) {
    it(`stops alone at one ${what}`, async () => {
      const projector = await start([counter('odd', rules), plain]);
      const bad = await like(log, 13);
      const last = await like(log, 2);
      expect(await projector.caughtUp(last, [plain], 20_000)).to.equal(true);
      await until(() => projector.status().stopped.length === 1);
      expect(stopsOf(projector)).to.deep.equal([['odd', bad]]);
      expect(await projector.get(plain, '2')).to.deep.equal({ count: 1 });
    });
  }

  it('goes on when an operator parks the event, without a restart; verify says so and leaves it out, too', async () => {
    const views = [touchy, plain];
    const projector = await start(views);
    await like(log, 1);
    const bad = await like(log, 13);
    await projector.caughtUp(await like(log, 1), [plain], 20_000);
    await until(async () => (await stoppedViews(store)).length === 1);
    const before = await verifyReadModels(log, store, views);
    expect(before.differences.map(({ view, kind }) => `${view} ${kind}`)).to.deep.equal(['touchy stopped']);
    expect(await rejection(park(store, 'touchy', bad + 1, 7))).to.be.instanceOf(RangeError);
    expect(await rejection(park(store, 'plain', bad, 7))).to.be.instanceOf(RangeError);
    await park(store, 'touchy', bad, 7);
    await until(() => projector.status().stopped.length === 0);
    expect(await projector.getMany(touchy, ['1', '13'])).to.deep.equal([{ count: 2 }, null]);
    expect(await projector.caughtUp(await like(log, 1), [plain], 20_000)).to.equal(true);
    expect(await projector.get(touchy, '1')).to.deep.equal({ count: 3 });
    await projector.stop();
    expect(await stoppedViews(store)).to.deep.equal([]);
    const report = await verifyReadModels(log, store, views);
    expect(report.differences).to.deep.equal([]);
    expect(report.parked).to.deep.equal([
      { view: 'touchy', position: bad, stream: 'feed-app.13', type: 'Liked', reason: 'unlucky', parkedAt: 7 },
    ]);
    // A rebuild leaves it out as well; what is taken back is an event again.
    expect((await rebuildViews(store, log, views)).stopped).to.deep.equal([]);
    expect((await verifyReadModels(log, store, views)).differenceCount).to.equal(0);
    expect(await rejection(unpark(store, 'touchy', bad + 1))).to.be.instanceOf(RangeError);
    await unpark(store, 'touchy', bad);
    expect(await parkedEvents(store)).to.deep.equal([]);
    expect((await rebuildViews(store, log, views)).stopped.map(({ view }) => view.name)).to.deep.equal(['touchy']);
  });

  it('stays stopped over a restart, and is built anew by code that can take it', async () => {
    const first = await start([touchy, plain]);
    await first.caughtUp(await like(log, 13), [plain], 20_000);
    await until(async () => (await stoppedViews(store)).length === 1);
    await first.stop();
    const second = await start([touchy, plain]);
    expect(await rejection(second.get(touchy, '13'))).to.be.instanceOf(ViewStoppedError);
    await second.caughtUp(await like(log, 13), [plain], 20_000);
    await second.stop();
    const third = await start([counter('touchy'), plain]);
    expect(third.status().ready).to.equal(true);
    await until(() => third.status().stopped.length === 0);
    expect(await third.get(touchy, '13')).to.deep.equal({ count: 2 });
    expect(await stoppedViews(store)).to.deep.equal([]);
  });

  it('is left out of a first build, and of a rebuild, which leaves what served before', async () => {
    const bad = await like(log, 13);
    const projector = await start([touchy, plain]);
    expect(stopsOf(projector)).to.deep.equal([['touchy', bad]]);
    expect(await projector.get(plain, '13')).to.deep.equal({ count: 1 });
    await projector.stop();
    await rebuildViews(store, log, [counter('touchy')]);
    const table = await store.current('touchy');
    const { stopped, targets } = await rebuildViews(store, log, [touchy, plain]);
    expect(stopped.map(({ event }) => event?.position)).to.deep.equal([bad]);
    expect(targets.map(({ view }) => view.name)).to.deep.equal(['plain']);
    expect(await store.current('touchy')).to.equal(table);
    expect((await store.scan(table!, '')).length).to.equal(1);
    const { differences } = await verifyReadModels(log, store, [touchy, plain]);
    expect(differences.map(({ kind, expected }) => `${kind} ${expected}`)).to.deep.equal([
      `stopped cannot take Liked at position ${bad}: unlucky`,
    ]);
  });

  it('heals by itself when its own documents cannot be read', async () => {
    const other = counter('other');
    const views = [plain, other];
    const before = await start(views);
    await before.caughtUp(await like(log, 7), views, 20_000);
    await before.stop();
    const load = store.load.bind(store);
    store.load = async (table, ids) => {
      const found = await load(table, ids);
      return table === 'plain@1' ? ids.map(() => ({ body: '{"count":', position: 0 })) : found;
    };
    const projector = await start(views);
    expect(await projector.caughtUp(await like(log, 7), [other], 20_000)).to.equal(true);
    await until(() => projector.status().stopped.length === 0);
    expect(await projector.get(plain, '7')).to.deep.equal({ count: 2 });
    expect(await store.current('plain')).to.equal('plain@1b');
  });

  it('is known to processes that ask what another one keeps: they do not wait for it either', async () => {
    const views = [touchy, plain];
    const projector = await start(views, { isWatched: true });
    await projector.caughtUp(await like(log, 13), [plain], 20_000);
    const last = await like(log, 1);
    await projector.caughtUp(last, [plain], 20_000);
    await until(async () => (await stoppedViews(store)).length === 1);
    const models = new FollowedReadModels({ store, views });
    await models.start();
    try {
      expect(models.status().ready).to.equal(true);
      expect(models.status().stopped.map(({ view }) => view)).to.deep.equal(['touchy']);
      expect(await models.caughtUp(last, [plain], 20_000)).to.equal(true);
      expect(await models.caughtUp(last, [plain, touchy], 60_000)).to.equal(false);
      expect(await rejection(models.get(touchy, '1'))).to.be.instanceOf(ViewStoppedError);
      expect(await models.get(plain, '1')).to.deep.equal({ count: 1 });
    } finally {
      await models.stop();
    }
  });
});
