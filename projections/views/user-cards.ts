import type { Gender } from '../../domain/user/events.ts';
import type { View } from '../read-models.ts';

/** What others may see of a user, with its counters; id `<app>.<userId>`. */
export interface UserCard extends Record<string, unknown> {
  appId: string;
  userId: number;
  heiNum: number;
  displayName: string;
  /** Lower-cased display name, for search by prefix. */
  nameKey: string;
  gender: Gender;
  birthDay: string;
  coverUrl: string;
  description: string;
  address: string;
  latlng: string;
  /** False until the first profile update: the client then shows its registration page. */
  registered: boolean;
  renameCount: number;
  banned: boolean;
  experience: number;
  gold: number;
  points: number;
  outlayGold: number;
  earnedPoints: number;
  followerCount: number;
  followingCount: number;
  liveCount: number;
  /** Epoch seconds of the last profile change. */
  lastModified: number;
}

export const userCards: View<UserCard> = {
  name: 'user-cards',
  version: 1,
  indexes: { byName: ['appId', 'nameKey'], byHeiNum: ['appId', 'heiNum'] },
  ids: () => [],
  evolve: (card) => card,
};
