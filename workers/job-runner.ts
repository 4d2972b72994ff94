import type { Logger } from 'pino';
import type { Clock, ProcessClock, Timer } from '../domain/kernel/clock.ts';
import type { CommandMeta } from '../domain/kernel/decider.ts';
import { jobCommandId } from '../domain/kernel/ids.ts';
import type { CommandHandler } from '../event-store/command-handler.ts';
import { type EventStore, type LoggedEvent, type Position, StoreUnavailableError } from '../event-store/event-store.ts';
import { type Found, MAX_QUERY_DOCUMENTS, type QueryOn, type ReadModels, rulesOf } from '../projections/read-models.ts';
import { type JobCommand, jobs, type OpenJob } from '../projections/views/jobs.ts';
import type { Job, JobQueue } from './jobs.ts';
import { isHeldNow, isOwned, type OwnedPartitions } from './partitions.ts';

/** All open jobs are added to the queue again this often, in case the queue lost some without telling. */
export const RECONCILE_MS = 60_000;
/** Additions that the queue did not take are tried again after this. */
const REFILL_RETRY_MS = 1_000;
/** Jobs per call to the queue. */
const FILL_JOBS = 500;

/** What a handler gets besides its command. */
export interface JobContext {
  id: string;
  appId: string;
}

/**
 * A handler for each kind of job. It must settle the matter in the log, or reject; it is then tried again, as the queue
 * promises. It must be safe to run twice.
 */
export type JobHandlers = {
  [Kind in JobCommand['kind']]: (command: Extract<JobCommand, { kind: Kind }>, context: JobContext) => Promise<void>;
};

/** Metadata of a command that a job issues: the same job always issues the same command. */
export function jobMeta({ id, appId }: JobContext, clock: Clock): CommandMeta {
  return { appId, actor: 0, at: clock.now(), commandId: jobCommandId(id) };
}

/** Jobs by state. */
export interface JobCounts {
  /** Not due yet. */
  waiting: number;
  /** Due, and not begun: the queue is behind, or it tries again after a failure. */
  due: number;
  running: number;
  /** Failed for good, until somebody looks at them; counted once in RECONCILE_MS. Also counted as due. */
  parked: number;
}

export interface JobRunner {
  counts(): JobCounts;
  stop(): Promise<void>;
}

/** An open job, and how far it has come here. */
interface Entry {
  job: Job;
  document: OpenJob;
  /** Handed to the queue. */
  queued: boolean;
  /** 'running': its handler runs here. A number: its handler ended well here, at this `elapsed` of the clock. */
  here?: 'running' | number;
}

/**
 * Keeps the queue filled with the open jobs, and runs them. At the start the open jobs come from a read model, which survives
 * a restart; from there on the same pure view is folded in memory over the log. The queue only keeps the times: what it loses
 * is added again, and a job that is no longer open when it falls due is not run. Use it in one process at a time, or for each partition in
 * one; two at once are harmless, because deciders ignore what is settled.
 */
