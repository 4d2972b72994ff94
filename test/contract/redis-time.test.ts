import { expect } from 'chai';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { createClock } from '../../workers/clock.ts';
import { followRedisTime } from '../../workers/redis/time.ts';
import { until } from '../support/promises.ts';
import { hasRedis, RedisProcess } from '../support/redis-process.ts';

/** A test is not slower than this. */
const MOST_MS = 60_000;

if (hasRedis("Redis' clock")) withRedis();

function withRedis(): void {
  describe("Redis' clock", () => {
    const realNow = Date.now;
    let server: RedisProcess;
    let redis: Redis;
    const lines: string[] = [];
    const logger = pino({ level: 'warn' }, { write: (line) => void lines.push(JSON.parse(line).msg) });
    before(async () => {
      server = await RedisProcess.start();
    });
    after(() => server.dispose());
    beforeEach(() => {
      lines.length = 0;
      redis = new Redis(server.url, { maxRetriesPerRequest: 1, commandTimeout: 2_000, retryStrategy: () => 50 });
      redis.on('error', () => {});
    });
    afterEach(() => {
      Date.now = realNow;
      redis.disconnect();
    });

    it('is what processes agree on, whatever their machines show; a skew is told once', async () => {
      const nows: number[] = [];
      for (const skewMs of [40_000, 0, -3_600_000]) {
        Date.now = () => realNow() + skewMs;
        const time = await followRedisTime(redis, logger);
        const clock = createClock({ shared: time });
        nows.push(clock.now());
        await time.ask();
        expect(time.metrics.aheadOfRedisMs).to.be.within(skewMs - MOST_MS / 10, skewMs + MOST_MS / 10);
        clock.stop();
        time.stop();
      }
      expect(Math.max(...nows) - Math.min(...nows)).to.be.lessThan(MOST_MS / 10);
      expect(lines.map((line) => line.split(':')[0])).to.deep.equal([
        "This machine's clock is 40.0 s ahead of Redis'",
        "This machine's clock is 3600.0 s behind Redis'",
      ]);
    });

    it('goes on while Redis is away', async () => {
      const time = await followRedisTime(redis, logger);
      await server.kill();
      await until(() => redis.status !== 'ready');
      const before = time.now();
      await time.ask();
      expect(time.now()).to.be.within(before, before + MOST_MS);
      await server.run();
      await until(() => redis.status === 'ready');
      time.stop();
    });
  });
}
