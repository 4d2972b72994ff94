import { expect } from 'chai';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { BullMqJobQueue } from '../../workers/bullmq/job-queue.ts';
import { APP, type JobWorld, jobWorld } from '../support/job-world.ts';
import { until } from '../support/promises.ts';
import { hasRedis, RedisProcess } from '../support/redis-process.ts';

const logger = pino({ level: 'silent' });
const PHONES = 60;

if (hasRedis('jobs from the log over Redis')) withRedis();

function withRedis(): void {
  describe('jobs from the log over Redis', () => {
    let server: RedisProcess;
    let world: JobWorld;
    const ends: (() => Promise<unknown> | unknown)[] = [];
    const phones = Array.from({ length: PHONES }, (_, n) => String(13_800_000_000 + n));

    /** A process: its own connections, queue and runner. */
    async function startProcess() {
      const redis = new Redis(server.url, { maxRetriesPerRequest: 1, commandTimeout: 2_000, retryStrategy: () => 50 });
      redis.on('error', () => {});
      const queue = new BullMqJobQueue({ redis, prefix: 'salon:', clock: world.clock, logger });
      const runner = await world.run(queue);
      const stop = async () => {
        await runner.stop();
        await queue.close();
        redis.disconnect();
      };
      ends.push(stop);
      return { redis, queue, stop };
    }

    beforeEach(async () => {
      server = await RedisProcess.start();
      world = await jobWorld();
    });
    afterEach(async () => {
      server.thaw();
      await server.run();
      await Promise.all(ends.splice(0).map((end) => end()));
      await world.end();
      await server.dispose();
    });

    /** Everything was sent, and the log says so once for each. */
    async function expectAllSent(): Promise<void> {
      await until(() => world.ofType('CodeDelivered').length === PHONES);
      const delivered = world.ofType('CodeDelivered').map(({ data }) => (data as { phone: string }).phone);
      expect(delivered.sort()).to.deep.equal(phones);
      expect(new Set(world.sent.map(({ phone }) => phone)).size).to.equal(PHONES);
      expect(await world.openJobs()).to.deep.equal([]);
    }

    it('brings everything back after a flush in the middle', async () => {
      const { redis } = await startProcess();
      let isFlushed = false;
      world.provider = async () => {
        // Until the flush nobody is reached: every job waits for another attempt.
        if (!isFlushed) throw new Error('down');
      };
      for (const phone of phones) await world.issueCode(phone);
      await world.requestCall(7);
      await until(async () => (await redis.zcard('salon:jobs:delayed')) === PHONES + 1);
      await redis.flushall();
      isFlushed = true;
      await until(() => world.ofType('CodeDelivered').length === PHONES);
      expect(new Set(world.sent.map(({ phone }) => phone)).size).to.equal(PHONES);
      expect(await world.openJobs()).to.deep.equal([`${APP}.call.call-7`]);
      await until(async () => (await redis.zcard('salon:jobs:delayed')) === 1);
    });

    it('goes on over a kill and a restart of Redis, and while it is frozen', async () => {
      await startProcess();
      for (const [n, phone] of phones.entries()) {
        await world.issueCode(phone);
        if (n === 10) await server.kill();
        if (n === 20) await server.run();
        if (n === 30) server.freeze();
        if (n === 40) server.thaw();
        await new Promise(setImmediate);
      }
      await expectAllSent();
    });

    it('starts while Redis is away', async () => {
      for (const phone of phones) await world.issueCode(phone);
      await server.kill();
      await startProcess();
      await server.run();
      await expectAllSent();
    });

    it('is taken over by another process, and by two at once', async () => {
      const first = await startProcess();
      for (const [n, phone] of phones.entries()) {
        await world.issueCode(phone);
        if (n === 20) await first.stop();
        if (n === 30) await startProcess();
        if (n === 40) await startProcess();
      }
      await expectAllSent();
      expect(world.sent).to.have.length(PHONES);
    });
  });
}
