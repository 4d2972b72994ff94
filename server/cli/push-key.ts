import type { Config } from '../../config.ts';
import { pushHookKeyOf } from '../secrets.ts';
import { type Call, type Command, JSON_OPTION, SETTING_OPTIONS } from './command.ts';
import { secretOf } from './secret.ts';

export const pushKey: Command = {
  name: 'push-key',
  summary: 'prints the key with which a receiver of PUSH_WEBHOOK_URL checks Salon-Signature',
  usage: [['push-key', 'prints the key that follows from the secret']],
  options: { ...SETTING_OPTIONS, ...JSON_OPTION },
  maxWords: 0,
  run,
};

async function run(config: Config, _words: string[], { output }: Call): Promise<number> {
  const key = pushHookKeyOf(secretOf(config));
  output.say(key);
  output.give({ key });
  return 0;
}
