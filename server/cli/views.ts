import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Config, ConfigError } from '../../config.ts';
import { EmbeddedReadModelStore, READ_MODELS_FILE } from '../../projections/embedded/store.ts';
import { listViews } from '../../projections/list-views.ts';
import type { ReadModelStore } from '../../projections/read-models.ts';
import { park, unpark } from '../../projections/view-notes.ts';
import { allViews } from '../../projections/views/all.ts';
import { type Command, SETTING_OPTIONS, UsageError } from './command.ts';
import { withEngines } from './with-engines.ts';

export const views: Command = {
  name: 'views',
  summary: 'lists the views: how far each has come, which is stopped at which event',
  usage: [
    ['views', 'lists them'],
    [
      'views park <view> <position>',
      'lets a view leave out the event at which it is stopped; a running server then takes it up again',
    ],
    ['views unpark <view> <position>', 'takes that back; rebuild the view then'],
  ],
  notes: ['Also beside a running server.'],
  options: SETTING_OPTIONS,
  maxWords: 3,
  run,
};

async function run(config: Config, [verb, view, text]: string[]): Promise<number> {
  const position = Number(text);
  const isParking = (verb === 'park' || verb === 'unpark') && view !== undefined && Number.isSafeInteger(position);
  if (verb !== undefined && !isParking)
    throw new UsageError('views takes nothing, or park (or unpark), the name of a view and a position (views --help).');
  if (config.engines) {
    return withEngines(config, async ({ store, log }) => showViews(store, await log.head(), verb, view, position));
  }
  const { dataDir: dir } = config;
  // SQLite itself keeps two writers apart, and one note is written: the server need not stop for it.
  const isThere = existsSync(resolve(dir, READ_MODELS_FILE));
  if (!isThere) throw new ConfigError([`There are no read models in ${dir} yet: start the server first.`]);
  const store = await (isParking ? EmbeddedReadModelStore.open({ dir }) : EmbeddedReadModelStore.openSnapshot({ dir }));
  return showViews(store, null, verb, view, position).finally(() => store.close());
}

async function showViews(
  store: ReadModelStore,
  head: number | null,
  verb: string | undefined,
  view: string | undefined,
  position: number,
): Promise<number> {
  if (view !== undefined && verb === 'park') {
    const { type, stream } = await park(store, view, position, Date.now());
    console.log(`${view} leaves out ${type} at position ${position} of ${stream}; a running server takes it up again.`);
  } else if (view !== undefined) {
    await unpark(store, view, position);
    console.log(
      `${view} takes the event at position ${position} again from its next rebuild on: npm run rebuild ${view}`,
    );
  } else for (const line of await listViews(store, allViews, head)) console.log(line);
  return 0;
}
