import type { Config } from '../../config.ts';
import { hookKeyOf } from '../secrets.ts';
import { type Call, type Command, JSON_OPTION, SETTING_OPTIONS } from './command.ts';
import { secretOf } from './secret.ts';

export const smsKey: Command = {
  name: 'sms-key',
  summary: 'prints the key with which a receiver of SMS_WEBHOOK_URL checks Salon-Signature',
  usage: [['sms-key', 'prints SMS_WEBHOOK_SECRET, or else the key that follows from the secret']],
  options: { ...SETTING_OPTIONS, ...JSON_OPTION },
  maxWords: 0,
  run,
};

async function run(config: Config, _words: string[], { output }: Call): Promise<number> {
  const key = hookKeyOf(config, config.smsWebhookSecret === '' ? secretOf(config) : '');
  output.say(key);
  output.give({ key });
  return 0;
}
