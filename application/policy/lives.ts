import { DomainError } from '../../domain/kernel/errors.ts';
import { LIVE_STATUS } from '../../domain/live/events.ts';
import { isShownTo, obstacleToSpeaking, obstacleToTakingPart } from '../../domain/policy/lives.ts';
import type { Actor } from '../actor.ts';
import type { Core } from '../core.ts';
import { anyStanding, type Standing } from '../rooms/standing.ts';
import { hasBlocked } from './people.ts';

/**
 * A person's standing in a live. Throws `LiveNotFound` for a live that does not exist, was deleted or banned, or that the person
 * may not know of (`isKnownTo`).
 */
export async function standing(core: Core, appId: string, liveId: number, userId: number): Promise<Standing> {
  const found = await anyStanding(core, appId, liveId, userId);
  requireKnown(found);
  if (found.status === LIVE_STATUS.deleted || found.status === LIVE_STATUS.banned)
    throw new DomainError('LiveNotFound');
  return found;
}

/** As `standing`; throws `LiveNotFound` also when the live does not play. */
export async function playingStanding(core: Core, appId: string, liveId: number, userId: number): Promise<Standing> {
  const found = await standing(core, appId, liveId, userId);
  if (!found.playing) throw new DomainError('LiveNotFound');
  return found;
}

/** Throws `LiveNotFound` for a live that the person may not know of (`isKnownTo`). */
export function requireKnown({ isKnown }: Standing): void {
  if (!isKnown) throw new DomainError('LiveNotFound');
}

/** Throws `LiveNotFound` unless the live plays, `NotHost` unless the actor is its host. */
export async function requireHost(core: Core, { appId, userId }: Actor, liveId: number): Promise<void> {
  const { isHost } = await playingStanding(core, appId, liveId, userId);
  if (!isHost) throw new DomainError('NotHost');
}

/** Throws `LiveNotFound` unless the live plays, `NotHost` unless the actor is its host, or a manager who is in its room. */
export async function requireKeepsOrder(core: Core, { appId, userId }: Actor, liveId: number): Promise<void> {
  const { isHost, isManager, isMember } = await playingStanding(core, appId, liveId, userId);
  if (!isHost && !(isManager && isMember)) throw new DomainError('NotHost');
}

/** Throws `LiveNotFound` for a live that the person is not shown (`isShownTo`): because the host blocks them, say. */
export async function requireShown(core: Core, appId: string, found: Standing, userId: number): Promise<void> {
  const isBlocked = !found.isHost && (await hasBlocked(core, appId, found.hostId, userId));
  if (!isShownTo({ ...found, isBlocked })) throw new DomainError('LiveNotFound');
}

/** Throws `LiveNotFound` unless the live plays and the person may know of it, `NotInLive` unless they are in its room. */
export function requireTakingPart(found: Standing): void {
  const obstacle = obstacleToTakingPart(found);
  if (obstacle) throw new DomainError(obstacle);
}

/**
 * The rule for gifts: the giver takes part in the live (`requireTakingPart`) and is not its host (`TargetIsSelf`). Purchases in a
 * room earn the host points, and nobody may turn their own gold into points.
 */
export function requireMayGive(found: Standing): void {
  requireTakingPart(found);
  if (found.isHost) throw new DomainError('TargetIsSelf');
}

/** The rule for paid lines: as for gifts, and `Muted` for a person who may not speak. */
export function requireMaySpeakForGold(found: Standing): void {
  requireMayGive(found);
  const obstacle = obstacleToSpeaking(found);
  if (obstacle) throw new DomainError(obstacle);
}

/** The rule for talk. Throws `LiveNotFound` for a live that the person may not know of, `RoomInvalid` outside of its room, `Muted`. */
export function requireMayTalk(found: Standing, roomId: number): void {
  requireKnown(found);
  const obstacle = obstacleToSpeaking(found);
  // A person who is not in the room, or a live that does not play, is answered as a wrong room.
  if (found.roomId !== roomId || obstacle === 'LiveNotFound' || obstacle === 'NotInLive')
    throw new DomainError('RoomInvalid');
  if (obstacle) throw new DomainError(obstacle);
}
