import { type Config, ConfigError } from '../../config.ts';
import { mediaKeyOf } from '../secrets.ts';
import { readSecrets } from '../settings/secrets-file.ts';
import { type Command, SETTING_OPTIONS } from './command.ts';

export const mediaKey: Command = {
  name: 'media-key',
  summary: 'prints the key with which a media server or CDN checks the addresses of lives',
  usage: [['media-key', 'prints the key that follows from the secret']],
  options: SETTING_OPTIONS,
  maxWords: 0,
  run,
};

async function run(config: Config): Promise<number> {
  const secret = config.secret ?? readSecrets(config.dataDir)?.salon;
  if (secret === undefined)
    throw new ConfigError([
      'There is no secret yet that the key follows from: start the server once, or set SALON_SECRET',
    ]);
  console.log(mediaKeyOf(secret));
  return 0;
}
