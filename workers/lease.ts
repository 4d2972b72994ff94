import type { Logger } from 'pino';

/** What an elected process runs. */
export interface Task {
  stop(): Promise<void>;
  /** True when it has ended by itself: it is then started again. */
  hasFailed?(): boolean;
}

/**
 * A lease on a task that at most one process should do at a time. It is held while it is renewed; when its holder dies or
 * loses touch it passes to another. Two processes may believe to hold it for a moment (a paused process, a lost
 * engine): that is harmless, because whatever the task writes is fenced by the store that it writes to: reactions are
 * known by their cause, deadlines are ignored once settled, tables move by compare-and-set on the writer's epoch.
 */
export interface Lease {
  /** Takes the lease, or renews it when this process holds it. False when somebody else has it. Rejects when unreachable. */
  acquire(): Promise<boolean>;
  /** Gives it up, so that another process need not wait for its end. */
  release(): Promise<void>;
}

/** A holder renews this often; who does not hold it asks as often. */
export const RENEW_MS = 700;
/** An unrenewed lease ends after this: with one round of asking, another process takes over within 5 s. */
export const LEASE_MS = 3_000;

export interface Campaign {
  isElected(): boolean;
  stop(): Promise<void>;
}

/** Runs `start` whenever this process holds the lease, and what it returned when it no longer does. */
export function campaign(options: { name: string; lease: Lease; logger: Logger; start(): Promise<Task> }): Campaign {
  const { name, lease, logger, start } = options;
  let task: Task | null = null;
  let heldUntil = 0;
  let stopping = false;
  let wake = () => {};

  async function round(): Promise<void> {
    const askedAt = performance.now();
    try {
      if (await lease.acquire()) heldUntil = askedAt + LEASE_MS;
      else heldUntil = 0;
    } catch (error) {
      logger.warn({ err: error, task: name }, 'the lease cannot be asked for');
    }
    const isHeld = performance.now() < heldUntil;
    if (task && (!isHeld || task.hasFailed?.())) {
      logger.warn({ task: name }, 'this process stands down');
      const ended = task;
      task = null;
      await ended.stop();
    }
    if (isHeld && !task) {
      logger.info({ task: name }, 'this process takes over');
      task = await start();
    }
  }

  async function run(): Promise<void> {
    while (!stopping) {
      try {
        await round();
      } catch (error) {
        // What could not start is tried again while the lease is held.
        logger.error({ err: error, task: name }, 'the task could not start or stop');
      }
      if (stopping) break;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, RENEW_MS);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  const running = run();
  return {
    isElected: () => task !== null,
    async stop() {
      stopping = true;
      wake();
      await running;
      await task?.stop().catch((error) => logger.error({ err: error, task: name }, 'the task could not stop'));
      task = null;
      if (heldUntil > 0)
        await lease.release().catch((error) => logger.warn({ err: error, task: name }, 'lease not released'));
    },
  };
}
