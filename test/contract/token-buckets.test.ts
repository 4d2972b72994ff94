import { expect } from 'chai';
import { Redis } from 'ioredis';
import { LocalTokenBuckets } from '../../api/http/token-buckets.ts';
import { RedisTokenBuckets } from '../../api/redis/token-buckets.ts';
import { PATIENCE_MS } from '../support/promises.ts';
import { hasRedis, RedisProcess } from '../support/redis-process.ts';
import { describeTokenBuckets } from './token-buckets.contract.ts';

describeTokenBuckets({
  name: 'of one process',
  async open() {
    let now = 0;
    return {
      buckets: new LocalTokenBuckets(() => now),
      pass: async (ms) => {
        now += ms;
      },
      close: async () => {},
    };
  },
});

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

if (hasRedis('token buckets over Redis')) {
  const connect = async ({ port }: RedisProcess) => {
    const client = new Redis({ port, host: '127.0.0.1', maxRetriesPerRequest: 1 });
    client.on('error', () => {});
    await client.ping();
    return client;
  };

  describeTokenBuckets({
    name: 'over Redis',
    async open() {
      const redis = await RedisProcess.start();
      const client = await connect(redis);
      return {
        buckets: new RedisTokenBuckets(client, 'test:', PATIENCE_MS),
        pass: sleep,
        async close() {
          client.disconnect();
          await redis.dispose();
        },
      };
    },
  });

  describe('token buckets over Redis, of several processes', () => {
    let redis: RedisProcess;
    let clients: Redis[];
    const bucket = { perSecond: 0.01, burst: 4 };
    beforeEach(async () => {
      redis = await RedisProcess.start();
      clients = await Promise.all([connect(redis), connect(redis)]);
    });
    afterEach(async () => {
      for (const client of clients) client.disconnect();
      await redis.dispose();
    });

    it('are the same ones, and leave nothing behind when they are full', async () => {
      const [one, two] = clients.map((client) => new RedisTokenBuckets(client, 'test:', PATIENCE_MS));
      for (const buckets of [one!, two!, one!, two!]) expect(await buckets.take('k', bucket)).to.equal(0);
      for (const buckets of [one!, two!]) expect(await buckets.take('k', bucket)).to.be.greaterThan(0);
      expect(await one!.take('quick', { perSecond: 1_000, burst: 5 })).to.equal(0);
      await sleep(20);
      expect(await clients[0]!.keys('*')).to.deep.equal(['test:bucket:k']);
    });

    it('keep a refusal in mind, and do not ask again before its time', async () => {
      const buckets = new RedisTokenBuckets(clients[0]!, 'test:', PATIENCE_MS);
      for (let taken = 0; taken < 4; taken++) await buckets.take('k', bucket);
      // Another process took what this one believes to have.
      const other = new RedisTokenBuckets(clients[1]!, 'test:', PATIENCE_MS);
      expect(await other.take('k', bucket)).to.be.greaterThan(0);
      const [, calls] = /cmdstat_eval:calls=(\d+)/.exec(await clients[0]!.info('commandstats'))!;
      for (let asked = 0; asked < 50; asked++) expect(await other.take('k', bucket)).to.be.greaterThan(0);
      expect(await clients[0]!.info('commandstats')).to.include(`cmdstat_eval:calls=${calls},`);
    });

    it('refuse one token by no refusal of several', async () => {
      const [one, two] = clients.map((client) => new RedisTokenBuckets(client, 'test:', PATIENCE_MS));
      expect(await one!.take('k', bucket, 3)).to.equal(0);
      expect(await two!.take('k', bucket, 2)).to.be.greaterThan(0);
      expect(await two!.take('k', bucket, 1)).to.equal(0);
    });

    it('are each process’s own while Redis is away or silent, and hold nobody up', async () => {
      const buckets = new RedisTokenBuckets(clients[0]!, 'test:');
      redis.freeze();
      const waits: number[] = [];
      for (let taken = 0; taken < 6; taken++) waits.push(await buckets.take('k', bucket));
      expect(waits.map((wait) => wait > 0)).to.deep.equal([false, false, false, false, true, true]);
      redis.thaw();
    });
  });
}
