import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { LIVE_STATUS } from '../../domain/live/events.ts';
import { EmbeddedEventStore } from '../../event-store/embedded/embedded-event-store.ts';
import type { EventStore } from '../../event-store/event-store.ts';
import { EmbeddedReadModelStore } from '../../projections/embedded/store.ts';
import { MongoReadModelStore } from '../../projections/mongodb/store.ts';
import { Projector } from '../../projections/projector.ts';
import type { ReadModelStore } from '../../projections/read-models.ts';
import { allViews } from '../../projections/views/all.ts';
import { lives } from '../../projections/views/lives.ts';
import { userCards } from '../../projections/views/user-cards.ts';
import { appendAll, History } from '../../test/support/history.ts';
import { MemoryEventStore } from '../../test/support/memory-event-store.ts';
import { type Comparison, compare, type Side, type Work } from './comparison.ts';
import type { EnginesPlan } from './plan.ts';
import type { Server } from './servers.ts';

const CATCH_UP_MS = 60_000;
/** The app of `History`'s people and lives. */
const APP = 'heihei';
const PAGE = 20;

/** The projector with all views, and queries, on the embedded read models and on MongoDB; the log is embedded in both cases. */
export async function measureProjections(server: Server, plan: EnginesPlan): Promise<Comparison[]> {
  const dir = mkdtempSync(join(tmpdir(), 'salon-bench-engines-views-'));
  const database = `salon-bench-${randomBytes(6).toString('hex')}`;
  const stores: ReadModelStore[] = [];
  const log = await EmbeddedEventStore.open({ dir });
  try {
    const happened = new History(1).next(plan.projectedEvents);
    await appendAll(log, happened);
    const embedded = await EmbeddedReadModelStore.open({ dir });
    stores.push(embedded);
    const engine = await MongoReadModelStore.open({ url: server.url, database });
    stores.push(engine);
    for (const store of stores) await prepare(store);
    const { runs, queries } = plan;
    const what = { runs, server };
    const comparisons = [
      await compare(
        { ...what, name: `the projector, ${allViews.length} views, catching up` },
        following(log, embedded, happened.length),
        following(log, engine, happened.length),
      ),
    ];
    const [ours, theirs] = [await models(log, embedded), await models(log, engine)];
    const ask = async (name: string, query: (projector: Projector, i: number) => Promise<unknown>) =>
      compare(
        { ...what, name },
        { work: () => oneByOne(queries, (i) => query(ours, i)) },
        { work: () => oneByOne(queries, (i) => query(theirs, i)) },
      );
    comparisons.push(
      await ask('query: one document by id', (projector, i) => projector.get(userCards, `${APP}.${1 + (i % 4)}`)),
      await ask(`query: find up to ${PAGE} lives by an index`, (projector) =>
        projector.find(lives, { index: 'recommended', equals: [APP, true, LIVE_STATUS.playing], limit: PAGE }),
      ),
    );
    await ours.stop();
    await theirs.stop();
    return comparisons;
  } finally {
    for (const store of stores) await store.close();
    await log.close();
    await dropDatabase(server.url, database);
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Gives each view a table, empty as yet. */
async function prepare(store: ReadModelStore): Promise<void> {
  const nothing = new MemoryEventStore();
  const projector = new Projector({ log: nothing, store, views: allViews });
  await projector.start();
  await projector.stop();
  await nothing.close();
}

/** A projector that follows the whole log into empty tables. Without tables it would rebuild instead. */
function following(log: EventStore, store: ReadModelStore, events: number): Side {
  return {
    async before() {
      for (const view of allViews) {
        const table = await store.current(view.name);
        if (table === null) throw new Error(`${view.name} has no table`);
        await store.drop(table);
        await store.prepare(table, view);
      }
    },
    async work() {
      const projector = await models(log, store);
      await projector.stop();
      return { items: events };
    },
  };
}

async function models(log: EventStore, store: ReadModelStore): Promise<Projector> {
  const projector = new Projector({ log, store, views: allViews });
  await projector.start();
  if (!(await projector.caughtUp(await log.head(), allViews, CATCH_UP_MS)))
    throw new Error('the projector did not catch up');
  return projector;
}

async function oneByOne(count: number, ask: (i: number) => Promise<unknown>): Promise<Work> {
  const latenciesMs: number[] = [];
  for (let i = 0; i < count; i++) {
    const begun = performance.now();
    await ask(i);
    latenciesMs.push(performance.now() - begun);
  }
  return { items: count, latenciesMs };
}

async function dropDatabase(url: string, database: string): Promise<void> {
  const client = new MongoClient(url);
  await client.db(database).dropDatabase();
  await client.close();
}
