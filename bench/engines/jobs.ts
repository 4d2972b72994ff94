import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { BullMqJobQueue } from '../../workers/bullmq/job-queue.ts';
import { createClock } from '../../workers/clock.ts';
import { EmbeddedJobQueue } from '../../workers/embedded/job-queue.ts';
import type { Job, JobQueue } from '../../workers/jobs.ts';
import { type Comparison, compare, type Work } from './comparison.ts';
import type { EnginesPlan } from './plan.ts';
import type { Server } from './servers.ts';

const OUTSTANDING = [1, 64];
const KEYS_AT_A_TIME = 1_000;

/** Jobs that are due at once, from adding to running, in the embedded queue and over Redis. */
export async function measureJobs(server: Server, { runs, runMs }: EnginesPlan): Promise<Comparison[]> {
  const clock = createClock();
  const prefix = `salon-bench-${randomUUID()}:`;
  const redis = new Redis(server.url, { maxRetriesPerRequest: 1 });
  const embedded = new EmbeddedJobQueue(clock);
  const engine = new BullMqJobQueue({ redis, prefix, clock, logger: pino({ level: 'silent' }) });
  try {
    const [ours, theirs] = [new Runs(embedded), new Runs(engine)];
    const comparisons: Comparison[] = [];
    for (const outstanding of OUTSTANDING) {
      comparisons.push(
        await compare(
          { name: `jobs added and run, ${outstanding} outstanding`, runs, server },
          { work: () => ours.keepBusy(runMs, outstanding) },
          { work: () => theirs.keepBusy(runMs, outstanding) },
        ),
      );
    }
    return comparisons;
  } finally {
    await embedded.close();
    await engine.close();
    await forget(redis, prefix);
    redis.disconnect();
  }
}

/** Adds jobs to a queue and waits until they are run. */
class Runs {
  private readonly queue: JobQueue;
  private readonly waiting = new Map<string, () => void>();

  constructor(queue: JobQueue) {
    this.queue = queue;
    queue.work({ note: async ({ id }: Job) => this.waiting.get(id)?.() });
  }

  async keepBusy(durationMs: number, outstanding: number): Promise<Work> {
    const latenciesMs: number[] = [];
    const until = performance.now() + durationMs;
    const client = async () => {
      do {
        const begun = performance.now();
        await this.addAndRun();
        latenciesMs.push(performance.now() - begun);
      } while (performance.now() < until);
    };
    await Promise.all(Array.from({ length: outstanding }, client));
    return { items: latenciesMs.length, latenciesMs };
  }

  private async addAndRun(): Promise<void> {
    const id = randomUUID();
    const ran = new Promise<void>((resolve) => this.waiting.set(id, resolve));
    await this.queue.add([{ id, kind: 'note', data: { userId: 10_000_123 }, dueAt: 0 }]);
    await ran;
    this.waiting.delete(id);
  }
}

/** Deletes this run's keys: the Redis may belong to somebody else. */
async function forget(redis: Redis, prefix: string): Promise<void> {
  let cursor = '0';
  do {
    const [next, keys] = await redis.scan(cursor, 'MATCH', `${prefix}*`, 'COUNT', KEYS_AT_A_TIME);
    if (keys.length > 0) await redis.unlink(...keys);
    cursor = next;
  } while (cursor !== '0');
}
