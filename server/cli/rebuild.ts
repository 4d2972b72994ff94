import type { Config } from '../../config.ts';
import { pickViews, rebuildViews } from '../../projections/rebuild.ts';
import { allViews } from '../../projections/views/all.ts';
import { type Command, SETTING_OPTIONS } from './command.ts';
import { withReadModels } from './with-engines.ts';

export const rebuild: Command = {
  name: 'rebuild',
  summary: 'builds read models anew beside the old ones, then switches',
  usage: [
    ['rebuild', 'all of them'],
    ['rebuild <view> …', 'those that are named: npm run views lists them'],
  ],
  notes: [
    'The server must be stopped; of several processes, those with the role projections.',
    'The exit code is 1 when a view could not be built; what served before is left as it is then.',
  ],
  options: SETTING_OPTIONS,
  maxWords: Number.POSITIVE_INFINITY,
  run,
};

async function run(config: Config, names: string[]): Promise<number> {
  const views = names.length === 0 ? [...allViews] : pickViews(allViews, names);
  return withReadModels(config, async ({ sealed, store }) => {
    const startedAt = performance.now();
    const { events, writes, targets, stopped } = await rebuildViews(store, sealed.viewLog, views);
    const seconds = (performance.now() - startedAt) / 1000;
    const list = targets.map(({ view }) => view.name).join(', ') || 'nothing';
    console.log(`Built ${list} from ${events} events: ${writes} writes in ${seconds.toFixed(1)} s.`);
    for (const { message } of stopped) console.error(`Not built: ${message}. What served before is left as it is.`);
    return stopped.length === 0 ? 0 : 1;
  });
}
