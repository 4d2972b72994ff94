import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { Core } from '../../../application/core.ts';

/** How long a room token opens its conference; 加入连麦接口 gives a fresh one at any time. */
export const RTC_TOKEN_MS = 6 * 3600 * 1000;

/** The RTC room of one conference: no token of an earlier guest opens the next one's. */
export function rtcRoomName(liveId: number, conferenceId: string): string {
  return `${liveId}.${conferenceId}`;
}

/**
 * An access token that LiveKit-compatible media servers take: HS256 with the app's RTC key and secret, for one user in one
 * room, to speak and to listen. Times are in seconds, by the machine's clock, for the media server compares them with its own
 * (heihei, 加入连麦接口: token).
 */
export async function rtcToken(core: Core, userId: number, roomName: string) {
  const { apiKey, apiSecret } = core.settings.rtc;
  const now = core.clock.wall();
  const expireTime = Math.floor((now + RTC_TOKEN_MS) / 1000);
  const video = { room: roomName, roomJoin: true, canPublish: true, canSubscribe: true };
  const roomToken = await new SignJWT({ video })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuer(apiKey)
    .setSubject(String(userId))
    .setNotBefore(Math.floor(now / 1000))
    .setExpirationTime(expireTime)
    .setJti(randomUUID())
    .sign(Buffer.from(apiSecret));
  return { roomName, roomToken, expireTime };
}
