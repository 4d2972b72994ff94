import type { Indexes, View } from '../read-models.ts';
import { idsOfEdge } from './ids.ts';

/** `targetId` is a friend of `userId`, who has this in their own list; id `<app>.<userId>.<targetId>`. */
export interface Friend {
  appId: string;
  userId: number;
  targetId: number;
  /** Epoch ms. */
  at: number;
}

const indexes = { ofUser: ['appId', 'userId', '-at'] } as const satisfies Indexes<Friend>;

export const friends: View<Friend, typeof indexes> = {
  name: 'friends',
  version: 1,
  indexes,
  on: {
    FriendAdded: {
      ids: idsOfEdge,
      evolve: (_, { data: { userId, targetId }, meta: { appId, at } }) => ({ appId, userId, targetId, at }),
    },
    FriendRemoved: { ids: idsOfEdge, evolve: () => null },
  },
};
