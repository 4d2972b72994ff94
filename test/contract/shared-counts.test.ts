import { expect } from 'chai';
import { Redis } from 'ioredis';
import { RedisCounts } from '../../api/redis/shared-counts.ts';
import { LocalCounts, type SharedCounts } from '../../application/shared-counts.ts';
import { createClock } from '../../workers/clock.ts';
import { PATIENCE_MS } from '../support/promises.ts';
import { hasRedis, RedisProcess } from '../support/redis-process.ts';

const WINDOW_MS = 60_000;
const SHORT_MS = 50;
const key = (name: string, most = 2) => ({ key: name, most });

interface Opened {
  /** Two processes' counts: the same object where they are of one. */
  one: SharedCounts;
  other: SharedCounts;
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
}

function describeCounts(name: string, open: () => Promise<Opened>): void {
  describe(`counts in windows: ${name}`, () => {
    let world: Opened;
    before(async () => {
      world = await open();
    });
    after(() => world.close());

    it('let no more through than there may be, whichever process asks, however many at once', async () => {
      const { one, other } = world;
      const asked = Array.from({ length: 10 }, (_, n) => (n % 2 ? one : other).take([key('a')], WINDOW_MS));
      expect((await Promise.all(asked)).filter(Boolean)).to.have.length(2);
      expect(await one.take([key('b')], WINDOW_MS), 'another key').to.equal(true);
    });

    it('count all of several, or none', async () => {
      const { one, other } = world;
      expect(await one.take([key('c', 1), key('d')], WINDOW_MS)).to.equal(true);
      expect(await other.take([key('c', 1), key('d')], WINDOW_MS)).to.equal(false);
      expect(await other.take([key('d')], WINDOW_MS), 'd was counted once').to.equal(true);
      expect(await one.take([key('d')], WINDOW_MS)).to.equal(false);
    });

    it('take back what was counted', async () => {
      const { one, other } = world;
      for (let n = 0; n < 5; n++) {
        expect(await one.take([key('e', 1)], WINDOW_MS)).to.equal(true);
        one.giveBack([key('e', 1)], WINDOW_MS);
      }
      expect(await one.take([key('e', 1)], WINDOW_MS)).to.equal(true);
      expect(await other.take([key('e', 1)], WINDOW_MS)).to.equal(false);
    });

    it('begin anew when the window is over', async () => {
      const { one, other, pass } = world;
      expect(await one.take([key('f', 1)], SHORT_MS)).to.equal(true);
      await pass(SHORT_MS + 20);
      expect(await other.take([key('f', 1)], SHORT_MS)).to.equal(true);
    });
  });
}

describeCounts('of one process', async () => {
  const clock = createClock();
  const counts = new LocalCounts(clock);
  return { one: counts, other: counts, pass: async (ms) => clock.advance(ms), close: async () => {} };
});

if (hasRedis('counts over Redis')) {
  const connect = async ({ port }: RedisProcess) => {
    const client = new Redis({ port, host: '127.0.0.1', maxRetriesPerRequest: 1 });
    client.on('error', () => {});
    await client.ping();
    return client;
  };

  describeCounts('over Redis', async () => {
    const redis = await RedisProcess.start();
    const clients = await Promise.all([connect(redis), connect(redis)]);
    const [one, other] = clients.map((client) => new RedisCounts(client, 'test:', createClock(), PATIENCE_MS));
    return {
      ...{ one: one!, other: other! },
      pass: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      async close() {
        for (const client of clients) client.disconnect();
        await redis.dispose();
      },
    };
  });

  it('counts in windows over Redis are each process’s own while Redis is away or silent, and hold nobody up', async () => {
    const redis = await RedisProcess.start();
    const client = await connect(redis);
    try {
      const counts = new RedisCounts(client, 'test:', createClock(), 20);
      redis.freeze();
      const taken: boolean[] = [];
      for (let n = 0; n < 4; n++) taken.push(await counts.take([key('a')], WINDOW_MS));
      counts.giveBack([key('a')], WINDOW_MS);
      taken.push(await counts.take([key('a')], WINDOW_MS));
      expect(taken).to.deep.equal([true, true, false, false, true]);
      redis.thaw();
    } finally {
      client.disconnect();
      await redis.dispose();
    }
  });
}
