import type { EventMeta } from '../../domain/kernel/event.ts';
import type { Indexes, View } from '../read-models.ts';
import { documentId } from './ids.ts';

/** A user who is or was in a live; id `<app>.<liveId>.<userId>`. */
export interface LiveMember {
  appId: string;
  liveId: number;
  userId: number;
  /** Epoch ms, unique within the live. */
  joinTime: number;
  /**
   * Has not left. `LiveStopped` names the host alone, so viewers who stayed to the end remain `present`: whether somebody is in the room now
   * also depends on the live's status.
   */
  present: boolean;
  isHost: boolean;
}

const indexes = {
  /** Those in the room now, by time of joining. */
  present: ['appId', 'liveId', 'present', 'joinTime'],
  /** All who ever joined. */
  everyone: ['appId', 'liveId', 'joinTime'],
  /** Where a user is now. */
  ofUser: ['appId', 'userId', 'present', 'joinTime'],
} as const satisfies Indexes<LiveMember>;

export const liveMembers: View<LiveMember, typeof indexes> = {
  name: 'live-members',
  version: 1,
  indexes,
  on: {
    LiveStarted: {
      ids: idsOfHost,
      evolve(_, { data: { liveId, hostId }, meta: { appId, at } }) {
        return { appId, liveId, userId: hostId, joinTime: at, present: true, isHost: true };
      },
    },
    LiveStopped: { ids: idsOfHost, evolve: gone },
    ViewerJoined: {
      ids: idsOfViewer,
      evolve(_, { data: { liveId, userId, joinTime }, meta: { appId } }) {
        return { appId, liveId, userId, joinTime, present: true, isHost: false };
      },
    },
    ViewerLeft: { ids: idsOfViewer, evolve: gone },
  },
};

function idsOfHost(event: { meta: EventMeta; data: { liveId: number; hostId: number } }): string[] {
  return [documentId(event, event.data.liveId, event.data.hostId)];
}

function idsOfViewer(event: { meta: EventMeta; data: { liveId: number; userId: number } }): string[] {
  return [documentId(event, event.data.liveId, event.data.userId)];
}

function gone(member: LiveMember | null): LiveMember | null {
  if (member) member.present = false;
  return member;
}
