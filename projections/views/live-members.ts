import type { View } from '../read-models.ts';

/** One who is or was in a live; id `<app>.<liveId>.<userId>`. */
export interface LiveMember extends Record<string, unknown> {
  appId: string;
  liveId: number;
  userId: number;
  /** Epoch ms, unique within the live. */
  joinTime: number;
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
  ids: () => [],
  evolve: (member) => member,
};
