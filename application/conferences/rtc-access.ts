import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { Actor } from '../actor.ts';
import type { Core } from '../core.ts';

/**
 * How long a token opens its conference. The media server checks it only when somebody enters: long enough for a slow network, and
 * short because a person who was put out can enter with it until then. Joining again gives a fresh one at any time.
 */
const RTC_TOKEN_MS = 5 * 60_000;

/** What one side of a conference or talk needs to enter its room on the media server. */
export interface RtcAccess {
  roomName: string;
  token: string;
  /** By the machine's clock, epoch seconds. */
  expiresAtS: number;
}

/**
 * An access token for LiveKit-compatible media servers: HS256 with the app's RTC key and secret, for one user in one room, to
 * listen and, if `isHeard`, to speak. Times are seconds of the machine's clock, because the media server compares them with its
 * own.
 */
export async function rtcAccess(
  { settings, clock }: Core,
  { userId }: Actor,
  roomName: string,
  isHeard: boolean,
): Promise<RtcAccess> {
  const { apiKey, apiSecret } = settings.rtc;
  const now = clock.wall();
  const expiresAtS = Math.floor((now + RTC_TOKEN_MS) / 1000);
  const video = { room: roomName, roomJoin: true, canPublish: isHeard, canSubscribe: true };
  const token = await new SignJWT({ video })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuer(apiKey)
    .setSubject(String(userId))
    .setNotBefore(Math.floor(now / 1000))
    .setExpirationTime(expiresAtS)
    .setJti(randomUUID())
    .sign(Buffer.from(apiSecret));
  return { roomName, token, expiresAtS };
}
