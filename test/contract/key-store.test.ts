import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { MongoClient } from 'mongodb';
import { backUpKeys } from '../../event-store/embedded/backup.ts';
import { EmbeddedKeyStore } from '../../event-store/embedded/key-store.ts';
import { MongoKeyStore } from '../../projections/mongodb/key-store.ts';
import { MongoFakeProcess } from '../fakes/mongodb/fake.ts';
import { MemoryKeyStore } from '../support/memory-key-store.ts';
import { keyStoreContract } from './key-store.contract.ts';
import { newDatabase } from './mongodb-harness.ts';

const newDir = () => mkdtempSync(join(tmpdir(), 'salon-keys-'));

keyStoreContract('memory', async () => {
  const store = new MemoryKeyStore();
  return { store, other: store, dispose: () => store.close() };
});

keyStoreContract('embedded', async () => {
  const dir = newDir();
  const store = await EmbeddedKeyStore.open({ dir });
  const dispose = async () => {
    await store.close();
    rmSync(dir, { recursive: true });
  };
  return { store, other: store, dispose };
});

describe('key store: MongoDB', () => {
  let fake: MongoFakeProcess;
  before(async () => {
    fake = await MongoFakeProcess.start();
  });
  after(() => fake.kill());

  async function open(url: string) {
    const options = { url, database: newDatabase() };
    const [store, other] = await Promise.all([MongoKeyStore.open(options), MongoKeyStore.open(options)]);
    const dispose = async () => {
      await Promise.all([store.close(), other.close()]);
      const client = new MongoClient(url);
      await client.db(`${options.database}-keys`).dropDatabase();
      await client.close();
    };
    return { store, other, dispose, options };
  }
  keyStoreContract('MongoDB (fake)', () => open(fake.url));
  if (process.env.MONGODB_URL) keyStoreContract('MongoDB (MONGODB_URL)', () => open(process.env.MONGODB_URL!));
  else
    before(() => console.warn('\n  SKIPPED: keys on a real MongoDB. Set MONGODB_URL to a replica set to run them.\n'));

  it('keeps the keys apart from the read models, and writes with a majority', async () => {
    await fake.resetStats();
    const { store, dispose, options } = await open(`${fake.url}&w=1&readConcernLevel=local`);
    const { id } = (await store.keysOf('one', ['u1'])).get('u1')!;
    await store.keysById([id]);
    await store.destroy('one', ['u1']);
    await store.renew('one', ['u1']);
    expect((await fake.stats()).weak).to.deep.equal([]);
    const client = new MongoClient(fake.url);
    await client.db(options.database).dropDatabase();
    await client.close();
    expect([...(await store.keysById([id])).keys()]).to.deep.equal([id]);
    await dispose();
  });
});

describe('key store: embedded, the file', () => {
  let dir: string;
  beforeEach(() => {
    dir = newDir();
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  const files = () => readdirSync(dir).map((name) => ({ name, bytes: readFileSync(join(dir, name)) }));
  const filesWith = (secret: Uint8Array) =>
    files()
      .filter(({ bytes }) => bytes.includes(Buffer.from(secret)))
      .map(({ name }) => name);

  it('keeps keys over an end without closing, for its owner alone', async () => {
    const store = await EmbeddedKeyStore.open({ dir });
    const keys = await store.keysOf('one', ['u1', 'u2']);
    await store.destroy('one', ['u2']);
    for (const { name } of files()) expect(statSync(join(dir, name)).mode & 0o77, name).to.equal(0);
    await store.close();
    const again = await EmbeddedKeyStore.open({ dir });
    const found = await again.keysOf('one', ['u1', 'u2']);
    expect(found.get('u1')).to.deep.equal(keys.get('u1'));
    expect(found.get('u2')!.secret).to.equal(null);
    await again.close();
  });

  it('has no byte of a destroyed key any more, and none of the others is lost', async () => {
    const store = await EmbeddedKeyStore.open({ dir });
    const subjects = Array.from({ length: 500 }, (_, i) => `u${i}`);
    const keys = await store.keysOf('one', subjects);
    const secretOf = (subject: string) => keys.get(subject)!.secret!;
    expect(filesWith(secretOf('u250'))).not.to.deep.equal([]);
    await store.destroy('one', ['u250']);
    await store.renew('one', ['u251']);
    expect(filesWith(secretOf('u250'))).to.deep.equal([]);
    expect(filesWith(secretOf('u251'))).to.deep.equal([]);
    expect(filesWith(secretOf('u252'))).not.to.deep.equal([]);
    await store.close();
  });

  it('is copied whole while it is open', async () => {
    const store = await EmbeddedKeyStore.open({ dir });
    const key = (await store.keysOf('one', ['u1'])).get('u1');
    const copies = newDir();
    backUpKeys(dir, join(copies, 'people.keys'));
    await store.close();
    expect(statSync(join(copies, 'people.keys')).mode & 0o77).to.equal(0);
    const copy = await EmbeddedKeyStore.open({ dir: copies });
    expect((await copy.keysOf('one', ['u1'])).get('u1')).to.deep.equal(key);
    await copy.close();
    const beside = await EmbeddedKeyStore.open({ dir: copies, readOnly: true });
    expect((await beside.keysById([key!.id])).get(key!.id)).to.deep.equal(key);
    await beside.keysOf('one', ['u2']).then(
      () => expect.fail('a key was made'),
      (error: Error) => expect(error.name).to.equal('StoreUnavailableError'),
    );
    await beside.close();
    rmSync(copies, { recursive: true });
  });
});
