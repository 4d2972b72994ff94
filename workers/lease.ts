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

/** A lease as this process knows it. */
export class OwnLease {
  private readonly lease: Lease;
  /** When the lease that is held was last asked for, by both clocks; null while it is not held. */
  private asked: { monotonicMs: number; wallMs: number } | null = null;

  constructor(lease: Lease) {
    this.lease = lease;
  }

  /** Takes or renews it; false when somebody else has it. When it rejects, what was known before holds until LEASE_MS are over. */
  async acquire(): Promise<boolean> {
    const asked = { monotonicMs: performance.now(), wallMs: Date.now() };
    const isOurs = await this.lease.acquire();
    this.asked = isOurs ? asked : null;
    return isOurs;
  }

  /** Whether this process has it as far as it knows; it may have expired since. */
  get isOurs(): boolean {
    return this.asked !== null;
  }

  /** Neither clock may say that the lease has expired: the monotonic one stands still while a virtual machine is paused. */
  isHeld(): boolean {
    if (!this.asked) return false;
    const sinceMs = [performance.now() - this.asked.monotonicMs, Date.now() - this.asked.wallMs];
    return sinceMs.every((ms) => Math.abs(ms) < LEASE_MS);
  }

  async release(): Promise<void> {
    this.asked = null;
    await this.lease.release();
  }
}

export interface RenewedLeases {
  /** False since the leases could not be asked for. */
  isReachable(): boolean;
  /** Why the work that depends on them could not start or stop; null when all is well. */
  fault(): Error | null;
  /** Asks for them no more; resolves when `change` has ended. */
  stop(): Promise<void>;
}

/**
 * Asks for leases every RENEW_MS, and then lets the work follow that depends on them. `ask` rejects while they cannot be asked for. `change`
 * starts or stops the work; one that fails is tried again.
 */
export function renewLeases(options: {
  name: string;
  logger: Logger;
  ask(): Promise<void>;
  change(): Promise<void>;
}): RenewedLeases {
  const { name, logger, ask, change } = options;
  let isReachable = true;
  let fault: Error | null = null;
  let changing: Promise<void> | null = null;
  let stopping = false;
  let wake = () => {};

  async function askNow(): Promise<void> {
    try {
      await ask();
      isReachable = true;
    } catch (error) {
      if (isReachable) logger.warn({ err: error, task: name }, 'the lease cannot be asked for');
      isReachable = false;
    }
  }

  async function changeNow(): Promise<void> {
    try {
      await change();
      fault = null;
    } catch (error) {
      fault = error as Error;
      logger.error({ err: error, task: name }, 'the task could not start or stop');
    } finally {
      changing = null;
    }
  }

  async function run(): Promise<void> {
    while (!stopping) {
      await askNow();
      // The leases are renewed also while the work starts or stops, which may take longer than they last.
      changing ??= changeNow();
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
    isReachable: () => isReachable,
    fault: () => fault,
    async stop() {
      stopping = true;
      wake();
      await running;
    },
  };
}

/** Starts the task whenever this process gets the lease, and stops it when this process no longer holds it. */
export function campaign(options: CampaignOptions): Campaign {
  const { name, logger, isFenced = false, start } = options;
  const lease = new OwnLease(options.lease);
  let task: Task | null = null;

  const isHeld = () => lease.isHeld();

  /** Starts or stops the task, depending on whether the lease is held. */
  async function change(): Promise<void> {
    const mayGoOn = isHeld() || (isFenced && !renewed.isReachable());
    if (task && (!mayGoOn || task.hasFailed?.())) {
      logger.warn({ task: name }, 'this process stands down');
      const ended = task;
      task = null;
      await ended.stop();
    }
    if (!task && isHeld()) {
      logger.info({ task: name }, 'this process takes over');
      task = await start(isHeld);
    }
  }

  const renewed = renewLeases({ name, logger, ask: async () => void (await lease.acquire()), change });
  return {
    isElected: () => task !== null,
    fault: renewed.fault,
    async stop() {
      await renewed.stop();
      await task?.stop().catch((error) => logger.error({ err: error, task: name }, 'the task could not stop'));
      task = null;
      if (!lease.isOurs) return;
      await lease.release().catch((error) => logger.warn({ err: error, task: name }, 'lease not released'));
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
