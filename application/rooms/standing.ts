import { DomainError } from '../../domain/kernel/errors.ts';
import { streamName } from '../../domain/kernel/ids.ts';
import { capacity, isMember, type Live, liveDecider } from '../../domain/live/decider.ts';
import { LIVE_STATUS } from '../../domain/live/events.ts';
import { type LiveDocument, lives } from '../../projections/views/lives.ts';
import type { Actor } from '../actor.ts';
import type { Core } from '../core.ts';
import { hasBlocked } from '../people/cards.ts';

export type { LiveDocument };

/** What every answer shows of a live. */
export type LiveSummary = Pick<LiveDocument, 'liveId' | 'roomId' | 'hostId' | 'title' | 'status' | 'visible'>;

/** How somebody stands to a live at one moment: a copy, safe to keep while other commands go on. */
export interface Standing extends LiveSummary {
  paused: boolean;
  seatCount: number;
  lockedCount: number;
  memberCount: number;
  totalUsers: number;
  isFull: boolean;
  playing: boolean;
  /** Holds a seat now; the host does while the live plays. */
  isMember: boolean;
  isMuted: boolean;
  isHost: boolean;
  /** The host's invitation is still open. */
  isInvited: boolean;
}

/** Seats that are not locked, the host's among them. */
export function openSeats({ seatCount, lockedCount }: Pick<LiveDocument, 'seatCount' | 'lockedCount'>): number {
  return seatCount - lockedCount;
}

/** The stream of a live. */
export function liveStream(appId: string, liveId: number): string {
  return streamName('live', appId, liveId);
}

/** How `userId` stands to a live, durable up to now, whatever its status. `LiveNotFound` when there never was one. */
export async function anyStanding(core: Core, appId: string, liveId: number, userId: number): Promise<Standing> {
  const { state } = await core.commands.load(liveDecider, liveStream(appId, liveId));
  return standingIn(state, userId);
}

/** As `anyStanding`, and `LiveNotFound` also for a live that was deleted or banned. */
export async function standing(core: Core, appId: string, liveId: number, userId: number): Promise<Standing> {
  const found = await anyStanding(core, appId, liveId, userId);
  if (found.status === LIVE_STATUS.deleted || found.status === LIVE_STATUS.banned)
    throw new DomainError('LiveNotFound');
  return found;
}

/**
 * Throws `LiveNotFound` for what lists leave out as well: a hidden live, for all but its host and those in it, and the lookbacks of
 * a host who blocks the caller. Nobody learns that it exists.
 */
export async function requireShown(core: Core, appId: string, found: Standing, userId: number): Promise<void> {
  if (found.isHost) return;
  const isHidden = !found.visible && !found.isMember;
  const isLookback = found.status === LIVE_STATUS.stopped;
  if (isHidden || (isLookback && (await hasBlocked(core, appId, found.hostId, userId)))) {
    throw new DomainError('LiveNotFound');
  }
}

/** As `standing`, for what only a live that plays takes; throws `LiveNotFound` for any other. */
export async function playingStanding(core: Core, appId: string, liveId: number, userId: number): Promise<Standing> {
  const found = await standing(core, appId, liveId, userId);
  if (!found.playing) throw new DomainError('LiveNotFound');
  return found;
}

/** Throws `LiveNotFound` unless the live plays, `NotHost` unless the actor is its host. */
export async function requireHost(core: Core, { appId, userId }: Actor, liveId: number): Promise<void> {
  const { isHost } = await playingStanding(core, appId, liveId, userId);
  if (!isHost) throw new DomainError('NotHost');
}

/** The state of a live as one user sees it. `LiveNotFound` for the state of a stream that is empty. */
export function standingIn(live: Readonly<Live>, userId: number): Standing {
  if (live.status === null) throw new DomainError('LiveNotFound');
  // Every request about a live comes by here: a spread of `summaryOf` would make a new hidden class each time (9 µs).
  return {
    liveId: live.liveId,
    roomId: live.roomId,
    hostId: live.hostId,
    title: live.title,
    visible: live.visible,
    status: live.status,
    paused: live.paused,
    seatCount: live.seatCount,
    lockedCount: live.lockedCount,
    memberCount: live.members.size,
    totalUsers: live.totalUsers,
    isFull: live.members.size >= capacity(live),
    playing: live.status === LIVE_STATUS.playing,
    isMember: isMember(live, userId),
    isMuted: live.muted.has(userId),
    isHost: live.hostId === userId,
    isInvited: live.invitations.has(userId),
  };
}

/** The summary of a live that a command has changed. */
export function summaryOf(live: Readonly<Live>): LiveSummary {
  const { liveId, roomId, hostId, title, visible } = live;
  return { liveId, roomId, hostId, title, visible, status: live.status ?? LIVE_STATUS.created };
}

/**
 * The live as lists show it, brought up to `now`: times and tickets from the read model, the rest from the log, so that a
 * read model that lags behind never contradicts a command's answer.
 */
export async function documentOf(core: Core, appId: string, found: Standing): Promise<LiveDocument> {
  const listed = await core.models.get(lives, `${appId}.${found.liveId}`);
  const { liveId, roomId, hostId, title, status, visible, paused } = found;
  const { seatCount, lockedCount, memberCount, totalUsers } = found;
  const times = { createdAt: 0, startedAt: 0, endedAt: 0, totalPoints: 0 };
  const now = {
    liveId,
    roomId,
    hostId,
    title,
    status,
    visible,
    paused,
    seatCount,
    lockedCount,
    memberCount,
    totalUsers,
  };
  return { ...times, ...listed, ...now, appId };
}
