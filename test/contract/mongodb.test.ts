import { expect } from 'chai';
import { MongoClient } from 'mongodb';
import { type MongoOptions, MongoReadModelStore } from '../../projections/mongodb/store.ts';
import { indexFields, tableOf } from '../../projections/query.ts';
import type { Query } from '../../projections/read-models.ts';
import { allViews } from '../../projections/views/all.ts';
import { newDatabase, onMongoDb } from './mongodb-harness.ts';
import { readModelStoreContract } from './read-models.contract.ts';

describe('MongoDB: read models', () => {
  const server = onMongoDb('read models', readModelStoreContract);

  describe('on the wire', () => {
    const opened: MongoReadModelStore[] = [];
    async function open(options: Partial<MongoOptions> = {}): Promise<MongoReadModelStore> {
      const store = await MongoReadModelStore.open({ url: server.fake.url, database: newDatabase(), ...options });
      opened.push(store);
      return store;
    }
    beforeEach(() => server.fake.resetStats());
    afterEach(async () => {
      for (const store of opened.splice(0)) await store.close();
    });

    it('answers every form of query of every view from its index', async () => {
      const store = await open();
      for (const view of allViews) await store.prepare(tableOf(view), view);
      let queries = 0;
      for (const view of allViews) {
        for (const index of Object.keys(view.indexes)) {
          const fields = indexFields(view, index);
          for (let fixed = 0; fixed <= fields.length; fixed++) {
            const bounds: Partial<Query>[] =
              fixed < fields.length ? [{}, { after: 1 }, { from: 1 }, { before: 1 }, { from: 1, until: 2 }] : [{}];
            for (const bound of bounds) {
              for (const reverse of [false, true]) {
                const equals = fields.slice(0, fixed).map(() => 1);
                await store.find(tableOf(view), view, { index, equals, ...bound, reverse, limit: 10 });
                queries++;
              }
            }
          }
        }
      }
      const { unindexed, commands } = await server.fake.stats();
      expect(unindexed).to.deep.equal([]);
      expect(queries).to.be.greaterThan(100);
      expect(commands.find).to.be.at.least(queries);
      expect(commands.createIndexes).to.equal(allViews.filter(({ indexes }) => Object.keys(indexes).length > 0).length);
    });

    it('would be told of a query that no index serves', async () => {
      const client = new MongoClient(server.fake.url);
      const collection = client.db(newDatabase()).collection<{ _id: string; at: number }>('things');
      await collection.createIndex({ at: -1 });
      await collection.insertOne({ _id: 'a', at: 1 });
      await collection
        .find({ at: { $gt: 0 } })
        .sort({ at: 1 })
        .toArray();
      expect((await server.fake.stats()).unindexed).to.deep.equal([]);
      await collection.find({ other: 1 }).toArray();
      await collection.find({ at: 1 }).sort({ other: 1 }).toArray();
      await collection.find({}).toArray();
      expect((await server.fake.stats()).unindexed).to.have.length(3);
      await client.close();
    });

    it('takes what looks like an operator, an expression or a path as the text that it is', async () => {
      const database = newDatabase();
      const store = await open({ database });
      const [view] = allViews;
      const table = tableOf(view!);
      await store.prepare(table, view!);
      const names = [
        '$position',
        '$$ROOT',
        '$literal',
        '{"$ne":null}',
        '__proto__',
        'key.appId',
        "'; return true; //",
        '\u0000',
      ];
      const documents = names.map((name, at) => {
        const body = `{"appId":"$appId","nameKey":${JSON.stringify(name)},"${at}":1,"$set":{"position":9},"__proto__":{"$gt":0},"z":1,"a":-0.5e-7}`;
        return { id: name, body, position: 3_000_000_000 + at };
      });
      await store.write([{ table, documents, checkpoint: 3_000_000_007 }]);
      const loaded = await store.load(table, names);
      expect(loaded).to.deep.equal(documents.map(({ body, position }) => ({ body, position })));
      for (const { id, body } of documents) {
        const found = await store.find(table, view!, { index: 'byName', equals: ['$appId', id], limit: 5 });
        expect(found).to.deep.equal([{ id, body }]);
      }
      const client = new MongoClient(server.fake.url);
      const collection = client.db(database).collection<{ _id: string; key: object }>(`documents.${table}.1`);
      const kept = await collection.findOne({ _id: '$position' });
      expect(Object.keys(kept!.key).sort()).to.deep.equal(['appId', 'heiNum', 'nameKey']);
      const { checkpoint } = (await client.db(database).collection('tables').find({}).toArray())[0]!;
      expect(checkpoint).to.equal(3_000_000_007);
      await client.close();
    });

    it('reads what a majority has, and writes what a majority then has, whatever the address says', async () => {
      const weak = {
        url: `${server.fake.url}&w=1&readConcernLevel=local&readPreference=secondaryPreferred`,
        database: newDatabase(),
      };
      await server.fake.resetStats();
      const store = await open(weak);
      const [view] = allViews;
      const table = tableOf(view!);
      await store.prepare(table, view!);
      await store.write([{ table, documents: [{ id: 'a', body: '{}', position: 1 }], checkpoint: 1 }]);
      await store.load(table, ['a']);
      await store.scan(table, '');
      await store.saveCheckpoint('reactors', 1);
      await store.checkpoint('reactors');
      await store.switchTo(view!.name, table);
      await store.saveSnapshot('s', {
        deciderVersion: 1,
        formatVersion: 1,
        revision: 1,
        position: 1,
        body: Buffer.of(1),
      });
      await store.loadSnapshot('s');
      await store.drop(table);
      expect((await server.fake.stats()).weak).to.deep.equal([]);
      const client = new MongoClient(server.fake.url);
      await client
        .db(weak.database)
        .collection('tables')
        .findOne({ _id: { $exists: true } });
      expect((await server.fake.stats()).weak).to.deep.equal(['find']);
      await client.close();
    });

    it('writes once with a round trip per table and two more', async () => {
      const store = await open();
      const views = allViews.slice(0, 3);
      for (const view of views) await store.prepare(tableOf(view), view);
      await server.fake.resetStats();
      const document = { id: 'a', body: '{}', position: 1 };
      await store.write(views.map((view) => ({ table: tableOf(view), documents: [document], checkpoint: 1 })));
      expect((await server.fake.stats()).commands).to.deep.equal({ update: 4, commitTransaction: 1 });
    });
  });
});
