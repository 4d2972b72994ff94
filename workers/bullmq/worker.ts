import { type Job as BullJob, DelayedError, Worker } from 'bullmq';
import type { Redis, RedisOptions } from 'ioredis';
import type { Logger } from 'pino';
import type { Clock } from '../../domain/kernel/clock.ts';
import {
  isTemporary,
  type JobHandler,
  type JobWorker,
  MAX_ATTEMPTS,
  MAX_CONCURRENT_JOBS,
  retryDelayMs,
  runHandler,
  STOP_MS,
  TEMPORARY_RETRY_MS,
} from '../jobs.ts';
import { type Content, jobOf } from './content.ts';
import type { DelayAlignment } from './delays.ts';

/** A job whose process is silent for this long is another's; it is renewed at half of it. */
const LOCK_MS = 10_000;
/** How often such jobs are looked for. */
const STALLED_LOOK_MS = 5_000;
/** After trouble with Redis the worker asks again after this. */
const RUN_RETRY_MS = 1_000;

/**
 * A connection on which a command is unanswered for this long is made anew: commands of the worker have no deadline of their own, and a
 * frozen or cut-off server never closes. Longer than BullMQ waits for a job in one call (10 s).
 */
const SILENCE_MS = 15_000;

const RECONNECT_STEP_MS = 50;
const RECONNECT_CAP_MS = 1_000;

/** Runs the queue's jobs in this process, on connections of its own that wait for a Redis that is away. */
export function startWorker(options: {
  redis: Redis;
  queue: string;
  prefix: string;
  clock: Clock;
  logger: Logger;
  handlers: Readonly<Record<string, JobHandler>>;
  delays: DelayAlignment;
}): JobWorker {
  const { redis, queue, prefix, clock, logger, handlers, delays } = options;
  const running = new Set<Promise<void>>();
  let isStopped = false;
  // BullMQ makes its blocking connection from the same options.
  const own: Partial<RedisOptions> = {
    lazyConnect: false,
    maxRetriesPerRequest: null,
    commandTimeout: undefined,
    socketTimeout: SILENCE_MS,
    retryStrategy: (attempt) => (isStopped ? null : Math.min(RECONNECT_CAP_MS, attempt * RECONNECT_STEP_MS)),
  };
  const connection = redis.duplicate(own);
  const onError = (error: Error) => logger.warn({ err: error }, 'the jobs in Redis');
  connection.on('error', onError);

  async function run(bullJob: BullJob<Content>, token: string | undefined): Promise<void> {
    const job = jobOf(bullJob);
    const later = async (waitMs: number) => {
      await delays.settled();
      await bullJob.moveToDelayed(Date.now() + waitMs, token);
      // BullMQ's way of saying that the job is not done, and that this was no attempt.
      throw new DelayedError();
    };
    // BullMQ had fetched it already: another worker takes it.
    if (isStopped) return later(0);
    // Another process' clock added it, and is ahead; or the machine's was set forwards.
    const earlyMs = job.dueAt - clock.now();
    if (earlyMs > 0) return later(earlyMs);
    try {
      await runHandler(handlers, job);
    } catch (error) {
      if (isTemporary(error)) return later(TEMPORARY_RETRY_MS);
      await delays.settled();
      throw error;
    }
  }

  const worker = new Worker<Content>(
    queue,
    async (job, token) => {
      const done = run(job, token).finally(() => running.delete(done));
      running.add(done);
      await done;
    },
    {
      connection,
      prefix: prefix.replace(/:$/, ''),
      concurrency: MAX_CONCURRENT_JOBS,
      lockDuration: LOCK_MS,
      stalledInterval: STALLED_LOOK_MS,
      // A process that dies in the middle of a job is an attempt of it.
      maxStalledCount: MAX_ATTEMPTS,
      runRetryDelay: RUN_RETRY_MS,
      settings: { backoffStrategy: retryDelayMs },
    },
  );
  worker.on('error', onError);

  return {
    async stop() {
      isStopped = true;
      let timer: NodeJS.Timeout | undefined;
      const tooLong = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, STOP_MS);
      });
      const closing = worker.close();
      // With Redis away BullMQ can't take its leave; the jobs under way can end all the same.
      const ended = connection.status === 'ready' ? closing : Promise.allSettled(running);
      await Promise.race([ended, tooLong]);
      clearTimeout(timer);
      // BullMQ ends its lock renewal last; where it could not get so far, that timer would keep the process alive.
      await (worker as unknown as { lockManager?: { close(): Promise<void> } }).lockManager?.close();
      connection.disconnect();
    },
  };
}
