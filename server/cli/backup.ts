import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Config, ConfigError } from '../../config.ts';
import { KEYS_FILE } from '../../event-store/embedded/key-file.ts';
import { LOG_FILE } from '../../event-store/embedded/log-file.ts';
import { type Command, SETTING_OPTIONS, UsageError } from './command.ts';
import { withEngines } from './with-engines.ts';

export const backup: Command = {
  name: 'backup',
  summary: 'writes a consistent copy of the log, and one of the keys',
  usage: [
    ['backup <file>', 'the log: nobody in it can be read without the keys'],
    ['backup <file> <keys-file>', 'the keys as well: keep them elsewhere than the log'],
  ],
  notes: [
    'Both are new files: one that is there already is never overwritten.',
    'The server must be stopped. An engine is backed up with its own tools: docs/operations.md.',
  ],
  options: SETTING_OPTIONS,
  maxWords: 2,
  run,
};

async function run(config: Config, [file, keysFile]: string[]): Promise<number> {
  if (file === undefined) throw new UsageError('backup needs the name of a file to write (backup --help).');
  const [target, keysTarget] = [newFile(file), keysFile === undefined ? null : newFile(keysFile)];
  return withEngines(config, async ({ backUpLog, backUpKeys }) => {
    if (!backUpLog || !backUpKeys)
      throw new ConfigError(['back an engine up with its own tools: docs/operations.md says how']);
    // The keys last: they hold every key that the log needs.
    await backUpLog(target);
    if (keysTarget !== null) await backUpKeys(keysTarget);
    console.log(
      `Wrote ${target}. To restore: put it into an empty DATA_DIR as ${LOG_FILE}, with its keys as ${KEYS_FILE}, and start.`,
    );
    return 0;
  });
}

/** Where a file may be written; throws `ConfigError` where one is already, or none can be. */
function newFile(file: string): string {
  const target = resolve(file);
  if (existsSync(target))
    throw new ConfigError([`${target} exists already: name a new file, so that no backup is lost`]);
  try {
    accessSync(dirname(target), constants.W_OK);
  } catch (error) {
    throw new ConfigError([`${target} cannot be written (${(error as Error).message})`]);
  }
  return target;
}
