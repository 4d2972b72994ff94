import type { DeviceAddress } from '../../../application/devices/register-device.ts';
import type { PushProvider } from '../../../domain/devices/events.ts';

/** heihei, 初始化接口: `deveiceType`, in any case. */
export const DEVICE_TYPE = /^([Aa]ndroid|[Ii][Oo][Ss])$/;

/** The document's words for who carries notifications (上传设备信息: apnsType), and what they are called here. */
const PROVIDERS = { apns: 'apns', gcm: 'fcm', getui: 'getui', jpush: 'jpush' } as const satisfies Record<
  string,
  PushProvider
>;
export type ApnsType = keyof typeof PROVIDERS;

export function isApnsType(text: string): text is ApnsType {
  return Object.hasOwn(PROVIDERS, text);
}

interface Given {
  uuid: string;
  apnsType: ApnsType;
  apnsToken: string;
  deveiceType: string;
}

/** How a phone can be notified, in Salon's words. */
export function addressOf({ uuid, apnsType, apnsToken, deveiceType }: Given): DeviceAddress {
  const platform = deveiceType.toLowerCase() === 'ios' ? 'ios' : 'android';
  return { uuid, provider: PROVIDERS[apnsType], token: apnsToken, platform };
}
