import type { Indexes, View } from '../read-models.ts';
import { idsOfEdge } from './ids.ts';

/** One edge: `userId` follows `targetId`; id `<app>.<userId>.<targetId>`. */
export interface Follow {
  appId: string;
  userId: number;
  targetId: number;
  /** Epoch ms. */
  at: number;
}

const indexes = {
  following: ['appId', 'userId', '-at'],
  followers: ['appId', 'targetId', '-at'],
  /** Stays as it is while people follow and unfollow: for walks through all of them. */
  followersById: ['appId', 'targetId', 'userId'],
} as const satisfies Indexes<Follow>;

export const follows: View<Follow, typeof indexes> = {
  name: 'follows',
  version: 2,
  indexes,
  on: {
    UserFollowed: {
      ids: idsOfEdge,
      evolve: (_, { data: { userId, targetId }, meta: { appId, at } }) => ({ appId, userId, targetId, at }),
    },
    UserUnfollowed: { ids: idsOfEdge, evolve: () => null },
  },
};
