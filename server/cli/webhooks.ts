import { type Config, ConfigError } from '../../config.ts';
import type { ReadModelStore } from '../../projections/read-models.ts';
import { askReplay, notesOf } from '../../workers/webhooks/notes.ts';
import { openNotesBeside, openReadModelsBeside } from './beside.ts';
import { type Call, type Command, JSON_OPTION, SETTING_OPTIONS, UsageError } from './command.ts';
import type { Output } from './output.ts';
import { withEngines } from './with-engines.ts';

export const webhooks: Command = {
  name: 'webhooks',
  summary: 'lists the webhooks, how far each has come, and what was left out; sends again from any position',
  usage: [
    ['webhooks', 'lists them'],
    ['webhooks replay <name>', 'has a parked one go on where it stands'],
    ['webhooks replay <name> <position>', 'sends again all that came after a position of the log (0: everything)'],
  ],
  notes: [
    'Also beside a running server, which begins within seconds. Receivers get messages again, with the same ids.',
  ],
  options: { ...SETTING_OPTIONS, ...JSON_OPTION },
  maxWords: 3,
  run,
};

async function run(config: Config, [verb, name, text]: string[], { output }: Call): Promise<number> {
  const after = text === undefined ? null : Number(text);
  const isPosition = after === null || (Number.isSafeInteger(after) && after >= 0);
  if (verb !== undefined && (verb !== 'replay' || name === undefined || !isPosition))
    throw new UsageError('webhooks takes nothing, or replay, the name of a webhook and a position (webhooks --help).');
  if (name !== undefined && !config.webhooks.some((hook) => hook.name === name))
    throw new ConfigError([`WEBHOOKS has no ${name}: npm run webhooks lists them.`]);
  const act = async (store: ReadModelStore) => {
    if (name === undefined) return list(config, store, output);
    await askReplay(store, name, { after });
    output.say(`${name} goes on ${after === null ? 'where it stands' : `after position ${after}`}.`);
    output.give({ name, after });
    return 0;
  };
  if (config.engines) return withEngines(config, ({ store }) => act(store));
  const store = await (name === undefined ? openReadModelsBeside(config) : openNotesBeside(config));
  return act(store).finally(() => store.close());
}

async function list(config: Config, store: ReadModelStore, output: Output): Promise<number> {
  if (config.webhooks.length === 0) output.say('WEBHOOKS has none.');
  const listed = [];
  for (const { name, tenant, url, events } of config.webhooks) {
    const { reached, parked, leftOut } = await notesOf(store, name);
    const where = reached === null ? 'has not begun' : `everything up to position ${reached} is delivered`;
    listed.push({ name, tenant, origin: new URL(url).origin, events, reached, parked, leftOut });
    output.say(`${name}: ${events.join(', ')} of ${tenant} to ${new URL(url).origin}; ${where}`);
    if (parked) output.say(`  parked since ${new Date(parked.at).toISOString()}: ${parked.reason}`);
    for (const { type, position, status } of leftOut)
      output.say(`  left out: ${type} at position ${position}, refused with ${status}`);
  }
  output.give(listed);
  return 0;
}
