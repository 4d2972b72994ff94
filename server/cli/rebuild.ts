import type { Config } from '../../config.ts';
import { pickViews, rebuildViews } from '../../projections/rebuild.ts';
import { allViews } from '../../projections/views/all.ts';
import { type Call, type Command, JSON_OPTION, SETTING_OPTIONS } from './command.ts';
import { Progress } from './progress.ts';
import { withReadModels } from './with-engines.ts';

export const rebuild: Command = {
  name: 'rebuild',
  summary: 'builds read models anew beside the old ones, then switches',
  usage: [
    ['rebuild', 'all of them'],
    ['rebuild <view> …', 'those that are named: salon views lists them'],
  ],
  notes: ['The server must be stopped; of several processes, those with the role projections.'],
  options: { ...SETTING_OPTIONS, ...JSON_OPTION },
  maxWords: Number.POSITIVE_INFINITY,
  failsWhen: 'a view could not be built: what served before is left as it is',
  run,
};

async function run(config: Config, names: string[], { output }: Call): Promise<number> {
  const views = names.length === 0 ? [...allViews] : pickViews(allViews, names);
  return withReadModels(config, async ({ sealed, store }) => {
    const head = await sealed.viewLog.head();
    const progress = new Progress('rebuild', { unit: 'events' });
    const startedAt = performance.now();
    const { events, writes, targets, stopped } = await rebuildViews(store, sealed.viewLog, views, ({ events }) =>
      progress.at(events, head),
    ).finally(() => progress.end());
    const seconds = (performance.now() - startedAt) / 1000;
    const list = targets.map(({ view }) => view.name).join(', ') || 'nothing';
    output.say(`Built ${list} from ${events} events: ${writes} writes in ${seconds.toFixed(1)} s.`);
    output.give({
      events,
      writes,
      seconds,
      built: targets.map(({ view }) => view.name),
      notBuilt: stopped.map(({ message }) => message),
    });
    for (const { message } of stopped) console.error(`Not built: ${message}. What served before is left as it is.`);
    return stopped.length === 0 ? 0 : 1;
  });
}
