import { expect } from 'chai';
import { pino } from 'pino';
import { MongoReadModelStore } from '../../projections/mongodb/store.ts';
import { connectRedis } from '../../workers/redis/connect.ts';
import { MongoFakeProcess } from '../fakes/mongodb/fake.ts';
import { Collector, events } from '../support/log-events.ts';
import { PATIENCE_MS, until } from '../support/promises.ts';
import { hasRedis, RedisProcess } from '../support/redis-process.ts';
import { TcpSwitch } from '../support/tcp-switch.ts';
import { eachOnFake } from './eventstoredb-harness.ts';
import { newDatabase } from './mongodb-harness.ts';

/**
 * Connections that are open and dead, while new ones work: a NAT that forgot, a host that failed over. Every other time limit is far above what a
 * test waits, so that only the look at the connection itself can have found out.
 */
describe('connections that have become zombies are given up, and others opened', () => {
  const on = eachOnFake();
  const proxies: TcpSwitch[] = [];
  const before = async (port: number) => {
    const proxy = await TcpSwitch.start(port);
    proxies.push(proxy);
    return proxy;
  };
  afterEach(() => Promise.all(proxies.splice(0).map((proxy) => proxy.close())));

  it('to EventStoreDB: appends, reads and what follows the log', async () => {
    const proxy = await before(Number(/:(\d+)\?/.exec(on.fake.url)![1]));
    const store = await on.open({ url: `esdb://127.0.0.1:${proxy.port}?tls=false`, lookMs: PATIENCE_MS });
    const collector = new Collector();
    const subscription = store.subscribe({ after: 0, onBatch: collector.onBatch });
    await store.append('live-heihei.1', events(1), { expected: 'none' });
    await collector.reaches(1);
    proxy.makeZombies();
    const sent = events(1);
    const append = () => store.append('live-heihei.1', sent, { expected: 0 });
    // The one that was on its way then has an unknown outcome, and is repeated, as the command handler does.
    await append().catch(append);
    expect(await store.read('live-heihei.1')).to.have.length(2);
    await collector.reaches(2);
    await subscription.stop();
  });

  it('to MongoDB', async () => {
    const fake = await MongoFakeProcess.start();
    const proxy = await before(Number(/:(\d+)$/.exec(fake.address)![1]));
    const store = await MongoReadModelStore.open({
      url: `mongodb://127.0.0.1:${proxy.port}/?directConnection=true`,
      database: newDatabase(),
      operationTimeoutMs: PATIENCE_MS,
      serverSelectionTimeoutMs: PATIENCE_MS,
    });
    await store.saveCheckpoint('one', 7);
    proxy.makeZombies();
    await until(async () => (await store.checkpoint('one').catch(() => 0)) === 7);
    await store.saveCheckpoint('one', 8);
    expect(await store.checkpoint('one')).to.equal(8);
    await store.close();
    await fake.kill();
  });

  if (hasRedis('zombie connections to Redis')) {
    it('to Redis', async () => {
      const server = await RedisProcess.start();
      const proxy = await before(server.port);
      const redis = await connectRedis(`redis://127.0.0.1:${proxy.port}`, pino({ level: 'silent' }));
      await redis.client.set('key', '1');
      proxy.makeZombies();
      await until(async () => (await redis.client.get('key').catch(() => null)) === '1');
      redis.close();
      await server.dispose();
    });
  }
});
