import { feedDecider } from '../../domain/feed/decider.ts';
import type { LikeKind } from '../../domain/feed/events.ts';
import { feedStream } from '../../domain/streams.ts';
import type { Actor } from '../actor.ts';
import { type MakeMeta, whenNew, withInput } from '../commands.ts';
import type { Core } from '../core.ts';
import { personCard } from '../people/cards.ts';
import { requireMayTalk, requireTakingPart } from '../policy/lives.ts';
import { anyStanding } from './standing.ts';

/**
 * Says a line in a room. Under a key, a repetition is said once, whatever has happened to the room since.
 *
 * Throws `LiveNotFound` when there never was such a live, `RoomInvalid` unless it plays, the room is its own and the actor is in
 * it, `Muted`, `InvalidInput` for a text outside 1 to `MAX_TEXT_CHARS` visible characters, `TextNotAllowed`, `IdempotencyConflict`.
 */
export async function sayText(
  core: Core,
  { appId, userId }: Actor,
  { liveId, roomId, text }: { liveId: number; roomId: number; text: string },
  makeMeta: MakeMeta,
): Promise<void> {
  const found = await anyStanding(core, appId, liveId, userId);
  const from = await personCard(core, appId, userId);
  const line = core.settings.words.worded(appId, text, 'text');
  await core.commands.handle(
    whenNew(feedDecider, () => {
      requireMayTalk(found, roomId);
      line.requireAllowed();
    }),
    feedStream(appId, liveId),
    { type: 'SayText', liveId, roomId, from, text: line.text },
    withInput(makeMeta(`send-msg ${liveId}`), { roomId, text }),
  );
}

/**
 * Likes a live, for those in its room. Throws `LiveNotFound` unless it plays, `NotInLive`, `IdempotencyConflict`.
 */
export async function likeLive(
  core: Core,
  { appId, userId }: Actor,
  { liveId, kind }: { liveId: number; kind: LikeKind },
  makeMeta: MakeMeta,
): Promise<void> {
  const found = await anyStanding(core, appId, liveId, userId);
  const from = await personCard(core, appId, userId);
  await core.commands.handle(
    whenNew(feedDecider, () => requireTakingPart(found)),
    feedStream(appId, liveId),
    { type: 'Like', liveId, roomId: found.roomId, from, kind },
    withInput(makeMeta(`live-like ${liveId}`), kind),
  );
}
