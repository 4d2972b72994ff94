import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { StoreUnavailableError } from '../../event-store/event-store.ts';
import { openDatabase, StoreOpenError } from '../../event-store/sqlite.ts';
import { findStatement } from '../../projections/embedded/sql.ts';
import { EmbeddedReadModelStore } from '../../projections/embedded/store.ts';
import { Projector } from '../../projections/projector.ts';
import { indexFields, planQuery, tableOf } from '../../projections/query.ts';
import { DamagedReadModelsError, type Query } from '../../projections/read-models.ts';
import { rebuildViews } from '../../projections/rebuild.ts';
import { verifyReadModels } from '../../projections/verify.ts';
import { allViews } from '../../projections/views/all.ts';
import { follows } from '../../projections/views/follows.ts';
import { userCards } from '../../projections/views/user-cards.ts';
import { appendAll, History } from '../support/history.ts';
import { MemoryEventStore } from '../support/memory-event-store.ts';

describe('embedded read models', () => {
  let dir: string;
  const opened: EmbeddedReadModelStore[] = [];
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'salon-read-models-'));
  });
  afterEach(async () => {
    for (const store of opened.splice(0)) await store.close();
    await rm(dir, { recursive: true, force: true });
  });
  async function open(): Promise<EmbeddedReadModelStore> {
    const store = await EmbeddedReadModelStore.open({ dir });
    opened.push(store);
    return store;
  }
  const refusal = (call: Promise<unknown>) =>
    call.then(
      () => null,
      (error: Error) => error,
    );

  it('answers every form of query of every view from its index, without a scan or a sort', async () => {
    const store = await open();
    for (const view of allViews) await store.prepare(tableOf(view), view);
    await store.close();
    const database = openDatabase(join(dir, 'read-models.db'), { readOnly: true });
    let plans = 0;
    for (const view of allViews) {
      for (const index of Object.keys(view.indexes)) {
        const fields = indexFields(view, index);
        for (let fixed = 0; fixed <= fields.length; fixed++) {
          const bounds: Partial<Query>[] =
            fixed < fields.length ? [{}, { after: 1 }, { from: 1 }, { before: 1 }, { from: 1, until: 2 }] : [{}];
          for (const bound of bounds) {
            for (const reverse of [false, true]) {
              const query = { index, equals: fields.slice(0, fixed).map(() => 1), ...bound, reverse, limit: 10 };
              const { sql, values } = findStatement(tableOf(view), index, planQuery(view, query));
              const steps = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values) as { detail: string }[];
              const plan = steps.map(({ detail }) => detail).join('; ');
              expect(plan, sql).not.to.match(/TEMP B-TREE/);
              expect(plan, sql).to.include(`USING INDEX ${tableOf(view)}.${index}`);
              if (fixed > 0 || Object.keys(bound).length > 0) expect(plan, sql).to.match(/^SEARCH/);
              plans++;
            }
          }
        }
      }
    }
    database.close();
    expect(plans).to.be.greaterThan(100);
  });

  it('keeps documents, checkpoints and the tables in use over a restart', async () => {
    const log = new MemoryEventStore();
    await appendAll(log, new History(5, { maxUsers: 60 }).next(2_500));
    await rebuildViews(await open(), log, allViews);
    await opened.pop()!.close();
    const again = await open();
    const report = await verifyReadModels(log, again, allViews);
    expect(report).to.include({ differenceCount: 0, events: log.all.length });
    expect(report.documents).to.be.greaterThan(60);
    expect(await again.checkpoint(`${follows.name}@${follows.version}`)).to.equal(await log.head());
  });

  it('answers queries throughout a rebuild', async () => {
    const log = new MemoryEventStore();
    await appendAll(log, new History(6, { maxUsers: 60 }).next(2_000));
    const projector = new Projector({ log, store: await open(), views: allViews });
    await projector.start();
    let rebuilding = true;
    const rebuilt = (async () => {
      for (let round = 0; round < 3; round++) await projector.rebuild();
      rebuilding = false;
    })();
    let asked = 0;
    for (; rebuilding; asked++) {
      const query = { index: 'byName', equals: ['heihei'], limit: 5 } as const;
      const [card, found] = await Promise.all([projector.get(userCards, 'heihei.1'), projector.find(userCards, query)]);
      expect(card).to.include({ userId: 1 });
      expect(found).to.have.length(5);
    }
    await rebuilt;
    await projector.stop();
    expect(asked).to.be.greaterThan(10);
  });

  it('shows one moment as a snapshot, beside a writer', async () => {
    const store = await open();
    const [view] = allViews;
    const table = tableOf(view!);
    await store.prepare(table, view!);
    await store.write([{ table, documents: [{ id: 'a', body: '{"n":1}', position: 1 }], checkpoint: 1 }]);
    const snapshot = await EmbeddedReadModelStore.openSnapshot({ dir });
    opened.push(snapshot);
    await store.write([{ table, documents: [{ id: 'a', body: '{"n":2}', position: 2 }], checkpoint: 2 }]);
    expect(await snapshot.load(table, ['a'])).to.deep.equal([{ body: '{"n":1}', position: 1 }]);
    expect(await snapshot.checkpoint(table)).to.equal(1);
    expect(await refusal(snapshot.saveCheckpoint('x', 1))).to.be.instanceOf(Error);
    expect(await store.load(table, ['a'])).to.deep.equal([{ body: '{"n":2}', position: 2 }]);
  });

  it('refuses a file of something else, and leaves it alone', async () => {
    const file = join(dir, 'read-models.db');
    const foreign = openDatabase(file);
    foreign.exec('CREATE TABLE theirs (x)');
    foreign.close();
    const bytes = await readFile(file);
    expect(await refusal(open()))
      .to.be.instanceOf(StoreOpenError)
      .with.property('problem', 'foreign-file');
    expect((await readFile(file)).equals(bytes)).to.equal(true);
    await writeFile(file, 'not a database at all, but long enough to look like one '.repeat(50));
    const unreadable = await refusal(open());
    expect(unreadable).to.be.instanceOf(DamagedReadModelsError);
    expect(unreadable?.message).to.include('delete read-models.db');
  });

  it('takes nothing of a write when the disk is full, says that it is temporary, and goes on when there is room', async () => {
    const [view] = allViews;
    const table = tableOf(view!);
    const full = await EmbeddedReadModelStore.open({ dir, maxPages: 60 });
    opened.push(full);
    await full.prepare(table, view!);
    const documents = Array.from({ length: 400 }, (_, at) => {
      return { id: `id${at}`, body: JSON.stringify({ nameKey: 'x'.repeat(3_000) }), position: 1 };
    });
    await full.write([{ table, documents: documents.slice(0, 5), checkpoint: 1 }]);
    expect(await refusal(full.write([{ table, documents, checkpoint: 2 }]))).to.be.instanceOf(StoreUnavailableError);
    expect(await full.checkpoint(table)).to.equal(1);
    expect(await full.scan(table, '')).to.have.length(5);
    await full.write([{ table, documents: documents.slice(5, 7), checkpoint: 2 }]);
    expect(await full.checkpoint(table)).to.equal(2);
  });

  it('names damage as damage', async () => {
    const store = await open();
    const [view] = allViews;
    const table = tableOf(view!);
    await store.prepare(table, view!);
    const body = JSON.stringify({ nameKey: 'x'.repeat(3_000) });
    const documents = Array.from({ length: 400 }, (_, at) => ({ id: `id${at}`, body, position: 1 }));
    await store.write([{ table, documents, checkpoint: 1 }]);
    await opened.pop()!.close();
    const file = join(dir, 'read-models.db');
    const bytes = await readFile(file);
    bytes.fill(0xa5, 16 * 1024);
    await writeFile(file, bytes);
    const again = await open();
    expect(await refusal(again.scan(table, ''))).to.be.instanceOf(DamagedReadModelsError);
  });
});
