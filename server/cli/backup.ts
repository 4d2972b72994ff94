import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Config, ConfigError } from '../../config.ts';
import { backUpKeys, backUpLog } from '../../event-store/embedded/backup.ts';
import { type Call, type Command, JSON_OPTION, SETTING_OPTIONS, UsageError } from './command.ts';
import { Progress } from './progress.ts';

export const backup: Command = {
  name: 'backup',
  summary: 'writes a consistent copy of the log, and one of the keys',
  usage: [
    ['backup <file>', 'the log: nobody in it can be read without the keys'],
    ['backup <file> <keys-file>', 'the keys as well: keep them elsewhere than the log'],
  ],
  notes: [
    'Both are new files: one that is there already is never overwritten.',
    'Also beside a running server, which goes on serving: the copy is of one moment, and every event of it is checked.',
    'An engine is backed up with its own tools: docs/operations.md.',
  ],
  options: { ...SETTING_OPTIONS, ...JSON_OPTION },
  maxWords: 2,
  run,
};

async function run(config: Config, [file, keysFile]: string[], { output, giveWay }: Call): Promise<number> {
  if (file === undefined) throw new UsageError('backup needs the name of a file to write (backup --help).');
  if (config.engines) throw new ConfigError(['back an engine up with its own tools: docs/operations.md says how']);
  const [target, keysTarget] = [newFile(file), keysFile === undefined ? null : newFile(keysFile)];
  giveWay();
  const progress = new Progress('backup', { unit: 'bytes' });
  // The keys last: they hold every key that the log needs.
  const position = await backUpLog(config.dataDir, target, {
    onProgress: (written, total) => progress.at(written, total),
  }).finally(() => progress.end());
  if (keysTarget !== null) backUpKeys(config.dataDir, keysTarget);
  output.say(
    `Wrote ${target}: everything up to position ${position}, and checked it. To restore: salon restore ${target} ${keysTarget ?? '<keys-file>'}, with an empty DATA_DIR.`,
  );
  output.give({ file: target, keysFile: keysTarget, position });
  return 0;
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
