import type { Logger } from 'pino';
import type { CommandHandler } from '../event-store/command-handler.ts';
import { StoreUnavailableError } from '../event-store/event-store.ts';

/** What an elected process runs. */
export interface Task {
  stop(): Promise<void>;
  /** True when it has ended by itself: it is then started again. */
  hasFailed?(): boolean;
}

/**
 * A lease on a task that at most one process should do at a time. It is held while it is renewed; when its holder dies or
 * is cut off, another process gets it. Two processes may believe for a moment that they hold it (a paused process, a lost
 * engine). That is harmless, because the stores fence what the task writes: reactions are known by their cause, deadlines
 * are ignored once settled, tables move by compare-and-set on the writer's epoch.
 */
export interface Lease {
  /** Takes the lease, or renews it when this process holds it. False when somebody else has it. Rejects when unreachable. */
  acquire(): Promise<boolean>;
  /** Gives the lease up, so that another process need not wait until it expires. */
  release(): Promise<void>;
  /** Who holds it, since when, and of which log, for an operator; null while nobody does. Rejects when unreachable. */
  holder?(): Promise<string | null>;
}

/** The holder renews the lease this often, and the other processes ask for it as often. */
export const RENEW_MS = 700;
/** An unrenewed lease ends after this: with one round of asking, another process takes over within 5 s. */
export const LEASE_MS = 3_000;

export interface Campaign {
  isElected(): boolean;
  /** Why this process does not do the task although it should; null when all is well. */
  fault(): Error | null;
  stop(): Promise<void>;
}

export interface CampaignOptions {
  name: string;
  lease: Lease;
  logger: Logger;
  /**
   * True when the store that the task writes to accepts only the latest writer. The task then goes on while the lease cannot be
   * asked for: most likely nobody else can take it either, and if somebody has, the task's next write fails.
   */
  isFenced?: boolean;
  /** `isHeld`: whether the lease is certainly this process's at that moment; false right after it was suspended. */
  start(isHeld: () => boolean): Promise<Task>;
}

/** Starts the task whenever this process gets the lease, and stops it when this process no longer holds it. */
export function campaign(options: CampaignOptions): Campaign {
  const { name, lease, logger, isFenced = false, start } = options;
  let task: Task | null = null;
  let fault: Error | null = null;
  /** When the lease that is held was last asked for, by both clocks; null while it is not held. */
  let held: { monotonicMs: number; wallMs: number } | null = null;
  let isReachable = true;
  let changing: Promise<void> | null = null;
  let stopping = false;
  let wake = () => {};

  async function ask(): Promise<void> {
    const asked = { monotonicMs: performance.now(), wallMs: Date.now() };
    try {
      held = (await lease.acquire()) ? asked : null;
      isReachable = true;
    } catch (error) {
      if (isReachable) logger.warn({ err: error, task: name }, 'the lease cannot be asked for');
      isReachable = false;
    }
  }

  /** Neither clock may say that the lease has expired: the monotonic one stands still while a virtual machine is paused. */
  function isHeld(): boolean {
    if (!held) return false;
    const sinceMs = [performance.now() - held.monotonicMs, Date.now() - held.wallMs];
    return sinceMs.every((ms) => Math.abs(ms) < LEASE_MS);
  }

  /** Starts or stops the task, depending on whether the lease is held. */
  async function change(): Promise<void> {
    const mayGoOn = isHeld() || (isFenced && !isReachable);
    if (task && (!mayGoOn || task.hasFailed?.())) {
      logger.warn({ task: name }, 'this process stands down');
      const ended = task;
      task = null;
      await ended.stop();
    }
    if (!isHeld()) fault = null;
    else if (!task) {
      logger.info({ task: name }, 'this process takes over');
      task = await start(isHeld);
      fault = null;
    }
  }

  async function run(): Promise<void> {
    while (!stopping) {
      await ask();
      // The lease is renewed also while the task starts or stops, which may take longer than the lease lasts.
      changing ??= change()
        .catch((error) => {
          // A task that could not start is tried again while the lease is held.
          fault = error as Error;
          logger.error({ err: error, task: name }, 'the task could not start or stop');
        })
        .finally(() => {
          changing = null;
        });
      if (stopping) break;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, RENEW_MS);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    await changing;
  }

  const running = run();
  return {
    isElected: () => task !== null,
    fault: () => fault,
    async stop() {
      stopping = true;
      wake();
      await running;
      await task?.stop().catch((error) => logger.error({ err: error, task: name }, 'the task could not stop'));
      task = null;
      if (held) await lease.release().catch((error) => logger.warn({ err: error, task: name }, 'lease not released'));
    },
  };
}

/**
 * The same commands, refused with `StoreUnavailableError` while the lease is not certainly held: while this process was suspended,
 * another one may have taken over, so it must not act before it has asked for the lease again.
 */
export function commandsWhile(isHeld: () => boolean, commands: CommandHandler): CommandHandler {
  return {
    ...commands,
    async handle(decider, stream, command, meta) {
      if (!isHeld()) throw new StoreUnavailableError('the lease of this task is not held now');
      return commands.handle(decider, stream, command, meta);
    },
  };
}

/**
 * Takes a lease for something that is done once, and keeps it until `release`. Waits until the lease of a process that has just died
 * must have expired; null when another process still holds it then. Rejects when the lease cannot be asked for.
 */
export async function hold(lease: Lease): Promise<{ release(): Promise<void> } | null> {
  const deadline = performance.now() + LEASE_MS + RENEW_MS;
  while (!(await lease.acquire())) {
    if (performance.now() > deadline) return null;
    await new Promise((resolve) => setTimeout(resolve, RENEW_MS));
  }
  // A failed renewal is harmless: the next one follows soon, and the store has its own fence.
  const renewing = setInterval(() => void lease.acquire().catch(() => false), RENEW_MS);
  return {
    async release() {
      clearInterval(renewing);
      await lease.release();
    },
  };
}
