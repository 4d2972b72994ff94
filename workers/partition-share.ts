import type { Logger } from 'pino';
import { type Lease, OwnLease, renewLeases, type Task } from './lease.ts';
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

/**
 * Shares partitions among the processes that there are: each holds at most its share, rounded up, gives what it has too much away one by
 * one, and takes what nobody holds. A partition whose process dies is taken by another within LEASE_MS and a round of asking. Two
 * processes may believe for a moment that they hold one, which is as harmless as for any lease (lease.ts).
 */
export function sharePartitions(options: PartitionShareOptions): PartitionShare {
  const { name, members, logger, start } = options;
  const leases = options.leases.map((lease) => new OwnLease(lease));
  /** The partition that is being given away: its work ends first, then its lease. */
  let leaving: number | null = null;
  let task: { work: Task; numbers: readonly number[] } | null = null;

  const isHeld = (partition: number) => leases[partition]!.isHeld();
  const ours = () => [...leases.keys()].filter((partition) => leases[partition]!.isOurs);

  /** Renews what is held, then takes or gives as much as the share says. */
  async function ask(): Promise<void> {
    const share = Math.ceil(leases.length / Math.max(1, await members.count()));
    await Promise.all(ours().map((partition) => leases[partition]!.acquire()));
    if (ours().length > share) leaving ??= Math.max(...ours());
    for (const lease of leases) {
      if (ours().length >= share) return;
      if (!lease.isOurs) await lease.acquire();
    }
  }

  /** Starts the work anew when the partitions are others, or when it has failed. */
  async function change(): Promise<void> {
    const numbers = ours().filter((partition) => isHeld(partition) && partition !== leaving);
    const isSame = task !== null && String(task.numbers) === String(numbers) && !task.work.hasFailed?.();
    if (!isSame && task) {
      const ended = task;
      task = null;
      await ended.work.stop();
    }
    if (leaving !== null) {
      const given = leaving;
      leaving = null;
      await leases[given]!.release();
    }
    if (isSame || numbers.length === 0) return;
    logger.info({ task: name, partitions: numbers }, 'this process works on these partitions');
    task = { work: await start({ numbers, isHeld }), numbers };
  }

  const renewed = renewLeases({ name, logger, ask, change });
  return {
    numbers: () => task?.numbers ?? [],
    fault: renewed.fault,
    async stop() {
      await renewed.stop();
      await task?.work.stop().catch((error) => logger.error({ err: error, task: name }, 'the work could not stop'));
      task = null;
      const giveUp = [...ours().map((partition) => leases[partition]!.release()), members.leave()];
      await Promise.all(giveUp).catch((error) => logger.warn({ err: error, task: name }, 'leases not released'));
    },
  };
}
