import { dropOldest } from '../kernel/bounded.ts';
import { assertNever } from '../kernel/event.ts';
import type { PersonCard } from '../user/events.ts';
import { LIVE_STATUS, type LiveEvent, type LiveStatus } from './events.ts';

/** Outstanding invitations of a live; the oldest is dropped. */
export const MAX_INVITATIONS = 1_000;
/** Knocks remembered for their cool-down. The oldest one is dropped, whose cool-down is long over then. */
export const MAX_KNOCKS = 10_000;
/** People remembered as kicked out of a live, and as muted in it; the oldest is dropped. */
export const MAX_KICKED = 100_000;
export const MAX_MUTED = 100_000;

export interface Live {
  liveId: number;
  roomId: number;
  hostId: number;
  host: PersonCard | null;
  title: string;
  /** null until created. */
  status: LiveStatus | null;
  paused: boolean;
  visible: boolean;
  seatCount: number;
  lockedCount: number;
  /** Who is in the room now, the host among them while it plays: user → display name, as it was on coming in. */
  members: Map<number, string>;
  /** Joins of viewers so far. */
  totalUsers: number;
  /** The last `joinTime` given out, epoch ms. */
  lastJoinTime: number;
  muted: Set<number>;
  /** Who may keep order besides the host. */
  managers: Set<number>;
  /** When the host told the room something last, epoch ms; 0: never. */
  lastNoticeAt: number;
  /** Kicked and not invited since. */
  kicked: Set<number>;
  /** User → key of the invitation that opens a full room once. */
  invitations: Map<number, string>;
  /** User → time of the last knock, epoch ms. */
  knocks: Map<number, number>;
}

export function emptyLive(): Live {
  return {
    liveId: 0,
    roomId: 0,
    hostId: 0,
    host: null,
    title: '',
    status: null,
    paused: false,
    visible: true,
    seatCount: 0,
    lockedCount: 0,
    members: new Map(),
    totalUsers: 0,
    lastJoinTime: 0,
    muted: new Set(),
    managers: new Set(),
    lastNoticeAt: 0,
    kicked: new Set(),
    invitations: new Map(),
    knocks: new Map(),
  };
}

/** In the room now. */
export function isMember(live: Readonly<Live>, userId: number): boolean {
  return live.members.has(userId);
}

/** Seats that can be taken, the host's among them. */
export function capacity(live: Readonly<Live>): number {
  return live.seatCount - live.lockedCount;
}

export function evolve(live: Live, event: LiveEvent, meta: { at: number }): Live {
  switch (event.type) {
    case 'LiveCreated':
      live.status = LIVE_STATUS.created;
      return Object.assign(live, event.data);
    case 'LiveStarted':
      live.status = LIVE_STATUS.playing;
      live.host = event.data.host;
      live.members.set(live.hostId, event.data.host.displayName);
      live.lastJoinTime = meta.at;
      return live;
    case 'LiveTitleChanged':
      live.title = event.data.title;
      return live;
    case 'LivePaused':
      live.paused = true;
      return live;
    case 'LiveContinued':
      live.paused = false;
      return live;
    case 'LiveStopped':
      return ended(live, LIVE_STATUS.stopped);
    case 'LiveBanned':
      return ended(live, LIVE_STATUS.banned);
    case 'LiveDeleted':
      return ended(live, LIVE_STATUS.deleted);
    case 'LiveVisibilitySet':
      live.visible = event.data.visible;
      return live;
    case 'SeatLocked':
    case 'SeatUnlocked':
      live.lockedCount = event.data.lockedCount;
      return live;
    case 'ManagerAppointed':
      live.managers.add(event.data.userId);
      return live;
    case 'ManagerDismissed':
      live.managers.delete(event.data.userId);
      return live;
    case 'RoomNoticeGiven':
      live.lastNoticeAt = meta.at;
      return live;
    case 'ViewerJoined':
    case 'ViewerLeft':
    case 'ViewerKnocked':
    case 'ViewerInvited':
    case 'ViewerMuted':
    case 'ViewerUnmuted':
      return evolveViewer(live, event, meta);
    default:
      return assertNever(event);
  }
}

type ViewerEvent = Extract<LiveEvent, { type: `Viewer${string}` }>;

function evolveViewer(live: Live, event: ViewerEvent, meta: { at: number }): Live {
  switch (event.type) {
    case 'ViewerJoined': {
      const { userId, viewer, joinTime, byInvitation } = event.data;
      live.members.set(userId, viewer.displayName);
      live.lastJoinTime = joinTime;
      live.totalUsers++;
      if (byInvitation) live.invitations.delete(userId);
      return live;
    }
    case 'ViewerLeft':
      live.members.delete(event.data.userId);
      if (event.data.reason === 'kicked') newest(live.kicked, event.data.userId, MAX_KICKED);
      return live;
    case 'ViewerKnocked':
      live.knocks.delete(event.data.viewer.userId);
      live.knocks.set(event.data.viewer.userId, meta.at);
      dropOldest(live.knocks, MAX_KNOCKS);
      return live;
    case 'ViewerInvited':
      live.kicked.delete(event.data.userId);
      live.invitations.delete(event.data.userId);
      live.invitations.set(event.data.userId, event.data.invitationKey);
      dropOldest(live.invitations, MAX_INVITATIONS);
      return live;
    case 'ViewerMuted':
      newest(live.muted, event.data.userId, MAX_MUTED);
      return live;
    case 'ViewerUnmuted':
      live.muted.delete(event.data.userId);
      return live;
    default:
      return assertNever(event);
  }
}

function newest(people: Set<number>, userId: number, max: number): void {
  people.add(userId);
  dropOldest(people, max);
}

function ended(live: Live, status: LiveStatus): Live {
  live.status = status;
  live.paused = false;
  live.members.clear();
  live.invitations.clear();
  live.knocks.clear();
  live.kicked.clear();
  return live;
}
