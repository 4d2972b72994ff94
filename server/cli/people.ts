import { once } from 'node:events';
import type { Core } from '../../application/core.ts';
import { exportPage } from '../../application/exports/export-person.ts';
import { erasePerson } from '../../application/operators/accounts.ts';
import type { Config } from '../../config.ts';
import { ERASURE_REASONS, type ErasureReason } from '../../domain/user/events.ts';
import { completeErasure } from '../erasures.ts';
import type { StartedCore } from '../start-core.ts';
import { type Call, type Command, JSON_OPTION, SETTING_OPTIONS, UsageError } from './command.ts';
import { idIn } from './numbers.ts';
import type { Output } from './output.ts';
import { metaOf, withCore } from './with-core.ts';

export const people: Command = {
  name: 'people',
  summary: 'erases a person for good, or writes down everything that is known of one',
  usage: [
    ['people erase <tenant> <userId> [reason]', `erases; the reason is one of ${ERASURE_REASONS.join(', ')}: request`],
    ['people export <tenant> <userId>', 'prints everything that is known of the person as one JSON document'],
  ],
  notes: [
    'With embedded stores the server must be stopped. The tenant of heihei is heihei; salon apps lists others.',
    'Erasing again does no harm: it completes what was begun. docs/operations.md says what to do about backups.',
  ],
  options: { ...SETTING_OPTIONS, ...JSON_OPTION },
  maxWords: 4,
  run,
};

async function run(config: Config, [verb, appId, id, reason = 'request']: string[], { output }: Call): Promise<number> {
  if ((verb !== 'erase' && verb !== 'export') || appId === undefined || id === undefined)
    throw new UsageError('people needs erase or export, the tenant and the id of a person (people --help).');
  const userId = idIn(id);
  if (!/^[a-z0-9]+$/i.test(appId) || userId === null)
    throw new UsageError('a tenant has letters and digits alone, and an id of a person is a number (people --help).');
  if (!isReason(reason)) throw new UsageError(`the reason is one of ${ERASURE_REASONS.join(', ')}.`);
  return withCore(config, async (started) => {
    await (verb === 'erase'
      ? erase(started, appId, { userId, reason }, output)
      : writeExport(started.core, appId, userId, (text) => print(text)));
    return 0;
  });
}

function isReason(text: string): text is ErasureReason {
  return ERASURE_REASONS.some((reason) => reason === text);
}

/** Erases, and carries out what follows from it at once, whether or not a server runs. */
async function erase(
  started: StartedCore,
  appId: string,
  whom: { userId: number; reason: ErasureReason },
  output: Output,
): Promise<void> {
  const { core } = started;
  await erasePerson(core, appId, whom, metaOf(core, appId));
  await completeErasure(started, appId, whom.userId);
  output.give({ appId, userId: whom.userId, isErased: true });
  output.say(`Erased ${whom.userId} of ${appId}: nothing of this person can be read any more.`);
}

/** Writes an export as one JSON document, in pieces: only a page of it is in memory at a time. */
export async function writeExport(
  core: Core,
  appId: string,
  userId: number,
  write: (text: string) => Promise<void>,
): Promise<void> {
  const head = { app: appId, userId, exportedAt: core.clock.now() };
  let opening = `${JSON.stringify(head).slice(0, -1)},"items":[`;
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: Awaited<ReturnType<typeof exportPage>> = await exportPage(core, { appId, userId }, { cursor });
    for (const item of page.items) {
      await write(`${opening}\n${JSON.stringify(item)}`);
      opening = ',';
    }
    cursor = page.next;
  }
  await write('\n]}\n');
}

async function print(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}
