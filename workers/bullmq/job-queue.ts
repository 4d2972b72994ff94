import { type Job as BullJob, Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { Clock } from '../../domain/kernel/clock.ts';
import { type StoreStatus, StoreUnavailableError } from '../../event-store/event-store.ts';
import {
  checkJob,
  type Job,
  type JobHandler,
  type JobQueue,
  type JobWorker,
  MAX_ATTEMPTS,
  MAX_CONCURRENT_JOBS,
  MAX_PARKED,
  type ParkedJob,
  REMEMBERED_JOBS,
  REMEMBERED_MS,
} from '../jobs.ts';
import { bullId, type Content, jobOf } from './content.ts';
import { type DelayAlignment, keepDelaysAligned } from './delays.ts';
import { watchRedis } from './watch.ts';
import { startWorker } from './worker.ts';

const QUEUE = 'jobs';
/** A Redis that does not answer a call within this time counts as away. */
const CALL_TIMEOUT_MS = 5_000;

export interface BullMqOptions {
  /** A connected client that reconnects by itself and whose commands fail soon when Redis is away. The caller closes it. */
  redis: Redis;
  /** All keys begin with it; it ends with a colon. */
  prefix: string;
  clock: Clock;
  logger: Logger;
  /** The queue's name; default `jobs`. */
  name?: string;
  /** How far developers have moved the clock forwards: delays are shortened by it. Default: not at all. */
  advancedMs?: (() => number) | undefined;
  /** Jobs that run at a time here, at most; default MAX_CONCURRENT_JOBS. */
  concurrency?: number;
}

/**
 * The job queue of several processes, in Redis by BullMQ. When a process dies in the middle of a job, another one runs it
 * again within seconds. Redis may lose everything: that is noticed within a second or so, and told by `onReset`.
 */
export class BullMqJobQueue implements JobQueue {
  private readonly options: BullMqOptions & { name: string };
  private opening: Promise<Queue<Content>> | null = null;
  private readonly workers = new Set<JobWorker>();
  private readonly resetListeners = new Set<() => void>();
  private readonly stopWatching: () => void;
  private awaySinceMs: number | null = null;
  /** Null unless a worker runs here. */
  private delays: DelayAlignment | null = null;
  private isClosed = false;

  constructor(options: BullMqOptions) {
    this.options = { name: QUEUE, ...options };
    const { redis } = options;
    const onAway = () => {
      this.awaySinceMs ??= Date.now();
    };
    const onReady = () => {
      this.awaySinceMs = null;
      this.tellReset();
    };
    if (redis.status !== 'ready') onAway();
    redis.on('close', onAway).on('ready', onReady);
    const stopMarker = watchRedis(redis, options.prefix, () => this.tellReset());
    this.stopWatching = () => {
      redis.off('close', onAway).off('ready', onReady);
      stopMarker();
    };
  }

  async add(jobs: readonly Job[]): Promise<void> {
    for (const job of jobs) checkJob(job);
    const { clock } = this.options;
    await this.delays?.settled();
    await this.call((queue) =>
      queue.addBulk(
        jobs.map(({ id, kind, data, dueAt }) => ({
          name: kind,
          data: { id, data, dueAt },
          opts: { jobId: bullId(id), delay: Math.max(0, dueAt - clock.now()) },
        })),
      ),
    );
  }

  async cancel(ids: readonly string[]): Promise<void> {
    await this.call((queue) => Promise.all(ids.map((id) => queue.remove(bullId(id)))));
  }

  work(handlers: Readonly<Record<string, JobHandler>>): JobWorker {
    if (this.isClosed) throw closed();
    const { name, redis, prefix, clock, logger, advancedMs, concurrency = MAX_CONCURRENT_JOBS } = this.options;
    const delays = keepDelaysAligned(redis, { prefix, queue: name, logger, advancedMs });
    this.delays = delays;
    const started = startWorker({ redis, queue: name, prefix, clock, logger, handlers, delays, concurrency });
    const worker: JobWorker = {
      stop: async () => {
        this.workers.delete(worker);
        delays.stop();
        if (this.delays === delays) this.delays = null;
        await started.stop();
      },
    };
    this.workers.add(worker);
    return worker;
  }

  async parked(): Promise<ParkedJob[]> {
    const failed = await this.call((queue) => queue.getJobs(['failed'], 0, MAX_PARKED - 1, true));
    // Jobs that were removed meanwhile come as undefined.
    return failed.filter(Boolean).map((job: BullJob<Content>) => ({
      ...jobOf(job),
      attempts: job.attemptsMade,
      error: job.failedReason ?? '',
    }));
  }

  async retry(id: string): Promise<boolean> {
    return this.call(async (queue) => {
      const job = await queue.getJob(bullId(id));
      if (!job || !(await job.isFailed())) return false;
      try {
        await job.retry('failed', { resetAttemptsMade: true, resetAttemptsStarted: true });
        return true;
      } catch (error) {
        // Another process may have retried or cancelled it first.
        if (await job.isFailed()) throw error;
        return false;
      }
    });
  }

  onReset(listener: () => void): () => void {
    this.resetListeners.add(listener);
    return () => this.resetListeners.delete(listener);
  }

  status(): StoreStatus {
    if (this.awaySinceMs === null) return { available: true };
    return { available: false, reason: 'Redis does not answer', sinceMs: this.awaySinceMs };
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    this.stopWatching();
    await Promise.all([...this.workers].map((worker) => worker.stop()));
    // Only the `Queue` is closed, whether Redis answers or not: the connection is the caller's.
    const queue = await within(CALL_TIMEOUT_MS, this.opening ?? Promise.resolve(null)).catch(() => null);
    await queue?.close();
  }

  private tellReset(): void {
    for (const listener of this.resetListeners) listener();
  }

  /** The first call opens the queue. After a failure the next call opens another: a `Queue` that failed to open never works. */
  private open(): Promise<Queue<Content>> {
    const { name, redis, prefix, logger } = this.options;
    this.opening ??= (async () => {
      const queue = new Queue<Content>(name, {
        connection: redis,
        prefix: prefix.replace(/:$/, ''),
        defaultJobOptions: {
          attempts: MAX_ATTEMPTS,
          backoff: { type: 'capped' },
          removeOnComplete: { age: REMEMBERED_MS / 1000, count: REMEMBERED_JOBS },
          removeOnFail: { count: MAX_PARKED },
          stackTraceLimit: 1,
        },
      });
      queue.on('error', (error) => logger.warn({ err: error }, 'the job queue in Redis'));
      try {
        await queue.waitUntilReady();
        return queue;
      } catch (error) {
        this.opening = null;
        throw error;
      }
    })();
    return this.opening;
  }

  private async call<T>(run: (queue: Queue<Content>) => Promise<T>): Promise<T> {
    if (this.isClosed) throw closed();
    const running = this.open().then(run);
    try {
      return await within(CALL_TIMEOUT_MS, running);
    } catch (error) {
      if (error instanceof RangeError || error instanceof TypeError) throw error;
      throw new StoreUnavailableError(`the job queue in Redis: ${(error as Error).message}`, { cause: error });
    }
  }
}

function closed(): StoreUnavailableError {
  return new StoreUnavailableError('the job queue is closed');
}

async function within<T>(timeoutMs: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([promise, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
