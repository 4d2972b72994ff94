import { SignJWT } from 'jose';

/** The media server's rooms, where conferences are heard and seen. */
export interface MediaRooms {
  /** Puts somebody out of a room; who is not in it has nothing to leave. Rejects when the server does not say that they are out. */
  remove(roomName: string, userId: number): Promise<void>;
}

/** How long the server may take to answer. */
const ANSWER_TIMEOUT_MS = 5_000;
/** How long a call's own token is good: for the call, on clocks that differ by some seconds. */
const CALL_TOKEN_S = 60;
/** What Twirp calls an error about something that is not there. */
const NOT_FOUND = 'not_found';

/**
 * A LiveKit-compatible server, by its server API: Twirp, that is JSON by POST, with a token of the app's RTC key that may administer the one
 * room. `nowMs` is the machine's clock: the server compares the token's times with its own.
 */
export function liveKitRooms(
  { url, apiKey, apiSecret }: { url: string; apiKey: string; apiSecret: string },
  nowMs: () => number,
): MediaRooms {
  const tokenFor = (room: string) => {
    const nowS = Math.floor(nowMs() / 1000);
    return new SignJWT({ video: { roomAdmin: true, room } })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuer(apiKey)
      .setNotBefore(nowS)
      .setExpirationTime(nowS + CALL_TOKEN_S)
      .sign(Buffer.from(apiSecret));
  };
  return {
    async remove(room, userId) {
      const response = await fetch(`${url}/twirp/livekit.RoomService/RemoveParticipant`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${await tokenFor(room)}` },
        body: JSON.stringify({ room, identity: String(userId) }),
        redirect: 'error',
        signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
      });
      const answer = await response.text();
      // Another server's page may be answered with 404 as well: only what Twirp says counts.
      if (!response.ok && !saysNotFound(answer)) throw new Error(`the media server answered ${response.status}`);
    },
  };
}

function saysNotFound(answer: string): boolean {
  try {
    return (JSON.parse(answer) as { code?: unknown } | null)?.code === NOT_FOUND;
  } catch {
    return false;
  }
}
