import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Snapshot } from '../../event-store/snapshots.ts';
import { openDatabase } from '../../event-store/sqlite.ts';
import { EmbeddedReadModelStore } from '../../projections/embedded/store.ts';
import { MongoReadModelStore } from '../../projections/mongodb/store.ts';
import { rebuildViews } from '../../projections/rebuild.ts';
import { allViews } from '../../projections/views/all.ts';
import { MemoryEventStore } from '../support/memory-event-store.ts';
import { MemorySnapshotStore } from '../support/memory-snapshots.ts';
import { newDatabase, onMongoDb } from './mongodb-harness.ts';
import { snapshotStoreContract } from './snapshots.contract.ts';

const snapshot: Snapshot = { deciderVersion: 1, formatVersion: 1, revision: 999, position: 9, body: randomBytes(9) };

describe('snapshot stores', () => {
  const dirs: string[] = [];
  async function newDir(): Promise<string> {
    const dir = await mkdtemp(join(tmpdir(), 'salon-snapshots-'));
    dirs.push(dir);
    return dir;
  }
  after(async () => {
    for (const dir of dirs) await rm(dir, { recursive: true, force: true });
  });

  snapshotStoreContract('memory', async () => new MemorySnapshotStore());
  snapshotStoreContract('embedded', async () => EmbeddedReadModelStore.open({ dir: await newDir() }));
  const server = onMongoDb('snapshots', snapshotStoreContract);

  describe('beside the read models', () => {
    it('survive the process, and a rebuild of every view', async () => {
      const dir = await newDir();
      const first = await EmbeddedReadModelStore.open({ dir });
      await first.saveSnapshot('wallet-a.1', snapshot);
      await first.close();
      const second = await EmbeddedReadModelStore.open({ dir });
      try {
        await rebuildViews(second, new MemoryEventStore(), allViews);
        const found = await second.loadSnapshot('wallet-a.1');
        expect(Buffer.from(found!.body)).to.deep.equal(snapshot.body);
      } finally {
        await second.close();
      }
    });

    it('have a place in a file that an earlier release has made', async () => {
      const dir = await newDir();
      await (await EmbeddedReadModelStore.open({ dir })).close();
      const file = openDatabase(join(dir, 'read-models.db'));
      file.exec('DROP TABLE snapshots');
      file.close();
      const store = await EmbeddedReadModelStore.open({ dir });
      try {
        await store.saveSnapshot('wallet-a.1', snapshot);
        expect((await store.loadSnapshot('wallet-a.1'))?.revision).to.equal(999);
      } finally {
        await store.close();
      }
    });

    it('are shared in MongoDB by processes of which none has claimed a table', async () => {
      const options = { url: server.fake.url, database: newDatabase() };
      const stores = await Promise.all([1, 2, 3].map(() => MongoReadModelStore.open(options)));
      try {
        await Promise.all(
          stores.map((store, i) => store.saveSnapshot('feed-a.1', { ...snapshot, revision: 1_000 * (i + 1) })),
        );
        for (const store of stores) expect((await store.loadSnapshot('feed-a.1'))?.revision).to.equal(3_000);
      } finally {
        for (const store of stores) await store.close();
      }
    });
  });
});
