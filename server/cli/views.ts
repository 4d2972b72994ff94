import type { Config } from '../../config.ts';
import { viewLines, viewStates } from '../../projections/list-views.ts';
import type { ReadModelStore } from '../../projections/read-models.ts';
import { park, unpark } from '../../projections/view-notes.ts';
import { allViews } from '../../projections/views/all.ts';
import { openNotesBeside, openReadModelsBeside } from './beside.ts';
import { type Call, type Command, JSON_OPTION, SETTING_OPTIONS, UsageError } from './command.ts';
import type { Output } from './output.ts';
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
  options: { ...SETTING_OPTIONS, ...JSON_OPTION },
  maxWords: 3,
  run,
};

async function run(config: Config, [verb, view, text]: string[], { output }: Call): Promise<number> {
  const position = Number(text);
  const isParking = (verb === 'park' || verb === 'unpark') && view !== undefined && Number.isSafeInteger(position);
  if (verb !== undefined && !isParking)
    throw new UsageError('views takes nothing, or park (or unpark), the name of a view and a position (views --help).');
  if (config.engines) {
    return withEngines(config, async ({ store, log }) => {
      return showViews(output, store, await log.head(), verb, view, position);
    });
  }
  const store = await (isParking ? openNotesBeside(config) : openReadModelsBeside(config));
  return showViews(output, store, null, verb, view, position).finally(() => store.close());
}

async function showViews(
  output: Output,
  store: ReadModelStore,
  head: number | null,
  verb: string | undefined,
  view: string | undefined,
  position: number,
): Promise<number> {
  if (view !== undefined && verb === 'park') {
    const { type, stream } = await park(store, view, position, Date.now());
    output.give({ view, position, type, stream, isParked: true });
    output.say(`${view} leaves out ${type} at position ${position} of ${stream}; a running server takes it up again.`);
  } else if (view !== undefined) {
    await unpark(store, view, position);
    output.give({ view, position, isParked: false });
    output.say(`${view} takes the event at position ${position} again from its next rebuild on: salon rebuild ${view}`);
  } else {
    const states = await viewStates(store, allViews, head);
    output.say(...viewLines(states));
    output.give(states);
  }
  return 0;
}
