import type { StoreStatus } from '../event-store/event-store.ts';
import { documentIdOf } from './job-runner.ts';
import type { JobQueue } from './jobs.ts';
import { PARTITIONS, partitionOf } from './partitions.ts';

/** The name of a partition's queue. */
export function queueOfPartition(partition: number): string {
  return `jobs-${partition}of${PARTITIONS}`;
}

/**
 * A queue for each partition as one: jobs are in the queue of their document's partition, so that a process runs those of its own alone.
 * `queues`: by the number of the partition. Throws `RangeError` for a job of another.
 */
export function partitionedQueue(queues: ReadonlyMap<number, JobQueue>): JobQueue {
  const all = [...queues.values()];
  const queueOf = (jobId: string): JobQueue => {
    const queue = queues.get(partitionOf(documentIdOf(jobId)));
    if (!queue) throw new RangeError(`${jobId} is of a partition that is not here`);
    return queue;
  };
  return {
    async add(jobs) {
      const grouped = byQueue(jobs, ({ id }) => queueOf(id));
      await Promise.all([...grouped].map(([queue, own]) => queue.add(own)));
    },
    async cancel(ids) {
      const grouped = byQueue(ids, queueOf);
      await Promise.all([...grouped].map(([queue, own]) => queue.cancel(own)));
    },
    work(handlers) {
      const workers = all.map((queue) => queue.work(handlers));
      return {
        async stop() {
          await Promise.all(workers.map((worker) => worker.stop()));
        },
      };
    },
    async parked() {
      const parked = await Promise.all(all.map((queue) => queue.parked()));
      return parked.flat().sort((a, b) => a.dueAt - b.dueAt);
    },
    retry: async (id) => queueOf(id).retry(id),
    onReset(listener) {
      const ends = all.map((queue) => queue.onReset(listener));
      return () => {
        for (const end of ends) end();
      };
    },
    status(): StoreStatus {
      return all.map((queue) => queue.status()).find(({ available }) => !available) ?? { available: true };
    },
    async close() {
      await Promise.all(all.map((queue) => queue.close()));
    },
  };
}

function byQueue<Item>(items: readonly Item[], queueOf: (item: Item) => JobQueue): Map<JobQueue, Item[]> {
  const grouped = new Map<JobQueue, Item[]>();
  for (const item of items) {
    const queue = queueOf(item);
    const own = grouped.get(queue);
    if (own) own.push(item);
    else grouped.set(queue, [item]);
  }
  return grouped;
}
