import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { type SmsSender, webhookSender } from '../workers/sms.ts';

/** Without a provider codes reach people in dev mode alone, where they are at /dev. */
export function isPhoneSignInOn({ dev, smsWebhookUrl }: Config): boolean {
  return dev || smsWebhookUrl !== '';
}

/** In dev mode without a provider the code is at `GET /dev/sms/:phone`; nothing is sent and nothing secret is logged. */
export function smsSender(config: Config, hookKey: string, logger: Logger): SmsSender {
  if (config.smsWebhookUrl !== '') return webhookSender(config.smsWebhookUrl, hookKey);
  if (config.dev) return async () => logger.info({}, 'dev mode: a sign-in code is at /dev/sms/:phone');
  // For codes that were asked for while there was a provider: their jobs give up when they expire.
  return async () => {
    throw new Error('SMS_WEBHOOK_URL is not set');
  };
}
