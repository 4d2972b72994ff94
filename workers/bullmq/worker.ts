import { type Job as BullJob, DelayedError, Worker } from 'bullmq';
import type { Redis, RedisOptions } from 'ioredis';
import type { Logger } from 'pino';
import type { Clock } from '../../domain/kernel/clock.ts';
import {
  isTemporary,
  type JobHandler,
  type JobWorker,
  MAX_ATTEMPTS,
  retryDelayMs,
  runHandler,
  STOP_MS,
  TEMPORARY_RETRY_MS,
} from '../jobs.ts';
import { type Content, jobOf } from './content.ts';
import type { DelayAlignment } from './delays.ts';

/** A job whose process is silent for this long is given to another one; a process renews its lock at half of this. */
const LOCK_MS = 10_000;
/** How often jobs of silent processes are looked for. */
const STALLED_LOOK_MS = 5_000;
/** After an error of Redis the worker asks for jobs again after this. */
const RUN_RETRY_MS = 1_000;

/**
 * A connection on which a command is unanswered for this long is replaced: the worker's commands have no timeout of their own, and a
 * frozen or cut-off server never closes the connection. Longer than BullMQ waits for a job in one call (10 s).
 */
const SILENCE_MS = 15_000;

const RECONNECT_STEP_MS = 50;
const RECONNECT_CAP_MS = 1_000;

/** Runs the queue's jobs in this process, on connections of its own, whose commands wait while Redis is away. */
export function startWorker(options: {
  redis: Redis;
  queue: string;
  prefix: string;
  clock: Clock;
  logger: Logger;
  handlers: Readonly<Record<string, JobHandler>>;
  delays: DelayAlignment;
  concurrency: number;
}): JobWorker {
  const { redis, queue, prefix, clock, logger, handlers, delays, concurrency } = options;
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
      // Tells BullMQ that the job is not done, and that this does not count as an attempt.
      throw new DelayedError();
    };
    // BullMQ had fetched the job before the stop: another worker runs it.
    if (isStopped) return later(0);
    // Too early: the clock of the process that added it is ahead, or this machine's clock was set forwards.
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
      concurrency,
      lockDuration: LOCK_MS,
      stalledInterval: STALLED_LOOK_MS,
      // A job whose process dies counts as tried once.
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
      // While Redis is away `close` cannot finish, so wait only for the jobs under way.
      const ended = connection.status === 'ready' ? closing : Promise.allSettled(running);
      await Promise.race([ended, tooLong]);
      clearTimeout(timer);
      // `close` ends lock renewal last; if it did not get that far, the renewal's timer would keep the process alive.
      await (worker as unknown as { lockManager?: { close(): Promise<void> } }).lockManager?.close();
      connection.disconnect();
    },
  };
}
