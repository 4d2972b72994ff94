import type { Config } from '../../config.ts';
import { mediaKeyOf } from '../secrets.ts';
import { type Call, type Command, JSON_OPTION, SETTING_OPTIONS } from './command.ts';
import { secretOf } from './secret.ts';

export const mediaKey: Command = {
  name: 'media-key',
  summary: 'prints the key with which a media server or CDN checks the addresses of lives',
  usage: [['media-key', 'prints the key that follows from the secret']],
  options: { ...SETTING_OPTIONS, ...JSON_OPTION },
  maxWords: 0,
  run,
};

async function run(config: Config, _words: string[], { output }: Call): Promise<number> {
  const key = mediaKeyOf(secretOf(config));
  output.say(key);
  output.give({ key });
  return 0;
}
