import { LIVE_STATUS, type LiveStatus } from '../../domain/live/events.ts';
import type { LoggedEvent } from '../../event-store/event-store.ts';
import type { View } from '../read-models.ts';
import { documentId } from './ids.ts';

/** A live as lists show it; id `<app>.<liveId>`. Times are epoch ms, 0 when not yet. */
export interface LiveDocument extends Record<string, unknown> {
  appId: string;
  liveId: number;
  roomId: number;
  hostId: number;
  title: string;
  status: LiveStatus;
  visible: boolean;
  paused: boolean;
  createdAt: number;
  startedAt: number;
  endedAt: number;
  seatCount: number;
  lockedCount: number;
  /** Members now, the host among them. */
  memberCount: number;
  /** Joins of viewers so far. */
  totalUsers: number;
  /** Points earned by this live. */
  totalPoints: number;
}

export const lives: View<LiveDocument> = {
  name: 'lives',
  version: 2,
  indexes: {
    recommended: ['appId', 'visible', 'status', '-startedAt'],
    byHost: ['appId', 'hostId', '-createdAt'],
    byHostAndStatus: ['appId', 'hostId', 'status', '-createdAt'],
    byStatus: ['status', 'startedAt'],
  },
  ids(event) {
    switch (event.type) {
      case 'LiveCreated':
      case 'LiveStarted':
      case 'LiveTitleChanged':
      case 'LivePaused':
      case 'LiveContinued':
      case 'LiveStopped':
      case 'LiveBanned':
      case 'LiveDeleted':
      case 'LiveVisibilitySet':
      case 'ViewerJoined':
      case 'ViewerLeft':
      case 'SeatLocked':
      case 'SeatUnlocked':
        return [documentId(event, event.data.liveId)];
      case 'PointsCredited':
        return [documentId(event, event.data.purchase.liveId)];
      default:
        return [];
    }
  },
  evolve(live, event) {
    if (event.type === 'LiveCreated') return created(event);
    return live && changed(live, event);
  },
};

type EventOf<Type extends LoggedEvent['type']> = Extract<LoggedEvent, { type: Type }>;

function created({ data, meta }: EventOf<'LiveCreated'>): LiveDocument {
  return {
    appId: meta.appId,
    liveId: data.liveId,
    roomId: data.roomId,
    hostId: data.hostId,
    title: data.title,
    status: LIVE_STATUS.created,
    visible: true,
    paused: false,
    createdAt: meta.at,
    startedAt: 0,
    endedAt: 0,
    seatCount: data.seatCount,
    lockedCount: 0,
    memberCount: 0,
    totalUsers: 0,
    totalPoints: 0,
  };
}

function changed(live: LiveDocument, event: LoggedEvent): LiveDocument {
  const { at } = event.meta;
  switch (event.type) {
    case 'LiveStarted':
      live.title = event.data.title;
      live.startedAt = at;
      live.memberCount = 1;
      live.status = LIVE_STATUS.playing;
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
      live.totalUsers = event.data.totalUsers;
      return ended(live, LIVE_STATUS.stopped, at);
    case 'LiveBanned':
      return ended(live, LIVE_STATUS.banned, at);
    case 'LiveDeleted':
      return ended(live, LIVE_STATUS.deleted, at);
    case 'LiveVisibilitySet':
      live.visible = event.data.visible;
      return live;
    case 'ViewerJoined':
      live.memberCount = event.data.memberCount;
      live.totalUsers += 1;
      return live;
    case 'ViewerLeft':
      live.memberCount = event.data.memberCount;
      return live;
    case 'SeatLocked':
    case 'SeatUnlocked':
      live.lockedCount = event.data.lockedCount;
      return live;
    case 'PointsCredited':
      live.totalPoints = event.data.livePointsAfter;
      return live;
    default:
      return live;
  }
}

/** A live that was stopped keeps its time when it is banned or deleted later. */
function ended(live: LiveDocument, status: LiveStatus, at: number): LiveDocument {
  live.status = status;
  live.paused = false;
  live.memberCount = 0;
  if (live.endedAt === 0) live.endedAt = at;
  return live;
}