export async function runJobs(options: {
  log: EventStore;
  models: ReadModels;
  commands: CommandHandler;
  queue: JobQueue;
  handlers: JobHandlers;
  clock: ProcessClock;
  logger: Logger;
  /** Whose jobs this process runs, where several share the work; default: all. */
  partitions?: OwnedPartitions | undefined;
}): Promise<JobRunner> {
  const { log, models, commands, queue, handlers, clock, logger, partitions } = options;
  const rules = rulesOf(jobs);
  const open = new Map<string, Entry>();
  const toAdd = new Set<string>();
  const toCancel: string[] = [];
  /** The log has been followed up to here. */
  let followed = models.position();
  let stopped = false;
  let parked = 0;

  function put(documentId: string, document: OpenJob, position: Position): void {
    const job = jobOf(documentId, document, position);
    const known = open.get(documentId);
    if (known?.job.id === job.id) return;
    if (known?.queued) toCancel.push(known.job.id);
    open.set(documentId, { job, document, queued: false });
    toAdd.add(documentId);
  }

  function settle(documentId: string): void {
    const known = open.get(documentId);
    // A job that runs or ended here leaves the queue by itself.
    if (known?.queued && known.here === undefined) toCancel.push(known.job.id);
    open.delete(documentId);
    toAdd.delete(documentId);
  }

  async function run(job: Job): Promise<void> {
    const documentId = documentIdOf(job.id);
    if (!isHeldNow(partitions, documentId)) throw new StoreUnavailableError('another process may do the jobs by now');
    const entry = open.get(documentId);
    if (entry?.job.id !== job.id) {
      if (isSettled(job)) return;
      throw new StoreUnavailableError(`${job.id} came before the event that caused it`);
    }
    const { appId, command } = entry.document;
    const handler = handlers[command.kind] as (command: JobCommand, context: JobContext) => Promise<void>;
    entry.here = 'running';
    try {
      await handler(command, { id: job.id, appId });
      entry.here = clock.elapsed();
    } catch (error) {
      entry.here = undefined;
      // The id tells whose job it is.
      logger.error({ err: error, kind: job.kind, dueAt: job.dueAt }, 'a job is tried again');
      throw error;
    }
  }

  /** Not open, although the event that caused it has been followed. */
  const isSettled = (job: Job) =>
    open.get(documentIdOf(job.id))?.job.id !== job.id && Number(job.data.position) <= followed;

  function follow(event: LoggedEvent): void {
    const rule = rules.get(event.type);
    for (const id of rule?.ids(event) ?? []) {
      if (!isOwned(partitions, id)) continue;
      const known = open.get(id)?.document ?? null;
      const next = rule?.evolve(known && { ...known }, event, id, event);
      if (next) put(id, next, event.position);
      else settle(id);
    }
  }

  async function fill(): Promise<void> {
    while (!stopped && (toAdd.size > 0 || toCancel.length > 0)) {
      // A cancellation that fails is not repeated: the job falls due in the queue, and is not run.
      if (toCancel.length > 0) await queue.cancel(toCancel.splice(0, FILL_JOBS));
      const ids = first(toAdd, FILL_JOBS);
      const entries = ids.map((id) => open.get(id)!);
      for (const id of ids) toAdd.delete(id);
      for (const entry of entries) entry.queued = true;
      try {
        if (ids.length > 0) await queue.add(entries.map(({ job }) => job));
      } catch (error) {
        for (const [at, id] of ids.entries()) if (open.get(id) === entries[at]) toAdd.add(id);
        throw error;
      }
    }
  }

  /** Adds all open jobs again, and cancels or retries parked ones by what is still open. */
  async function reconcile(): Promise<void> {
    const elapsed = clock.elapsed();
    for (const [id, entry] of open) {
      if (typeof entry.here === 'number' && elapsed - entry.here >= RECONCILE_MS) {
        logger.warn(
          { kind: entry.job.kind, dueAt: entry.job.dueAt },
          'a job was done, but its matter is still open: it is done again',
        );
        toCancel.push(entry.job.id);
        entry.here = undefined;
      }
      toAdd.add(id);
    }
    await fill();
    const failed = await queue.parked();
    parked = failed.length;
    for (const job of failed) {
      const command = open.get(documentIdOf(job.id))?.document.command;
      if (isSettled(job)) toCancel.push(job.id);
      // The job has expired: one more run records that.
      else if (command && 'expiresAt' in command && clock.now() >= command.expiresAt) await queue.retry(job.id);
    }
    await fill();
  }

  const filling = repeatable(fill, REFILL_RETRY_MS, clock, (error) =>
    logger.warn({ err: error, waiting: toAdd.size }, 'the job queue takes nothing: tried again'),
  );
  const reconciling = repeatable(reconcile, REFILL_RETRY_MS, clock, (error) =>
    logger.warn({ err: error }, 'open jobs could not be compared with the queue: tried again'),
  );

  const after = followed;
  const found = await everyOpenJob((query) => models.find(jobs, query));
  // No earlier than the events that made them: the read models may show more than their position says.
  const head = await log.head();
  for (const { id, document } of found) if (isOwned(partitions, id)) put(id, document, head);

  const worker = queue.work(Object.fromEntries(Object.keys(handlers).map((kind) => [kind, run])));
  const stopListening = queue.onReset(reconciling.start);
  let reconcileTimer: Timer | undefined;
  const reconcileNow = () => {
    reconciling.start();
    reconcileTimer = clock.after(RECONCILE_MS, reconcileNow);
  };
  reconcileNow();

  const subscription = log.subscribe({
    after,
    onBatch(events) {
      // Handlers decide on streams that other processes write to.
      commands.observe(events);
      for (const event of events) {
        try {
          follow(event);
        } catch (error) {
          // Other deadlines must not wait for this event; the projector stops the view at the same event and names it.
          const { type, position } = event;
          logger.error({ err: error, type, position }, 'jobs leave an event out that they cannot take');
        }
      }
      followed = events[events.length - 1]!.position;
      if (toAdd.size > 0 || toCancel.length > 0) filling.start();
    },
    onFault: (error) => logger.error({ err: error }, 'jobs wait for the log'),
  });

  return {
    counts() {
      const now = clock.now();
      const counts: JobCounts = { waiting: 0, due: 0, running: 0, parked };
      for (const { here, job } of open.values()) {
        if (here === 'running') counts.running++;
        else if (here === undefined) counts[job.dueAt <= now ? 'due' : 'waiting']++;
      }
      return counts;
    },
    async stop() {
      stopped = true;
      stopListening();
      reconcileTimer?.cancel();
      await subscription.stop();
      await Promise.all([worker.stop(), filling.stop(), reconciling.stop()]);
    },
  };
}

