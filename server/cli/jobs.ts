import { type Config, ConfigError } from '../../config.ts';
import type { Position } from '../../event-store/event-store.ts';
import type { ReadModelStore } from '../../projections/read-models.ts';
import { createClock } from '../../workers/clock.ts';
import type { JobQueue } from '../../workers/jobs.ts';
import { jobLines, jobStates } from '../../workers/list-jobs.ts';
import { reactorLines, reactorStates } from '../../workers/list-reactors.ts';
import { reactorGroups } from '../../workers/reactors/all.ts';
import { openReadModelsBeside } from './beside.ts';
import { type Call, type Command, JSON_OPTION, SETTING_OPTIONS, UsageError } from './command.ts';
import type { Output } from './output.ts';
import { withEngines } from './with-engines.ts';

export const jobs: Command = {
  name: 'jobs',
  summary: 'lists open jobs, those that failed for good, and how far reactors are; tries a failed job again',
  usage: [
    ['jobs', 'lists them'],
    ['jobs retry <id>', 'tries one that failed for good again'],
  ],
  notes: ['Also beside a running server.'],
  options: { ...SETTING_OPTIONS, ...JSON_OPTION },
  maxWords: 2,
  run,
};

async function run(config: Config, [verb, id]: string[], { output }: Call): Promise<number> {
  if (verb !== undefined && (verb !== 'retry' || id === undefined))
    throw new UsageError('jobs takes nothing, or retry and the id of a parked job (jobs --help).');
  if (!config.engines) {
    if (id !== undefined)
      throw new ConfigError([
        'Without Redis jobs are parked in the server itself: restart it, and it tries them again.',
      ]);
    const store = await openReadModelsBeside(config);
    return showJobs(output, store, null, null).finally(() => store.close());
  }
  return withEngines(config, async ({ store, log, jobQueue }) => {
    const queue = jobQueue(createClock());
    try {
      if (id === undefined) return await showJobs(output, store, queue, await log.head());
      const isParked = await queue.retry(id);
      output.give({ id, isParked });
      output.say(isParked ? `${id} is tried again.` : `There is no parked job ${id}: salon jobs lists them.`);
      return isParked ? 0 : 1;
    } finally {
      await queue.close();
    }
  });
}

async function showJobs(
  output: Output,
  store: ReadModelStore,
  queue: JobQueue | null,
  head: Position | null,
): Promise<number> {
  const now = Date.now();
  const jobs = await jobStates(store, queue);
  const reactors = await reactorStates(store, reactorGroups);
  output.say(...jobLines(jobs, now), ...reactorLines(reactors, head));
  output.give({ head, ...jobs, ...reactors });
  return 0;
}
