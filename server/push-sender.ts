import type { Config } from '../config.ts';
import type { PushProvider } from '../domain/devices/events.ts';
import { apnsPushes } from '../workers/push/providers/apns.ts';
import { fcmPushes } from '../workers/push/providers/fcm.ts';
import { getuiPushes } from '../workers/push/providers/getui.ts';
import { jpushPushes } from '../workers/push/providers/jpush.ts';
import { webhookPushes } from '../workers/push/providers/webhook.ts';
import type { PushSender } from '../workers/push/push-sender.ts';
import type { RecordedPushes } from '../workers/push/recorded-pushes.ts';
import type { Part } from './parts.ts';

/** Whether notifications go anywhere: to a provider, to a hook, or in dev mode to /dev. */
export function isPushOn({ dev, pushWebhookUrl, pushProviders }: Config): boolean {
  return dev || pushWebhookUrl !== '' || Object.keys(pushProviders).length > 0;
}

/**
 * Makes the sender of notifications: by the provider itself where its credentials are given, else by the hook. Dev mode also keeps them for
 * `GET /dev/pushes`. Where neither is, a phone's notifications are refused.
 */
export function pushSender(config: Config, hookKey: string, recorded: RecordedPushes): Part & { send: PushSender } {
  const { dev, pushWebhookUrl, pushProviders } = config;
  const { apns, fcm, getui, jpush } = pushProviders;
  const apple = apns && apnsPushes(apns);
  const senders: { [Provider in PushProvider]?: PushSender } = {
    apns: apple?.send,
    fcm: fcm && fcmPushes(fcm),
    getui: getui && getuiPushes(getui),
    jpush: jpush && jpushPushes(jpush),
  };
  const hook = pushWebhookUrl === '' ? undefined : webhookPushes(pushWebhookUrl, hookKey);
  return {
    async send(target, notification) {
      const send = senders[target.provider] ?? hook;
      const outcome = (await send?.(target, notification)) ?? (dev ? 'sent' : 'refused');
      if (dev && outcome === 'sent') await recorded.send(target, notification);
      return outcome;
    },
    stop: async () => apple?.close(),
  };
}
