import { type Config, ConfigError } from '../../config.ts';
import { hookKeyOf } from '../secrets.ts';
import { readSecrets } from '../settings/secrets-file.ts';
import { type Command, SETTING_OPTIONS } from './command.ts';

export const smsKey: Command = {
  name: 'sms-key',
  summary: 'prints the key with which a receiver of SMS_WEBHOOK_URL checks Salon-Signature',
  usage: [['sms-key', 'prints SMS_WEBHOOK_SECRET, or else the key that follows from the secret']],
  options: SETTING_OPTIONS,
  maxWords: 0,
  run,
};

async function run(config: Config): Promise<number> {
  const secret = config.secret ?? readSecrets(config.dataDir)?.salon;
  if (secret === undefined && config.smsWebhookSecret === '')
    throw new ConfigError([
      'There is no secret yet that the key follows from: start the server once, or set SALON_SECRET',
    ]);
  console.log(hookKeyOf(config, secret ?? ''));
  return 0;
}
