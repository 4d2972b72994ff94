import { SignJWT } from 'jose';

/** The media server's rooms, where conferences are heard and seen. */
export interface MediaRooms {
  /** Puts a user out of a room; does nothing when they are not in it. Rejects when the server does not say that they are out. */
  remove(roomName: string, userId: number): Promise<void>;
}

/** How long the server may take to answer. */
const ANSWER_TIMEOUT_MS = 5_000;
/** How long the token of one call to the server is valid: long enough when the two clocks differ by some seconds. */
const CALL_TOKEN_S = 60;
/** Twirp's error code for something that does not exist. */
const NOT_FOUND = 'not_found';

/**
 * Calls the server API of a LiveKit-compatible server: Twirp (JSON by POST), with a token of the app's RTC key that may administer
 * only the one room. `nowMs` is the machine's clock: the server compares the token's times with its own.
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
      // Any web server may answer 404: only Twirp's own error code counts.
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
