import { expect } from 'chai';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { type Beat, type Heartbeats, localHeartbeats } from '../../workers/heartbeats.ts';
import { redisHeartbeats } from '../../workers/redis/heartbeats.ts';
import { until } from '../support/promises.ts';
import { hasRedis, RedisProcess } from '../support/redis-process.ts';

const T0 = 1_700_000_000_000;
const beat = (userId: number, at: number): Beat => ({ appId: 'heihei', liveId: 5, userId, at });

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

    /** Everything that is taken until there is a beat of each of these users; the latest of each. */
    async function taken(...userIds: number[]): Promise<Beat[]> {
      const latest = new Map<number, Beat>();
      await until(async () => {
        for (const one of await under.watcher.take()) {
          if ((latest.get(one.userId)?.at ?? 0) <= one.at) latest.set(one.userId, one);
        }
        return userIds.every((id) => latest.has(id));
      });
      return [...latest.values()].sort((a, b) => a.userId - b.userId);
    }

    it('come from every process, the latest of each user', async () => {
      const { senders } = under;
      for (const [at, sender] of senders.entries()) sender.beat(beat(at + 1, T0 + at));
      senders[0]!.beat(beat(1, T0 + 5_000));
      const users = senders.map((_, at) => at + 1);
      const latest = async () => {
        const beats = await taken(...users);
        return beats.find(({ userId }) => userId === 1)?.at === T0 + 5_000 ? beats : null;
      };
      let beats = await latest();
      while (!beats) beats = await latest();
      expect(beats).to.deep.equal(users.map((id, at) => beat(id, id === 1 ? T0 + 5_000 : T0 + at)));
    });

    it('are not missed when the clock of their process is a little behind', async () => {
      const { senders } = under;
      senders[0]!.beat(beat(1, T0 + 9_000));
      await taken(1);
      senders[senders.length - 1]!.beat(beat(2, T0));
      expect((await taken(2)).find(({ userId }) => userId === 2)).to.deep.equal(beat(2, T0));
    });
  });
}

heartbeatsContract('in one process', async () => {
  const all = localHeartbeats();
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
        for (const client of clients) client.disconnect();
      },
    };
  });

  describe('heartbeats in Redis', () => {
    it('take no room for ever, harm nobody while Redis is away, and go on when it is back', async () => {
      const redis = new Redis(server.url, { maxRetriesPerRequest: 1, commandTimeout: 2_000, retryStrategy: () => 50 });
      redis.on('error', () => {});
      const beats = redisHeartbeats(redis, 'kept:', pino({ level: 'silent' }));
      for (let user = 1; user <= 50; user++) beats.beat(beat(user, T0));
      beats.beat(beat(1, T0 + 11 * 60_000));
      await until(async () => {
        await beats.take();
        return (await redis.zcard('kept:heartbeats')) === 1;
      });
      await server.kill();
      await until(() => redis.status !== 'ready');
      beats.beat(beat(2, T0 + 12 * 60_000));
      await server.run();
      await until(() => redis.status === 'ready');
      beats.beat(beat(3, T0 + 12 * 60_000));
      await until(async () => (await beats.take()).some(({ userId }) => userId === 3));
      redis.disconnect();
    });
  });
}
