import type { Indexes, View } from '../read-models.ts';
import { idsOfEdge } from './ids.ts';

/** `userId` has asked `targetId` to be friends, who has not answered; id `<app>.<userId>.<targetId>`. */
export interface FriendRequest {
  appId: string;
  userId: number;
  targetId: number;
  text: string;
  /** Epoch ms. */
  at: number;
}

const indexes = {
  to: ['appId', 'targetId', '-at'],
  by: ['appId', 'userId', '-at'],
} as const satisfies Indexes<FriendRequest>;

export const friendRequests: View<FriendRequest, typeof indexes> = {
  name: 'friend-requests',
  version: 1,
  indexes,
  on: {
    FriendRequested: {
      ids: idsOfEdge,
      evolve: (_, { data: { userId, targetId, text }, meta: { appId, at } }) => ({ appId, userId, targetId, text, at }),
    },
    FriendRequestRefused: { ids: idsOfEdge, evolve: () => null },
    FriendAdded: {
      // Whoever of the two asked.
      ids: (event) => {
        const { userId, targetId } = event.data;
        return [...idsOfEdge(event), ...idsOfEdge({ meta: event.meta, data: { userId: targetId, targetId: userId } })];
      },
      evolve: () => null,
    },
  },
};
