import { randomBytes } from 'node:crypto';
import { MongoClient } from 'mongodb';
import { MongoReadModelStore } from '../../projections/mongodb/store.ts';
import { MongoFakeProcess } from '../fakes/mongodb/fake.ts';

export const newDatabase = () => `salon-test-${randomBytes(6).toString('hex')}`;

type Contract = (name: string, open: () => Promise<MongoReadModelStore>) => void;

/**
 * Runs a contract on a fake of MongoDB, and on the replica set that `MONGODB_URL` names: without one it says aloud that this
 * was skipped. A store is opened on a database of its own; those of the replica set are dropped. To be called in a
 * `describe`: while its tests run, the fake serves them as well.
 */
export function onMongoDb(what: string, contract: Contract): { readonly fake: MongoFakeProcess } {
  let fake: MongoFakeProcess;
  before(async () => {
    fake = await MongoFakeProcess.start();
  });
  after(() => fake.kill());
  contract('MongoDB (fake)', () => MongoReadModelStore.open({ url: fake.url, database: newDatabase() }));

  const url = process.env.MONGODB_URL;
  if (url) {
    const made: string[] = [];
    contract('MongoDB (MONGODB_URL)', () => {
      const database = newDatabase();
      made.push(database);
      return MongoReadModelStore.open({ url, database });
    });
    after(async () => {
      const client = new MongoClient(url);
      for (const database of made) await client.db(database).dropDatabase();
      await client.close();
    });
  } else {
    before(() =>
      console.warn(`\n  SKIPPED: ${what} on a real MongoDB. Set MONGODB_URL to a replica set to run them.\n`),
    );
  }
  return {
    get fake() {
      return fake;
    },
  };
}
