import { expect } from 'chai';
import { MongoClient } from 'mongodb';
import { StoreOpenError } from '../../event-store/store-open-error.ts';
import { type MongoOptions, MongoReadModelStore } from '../../projections/mongodb/store.ts';
import { MongoFakeProcess } from '../fakes/mongodb/fake.ts';
import { OddServers } from '../support/odd-servers.ts';

describe('opening read models in MongoDB', () => {
  const odd = new OddServers();
  let fake: MongoFakeProcess;
  before(async () => {
    fake = await MongoFakeProcess.start();
  });
  afterEach(() => fake.mode({}));
  after(async () => {
    await fake.kill();
    await odd.close();
  });

  /** Why it was refused; `waitMs` is how long a server that may yet come is waited for. */
  async function refusal(options: MongoOptions, waitMs = 20_000): Promise<StoreOpenError> {
    try {
      const store = await MongoReadModelStore.open({ serverSelectionTimeoutMs: waitMs, ...options });
      await store.close();
    } catch (error) {
      expect(error).to.be.instanceOf(StoreOpenError);
      const { message } = error as StoreOpenError;
      expect(message).to.match(/^\S.*: .+\.$/);
      expect(message).not.to.include('\n').and.not.to.include('secret');
      return error as StoreOpenError;
    }
    throw new Error('it was opened');
  }

  it('is refused where nobody listens', async () => {
    const port = await odd.nobody();
    const error = await refusal({ url: `mongodb://user:secret@127.0.0.1:${port}/?replicaSet=rs0` }, 300);
    expect(error.problem).to.equal('unreachable');
    expect(error.message)
      .to.include(`127.0.0.1:${port} cannot be reached`)
      .and.include('start it and check MONGODB_URL');
  });

  it('is refused by what is no MongoDB, and where only one side takes TLS', async () => {
    const [silent, web, taking] = [await odd.silent(), await odd.web(), await odd.tls()];
    // At once, for each waits until its time is up.
    const [unheard, misheard, plain, tls] = await Promise.all([
      refusal({ url: `mongodb://user:secret@127.0.0.1:${silent}/?replicaSet=rs0` }, 500),
      refusal({ url: `mongodb://user:secret@127.0.0.1:${web}/?replicaSet=rs0` }, 500),
      refusal({ url: `mongodb://user:secret@${fake.address}/?replicaSet=rs0&tls=true` }, 500),
      refusal({ url: `mongodb://user:secret@127.0.0.1:${taking}/?replicaSet=rs0` }, 500),
    ]);
    for (const { problem } of [unheard, misheard]) expect(problem).to.equal('unreachable');
    expect(plain.message).to.include('make sure that it takes TLS');
    expect(tls.message).to.include('make sure that it takes no TLS');
  });

  it('is refused with a wrong password', async () => {
    const error = await refusal({ url: `mongodb://user:secret@${fake.address}/?replicaSet=rs0` });
    expect(error.problem).to.equal('access-denied');
    expect(error.message).to.include('check user, password and authSource');
  });

  it('is refused by a single server, whether or not the address names a replica set', async () => {
    await fake.mode({ standalone: true });
    const error = await refusal({ url: `mongodb://${fake.address}/` });
    expect(error.problem).to.equal('unsupported-server');
    expect(error.message).to.include('start mongod with --replSet rs0 and run rs.initiate()');
    const named = await refusal({ url: fake.url }, 1_500);
    expect(named).to.include({ problem: 'unsupported-server', message: error.message });
  });

  it('is refused by a server that is too old', async () => {
    await fake.mode({ maxWireVersion: 8 });
    const error = await refusal({ url: fake.url }, 1_500);
    expect(error.problem).to.equal('unsupported-server');
    expect(error.message).to.include('use MongoDB 4.4 or later');
  });

  it('is refused while there is no primary', async () => {
    await fake.mode({ noPrimary: true });
    expect((await refusal({ url: fake.url }, 300)).problem).to.equal('unreachable');
  });

  it('is refused with an address or a name that cannot be', async () => {
    for (const url of [
      '',
      'redis://127.0.0.1',
      'mongodb://',
      'mongodb://user:sec ret@:port',
      `${fake.url}&nonsense=1`,
    ]) {
      expect((await refusal({ url })).problem, url).to.equal('bad-url');
    }
    expect((await refusal({ url: fake.url, database: 'a.b$c' })).problem).to.equal('bad-url');
    expect((await refusal({ url: `mongodb://${fake.address}/a%20b?replicaSet=rs0` })).problem).to.equal('bad-url');
  });

  it('is refused when a later release has written the database', async () => {
    const client = new MongoClient(fake.url);
    const formats = client.db('later').collection<{ _id: string; version: number }>('format');
    await formats.insertOne({ _id: 'read-models', version: 99 });
    await client.close();
    const error = await refusal({ url: `mongodb://${fake.address}/later?replicaSet=rs0` });
    expect(error.problem).to.equal('newer-version');
    expect(error.message).to.include('database later').and.include('start that release');
  });

  it('is opened under the name in the address, else as salon', async () => {
    await (await MongoReadModelStore.open({ url: `mongodb://${fake.address}/evening?replicaSet=rs0&w=0` })).close();
    await (await MongoReadModelStore.open({ url: fake.url })).close();
    const client = new MongoClient(fake.url);
    expect(
      await client
        .db('evening')
        .collection('format')
        .countDocuments({ _id: { $exists: true } }),
    ).to.equal(1);
    expect(await client.db('salon').listCollections().toArray()).to.deep.include({
      name: 'format',
      type: 'collection',
    });
    await client.close();
  });
});