/** A deadline that moved is a different job. The id is the same in every process. */
function jobOf(documentId: string, { dueAt, command }: OpenJob, position: Position): Job {
  return { id: `${documentId}@${dueAt}`, kind: command.kind, data: { documentId, position }, dueAt };
}

/** The document that a job is in: what its partition goes by. */
export function documentIdOf(jobId: string): string {
  return jobId.slice(0, Math.max(0, jobId.lastIndexOf('@')));
}

function first<T>(set: ReadonlySet<T>, count: number): T[] {
  const taken: T[] = [];
  for (const value of set) {
    if (taken.length === count) break;
    taken.push(value);
  }
  return taken;
}

/** All open jobs by due time, read page by page. */
export async function everyOpenJob(
  find: (query: QueryOn<typeof jobs>) => Promise<Found<OpenJob>[]>,
): Promise<Found<OpenJob>[]> {
  const all: Found<OpenJob>[] = [];
  let from = 0;
  /** Jobs already seen that fall due at `from`. */
  let offset = 0;
  for (;;) {
    const page = await find({ index: 'due', equals: [], from, offset, limit: MAX_QUERY_DOCUMENTS });
    all.push(...page);
    const last = page[page.length - 1]?.document.dueAt;
    if (page.length < MAX_QUERY_DOCUMENTS || last === undefined) return all;
    const same = page.filter(({ document }) => document.dueAt === last).length;
    offset = last === from ? offset + same : same;
    from = last;
  }
}

/**
 * A task that never runs twice at a time. Started while it runs, it runs once more afterwards; after a failure again after `retryMs`.
 */
function repeatable(
  task: () => Promise<void>,
  retryMs: number,
  clock: ProcessClock,
  onFault: (error: unknown) => void,
) {
  let running: Promise<void> | null = null;
  let isAskedFor = false;
  let isStopped = false;
  let timer: Timer | undefined;

  async function loop(): Promise<void> {
    while (isAskedFor && !isStopped) {
      isAskedFor = false;
      try {
        await task();
      } catch (error) {
        onFault(error);
        timer = clock.after(retryMs, start);
      }
    }
    running = null;
  }

  function start(): void {
    timer?.cancel();
    isAskedFor = true;
    if (!isStopped) running ??= loop();
  }

  return {
    start,
    async stop(): Promise<void> {
      isStopped = true;
      timer?.cancel();
      await running;
    },
  };
}
