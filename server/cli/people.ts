import { once } from 'node:events';
import type { Core } from '../../application/core.ts';
import { exportPage } from '../../application/exports/export-person.ts';
import type { Config } from '../../config.ts';
import { createLogger } from '../log-output.ts';
import { startCore } from '../start-core.ts';
import { type Command, SETTING_OPTIONS, UsageError } from './command.ts';

export const people: Command = {
  name: 'people',
  summary: 'writes down everything that is known of a person',
  usage: [['people export <tenant> <userId>', 'prints everything that is known of the person as one JSON document']],
  notes: [
    'With embedded stores the server must be stopped. The tenant of heihei is heihei; npm run apps lists others.',
  ],
  options: SETTING_OPTIONS,
  maxWords: 3,
  run,
};

async function run(config: Config, [verb, appId, id]: string[]): Promise<number> {
  if (verb !== 'export' || appId === undefined || id === undefined)
    throw new UsageError('people needs export, the tenant and the id of a person (people --help).');
  const userId = /^[1-9]\d{0,15}$/.test(id) ? Number(id) : 0;
  if (!/^[a-z0-9]+$/i.test(appId) || !Number.isSafeInteger(userId) || userId === 0)
    throw new UsageError('a tenant has letters and digits alone, and an id of a person is a number (people --help).');
  const started = await startCore(config, createLogger(config.logLevel));
  try {
    await started.readModels.caughtUp();
    await writeExport(started.core, appId, userId, print);
    return 0;
  } finally {
    await started.stop();
  }
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
