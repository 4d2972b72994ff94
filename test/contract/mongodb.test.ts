import { randomBytes } from 'node:crypto';
import { MongoReadModelStore } from '../../projections/mongodb/store.ts';
import { MongoFakeProcess } from '../fakes/mongodb/fake.ts';
import { readModelStoreContract } from './read-models.contract.ts';

let fake: MongoFakeProcess;
before(async () => {
  fake = await MongoFakeProcess.start();
});
after(() => fake.kill());
const database = () => `salon-test-${randomBytes(6).toString('hex')}`;

readModelStoreContract('MongoDB (fake)', () => MongoReadModelStore.open({ url: fake.url, database: database() }));
