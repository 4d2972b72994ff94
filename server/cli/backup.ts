import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Config, ConfigError } from '../../config.ts';
import { LOG_FILE } from '../../event-store/embedded/log-file.ts';
import { type Command, SETTING_OPTIONS, UsageError } from './command.ts';
import { withEngines } from './with-engines.ts';

export const backup: Command = {
  name: 'backup',
  summary: 'writes a consistent copy of the log',
  usage: [['backup <file>', 'writes a new file; one that is there already is never overwritten']],
  notes: ['The server must be stopped. An engine is backed up with its own tools: docs/operations.md.'],
  options: SETTING_OPTIONS,
  maxWords: 1,
  run,
};

async function run(config: Config, [file]: string[]): Promise<number> {
  if (file === undefined) throw new UsageError('backup needs the name of a file to write (backup --help).');
  const target = resolve(file);
  if (existsSync(target))
    throw new ConfigError([`${target} exists already: name a new file, so that no backup is lost`]);
  try {
    accessSync(dirname(target), constants.W_OK);
  } catch (error) {
    throw new ConfigError([`${target} cannot be written (${(error as Error).message})`]);
  }
  return withEngines(config, async ({ backUpLog }) => {
    if (!backUpLog) throw new ConfigError(['back an engine up with its own tools: docs/operations.md says how']);
    await backUpLog(target);
    console.log(`Wrote ${target}. To restore: put it into an empty DATA_DIR as ${LOG_FILE}, and start.`);
    return 0;
  });
}
