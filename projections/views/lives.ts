import type { EventMeta } from '../../domain/kernel/event.ts';
import { LIVE_STATUS, type LiveCreated, type LiveStatus } from '../../domain/live/events.ts';
import type { LoggedEvent } from '../../event-store/event-store.ts';
import type { EventRule, Indexes, View } from '../read-models.ts';
import { documentId } from './ids.ts';

/** A live as lists show it; id `<app>.<liveId>`. Times are epoch ms, 0 when not yet. */
export interface LiveDocument {
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

const indexes = {
  recommended: ['appId', 'visible', 'status', '-startedAt'],
  byHost: ['appId', 'hostId', '-createdAt'],
  byHostAndStatus: ['appId', 'hostId', 'status', '-createdAt'],
  byStatus: ['status', 'startedAt'],
} as const satisfies Indexes<LiveDocument>;

export const lives: View<LiveDocument, typeof indexes> = {
  name: 'lives',
  version: 2,
  indexes,
  on: {
    LiveCreated: {
      ids: idsOfLive,
      evolve: (_, event) => created(event),
    },
    LiveStarted: changing((live, { data, meta }) => {
      live.title = data.title;
      live.startedAt = meta.at;
      live.memberCount = 1;
      live.status = LIVE_STATUS.playing;
    }),
    LiveTitleChanged: changing((live, { data }) => {
      live.title = data.title;
    }),
    LivePaused: changing((live) => {
      live.paused = true;
    }),
    LiveContinued: changing((live) => {
      live.paused = false;
    }),
    LiveStopped: changing((live, { data, meta }) => {
      live.totalUsers = data.totalUsers;
      end(live, LIVE_STATUS.stopped, meta.at);
    }),
    LiveBanned: changing((live, { meta }) => end(live, LIVE_STATUS.banned, meta.at)),
    LiveDeleted: changing((live, { meta }) => end(live, LIVE_STATUS.deleted, meta.at)),
    LiveVisibilitySet: changing((live, { data }) => {
      live.visible = data.visible;
    }),
    ViewerJoined: changing((live, { data }) => {
      live.memberCount = data.memberCount;
      live.totalUsers += 1;
    }),
    ViewerLeft: changing((live, { data }) => {
      live.memberCount = data.memberCount;
    }),
    SeatLocked: changing((live, { data }) => {
      live.lockedCount = data.lockedCount;
    }),
    SeatUnlocked: changing((live, { data }) => {
      live.lockedCount = data.lockedCount;
    }),
    PointsCredited: {
      ids: (event) => [documentId(event, event.data.purchase.liveId)],
      evolve(live, { data }) {
        if (live) live.totalPoints = data.livePointsAfter;
        return live;
      },
    },
  },
};

interface OfLive {
  meta: EventMeta;
  data: { liveId: number };
}

function idsOfLive(event: OfLive): string[] {
  return [documentId(event, event.data.liveId)];
}

/** The rule of an event that changes its live; it does nothing when the live is not known. */
function changing<Event extends OfLive>(
  change: (live: LiveDocument, event: Event) => void,
): EventRule<LiveDocument, Event> {
  return {
    ids: idsOfLive,
    evolve(live, event) {
      if (live) change(live, event);
      return live;
    },
  };
}

function created({ data, meta }: LoggedEvent<LiveCreated>): LiveDocument {
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

/** Ends a live. `endedAt` stays as it is when the live had stopped before it was banned or deleted. */
function end(live: LiveDocument, status: LiveStatus, at: number): void {
  live.status = status;
  live.paused = false;
  live.memberCount = 0;
  if (live.endedAt === 0) live.endedAt = at;
}
