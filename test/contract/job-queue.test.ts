import { Queue, Worker } from 'bullmq';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { StoreUnavailableError } from '../../event-store/event-store.ts';
import { BullMqJobQueue } from '../../workers/bullmq/job-queue.ts';
import { createClock } from '../../workers/clock.ts';
import { EmbeddedJobQueue } from '../../workers/embedded/job-queue.ts';
import { type Job, MAX_PARKED } from '../../workers/jobs.ts';
import { followAdvance } from '../../workers/redis/advance.ts';
import { rejection, until } from '../support/promises.ts';
import { hasRedis, RedisProcess } from '../support/redis-process.ts';
import { job, jobQueueContract, parkingContract } from './job-queue.contract.ts';

const logger = pino({ level: 'silent' });

async function embedded() {
  const clock = createClock();
  const queue = new EmbeddedJobQueue(clock);
  return {
    queue,
    clock,
    dispose: () => queue.close(),
    async hasten() {
      // The failure is known a turn after the handler ended.
      await new Promise(setImmediate);
      clock.advance(60_000);
    },
  };
}

jobQueueContract('embedded', embedded);
parkingContract('embedded', embedded);

describe('job queue: embedded', () => {
  it('follows its clock when that is advanced: in order, and nothing that is not due', async () => {
    const { queue, clock } = await embedded();
    const ran: Job[] = [];
    const start = clock.now();
    queue.work({ note: async (due) => void ran.push(due) });
    const due = [300, 100, 200].map((s) => job(start + s * 1_000));
    const notDue = job(start + 400_000);
    await queue.add([notDue, ...due]);
    clock.advance(350_000);
    await until(() => ran.length === 3);
    expect(ran.map(({ dueAt }) => (dueAt - start) / 1_000)).to.deep.equal([100, 200, 300]);
    await queue.close();
  });

  it('keeps only so many parked', async () => {
    const { queue, clock, hasten } = await embedded();
    queue.work({
      async note() {
        throw new Error('broken');
      },
    });
    const many = Array.from({ length: MAX_PARKED + 5 }, () => job(clock.now()));
    await queue.add(many);
    await until(async () => {
      await hasten();
      return (await queue.parked()).some(({ id }) => id === many[many.length - 1]!.id);
    });
    const parked = await queue.parked();
    expect(parked).to.have.length(MAX_PARKED);
    await queue.close();
  });
});

const REDIS = 'BullMQ on Redis';
if (hasRedis(`the job queue of ${REDIS}`)) withRedis();

