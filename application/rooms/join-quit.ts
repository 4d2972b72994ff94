import { DomainError } from '../../domain/kernel/errors.ts';
import { liveDecider } from '../../domain/live/decider.ts';
import type { Position } from '../../event-store/event-store.ts';
import { liveMembers } from '../../projections/views/live-members.ts';
import { lives } from '../../projections/views/lives.ts';
import type { Actor } from '../actor.ts';
import { type MakeMeta, type Shown, shown, withInput } from '../commands.ts';
import type { Core } from '../core.ts';
import { hasBlocked, personCard } from '../people/cards.ts';
import { reflectedPosition } from './reflected-position.ts';
import { type SeenHost, seenHost } from './show-live.ts';
import { documentOf, liveStream, type Standing, standing, standingIn } from './standing.ts';

export interface JoinedLive {
  live: Standing;
  /** Points that the live has earned so far. */
  totalPoints: number;
  host: SeenHost;
  /** What the answer reflects at least: see `reflectedPosition`. */
  position: Position;
}

/**
 * Takes a seat in a live that plays. Whoever has one keeps it, and gets the same answer. `invitationKey` of the host's invitation
 * opens a full room once; '' is none.
 *
 * Throws `LiveNotFound`, `LiveNotRunning`, `BlockedByHost` also for who was kicked and not invited since, `RoomFull`,
 * `IdempotencyConflict`.
 */
export async function joinLive(
  core: Core,
  actor: Actor,
  { liveId, invitationKey }: { liveId: number; invitationKey: string },
  makeMeta: MakeMeta,
): Promise<JoinedLive & Shown> {
  const { appId, userId } = actor;
  const before = reflectedPosition(core);
  const { hostId } = await standing(core, appId, liveId, userId);
  const blockedByHost = await hasBlocked(core, appId, hostId, userId);
  const viewer = await personCard(core, appId, userId);
  const meta = withInput(makeMeta(`join-live ${liveId}`), { liveId, liveKey: invitationKey });
  const command = { type: 'JoinLive', viewer, blockedByHost, invitationKey } as const;
  const joined = await core.commands.handle(liveDecider, liveStream(appId, liveId), command, meta);
  const live = standingIn(joined.state, userId);
  core.presence.beat(appId, liveId, userId);
  const answer = await shown(core, joined.position, [lives, liveMembers]);
  // The state has all of the live's events up to the command's own, and what is read from here on all that the models show now.
  const position = Math.max(before, Math.min(joined.position, core.models.position()));
  const host = await seenHost(core, actor, hostId);
  const { totalPoints } = await documentOf(core, appId, live);
  return { live, totalPoints, host, position, ...answer };
}

/**
 * Gives a seat back. Who is not in the room has nothing to leave, and a host leaves by stopping the live: nothing happens.
 * Throws `LiveNotFound`.
 */
export async function quitLive(
  core: Core,
  { appId, userId }: Actor,
  { liveId }: { liveId: number },
  makeMeta: MakeMeta,
): Promise<Shown> {
  const command = { type: 'LeaveLive', userId, reason: 'quit' } as const;
  const left = await core.commands.handle(
    liveDecider,
    liveStream(appId, liveId),
    command,
    makeMeta(`quit-live ${liveId}`),
  );
  return shown(core, left.position, [lives, liveMembers]);
}

/**
 * A sign of life of somebody in a live; whoever gives none for too long is taken out (workers/presence.ts). `asHost`: the actor
 * takes themself for the host.
 *
 * Throws `LiveNotFound`, `LiveNotRunning`, `NotHost`, `NotInLive`.
 */
export async function beatInLive(
  core: Core,
  { appId, userId }: Actor,
  { liveId, asHost }: { liveId: number; asHost: boolean },
): Promise<void> {
  const found = await standing(core, appId, liveId, userId);
  if (!found.playing) throw new DomainError('LiveNotRunning');
  if (asHost && !found.isHost) throw new DomainError('NotHost');
  if (!found.isMember) throw new DomainError('NotInLive');
  core.presence.beat(appId, liveId, userId);
}
