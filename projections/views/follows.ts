import type { View } from '../read-models.ts';
import { documentId } from './ids.ts';

/** One edge: `userId` follows `targetId`; id `<app>.<userId>.<targetId>`. */
export interface Follow extends Record<string, unknown> {
  appId: string;
  userId: number;
  targetId: number;
  /** Epoch ms. */
  at: number;
}

export const follows: View<Follow> = {
  name: 'follows',
  version: 1,
  indexes: { following: ['appId', 'userId', '-at'], followers: ['appId', 'targetId', '-at'] },
  ids(event) {
    switch (event.type) {
      case 'UserFollowed':
      case 'UserUnfollowed':
        return [documentId(event, event.data.userId, event.data.targetId)];
      default:
        return [];
    }
  },
  evolve(edge, event) {
    switch (event.type) {
      case 'UserFollowed': {
        const { userId, targetId } = event.data;
        return { appId: event.meta.appId, userId, targetId, at: event.meta.at };
      }
      case 'UserUnfollowed':
        return null;
      default:
        return edge;
    }
  },
};
