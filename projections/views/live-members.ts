import type { View } from '../read-models.ts';
import { documentId } from './ids.ts';

/** One who is or was in a live; id `<app>.<liveId>.<userId>`. */
export interface LiveMember extends Record<string, unknown> {
  appId: string;
  liveId: number;
  userId: number;
  /** Epoch ms, unique within the live. */
  joinTime: number;
  /**
   * Not left. `LiveStopped` names the host alone, so its viewers stay as they were at the end: whether anybody is in the
   * room now also depends on the live's status.
   */
  present: boolean;
  isHost: boolean;
}

export const liveMembers: View<LiveMember> = {
  name: 'live-members',
  version: 1,
  indexes: {
    /** Those in the room now, by time of joining. */
    present: ['appId', 'liveId', 'present', 'joinTime'],
    /** All who ever joined. */
    everyone: ['appId', 'liveId', 'joinTime'],
    /** Where a user is now. */
    ofUser: ['appId', 'userId', 'present', 'joinTime'],
  },
  ids(event) {
    switch (event.type) {
      case 'LiveStarted':
      case 'LiveStopped':
        return [documentId(event, event.data.liveId, event.data.hostId)];
      case 'ViewerJoined':
      case 'ViewerLeft':
        return [documentId(event, event.data.liveId, event.data.userId)];
      default:
        return [];
    }
  },
  evolve(member, event) {
    const { appId, at } = event.meta;
    switch (event.type) {
      case 'LiveStarted': {
        const { liveId, hostId } = event.data;
        return { appId, liveId, userId: hostId, joinTime: at, present: true, isHost: true };
      }
      case 'ViewerJoined': {
        const { liveId, userId, joinTime } = event.data;
        return { appId, liveId, userId, joinTime, present: true, isHost: false };
      }
      case 'ViewerLeft':
      case 'LiveStopped':
        if (member) member.present = false;
        return member;
      default:
        return member;
    }
  },
};
