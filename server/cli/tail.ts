import { once } from 'node:events';
import type { Config } from '../../config.ts';
import type { EventStore, LoggedEvent, Position } from '../../event-store/event-store.ts';
import { stopRequest } from '../stop-request.ts';
import { openLogBeside } from './beside.ts';
import { type Call, type Command, SETTING_OPTIONS } from './command.ts';
import { numberOption } from './numbers.ts';
import { withEngines } from './with-engines.ts';

const MAX_LAST = 500;

export const tail: Command = {
  name: 'tail',
  summary: 'follows the log: each event as it is written',
  usage: [
    ['tail', 'what is written from now on, until Ctrl-C'],
    ['tail --last 20 --once', 'the last 20 events alone'],
    ['tail --type GiftBought,GiftShown', 'events of these types; a * stands for any letters: Gift*'],
    ['tail --stream wallet-heihei.5', 'events of streams that begin so'],
    ['tail --after 0 --json', 'all there is, one JSON document a line'],
  ],
  notes: [
    'Also beside a running server. Shows what the log says of people as the server reads it: keep it to yourself.',
  ],
  options: {
    ...SETTING_OPTIONS,
    type: { type: 'string', value: 'a,b', summary: 'these types alone' },
    stream: { type: 'string', value: 'begin', summary: 'streams alone whose names begin so' },
    after: { type: 'string', value: 'position', summary: 'from behind this position on; 0: from the first event' },
    last: {
      type: 'string',
      value: 'n',
      takes: `1 to ${MAX_LAST}`,
      summary: `first the last n events, at most ${MAX_LAST}`,
    },
    once: { type: 'boolean', summary: 'ends at the last event that there is now' },
    json: { type: 'boolean', summary: 'each event as one JSON document on a line of its own' },
  },
  maxWords: 0,
  run,
};

async function run(config: Config, _words: string[], { options }: Call): Promise<number> {
  const isWanted = filterOf(options);
  const show = (event: LoggedEvent) => (options.json ? JSON.stringify(event) : lineOf(event));
  const follow = async (log: EventStore) => {
    const after = await firstPosition(log, options);
    const print = async (events: LoggedEvent[]) => {
      const text = events.filter(isWanted).map((event) => `${show(event)}\n`);
      // A reader that is slower than the log is waited for.
      if (text.length > 0 && !process.stdout.write(text.join(''))) await once(process.stdout, 'drain');
    };
    await (options.once ? readOn(log, after, print) : untilStopped(log, after, print));
    return 0;
  };
  if (config.engines) return withEngines(config, ({ log }) => follow(log));
  const { log, stop } = await openLogBeside(config);
  return follow(log).finally(stop);
}

async function firstPosition(log: EventStore, options: Call['options']): Promise<Position> {
  const limits = { min: 0, max: Number.MAX_SAFE_INTEGER };
  if (options.after !== undefined) return numberOption(options.after, { name: 'after', fallback: 0, ...limits });
  const last = numberOption(options.last, { name: 'last', fallback: 0, min: 1, max: MAX_LAST });
  if (last === 0) return log.head();
  // One more than is wanted: positions are only compared, never computed with.
  const events = await log.readAllBackwards({ limit: last + 1 });
  return events.length > last ? events.at(-1)!.position : 0;
}

type Print = (events: LoggedEvent[]) => Promise<void>;

async function readOn(log: EventStore, after: Position, print: Print): Promise<void> {
  for (let from = after; ; ) {
    const events = await log.readAll({ after: from });
    if (events.length === 0) return;
    await print(events);
    from = events.at(-1)!.position;
  }
}

async function untilStopped(log: EventStore, after: Position, print: Print): Promise<void> {
  const onFault = (error: Error) => console.error(`${error.message}: trying again.`);
  const subscription = log.subscribe({ after, onBatch: print, onFault });
  await stopRequest();
  await subscription.stop();
}

/** Which events are shown. */
export function filterOf({ type, stream }: Call['options']): (event: Pick<LoggedEvent, 'type' | 'stream'>) => boolean {
  const forms = String(type ?? '*')
    .split(',')
    .map(
      (form) =>
        new RegExp(
          `^${form
            .trim()
            .replace(/[^\w*]/g, '')
            .replaceAll('*', '.*')}$`,
        ),
    );
  const begin = String(stream ?? '');
  return (event) => event.stream.startsWith(begin) && forms.some((form) => form.test(event.type));
}

function lineOf({ position, type, stream, data, meta }: LoggedEvent): string {
  const text = `${position}  ${new Date(meta.at).toISOString()}  ${type}  ${stream}  by ${meta.actor}  ${JSON.stringify(data)}`;
  // Texts of people must not print terminal codes.
  return text.replace(/\p{Cc}+/gu, ' ');
}
