import type { Clock } from '../../domain/kernel/clock.ts';
import { type StoreStatus, StoreUnavailableError } from '../../event-store/event-store.ts';
import { createLruCache } from '../../event-store/lru-cache.ts';
import {
  checkJob,
  isTemporary,
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
  retryDelayMs,
  runHandler,
  STOP_MS,
  TEMPORARY_RETRY_MS,
} from '../jobs.ts';
import { Schedule } from './schedule.ts';

/** A job that waits for its time, for a free place, or for its handler to end. */
interface Pending {
  job: Job;
  attempts: number;
  isRunning: boolean;
}

type Handlers = Readonly<Record<string, JobHandler>>;

/**
 * The job queue of a process that is alone on its stores: timers on its clock, in memory only. After a restart the job
 * runner adds all open jobs again, those that were parked included.
 */
export class EmbeddedJobQueue implements JobQueue {
  private readonly clock: Clock;
  private readonly schedule: Schedule<Pending>;
  private readonly pending = new Map<string, Pending>();
  private readonly parkedJobs = new Map<string, ParkedJob>();
  private readonly done = createLruCache<string, true>(REMEMBERED_JOBS, { ttl: REMEMBERED_MS });
  /** Due jobs that wait for a free place, in the order in which they fell due. */
  private readonly due = new Set<Pending>();
  private readonly running = new Set<Promise<void>>();
  private handlers: Handlers | null = null;
  private isClosed = false;

  constructor(clock: Clock) {
    this.clock = clock;
    this.schedule = new Schedule(clock, (waiting) => {
      this.due.add(waiting);
      this.startDue();
    });
  }

  async add(jobs: readonly Job[]): Promise<void> {
    this.checkOpen();
    for (const job of jobs) checkJob(job);
    for (const job of jobs) {
      const { id } = job;
      if (this.pending.has(id) || this.parkedJobs.has(id) || this.done.has(id)) continue;
      this.wait({ job: structuredClone(job), attempts: 0, isRunning: false }, job.dueAt);
    }
  }

  async cancel(ids: readonly string[]): Promise<void> {
    this.checkOpen();
    for (const id of ids) {
      this.parkedJobs.delete(id);
      this.done.delete(id);
      const known = this.pending.get(id);
      if (known && !known.isRunning) this.forget(known);
    }
  }

  work(handlers: Handlers): JobWorker {
    this.checkOpen();
    this.handlers = handlers;
    this.startDue();
    return {
      stop: async () => {
        if (this.handlers === handlers) this.handlers = null;
        await this.idle();
      },
    };
  }

  async parked(): Promise<ParkedJob[]> {
    this.checkOpen();
    return structuredClone([...this.parkedJobs.values()]);
  }

  async retry(id: string): Promise<boolean> {
    this.checkOpen();
    const parked = this.parkedJobs.get(id);
    if (!parked) return false;
    this.parkedJobs.delete(id);
    const { attempts, error, ...job } = parked;
    this.wait({ job, attempts: 0, isRunning: false }, job.dueAt);
    return true;
  }

  /** Never calls the listener: nothing gets lost while the process lives. */
  onReset(): () => void {
    return () => {};
  }

  status(): StoreStatus {
    return { available: true };
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.handlers = null;
    this.schedule.clear();
    await this.idle();
  }

  private checkOpen(): void {
    if (this.isClosed) throw new StoreUnavailableError('the job queue is closed');
  }

  private wait(waiting: Pending, untilMs: number): void {
    this.pending.set(waiting.job.id, waiting);
    this.schedule.set(waiting, untilMs);
  }

  private forget(waiting: Pending): void {
    this.schedule.delete(waiting);
    this.due.delete(waiting);
    this.pending.delete(waiting.job.id);
  }

  private startDue(): void {
    for (const waiting of this.due) {
      if (!this.handlers || this.running.size >= MAX_CONCURRENT_JOBS) return;
      this.due.delete(waiting);
      waiting.isRunning = true;
      const run = this.run(waiting, this.handlers).finally(() => {
        this.running.delete(run);
        this.startDue();
      });
      this.running.add(run);
    }
  }

  private async run(waiting: Pending, handlers: Handlers): Promise<void> {
    const { job } = waiting;
    try {
      await runHandler(handlers, structuredClone(job));
      this.pending.delete(job.id);
      this.done.set(job.id, true);
    } catch (error) {
      waiting.isRunning = false;
      if (!this.isClosed) this.failed(waiting, error);
    }
  }

  private failed(waiting: Pending, error: unknown): void {
    const now = this.clock.now();
    if (isTemporary(error)) {
      this.wait(waiting, now + TEMPORARY_RETRY_MS);
      return;
    }
    waiting.attempts++;
    if (waiting.attempts < MAX_ATTEMPTS) this.wait(waiting, now + retryDelayMs(waiting.attempts));
    else this.park(waiting, error instanceof Error ? error.message : String(error));
  }

  private park({ job, attempts }: Pending, error: string): void {
    this.pending.delete(job.id);
    this.parkedJobs.set(job.id, { ...job, attempts, error });
    const [oldest] = this.parkedJobs.keys();
    if (this.parkedJobs.size > MAX_PARKED && oldest !== undefined) this.parkedJobs.delete(oldest);
  }

  /** Waits for the jobs under way, at most STOP_MS: they may be waiting for a provider. */
  private async idle(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, STOP_MS);
    });
    await Promise.race([Promise.allSettled(this.running), tooLong]);
    clearTimeout(timer);
  }
}
