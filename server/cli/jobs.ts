import { type Config, ConfigError } from '../../config.ts';
import { EmbeddedReadModelStore } from '../../projections/embedded/store.ts';
import type { ReadModelStore } from '../../projections/read-models.ts';
import { createClock } from '../../workers/clock.ts';
import type { JobQueue } from '../../workers/jobs.ts';
import { listJobs } from '../../workers/list-jobs.ts';
import { type Command, SETTING_OPTIONS, UsageError } from './command.ts';
import { withEngines } from './with-engines.ts';

export const jobs: Command = {
  name: 'jobs',
  summary: 'lists the jobs that are open and those that failed for good, and tries one of the latter again',
  usage: [
    ['jobs', 'lists them'],
    ['jobs retry <id>', 'tries one that failed for good again'],
  ],
  notes: ['Also beside a running server.'],
  options: SETTING_OPTIONS,
  maxWords: 2,
  run,
};

async function run(config: Config, [verb, id]: string[]): Promise<number> {
  if (verb !== undefined && (verb !== 'retry' || id === undefined))
    throw new UsageError('jobs takes nothing, or retry and the id of a parked job (jobs --help).');
  if (!config.engines) {
    if (id !== undefined)
      throw new ConfigError([
        'Without Redis jobs are parked in the server itself: restart it, and it tries them again.',
      ]);
    const store = await EmbeddedReadModelStore.openSnapshot({ dir: config.dataDir });
    return showJobs(store, null).finally(() => store.close());
  }
  return withEngines(config, async ({ store, jobQueue }) => {
    const queue = jobQueue(createClock());
    try {
      if (id === undefined) return await showJobs(store, queue);
      const isParked = await queue.retry(id);
      console.log(isParked ? `${id} is tried again.` : `There is no parked job ${id}: npm run jobs lists them.`);
      return isParked ? 0 : 1;
    } finally {
      await queue.close();
    }
  });
}

async function showJobs(store: ReadModelStore, queue: JobQueue | null): Promise<number> {
  for (const line of await listJobs(store, queue, Date.now())) console.log(line);
  return 0;
}
