import { userStream } from '../../domain/streams.ts';
import { userDecider } from '../../domain/user/decider.ts';
import type { Actor } from '../actor.ts';
import type { MakeMeta } from '../commands.ts';
import type { Core } from '../core.ts';

/**
 * A session of a person on a kind of device, which lasts for at least `ttlMs` more: the one that is open, else a new one of twice that
 * length. Apps' servers ask for a token whenever they like: so their people's sessions, and the log, do not grow by it. A session that
 * was ended (sign-out, ban, erasure) stays so, and with it all of its tokens.
 *
 * Throws `UserNotFound`, `UserBanned`.
 */
export async function platformSession(
  core: Core,
  { appId, userId }: Actor,
  { platform, ttlMs }: { platform: string; ttlMs: number },
  makeMeta: MakeMeta,
): Promise<string> {
  const stream = userStream(appId, userId);
  const meta = { ...makeMeta('token'), actor: userId };
  const { state } = await core.commands.load(userDecider, stream);
  const prefix = `${platform}-`;
  for (const [sessionId, until] of state.sessions)
    if (sessionId.startsWith(prefix) && until >= meta.at + ttlMs && !state.banned) return sessionId;
  const sessionId = `${prefix}${meta.commandId}`;
  const command = { type: 'OpenSession', sessionId, expiresAt: meta.at + 2 * ttlMs } as const;
  await core.commands.handle(userDecider, stream, command, meta);
  return sessionId;
}
