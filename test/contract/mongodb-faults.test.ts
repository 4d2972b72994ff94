import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { MongoClient } from 'mongodb';
import { StoreUnavailableError } from '../../event-store/event-store.ts';
import { type MongoOptions, MongoReadModelStore } from '../../projections/mongodb/store.ts';
import { Projector } from '../../projections/projector.ts';
import { OvertakenError, type ReadModelStore, type View } from '../../projections/read-models.ts';
import { rebuildViews } from '../../projections/rebuild.ts';
import { verifyReadModels } from '../../projections/verify.ts';
import { allViews } from '../../projections/views/all.ts';
import { lives } from '../../projections/views/lives.ts';
import { MongoFakeProcess } from '../fakes/mongodb/fake.ts';
import type { Fault } from '../fakes/mongodb/faults.ts';
import { appendAll, History } from '../support/history.ts';
import { MemoryEventStore } from '../support/memory-event-store.ts';
import { MemoryReadModelStore } from '../support/memory-read-models.ts';
import { until } from '../support/promises.ts';

const view: View = { name: 'rooms', version: 1, indexes: { newest: ['-at'] }, on: {} };
const TABLE = 'rooms@1';
const SOON = { serverSelectionTimeoutMs: 1_500, operationTimeoutMs: 4_000, heartbeatMs: 500 };
/** Long enough for a loaded machine, where no time-out is meant to happen. */
const PATIENT = { serverSelectionTimeoutMs: 20_000, operationTimeoutMs: 20_000, heartbeatMs: 500 };
const document = (id: string, at: number, position = at) => ({ id, body: JSON.stringify({ at }), position });
const outcome = (call: Promise<unknown>) =>
  call.then(
    () => null,
    (error: Error) => error,
  );

async function allDocuments(store: ReadModelStore): Promise<Record<string, unknown[]>> {
  const documents: Record<string, unknown[]> = {};
  for (const { name } of allViews) {
    const table = (await store.current(name))!;
    const found: { id: string }[] = [];
    for (;;) {
      const page = await store.scan(table, found[found.length - 1]?.id ?? '');
      if (page.length === 0) break;
      found.push(...page);
    }
    documents[name] = found;
  }
  return documents;
}