function withRedis(): void {
  let server: RedisProcess;
  let runs = 0;
  before(async () => {
    server = await RedisProcess.start();
  });
  after(() => server.dispose());

  async function bullMq() {
    const prefix = `test${runs++}:`;
    const redis = new Redis(server.url, { maxRetriesPerRequest: 1, commandTimeout: 2_000, retryStrategy: () => 50 });
    redis.on('error', () => {});
    const clock = createClock();
    const queue = new BullMqJobQueue({ redis, prefix, clock, logger });
    const raw = new Queue('jobs', { connection: redis, prefix: prefix.slice(0, -1) });
    raw.on('error', () => {});
    return {
      queue,
      clock,
      redis,
      raw,
      prefix,
      hasten: () => raw.promoteJobs(),
      async dispose() {
        await queue.close();
        await raw.close();
        redis.disconnect();
      },
    };
  }

  jobQueueContract(REDIS, bullMq);
  parkingContract(REDIS, bullMq);

  describe(`job queue: ${REDIS}: faults`, () => {
    let under: Awaited<ReturnType<typeof bullMq>>;
    const ran: string[] = [];
    const note = async ({ id }: Job) => void ran.push(id);
    beforeEach(async () => {
      ran.length = 0;
      under = await bullMq();
    });
    afterEach(async () => {
      server.thaw();
      await server.run();
      await under.dispose();
    });

    it('keeps its jobs when Redis is killed and comes back, says that it is away, and tells of it', async () => {
      const { queue, clock } = under;
      queue.work({ note });
      const [first, later] = [job(clock.now()), job(clock.now() + 1_000)];
      await queue.add([first, later]);
      await until(() => ran.length === 1);
      await server.kill();
      await until(() => !queue.status().available);
      expect(await rejection(queue.add([job(0)]))).to.be.instanceOf(StoreUnavailableError);
      expect(await rejection(queue.cancel(['any']))).to.be.instanceOf(StoreUnavailableError);
      expect(await rejection(queue.parked())).to.be.instanceOf(StoreUnavailableError);
      expect(await rejection(queue.retry('any'))).to.be.instanceOf(StoreUnavailableError);
      let resets = 0;
      queue.onReset(() => resets++);
      await server.run();
      await until(() => queue.status().available && resets > 0);
      await queue.add([first, later]);
      await until(() => ran.length === 2);
      const last = job(clock.now());
      await queue.add([last]);
      await until(() => ran.includes(last.id));
      expect(ran).to.deep.equal([first.id, later.id, last.id]);
    });

    it('tells of a flush, and takes everything again', async () => {
      const { queue, clock, redis } = under;
      queue.work({ note });
      const first = job(clock.now());
      await queue.add([first]);
      await until(() => ran.length === 1);
      const open = [job(clock.now() + 100), job(clock.now() + 200)];
      await queue.add(open);
      queue.onReset(() => void queue.add(open));
      await redis.flushall();
      await until(() => ran.length === 3);
      expect(ran.slice(1)).to.deep.equal(open.map(({ id }) => id));
    });

    it('runs a job to its end when Redis is killed meanwhile', async () => {
      const { queue, clock } = under;
      let isStarted = false;
      let release = () => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      queue.work({
        async note(done) {
          isStarted = true;
          await held;
          await note(done);
        },
      });
      await queue.add([job(clock.now())]);
      await until(() => isStarted);
      await server.kill();
      release();
      await until(() => ran.length === 1);
      await server.run();
      const next = job(clock.now());
      await until(() =>
        queue.add([next]).then(
          () => true,
          () => false,
        ),
      );
      await until(() => ran.includes(next.id));
    });

    it('gives up a call to a frozen Redis, and goes on when it thaws', async () => {
      const { queue, clock } = under;
      queue.work({ note });
      const given = job(clock.now());
      await queue.parked();
      server.freeze();
      expect(await rejection(queue.add([given]))).to.be.instanceOf(StoreUnavailableError);
      server.thaw();
      await until(() =>
        queue.add([given]).then(
          () => true,
          () => false,
        ),
      );
      await until(() => ran.length > 0);
    });

    it('can be stopped while Redis is away', async () => {
      const { queue, clock } = under;
      queue.work({ note });
      await queue.add([job(clock.now() + 60_000)]);
      await server.kill();
      await until(() => !queue.status().available);
      await queue.close();
    });

    it('can be made while Redis is away', async () => {
      await server.kill();
      await until(() => under.redis.status !== 'ready');
      const { redis, clock } = under;
      const queue = new BullMqJobQueue({ redis, prefix: 'later:', clock, logger });
      const worker = queue.work({ note });
      expect(queue.status().available).to.equal(false);
      const given = job(clock.now());
      expect(await rejection(queue.add([given]))).to.be.instanceOf(StoreUnavailableError);
      await server.run();
      await until(() =>
        queue.add([given]).then(
          () => true,
          () => false,
        ),
      );
      await until(() => ran.length === 1);
      await worker.stop();
      await queue.close();
    });

    it('has another worker run the jobs of one that died in the middle', async () => {
      const { queue, clock, redis, prefix, raw } = under;
      const given = job(clock.now());
      await queue.add([given]);
      // A worker that takes the job and is never heard of again.
      const connection = redis.duplicate({ maxRetriesPerRequest: null });
      const dead = new Worker('jobs', null, { connection, prefix: prefix.slice(0, -1), lockDuration: 1_000 });
      dead.on('error', () => {});
      expect((await dead.getNextJob('token', { block: false }))?.data.id).to.equal(given.id);
      queue.work({ note });
      await until(() => ran.length === 1);
      expect(ran).to.deep.equal([given.id]);
      expect(await raw.getFailedCount()).to.equal(0);
      await dead.close(true);
      connection.disconnect();
    });

    it('runs no job before its time by its own clock, when that of another process is ahead', async () => {
      const { queue, clock, redis, prefix } = under;
      const ahead = createClock({ notBeforeMs: Date.now() + 400 });
      const other = new BullMqJobQueue({ redis, prefix, clock: ahead, logger });
      const given = job(ahead.now());
      let ranAt = 0;
      queue.work({
        async note() {
          ranAt = clock.now();
        },
      });
      await other.add([given]);
      await until(() => ranAt > 0);
      expect(ranAt).to.be.at.least(given.dueAt);
      await other.close();
    });

    for (const [what, setByMs] of [
      ['set back by an hour', -3_600_000],
      ['set forwards by an hour', 3_600_000],
    ] as const) {
      it(`runs a job in its time although the machine's clock is ${what} meanwhile`, async () => {
        const { queue, redis, prefix } = under;
        const realNow = Date.now;
        const clock = createClock({ machineNow: realNow });
        try {
          let ranAt = 0;
          queue.work({
            async note() {
              ranAt = clock.now();
            },
          });
          // The delays are known to stand in the time of before.
          await until(async () => (await redis.get(`${prefix}jobs:clock-of-delays`)) !== null);
          const given = job(clock.now() + 3_000);
          await queue.add([given]);
          Date.now = () => realNow() + setByMs;
          const begunAt = performance.now();
          while (ranAt === 0 && performance.now() - begunAt < 60_000) {
            await new Promise((resolve) => setTimeout(resolve, 20));
          }
          expect(ranAt).to.be.at.least(given.dueAt);
        } finally {
          Date.now = realNow;
        }
      });
    }

    it('runs a job that is due because a developer has moved the clock', async () => {
      const { redis, prefix } = under;
      const advances = await Promise.all([followAdvance(redis, prefix), followAdvance(redis, prefix)]);
      const [here, there] = advances;
      const clock = createClock();
      there!.onMoved((byMs) => clock.advance(byMs));
      const queue = new BullMqJobQueue({ redis, prefix, clock, logger, advancedMs: there!.totalMs });
      queue.work({ note });
      const given = job(clock.now() + 3_600_000);
      await queue.add([given]);
      await here!.advance(3_600_000);
      await until(() => ran.length === 1);
      // One that starts later knows how far it was moved, and a flush takes nothing back.
      const later = await followAdvance(redis, prefix);
      expect(later.totalMs()).to.equal(3_600_000);
      await redis.flushall();
      await later.advance(1_000);
      await until(() => advances.every((each) => each.totalMs() === 3_601_000));
      for (const each of [...advances, later]) each.stop();
      await queue.close();
    });

    it('runs in time what the worker of another machine left, whose clock is an hour ahead', async () => {
      const { queue, clock, redis, prefix } = under;
      const realNow = Date.now;
      const given = job(clock.now() + 2_000);
      try {
        Date.now = () => realNow() + 3_600_000;
        const other = new BullMqJobQueue({ redis, prefix, clock, logger });
        other.work({ note });
        await until(async () => (await redis.get(`${prefix}jobs:clock-of-delays`)) !== null);
        await other.add([given]);
        await other.close();
      } finally {
        Date.now = realNow;
      }
      queue.work({ note });
      await until(() => ran.length === 1);
      expect(ran).to.deep.equal([given.id]);
    });

    it('keeps only so many parked', async () => {
      const { queue, clock, raw } = under;
      queue.work({
        async note({ data }) {
          if (data.isBroken) throw new Error('broken');
        },
      });
      const broken = Array.from({ length: MAX_PARKED + 20 }, () => job(clock.now(), { data: { isBroken: true } }));
      // A hundred at a time: one call with all of them takes longer than a call may, on a busy machine.
      for (let from = 0; from < broken.length; from += 100) await queue.add(broken.slice(from, from + 100));
      await until(async () => {
        await raw.promoteJobs({ count: 5_000 });
        const { wait, active, delayed } = await raw.getJobCounts('wait', 'active', 'delayed');
        return wait! + active! + delayed! === 0;
      });
      expect(await queue.parked()).to.have.length(MAX_PARKED);
    });
  });
}
