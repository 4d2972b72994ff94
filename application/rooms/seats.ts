import { DomainError } from '../../domain/kernel/errors.ts';
import { liveDecider } from '../../domain/live/decider.ts';
import type { LiveStatus } from '../../domain/live/events.ts';
import { liveStream } from '../../domain/streams.ts';
import { lives } from '../../projections/views/lives.ts';
import type { Actor } from '../actor.ts';
import { type MakeMeta, type Shown, shown, whenNew, withInput } from '../commands.ts';
import type { Core } from '../core.ts';
import { personCard } from '../people/cards.ts';
import { requireKnown, standing } from '../policy/lives.ts';
import { between } from '../policy/people.ts';
import { anyStanding, openSeats } from './standing.ts';

/** Locks an empty seat, or unlocks one. For the host. Throws `LiveNotFound`, `NotHost`, `SeatsAtMinimum`. */
export async function setSeatLocked(
  core: Core,
  { appId }: Actor,
  { liveId, locked }: { liveId: number; locked: boolean },
  makeMeta: MakeMeta,
): Promise<Shown> {
  const command = locked ? ({ type: 'LockSeat' } as const) : ({ type: 'UnlockSeat' } as const);
  const meta = makeMeta(`lock-live-seat ${liveId}`);
  const { position } = await core.commands.handle(liveDecider, liveStream(appId, liveId), command, meta);
  return shown(core, position, [lives]);
}

export interface SeatsLeft {
  /** The live plays, its room is full, and the actor neither has a seat nor an invitation. */
  mustKnock: boolean;
  /** Seats that are not locked, the host's among them. */
  openSeats: number;
  memberCount: number;
  status: LiveStatus;
}

/**
 * Whether the actor has to knock before joining a live, whatever its status. Throws `LiveNotFound` when there never was one, or it
 * is hidden from the actor.
 */
export async function seatsLeft(
  core: Core,
  { appId, userId }: Actor,
  { liveId }: { liveId: number },
): Promise<SeatsLeft> {
  const found = await anyStanding(core, appId, liveId, userId);
  requireKnown(found);
  return {
    mustKnock: found.playing && found.isFull && !found.isMember && !found.isInvited,
    openSeats: openSeats(found),
    memberCount: found.memberCount,
    status: found.status,
  };
}

/**
 * Asks the host for a seat. Throws `LiveNotFound`, `AlreadyInLive`, `BlockedByHost`, `TargetBlocked`, `KnockedTooOften` within
 * `KNOCK_COOLDOWN_MS` of the last knock, `IdempotencyConflict`.
 */
export async function knock(
  core: Core,
  { appId, userId }: Actor,
  { liveId }: { liveId: number },
  makeMeta: MakeMeta,
): Promise<void> {
  const { hostId } = await standing(core, appId, liveId, userId);
  const { blocks, isBlocked: blockedByHost } = await between(core, { appId, userId }, hostId);
  const viewer = await personCard(core, appId, userId);
  const meta = withInput(makeMeta(`knock-live-room ${liveId}`), liveId);
  const mayKnock = whenNew(liveDecider, () => {
    if (blocks) throw new DomainError('TargetBlocked', 'unblock the host before knocking');
  });
  await core.commands.handle(mayKnock, liveStream(appId, liveId), { type: 'Knock', viewer, blockedByHost }, meta);
}
