import { createHmac, randomUUID } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { SignJWT } from 'jose';
import type { Actor } from '../actor.ts';
import type { Core } from '../core.ts';

/** How long a signature is good for: clients ask for one before they enter a room. */
const USER_SIG_MS = 10 * 60_000;

/** What a client signs in with at the RTC server. `appId`: the app's number at Tencent; 0 for any other server. */
export interface UserSig {
  appId: number;
  userSig: string;
}

/**
 * Proves to the RTC server who the actor is, without a room, for `USER_SIG_MS`: to Tencent's where its app is configured, else a token of the
 * configured LiveKit-compatible server. Times are the machine's clock: the server compares them with its own.
 */
export async function userSig({ settings, clock }: Core, { userId }: Actor): Promise<UserSig> {
  const nowS = Math.floor(clock.wall() / 1000);
  const seconds = USER_SIG_MS / 1000;
  if (settings.tencentRtc) {
    const { appId, key } = settings.tencentRtc;
    return { appId, userSig: tencentSig({ appId, key, identifier: String(userId), nowS, seconds }) };
  }
  const { apiKey, apiSecret } = settings.rtc;
  const token = await new SignJWT({})
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuer(apiKey)
    .setSubject(String(userId))
    .setNotBefore(nowS)
    .setExpirationTime(nowS + seconds)
    .setJti(randomUUID())
    .sign(Buffer.from(apiSecret));
  return { appId: 0, userSig: token };
}

interface Signed {
  appId: number;
  key: string;
  identifier: string;
  nowS: number;
  seconds: number;
}

/** Tencent's TLSSigAPIv2: an HMAC-SHA256 over four fields, in a JSON object that is deflated and written in a base64 of its own. */
export function tencentSig({ appId, key, identifier, nowS, seconds }: Signed): string {
  const fields = {
    'TLS.identifier': identifier,
    'TLS.sdkappid': appId,
    'TLS.time': nowS,
    'TLS.expire': seconds,
  };
  const text = Object.entries(fields).map(([name, value]) => `${name}:${value}\n`);
  const sig = createHmac('sha256', key).update(text.join('')).digest('base64');
  const body = JSON.stringify({ 'TLS.ver': '2.0', ...fields, 'TLS.sig': sig });
  return deflateSync(body).toString('base64').replaceAll('+', '*').replaceAll('/', '-').replaceAll('=', '_');
}
