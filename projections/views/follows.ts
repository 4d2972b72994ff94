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
} as const satisfies Indexes<Follow>;

export const follows: View<Follow, typeof indexes> = {
  name: 'follows',
  version: 1,
  indexes,
  on: {
    UserFollowed: {
      ids: idsOfEdge,
      evolve: (_, { data: { userId, targetId }, meta: { appId, at } }) => ({ appId, userId, targetId, at }),
    },
    UserUnfollowed: { ids: idsOfEdge, evolve: () => null },
  },
};
