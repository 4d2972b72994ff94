import type { LiveStatus } from '../../domain/live/events.ts';
import type { View } from '../read-models.ts';

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
  totalTickets: number;
}

export const lives: View<LiveDocument> = {
  name: 'lives',
  version: 1,
  indexes: {
    recommended: ['appId', 'visible', 'status', '-startedAt'],
    byHost: ['appId', 'hostId', '-createdAt'],
    byHostAndStatus: ['appId', 'hostId', 'status', '-createdAt'],
    byStatus: ['status', 'startedAt'],
  },
  ids: () => [],
  evolve: (live) => live,
};
