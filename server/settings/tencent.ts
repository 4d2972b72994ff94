import type { Env } from './env.ts';

/** An app of Tencent's RTC and IM services, for clients that use their SDKs. */
export interface TencentRtc {
  appId: number;
  key: string;
}

/** RTC_TENCENT_APP_ID and RTC_TENCENT_KEY; null where neither is given. */
export function tencentRtcFrom(env: Env, problems: string[]): TencentRtc | null {
  const id = env.RTC_TENCENT_APP_ID?.trim() ?? '';
  const key = env.RTC_TENCENT_KEY?.trim() ?? '';
  if (id === '' && key === '') return null;
  if (!/^[1-9]\d{0,9}$/.test(id))
    problems.push('RTC_TENCENT_APP_ID must be the SDKAppID of your app at Tencent, a number');
  if (!/^[0-9a-f]{64}$/i.test(key))
    problems.push('RTC_TENCENT_KEY must be the secret key of that app, 64 hexadecimal digits');
  return { appId: Number(id), key };
}