describe('MongoDB read models under faults', () => {
  let fake: MongoFakeProcess;
  let dir: string;
  let database: string;
  const opened: MongoReadModelStore[] = [];

  async function open(options: Partial<MongoOptions> = {}): Promise<MongoReadModelStore> {
    const store = await MongoReadModelStore.open({ url: fake.url, database, ...PATIENT, ...options });
    opened.push(store);
    return store;
  }

  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'salon-mongo-'));
    fake = await MongoFakeProcess.start({ file: join(dir, 'state') });
  });
  beforeEach(async () => {
    database = `salon-test-${randomBytes(6).toString('hex')}`;
    await fake.resetStats();
  });
  afterEach(async () => {
    await fake.clearFaults();
    await fake.mode({});
    for (const store of opened.splice(0)) await store.close();
  });
  after(async () => {
    await fake.kill();
    await rm(dir, { recursive: true, force: true });
  });

  const kinds: Fault['kind'][] = ['drop-before', 'drop-after', 'late', 'not-primary'];
  const places: Partial<Fault>[] = [
    { commands: ['update'], collection: 'tables' },
    { commands: ['update'], collection: 'documents.' },
    { commands: ['commitTransaction'] },
    { commands: ['commitTransaction'], times: 2 },
  ];
  for (const kind of kinds) {
    for (const place of places) {
      const twice = place.times === 2 ? ', twice' : '';
      it(`writes once when hit by ${kind} at ${place.commands} ${place.collection ?? ''}${twice}`, async () => {
        const store = await open();
        await store.prepare(TABLE, view);
        await store.write([{ table: TABLE, documents: [document('a', 1), document('gone', 1)], checkpoint: 1 }]);
        await fake.fault({ kind, ...place, delayMs: kind === 'late' ? 300 : 0 });
        const change = [document('a', 2), document('b', 2), { id: 'gone', body: null, position: 2 }];
        await store.write([{ table: TABLE, documents: change, checkpoint: 2 }]);
        await store.write([{ table: TABLE, documents: [document('c', 3)], checkpoint: 3 }]);
        expect((await fake.stats()).faults).to.equal(place.times ?? 1);
        const expected = [document('a', 2), document('b', 2), document('c', 3)];
        expect(await store.scan(TABLE, '')).to.deep.equal(expected);
        expect(await store.checkpoint(TABLE)).to.equal(3);
        // What is still on its way must not change anything either.
        await new Promise((resolve) => setTimeout(resolve, kind === 'late' ? 400 : 0));
        expect(await store.scan(TABLE, '')).to.deep.equal(expected);
        expect((await fake.stats()).openTransactions).to.equal(0);
      });
    }
  }

  it('survives faults in all else that it does', async () => {
    const store = await open();
    const steps: (() => Promise<unknown>)[] = [
      () => store.prepare(TABLE, view),
      () => store.saveCheckpoint('reactor', 4),
      () => store.switchTo('rooms', TABLE),
      () => store.current('rooms'),
      () => store.checkpoint('reactor'),
      () => store.load(TABLE, ['a']),
      () => store.find(TABLE, view, { index: 'newest', equals: [], limit: 5 }),
      () => store.drop(TABLE),
    ];
    for (const step of steps) {
      for (const kind of ['drop-after', 'not-primary'] as const) {
        await fake.fault({ kind });
        await step();
      }
    }
    expect((await fake.stats()).faults).to.equal(steps.length * 2);
    expect((await fake.stats()).repeated).to.be.greaterThan(0);
    expect(await store.checkpoint('reactor')).to.equal(4);
    expect(await store.checkpoint(TABLE)).to.equal(0);
  });

  it('is unavailable without a primary, and goes on when there is one', async () => {
    const store = await open(SOON);
    await store.prepare(TABLE, view);
    await fake.mode({ noPrimary: true });
    const write = () => store.write([{ table: TABLE, documents: [document('a', 1)], checkpoint: 1 }]);
    expect(await outcome(write())).to.be.instanceOf(StoreUnavailableError);
    expect(await outcome(store.load(TABLE, ['a']))).to.be.instanceOf(StoreUnavailableError);
    await fake.mode({});
    await write();
    expect(await store.checkpoint(TABLE)).to.equal(1);
  });

  it('gives up on a server that does not answer in time', async () => {
    const store = await open({ ...SOON, operationTimeoutMs: 300 });
    await store.prepare(TABLE, view);
    await fake.fault({ kind: 'slow', commands: ['find'], delayMs: 3_000, times: 20 });
    expect(await outcome(store.load(TABLE, ['a']))).to.be.instanceOf(StoreUnavailableError);
  });

  it('keeps what was acknowledged over a kill of the server', async () => {
    const store = await open();
    await store.prepare(TABLE, view);
    await store.write([{ table: TABLE, documents: [document('a', 1)], checkpoint: 1 }]);
    await fake.kill();
    const writing = store.write([{ table: TABLE, documents: [document('a', 2), document('b', 2)], checkpoint: 2 }]);
    await fake.start();
    await writing;
    expect(await store.scan(TABLE, '')).to.deep.equal([document('a', 2), document('b', 2)]);
    expect(await store.checkpoint(TABLE)).to.equal(2);
  });

  it('lets the earlier of two writers notice, and writes nothing of it', async () => {
    const first = await open();
    await first.prepare(TABLE, view);
    await first.write([{ table: TABLE, documents: [document('a', 1)], checkpoint: 1 }]);
    const second = await open();
    await second.prepare(TABLE, view);
    const late = () =>
      outcome(first.write([{ table: TABLE, documents: [document('a', 9), document('x', 9)], checkpoint: 9 }]));
    expect(await late()).to.be.instanceOf(OvertakenError);
    await second.write([{ table: TABLE, documents: [document('b', 2)], checkpoint: 2 }]);
    // Both have now written once: only the claim tells them apart.
    expect(await late()).to.be.instanceOf(OvertakenError);
    expect(await second.scan(TABLE, '')).to.deep.equal([document('a', 1), document('b', 2)]);
    expect(await second.checkpoint(TABLE)).to.equal(2);
    await second.drop(TABLE);
    const write = second.write([{ table: TABLE, documents: [document('b', 3)], checkpoint: 3 }]);
    expect(await outcome(write)).to.be.instanceOf(Error);
  });

  it('takes over at once from a writer that has stopped in the middle of a transaction', async () => {
    const first = await open();
    await first.prepare(TABLE, view);
    await fake.fault({ kind: 'slow', commands: ['commitTransaction'], delayMs: 5_000 });
    const stuck = outcome(first.write([{ table: TABLE, documents: [document('a', 9)], checkpoint: 9 }]));
    while ((await fake.stats()).faults === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    const second = await open();
    await second.prepare(TABLE, view);
    await second.write([{ table: TABLE, documents: [document('a', 2)], checkpoint: 2 }]);
    expect((await fake.stats()).commands)
      .to.include({ killSessions: 1 })
      .and.not.to.have.property('commitTransaction', 2);
    expect(await stuck).to.be.instanceOf(OvertakenError);
    expect(await second.scan(TABLE, '')).to.deep.equal([document('a', 2)]);
  });

  it('waits for indexes that a process which has ended since began to build', async () => {
    const first = await open();
    await fake.fault({ kind: 'build', commands: ['createIndexes'], delayMs: 1_000 });
    const building = first.prepare(TABLE, view);
    const client = new MongoClient(fake.url);
    const indexes = () => client.db(database).collection(`documents.${TABLE}.1`).indexes();
    await until(async () => (await indexes().catch(() => [])).some(({ name }) => name === 'newest'));
    await client.close();
    const second = await open();
    await second.prepare(TABLE, view);
    expect(await second.find(TABLE, view, { index: 'newest', equals: [], limit: 5 })).to.deep.equal([]);
    await building;
  });

  it('builds indexes while one of the members is away', async () => {
    await fake.mode({ memberDown: true });
    await (await open()).prepare(TABLE, view);
  });

  it('takes over where it may not end the sessions of the writer before', async () => {
    const first = await open();
    await first.prepare(TABLE, view);
    await first.write([{ table: TABLE, documents: [document('a', 1)], checkpoint: 1 }]);
    await fake.fault({ kind: 'unauthorized', commands: ['killSessions'] });
    const second = await open();
    await second.prepare(TABLE, view);
    await second.write([{ table: TABLE, documents: [document('b', 2)], checkpoint: 2 }]);
    expect((await fake.stats()).faults).to.equal(1);
    expect(await second.scan(TABLE, '')).to.deep.equal([document('a', 1), document('b', 2)]);
  });

  it('never shows a reader a table that was made anew in the place of the one that it knew', async () => {
    const writer = await open();
    await writer.prepare(TABLE, view);
    await writer.write([{ table: TABLE, documents: [document('a', 1)], checkpoint: 1 }]);
    const reader = await open();
    expect(await reader.load(TABLE, ['a'])).to.deep.equal([{ body: '{"at":1}', position: 1 }]);
    await writer.drop(TABLE);
    expect(await outcome(reader.load(TABLE, ['a']))).to.be.instanceOf(Error);
    await writer.prepare(TABLE, view);
    await writer.write([{ table: TABLE, documents: [document('half', 1)], checkpoint: 0 }]);
    const late = await open();
    await late.find(TABLE, view, { index: 'newest', equals: [], limit: 5 });
    await writer.drop(TABLE);
    await writer.prepare(TABLE, view);
    const query = { index: 'newest', equals: [], limit: 5 };
    expect(await outcome(late.find(TABLE, view, query))).to.be.instanceOf(Error);
    expect(await late.find(TABLE, view, query)).to.deep.equal([]);
  });

  it('ends, after a projector has run through all of it, with the bytes of a fresh fold', async () => {
    const log = new MemoryEventStore();
    const history = new History(11, { maxUsers: 40 });
    await appendAll(log, history.next(300));
    const store = await open(SOON);
    const projector = new Projector({ log, store, views: allViews });
    await projector.start();
    const turns: Fault['kind'][] = ['drop-before', 'not-primary', 'drop-after', 'late', 'slow', 'drop-before'];
    for (const [turn, kind] of turns.entries()) {
      await fake.fault({ kind, skip: turn * 3, times: 4 + turn, delayMs: kind === 'late' || kind === 'slow' ? 60 : 0 });
      for (let batch = 0; batch < 5; batch++) {
        await appendAll(log, history.next(40));
        await projector.caughtUp(await log.head(), allViews, batch === 4 ? 60_000 : 20);
      }
      if (turn === 2) {
        await fake.kill();
        await appendAll(log, history.next(40));
        await projector.caughtUp(await log.head(), allViews, 20);
        await fake.start();
      }
      if (turn === 4) await fake.disconnect();
    }
    expect(await projector.caughtUp(await log.head(), allViews, 60_000)).to.equal(true);
    expect(projector.status()).to.include({ state: 'following', error: null });
    expect((await fake.stats()).unindexed).to.deep.equal([]);
    expect((await fake.stats()).faults).to.be.greaterThan(5);
    await fake.clearFaults();
    await projector.stop();
    const fresh = new MemoryReadModelStore();
    await rebuildViews(fresh, log, allViews);
    expect(await allDocuments(store)).to.deep.equal(await allDocuments(fresh));
    const report = await verifyReadModels(log, store, allViews);
    expect(report).to.deep.include({ differenceCount: 0, differences: [] });
    expect(report.events).to.equal(log.all.length);
    expect(report.documents).to.be.greaterThan(40);
    const byName = { index: 'byName', equals: ['app'], limit: 3 };
    expect(await store.find((await store.current('user-cards'))!, allViews[0]!, byName)).to.have.length.at.most(3);
  });

  it('rebuilds beside what serves, and switches', async () => {
    const log = new MemoryEventStore();
    await appendAll(log, new History(12, { maxUsers: 40 }).next(1_500));
    const store = await open();
    const projector = new Projector({ log, store, views: allViews });
    await projector.start();
    await projector.caughtUp(await log.head(), allViews, 60_000);
    const served = await allDocuments(store);
    await projector.rebuild();
    await projector.stop();
    expect(await store.current('lives')).to.equal(`lives@${lives.version}b`);
    expect(await allDocuments(store)).to.deep.equal(served);
    expect((await verifyReadModels(log, store, allViews)).differenceCount).to.equal(0);
  });
});
