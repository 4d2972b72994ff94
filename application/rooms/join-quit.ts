import type { CommandMeta } from '../../domain/kernel/decider.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { liveDecider } from '../../domain/live/decider.ts';
import { liveStream, userStream } from '../../domain/streams.ts';
import { userDecider } from '../../domain/user/decider.ts';
import type { Position } from '../../event-store/event-store.ts';
import { liveMembers } from '../../projections/views/live-members.ts';
import { lives } from '../../projections/views/lives.ts';
import { stepOf } from '../accounts/identities.ts';
import type { Actor } from '../actor.ts';
import { type MakeMeta, type Shown, shown, withInput } from '../commands.ts';
import type { Core } from '../core.ts';
import { personCard } from '../people/cards.ts';
import { standing } from '../policy/lives.ts';
import { hasBlocked } from '../policy/people.ts';
import { reflectedPosition } from './reflected-position.ts';
import { giveUpOldestSeats } from './seats-elsewhere.ts';
import { type SeenHost, seenHost } from './show-live.ts';
import { documentOf, type Standing, standingIn } from './standing.ts';

export interface JoinedLive {
  live: Standing;
  /** Points that the live has earned so far. */
  totalPoints: number;
  host: SeenHost;
  /** What the answer reflects at least: see `reflectedPosition`. */
  position: Position;
}

/**
 * Takes a seat in a live that plays; the oldest of more than `MAX_SEATS_OF_USER` seats is given up for it. A member keeps the seat and gets
 * the same answer. `invitationKey` comes with the host's
 * invitation and opens a full room once; '' is none.
 *
 * Throws `LiveNotFound`, `LiveNotRunning`, `BlockedByHost` (also for viewers who were kicked and not invited since), `RoomFull`,
 * `UserBanned` for a ban that came during the join, `IdempotencyConflict`.
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
  await leaveIfRemoved(core, actor, { liveId, hostId }, meta);
  const live = standingIn(joined.state, userId);
  core.presence.beat({ appId, kind: 'live', roomId: liveId, userId });
  const answer = await shown(core, joined.position, [lives, liveMembers]);
  if (joined.events.length > 0) await giveUpOldestSeats(core, actor, meta);
  // The state includes every event of the live up to the command's own, and the views every event up to their position. A repeated
  // command's position is old: what held before it (`before`) is nearer.
  const position = Math.max(before, Math.min(joined.position, core.models.position()));
  const host = await seenHost(core, actor, hostId);
  const { totalPoints } = await documentOf(core, appId, live);
  return { live, totalPoints, host, position, ...answer };
}

/**
 * Blocks, bans and erasures are in other streams. One may have come between the check and the join, and `remove-blocked`,
 * `clear-banned` or `forget-person` may have run before the join: such a join is taken back here. A later one finds the viewer in the room.
 */
async function leaveIfRemoved(
  core: Core,
  { appId, userId }: Actor,
  { liveId, hostId }: { liveId: number; hostId: number },
  meta: CommandMeta,
): Promise<void> {
  const isBlocked = await hasBlocked(core, appId, hostId, userId);
  const { state: viewer } = await core.commands.load(userDecider, userStream(appId, userId));
  if (!isBlocked && !viewer.banned && !viewer.erased) return;
  const reason = viewer.erased ? 'erased' : isBlocked ? 'blocked' : 'banned';
  const leave = { type: 'LeaveLive', userId, reason } as const;
  await core.commands.handle(liveDecider, liveStream(appId, liveId), leave, stepOf(meta, 'undo-join'));
  if (viewer.erased) throw new DomainError('UserNotFound');
  throw new DomainError(isBlocked ? 'BlockedByHost' : 'UserBanned');
}

/** Gives a viewer's seat back. Does nothing outside the room, nor for the host, who leaves by stopping the live. Throws `LiveNotFound`. */
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
 * Records a heartbeat of a member. Members without one for too long are taken out (workers/presence.ts). `asHost`: the client says
 * that the actor is the host.
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
  core.presence.beat({ appId, kind: 'live', roomId: liveId, userId });
}
