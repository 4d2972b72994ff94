import {
  chmodSync,
  closeSync,
  createReadStream,
  createWriteStream,
  existsSync,
  fsyncSync,
  openSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Config, ConfigError } from '../../config.ts';
import { KEYS_FILE } from '../../event-store/embedded/key-file.ts';
import { LOG_FILE } from '../../event-store/embedded/log-file.ts';
import { syncDirectory } from '../../event-store/embedded/sync-directory.ts';
import { lockStore } from '../../event-store/store-lock.ts';
import { READ_MODELS_FILE } from '../../projections/embedded/store.ts';
import { openLogBeside } from './beside.ts';
import { type Call, type Command, CommandFailed, JSON_OPTION, SETTING_OPTIONS, UsageError } from './command.ts';
import { Progress } from './progress.ts';

export const restore: Command = {
  name: 'restore',
  summary: 'puts a backup into a DATA_DIR that has no log yet, and checks it',
  usage: [['restore <file> <keys-file>', 'the log, and the keys without which nobody in it can be read']],
  notes: [
    'The server must be stopped. DATA_DIR keeps what it has besides: secrets.json, files/. Read models are built at the next start.',
    'Nothing is left of a restore that fails: a damaged backup, or keys of another log.',
  ],
  options: { ...SETTING_OPTIONS, ...JSON_OPTION },
  maxWords: 2,
  run,
};

const PRIVATE = 0o600;

async function run(config: Config, [file, keysFile]: string[], { output }: Call): Promise<number> {
  if (file === undefined || keysFile === undefined)
    throw new UsageError('restore needs the file of the log and the file of the keys (restore --help).');
  if (config.engines) throw new ConfigError(['restore an engine with its own tools: docs/operations.md says how']);
  const { dataDir } = config;
  const sources = [resolve(file), resolve(keysFile)] as const;
  for (const source of sources) if (!existsSync(source)) throw new CommandFailed(`There is no file ${source}.`);
  const lock = lockStore(dataDir);
  try {
    for (const name of [LOG_FILE, `${LOG_FILE}-wal`, `${LOG_FILE}-acknowledged`, KEYS_FILE, READ_MODELS_FILE]) {
      if (existsSync(join(dataDir, name)))
        throw new CommandFailed(`${dataDir} has a ${name} already: set DATA_DIR to an empty directory.`);
    }
    const position = await putInPlace(dataDir, sources);
    output.say(`Restored ${dataDir} up to position ${position}. The next start builds the read models.`);
    output.give({ dataDir, position });
    return 0;
  } finally {
    lock.release();
  }
}

/** Copies the log and the keys, opens them as a start does, and answers the log's end. What was copied goes when that fails. */
async function putInPlace(dataDir: string, [file, keysFile]: readonly [string, string]): Promise<number> {
  const places = [join(dataDir, LOG_FILE), join(dataDir, KEYS_FILE)] as const;
  const { size } = statSync(file);
  const progress = new Progress('restore', { unit: 'bytes' });
  try {
    await copyDurably(keysFile, places[1]);
    await copyDurably(file, places[0], (bytes) => progress.at(bytes, size));
    syncDirectory(dataDir);
    const { log, stop } = await openLogBeside({ dataDir });
    return await log.head().finally(stop);
  } catch (error) {
    for (const place of places) for (const end of ['', '-wal', '-shm']) rmSync(`${place}${end}`, { force: true });
    throw error;
  } finally {
    progress.end();
  }
}

async function copyDurably(from: string, to: string, onBytes: (bytes: number) => void = () => {}): Promise<void> {
  let bytes = 0;
  const reader = createReadStream(from);
  reader.on('data', (chunk) => {
    bytes += chunk.length;
    onBytes(bytes);
  });
  await pipeline(reader, createWriteStream(to, { flags: 'wx', mode: PRIVATE }));
  chmodSync(to, PRIVATE);
  const handle = openSync(to, 'r+');
  fsyncSync(handle);
  closeSync(handle);
}
