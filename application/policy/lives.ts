import { DomainError } from '../../domain/kernel/errors.ts';
import { LIVE_STATUS } from '../../domain/live/events.ts';
import { isShownTo, obstacleToSpeaking, obstacleToTakingPart } from '../../domain/policy/lives.ts';
import type { Actor } from '../actor.ts';
import type { Core } from '../core.ts';
import { anyStanding, type Standing } from '../rooms/standing.ts';
import { hasBlocked } from './people.ts';

/**
 * How somebody stands to a live. Throws `LiveNotFound` for one that never was, was deleted or banned, or of which they may not learn
 * (`isKnownTo`).
 */
export async function standing(core: Core, appId: string, liveId: number, userId: number): Promise<Standing> {
  const found = await anyStanding(core, appId, liveId, userId);
  requireKnown(found);
  if (found.status === LIVE_STATUS.deleted || found.status === LIVE_STATUS.banned)
    throw new DomainError('LiveNotFound');
  return found;
}

/** As `standing`, for what only a live that plays takes; throws `LiveNotFound` for any other. */
export async function playingStanding(core: Core, appId: string, liveId: number, userId: number): Promise<Standing> {
  const found = await standing(core, appId, liveId, userId);
  if (!found.playing) throw new DomainError('LiveNotFound');
  return found;
}

/** Throws `LiveNotFound` for a live of which somebody may not learn (`isKnownTo`). */
export function requireKnown({ isKnown }: Standing): void {
  if (!isKnown) throw new DomainError('LiveNotFound');
}

/** Throws `LiveNotFound` unless the live plays, `NotHost` unless the actor is its host. */
export async function requireHost(core: Core, { appId, userId }: Actor, liveId: number): Promise<void> {
  const { isHost } = await playingStanding(core, appId, liveId, userId);
  if (!isHost) throw new DomainError('NotHost');
}

/** Throws `LiveNotFound` for a live that is not shown to somebody (`isShownTo`): to whom its host blocks, say. */
export async function requireShown(core: Core, appId: string, found: Standing, userId: number): Promise<void> {
  const isBlocked = !found.isHost && (await hasBlocked(core, appId, found.hostId, userId));
  if (!isShownTo({ ...found, isBlocked })) throw new DomainError('LiveNotFound');
}

/** Throws `LiveNotFound` unless the live plays and is known to somebody, `NotInLive` unless they are in its room. */
export function requireTakingPart(found: Standing): void {
  const obstacle = obstacleToTakingPart(found);
  if (obstacle) throw new DomainError(obstacle);
}

/**
 * The rule for gifts: who takes part in a live (`requireTakingPart`), but not its host (`TargetIsSelf`): what is bought in a room
 * earns the host points, and nobody turns their own gold into points.
 */
export function requireMayGive(found: Standing): void {
  requireTakingPart(found);
  if (found.isHost) throw new DomainError('TargetIsSelf');
}

/** The rule for lines that are paid for: as for gifts, and `Muted` for who may not speak. */
export function requireMaySpeakForGold(found: Standing): void {
  requireMayGive(found);
  const obstacle = obstacleToSpeaking(found);
  if (obstacle) throw new DomainError(obstacle);
}

/** The rule for lines of talk. Throws `LiveNotFound` for a live that is not known, `RoomInvalid` outside of its room, `Muted`. */
export function requireMayTalk(found: Standing, roomId: number): void {
  requireKnown(found);
  const obstacle = obstacleToSpeaking(found);
  // What is talked in is the room, and that is none for who is not in it, or when the live does not play.
  if (found.roomId !== roomId || obstacle === 'LiveNotFound' || obstacle === 'NotInLive')
    throw new DomainError('RoomInvalid');
  if (obstacle) throw new DomainError(obstacle);
}
