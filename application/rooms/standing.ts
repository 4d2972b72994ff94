import { DomainError } from '../../domain/kernel/errors.ts';
import { capacity, isMember, type Live, liveDecider } from '../../domain/live/decider.ts';
import { LIVE_STATUS } from '../../domain/live/events.ts';
import { isKnownTo } from '../../domain/policy/lives.ts';
import { liveStream } from '../../domain/streams.ts';
import { type LiveDocument, lives } from '../../projections/views/lives.ts';
import type { Core } from '../core.ts';

export type { LiveDocument };

/** What every answer shows of a live. */
export type LiveSummary = Pick<LiveDocument, 'liveId' | 'roomId' | 'hostId' | 'title' | 'status' | 'visible'>;

/** A person's standing in a live at one moment: a copy, safe to keep while other commands go on. */
export interface Standing extends LiveSummary {
  paused: boolean;
  seatCount: number;
  lockedCount: number;
  memberCount: number;
  totalUsers: number;
  isFull: boolean;
  playing: boolean;
  /** May know that the live exists (`isKnownTo`). */
  isKnown: boolean;
  /** Holds a seat now; the host does while the live plays. */
  isMember: boolean;
  isMuted: boolean;
  /** May keep order besides the host. */
  isManager: boolean;
  isHost: boolean;
  /** The host's invitation is still open. */
  isInvited: boolean;
}

/** Seats that are not locked, the host's among them. */
export function openSeats({ seatCount, lockedCount }: Pick<LiveDocument, 'seatCount' | 'lockedCount'>): number {
  return seatCount - lockedCount;
}

/**
 * The standing of `userId` in a live, from the log up to now, whatever the live's status. Also for a live that they may not know
 * of: the caller asks the policy (`application/policy/lives.ts`). Throws `LiveNotFound` when there never was one.
 */
export async function anyStanding(core: Core, appId: string, liveId: number, userId: number): Promise<Standing> {
  const { state } = await core.commands.load(liveDecider, liveStream(appId, liveId));
  return standingIn(state, userId);
}

/** A live's state as one user sees it. Throws `LiveNotFound` for the state of an empty stream. */
export function standingIn(live: Readonly<Live>, userId: number): Standing {
  if (live.status === null) throw new DomainError('LiveNotFound');
  // On the path of every request about a live: a spread of `summaryOf` would make a new hidden class each time (9 µs).
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
    isKnown: isKnownTo(live, userId),
    isMember: isMember(live, userId),
    isMuted: live.muted.has(userId),
    isManager: live.managers.has(userId),
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
 * The live as lists show it, brought up to now: times and points from the read model, the rest from the log, so that a read model
 * that lags never contradicts a command's answer.
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
