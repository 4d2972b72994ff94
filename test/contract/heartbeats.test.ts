import { expect } from 'chai';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { type Beat, type Heartbeats, localHeartbeats } from '../../workers/heartbeats.ts';
import { redisHeartbeats } from '../../workers/redis/heartbeats.ts';
import { until } from '../support/promises.ts';
import { hasRedis, RedisProcess } from '../support/redis-process.ts';

const beat = (userId: number): Beat => ({
  appId: 'heihei',
  kind: userId % 2 === 0 ? 'chat' : 'live',
  roomId: 5,
  userId,
});
/** A test is not slower than this. */
const MOST_MS = 60_000;

interface UnderTest {
  /** Of the processes that answer clients, and of the one that watches presence. */
  senders: Heartbeats[];
  watcher: Heartbeats;
  dispose(): Promise<void>;
}

function heartbeatsContract(name: string, open: () => Promise<UnderTest>): void {
  describe(`heartbeats: ${name}`, () => {
    let under: UnderTest;
    beforeEach(async () => {
      under = await open();
    });
    afterEach(() => under.dispose());

    /** Takes until there is a beat of each of these users: the age of each one's latest. */
    async function taken(...userIds: number[]): Promise<Map<number, number>> {
      const ages = new Map<number, number>();
      await until(async () => {
        const { beats } = await under.watcher.take();
        for (const { userId, ageMs } of beats) ages.set(userId, Math.min(ageMs, ages.get(userId) ?? Infinity));
        return userIds.every((id) => ages.has(id));
      });
      return ages;
    }

    it('come from every process, with their age', async () => {
      const { senders } = under;
      for (const [at, sender] of senders.entries()) sender.beat(beat(at + 1));
      const ages = await taken(...senders.map((_, at) => at + 1));
      for (const ageMs of ages.values()) expect(ageMs).to.be.within(0, MOST_MS);
    });

    it('are given out again when the same user beats again, and grow no older on the way', async () => {
      const [sender] = under.senders;
      sender!.beat(beat(1));
      await taken(1);
      await new Promise((resolve) => setTimeout(resolve, 50));
      const begunAt = performance.now();
      sender!.beat(beat(1));
      await until(async () => {
        const { beats } = await under.watcher.take();
        return beats.some(({ userId, ageMs }) => userId === 1 && ageMs <= performance.now() - begunAt + 1);
      });
    });

    it('are complete while all who take them are there', async () => {
      under.senders[0]!.beat(beat(1));
      await taken(1);
      expect((await under.watcher.take()).isComplete).to.equal(true);
    });
  });
}

heartbeatsContract('in one process', async () => {
  const all = localHeartbeats({ elapsed: () => performance.now() });
  return { senders: [all], watcher: all, dispose: async () => {} };
});

if (hasRedis('heartbeats in Redis')) withRedis();

function withRedis(): void {
  let server: RedisProcess;
  let runs = 0;
  before(async () => {
    server = await RedisProcess.start();
  });
  after(() => server.dispose());

  heartbeatsContract('in Redis, of several processes', async () => {
    const prefix = `test${runs++}:`;
    const clients = [1, 2, 3].map(() => new Redis(server.url));
    const [watcher, ...senders] = clients.map((redis) => redisHeartbeats(redis, prefix, pino({ level: 'silent' })));
    return {
      senders,
      watcher: watcher!,
      async dispose() {
        await Promise.all(senders.map((sender) => sender.close()));
        for (const client of clients) client.disconnect();
      },
    };
  });

  describe('heartbeats in Redis', () => {
    const open = (prefix: string) => {
      const redis = new Redis(server.url, { maxRetriesPerRequest: 1, commandTimeout: 2_000, retryStrategy: () => 50 });
      redis.on('error', () => {});
      return { redis, beats: redisHeartbeats(redis, prefix, pino({ level: 'silent' })) };
    };

    it('keep beats for minutes, not for ever', async () => {
      const { redis, beats } = open('kept:');
      const [seconds] = await redis.time();
      const now = Number(seconds) * 1_000;
      await redis.zadd('kept:heartbeats', now - 11 * 60_000, 'heihei.5.1');
      await redis.zadd('kept:heartbeats', now - 60_000, 'heihei.5.2');
      const first = await beats.take();
      expect(first.beats.map(({ userId }) => userId)).to.include(2);
      expect(await redis.zrangebyscore('kept:heartbeats', '-inf', '+inf')).to.deep.equal(['heihei.5.2']);
      await beats.close();
      redis.disconnect();
    });

    it('are not missed when the clock of a sender is 15 s ahead, or an hour behind: Redis alone says when', async () => {
      const { redis, beats } = open('clocks:');
      const realNow = Date.now;
      try {
        for (const [userId, offsetMs] of [
          [1, 15_000],
          [3, 0],
          [5, -3_600_000],
          [7, 0],
        ] as const) {
          Date.now = () => realNow() + offsetMs;
          beats.beat(beat(userId));
          await until(async () => (await redis.zscore('clocks:heartbeats', `heihei.5.${userId}`)) !== null);
          const taken = await beats.take();
          const found = taken.beats.find((one) => one.userId === userId);
          expect(found?.ageMs, `user ${userId}`).to.be.within(0, MOST_MS);
        }
      } finally {
        Date.now = realNow;
      }
      await beats.close();
      redis.disconnect();
    });

    it('of a Redis whose clock was set back come through as well, those of the future once', async () => {
      const { redis, beats } = open('back:');
      await beats.take();
      const [seconds] = await redis.time();
      await redis.zadd('back:heartbeats', Number(seconds) * 1_000 + 3_600_000, 'heihei.5.1');
      expect((await beats.take()).beats).to.deep.equal([{ ...beat(1), ageMs: 0 }]);
      expect((await beats.take()).beats).to.deep.equal([]);
      await beats.close();
      redis.disconnect();
    });

    it('are incomplete while a process that takes them is silent, until it is back or long gone', async () => {
      const { redis, beats } = open('silent:');
      beats.beat(beat(1));
      const now = async () => Number((await redis.time())[0]) * 1_000;
      await redis.zadd('silent:heartbeat-takers', (await now()) - 20_000, 'a process that was suspended');
      expect((await beats.take()).isComplete).to.equal(false);
      await redis.zadd('silent:heartbeat-takers', await now(), 'a process that was suspended');
      expect((await beats.take()).isComplete).to.equal(true);
      await redis.zadd('silent:heartbeat-takers', (await now()) - 61_000, 'a process that was suspended');
      expect((await beats.take()).isComplete).to.equal(true);
      await beats.close();
      expect(await redis.zcard('silent:heartbeat-takers')).to.equal(0);
      redis.disconnect();
    });

    it('harm nobody while Redis is away, and go on when it is back', async () => {
      const { redis, beats } = open('away:');
      await server.kill();
      await until(() => redis.status !== 'ready');
      beats.beat(beat(2));
      await server.run();
      await until(() => redis.status === 'ready');
      beats.beat(beat(3));
      await until(async () => (await beats.take()).beats.some(({ userId }) => userId === 3));
      await beats.close();
      redis.disconnect();
    });
  });
}
