import { type StoreStatus, StoreUnavailableError, UnknownOutcomeError } from '../event-store/event-store.ts';

/** Something to be done at a certain time. */
export interface Job {
  /** 1 to MAX_JOB_ID_CHARS characters; derived from the event that caused it, so that the same job has it again. */
  id: string;
  /** Which handler does it. */
  kind: string;
  /** Plain JSON, up to MAX_JOB_BYTES. */
  data: Record<string, unknown>;
  /** Epoch ms of the queue's clock. */
  dueAt: number;
}

/** A job that failed for good, until somebody looks at it. */
export interface ParkedJob extends Job {
  /** Times that it was tried. */
  attempts: number;
  /** Message of the last failure. */
  error: string;
}

/** Does the job. Must be safe to run twice. A rejection has it tried again. */
export type JobHandler = (job: Job) => Promise<void>;

export interface JobWorker {
  /** Starts no more jobs; resolves when those under way have ended, or after STOP_MS. */
  stop(): Promise<void>;
}

/**
 * Jobs with a due time. Every adapter guarantees, and test/contract/job-queue.contract.ts shows:
 * 1. A job that was added is run at or soon after `dueAt`, at least once, while some process works; never before it by the
 *    clock of the process that runs it. Jobs that fall due at different times are started in that order.
 * 2. The same id again changes nothing while the job waits, runs or is parked, nor for REMEMBERED_MS after it was done
 *    (among the last REMEMBERED_JOBS that were).
 * 3. A handler that rejects is run again after `retryDelayMs`, MAX_ATTEMPTS times in all; then the job is parked: visible,
 *    and run again by `retry` alone. The trouble of a store (`isTemporary`) does not count as an attempt: the job is tried
 *    every TEMPORARY_RETRY_MS for as long as it lasts. Up to MAX_PARKED jobs are kept parked, then the oldest is forgotten.
 * 4. The queue may lose everything that it holds. `onReset` tells of it, and the caller then adds all open jobs again
 *    (job-runner.ts: from the log). That, not the queue, is what keeps jobs from being lost.
 * 5. Calls reject with `StoreUnavailableError` when the queue cannot be reached (temporary; repeat without harm), with
 *    `RangeError` for a job outside the limits.
 */
export interface JobQueue {
  add(jobs: readonly Job[]): Promise<void>;
  /** Forgets jobs that are not running, parked ones as well. Unknown ids, and those of running jobs, are ignored. */
  cancel(ids: readonly string[]): Promise<void>;
  /** Starts to run jobs, up to MAX_CONCURRENT_JOBS at a time. A kind without a handler is a failure of the job. */
  work(handlers: Readonly<Record<string, JobHandler>>): JobWorker;
  /** Oldest first. */
  parked(): Promise<ParkedJob[]>;
  /** Runs a parked job again, with all of its attempts. False when there is none by that id. */
  retry(id: string): Promise<boolean>;
  /** Calls the listener each time that jobs may have been lost; returns a function that ends it. */
  onReset(listener: () => void): () => void;
  /** Whether the queue answered when it was last asked. */
  status(): StoreStatus;
  /** Stops the workers, then releases everything. Later calls reject. */
  close(): Promise<void>;
}

export const MAX_JOB_ID_CHARS = 300;
/** Small, because a job names what it is about; the rest is read when it runs. */
export const MAX_JOB_BYTES = 16 * 1024;
/** This many, because most jobs wait for the log's disk or for a provider's answer. */
export const MAX_CONCURRENT_JOBS = 32;
export const MAX_PARKED = 1_000;
/** Longer than any reader of the log lags. */
export const REMEMBERED_MS = 5 * 60_000;
export const REMEMBERED_JOBS = 10_000;
/** How long a stop waits for jobs under way: longer than any provider may take. */
export const STOP_MS = 10_000;

export const MAX_ATTEMPTS = 8;
const RETRY_BASE_MS = 500;
const RETRY_CAP_MS = 30_000;
export const TEMPORARY_RETRY_MS = 1_000;

/** The wait before the next attempt, after `attempts` failures: 0.5 s, doubled each time, at most 30 s. */
export function retryDelayMs(attempts: number): number {
  return Math.min(RETRY_CAP_MS, RETRY_BASE_MS * 2 ** (attempts - 1));
}

/** Whether a store failed rather than the job: the error passes when the store answers again. */
export function isTemporary(error: unknown): boolean {
  return error instanceof StoreUnavailableError || error instanceof UnknownOutcomeError;
}

/** Throws `RangeError` for a job that no adapter would take. */
export function checkJob({ id, data, dueAt }: Job): void {
  if (id === '' || id.length > MAX_JOB_ID_CHARS) throw new RangeError(`not a job id: ${JSON.stringify(id)}`);
  if (!Number.isSafeInteger(dueAt) || dueAt < 0) throw new RangeError(`${id}: ${dueAt} is no time`);
  const bytes = Buffer.byteLength(JSON.stringify(data));
  if (bytes > MAX_JOB_BYTES) throw new RangeError(`${id}: ${bytes} bytes of data, ${MAX_JOB_BYTES} is the most`);
}

/** Runs a job's handler. Rejects for a kind without one: a later release may have left such a job in the queue. */
export async function runHandler(handlers: Readonly<Record<string, JobHandler>>, job: Job): Promise<void> {
  const handler = Object.hasOwn(handlers, job.kind) ? handlers[job.kind] : undefined;
  if (!handler) throw new Error(`nothing here does jobs of kind ${job.kind}`);
  await handler(job);
}
