import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { type SmsSender, webhookSender } from '../workers/sms.ts';

/** Whether sign-in codes can be delivered: by a provider, or in dev mode at /dev. */
export function isPhoneSignInOn({ dev, smsWebhookUrl }: Config): boolean {
  return dev || smsWebhookUrl !== '';
}

/** Makes the sender of codes. In dev mode without a provider nothing is sent and no code is logged: it is at `GET /dev/sms/:phone`. */
export function smsSender(config: Config, hookKey: string, logger: Logger): SmsSender {
  if (config.smsWebhookUrl !== '') return webhookSender(config.smsWebhookUrl, hookKey);
  if (config.dev) return async () => logger.info({}, 'dev mode: a sign-in code is at /dev/sms/:phone');
  // For codes that were asked for while there was a provider: their jobs give up when the codes expire.
  return async () => {
    throw new Error('SMS_WEBHOOK_URL is not set');
  };
}
