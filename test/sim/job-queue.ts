import type { Clock } from '../../domain/kernel/clock.ts';
import { type StoreStatus, StoreUnavailableError } from '../../event-store/event-store.ts';
import { EmbeddedJobQueue } from '../../workers/embedded/job-queue.ts';
import type { Job, JobHandler, JobQueue, JobWorker, ParkedJob } from '../../workers/jobs.ts';
import type { Random } from './random.ts';
import type { Owner, Scheduler } from './scheduler.ts';

/** Probabilities, each for one call or one run of a job. */
export interface JobFaults {
  refused: number;
  /** A job that was taken is forgotten, and nobody is told. */
  forgets: number;
  runsTwice: number;
  runsLate: number;
  /** Everything is forgotten, and whoever listens is told. */
  flushes: number;
}

export const NO_JOB_FAULTS: JobFaults = { refused: 0, forgets: 0, runsTwice: 0, runsLate: 0, flushes: 0 };

/** The embedded queue with the faults that the port allows. */
export class SimJobQueue implements JobQueue {
  private readonly faults: () => JobFaults;
  private readonly random: Random;
  private readonly scheduler: Scheduler;
  private readonly owner: Owner;
  private readonly clock: Clock;
  private readonly listeners = new Set<() => void>();
  private inner: EmbeddedJobQueue;
  private handlers: Readonly<Record<string, JobHandler>> | null = null;

  constructor(options: { faults(): JobFaults; random: Random; scheduler: Scheduler; owner: Owner; clock: Clock }) {
    this.faults = options.faults;
    this.random = options.random;
    this.scheduler = options.scheduler;
    this.owner = options.owner;
    this.clock = options.clock;
    this.inner = new EmbeddedJobQueue(this.clock);
  }

  async add(jobs: readonly Job[]): Promise<void> {
    await this.call();
    await this.inner.add(jobs.filter(() => !this.random.chance(this.faults().forgets)));
    if (this.random.chance(this.faults().flushes)) await this.flush();
  }

  async cancel(ids: readonly string[]): Promise<void> {
    await this.call();
    return this.inner.cancel(ids);
  }

  work(handlers: Readonly<Record<string, JobHandler>>): JobWorker {
    const faulty = Object.entries(handlers).map(([kind, handler]) => [kind, (job: Job) => this.runJob(handler, job)]);
    this.handlers = Object.fromEntries(faulty);
    this.inner.work(this.handlers!);
    return { stop: () => this.inner.close() };
  }

  async parked(): Promise<ParkedJob[]> {
    await this.call();
    return this.inner.parked();
  }

  async retry(id: string): Promise<boolean> {
    await this.call();
    return this.inner.retry(id);
  }

  onReset(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  status(): StoreStatus {
    return this.inner.status();
  }

  close(): Promise<void> {
    return this.inner.close();
  }

  private async flush(): Promise<void> {
    await this.inner.close();
    this.inner = new EmbeddedJobQueue(this.clock);
    if (this.handlers) this.inner.work(this.handlers);
    for (const listener of this.listeners) listener();
  }

  private async runJob(handler: JobHandler, job: Job): Promise<void> {
    if (this.random.chance(this.faults().runsLate)) await this.pause(this.random.between(1, 5_000));
    await handler(job);
    if (this.random.chance(this.faults().runsTwice)) await handler(job);
  }

  private async call(): Promise<void> {
    await this.pause(this.random.between(0.05, 2));
    if (this.random.chance(this.faults().refused)) throw new StoreUnavailableError('the job queue takes nothing');
  }

  private pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => this.scheduler.after(this.owner, delayMs, resolve));
  }
}
