import type { Logger } from 'pino';
import { LEASE_MS, type Lease, RENEW_MS, type Task } from './lease.ts';
import type { OwnedPartitions } from './partitions.ts';

/** How many processes there are for a task, so that each takes its share. */
export interface Membership {
  /** Says that this process is there, and answers how many are, itself included. Rejects when unreachable. */
  count(): Promise<number>;
  /** Says that this process is gone. */
  leave(): Promise<void>;
}

export interface PartitionShareOptions {
  name: string;
  /** One lease for each partition. */
  leases: readonly Lease[];
  members: Membership;
  logger: Logger;
  /** Starts the work on these partitions; it is stopped, and started again with others, whenever they change. */
  start(owned: OwnedPartitions): Promise<Task>;
}

export interface PartitionShare {
  /** Partitions that this process works on now. */
  numbers(): readonly number[];
  /** Why it does not work although it should; null when all is well. */
  fault(): Error | null;
  stop(): Promise<void>;
}

interface Held {
  /** When the lease was last asked for, by both clocks: the monotonic one stands still while a virtual machine is paused. */
  monotonicMs: number;
  wallMs: number;
}

/**
 * Shares partitions among the processes that there are: each holds at most its share, rounded up, gives what it has too much away one by
 * one, and takes what nobody holds. A partition whose process dies is taken by another within LEASE_MS and a round of asking. Two
 * processes may believe for a moment that they hold one, which is as harmless as for any lease (lease.ts).
 */
export function sharePartitions(options: PartitionShareOptions): PartitionShare {
  const { name, leases, members, logger, start } = options;
  const held = new Map<number, Held>();
  /** The partition that is being given away: its work ends first, then its lease. */
  let leaving: number | null = null;
  let task: { work: Task; numbers: readonly number[] } | null = null;
  let fault: Error | null = null;
  let isReachable = true;
  let changing: Promise<void> | null = null;
  let stopping = false;
  let wake = () => {};

  function isHeld(partition: number): boolean {
    const asked = held.get(partition);
    if (!asked) return false;
    const sinceMs = [performance.now() - asked.monotonicMs, Date.now() - asked.wallMs];
    return sinceMs.every((ms) => Math.abs(ms) < LEASE_MS);
  }

  async function acquire(partition: number): Promise<boolean> {
    const asked = { monotonicMs: performance.now(), wallMs: Date.now() };
    const isOurs = await leases[partition]!.acquire();
    if (isOurs) held.set(partition, asked);
    else held.delete(partition);
    return isOurs;
  }

  /** Renews what is held, then takes or gives as much as the share says. */
  async function ask(): Promise<void> {
    try {
      const share = Math.ceil(leases.length / Math.max(1, await members.count()));
      await Promise.all([...held.keys()].map(acquire));
      if (held.size > share) leaving ??= Math.max(...held.keys());
      for (let partition = 0; partition < leases.length && held.size < share; partition++) {
        if (!held.has(partition)) await acquire(partition);
      }
      isReachable = true;
    } catch (error) {
      if (isReachable) logger.warn({ err: error, task: name }, 'the leases of the partitions cannot be asked for');
      isReachable = false;
    }
  }

  const wanted = () =>
    [...held.keys()].filter((partition) => isHeld(partition) && partition !== leaving).sort((a, b) => a - b);

  /** Starts the work anew when the partitions are others, or when it has failed. */
  async function change(): Promise<void> {
    const numbers = wanted();
    const isSame = task !== null && String(task.numbers) === String(numbers) && !task.work.hasFailed?.();
    if (!isSame && task) {
      const ended = task;
      task = null;
      await ended.work.stop();
    }
    if (leaving !== null) {
      const given = leaving;
      leaving = null;
      held.delete(given);
      await leases[given]!.release();
    }
    if (isSame || numbers.length === 0) return;
    logger.info({ task: name, partitions: numbers }, 'this process works on these partitions');
    task = { work: await start({ numbers, isHeld }), numbers };
    fault = null;
  }

  async function run(): Promise<void> {
    while (!stopping) {
      await ask();
      // The leases are renewed also while the work starts or stops, which may take longer than they last.
      changing ??= change()
        .catch((error) => {
          fault = error as Error;
          logger.error({ err: error, task: name }, 'the work on partitions could not start or stop');
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
    numbers: () => task?.numbers ?? [],
    fault: () => fault,
    async stop() {
      stopping = true;
      wake();
      await running;
      await task?.work.stop().catch((error) => logger.error({ err: error, task: name }, 'the work could not stop'));
      task = null;
      const giveUp = [...[...held.keys()].map((partition) => leases[partition]!.release()), members.leave()];
      await Promise.all(giveUp).catch((error) => logger.warn({ err: error, task: name }, 'leases not released'));
    },
  };
}
