import { DomainError } from '../../domain/kernel/errors.ts';
import type { Position } from '../../event-store/event-store.ts';
import type { Actor } from '../actor.ts';
import type { Core } from '../core.ts';
import { cardsOf, followedAmong, namedCard, type PersonCard, type UserCard } from '../people/cards.ts';
import { requireShown, standing } from '../policy/lives.ts';
import { reflectedPosition } from './reflected-position.ts';
import { documentOf, type LiveDocument, type LiveSummary, type Standing } from './standing.ts';

/** The host of a live, as the actor sees them. */
export interface SeenHost {
  /** From the read model where that has the host, else from the log. */
  person: UserCard | PersonCard;
  /** null while the read model does not have the host yet. */
  card: UserCard | null;
  /** Whether the actor follows the host. */
  isFollowed: boolean;
}

/** Looks a host up for the actor. Throws `UserNotFound` for an id that nobody has. */
export async function seenHost(core: Core, { appId, userId }: Actor, hostId: number): Promise<SeenHost> {
  const card = (await cardsOf(core, appId, [hostId])).get(hostId) ?? null;
  const isFollowed = (await followedAmong(core, appId, userId, [hostId])).has(hostId);
  return { person: card ?? (await namedCard(core, appId, hostId)), card, isFollowed };
}

export interface SeenLive {
  live: LiveDocument;
  host: SeenHost;
  /** What the answer reflects at least: see `reflectedPosition`. */
  position: Position;
}

/**
 * A live as the actor sees it. While it plays it is shown to those in the room alone.
 *
 * Throws `LiveNotFound`, also for a live that is hidden from the actor (`requireShown`), and `NotInLive`.
 */
export async function showLive(core: Core, actor: Actor, { liveId }: { liveId: number }): Promise<SeenLive> {
  const position = reflectedPosition(core);
  const found = await standing(core, actor.appId, liveId, actor.userId);
  if (found.playing && !found.isMember && !found.isHost) throw new DomainError('NotInLive');
  await requireShown(core, actor.appId, found, actor.userId);
  const host = await seenHost(core, actor, found.hostId);
  return { live: await documentOf(core, actor.appId, found), host, position };
}

/** A live and its host, for sharing. Throws `LiveNotFound`, also for a live that is hidden from the actor. */
export async function sharedLive(
  core: Core,
  { appId, userId }: Actor,
  { liveId }: { liveId: number },
): Promise<{ live: LiveSummary; host: PersonCard }> {
  const found: Standing = await standing(core, appId, liveId, userId);
  await requireShown(core, appId, found, userId);
  return { live: found, host: await namedCard(core, appId, found.hostId) };
}
