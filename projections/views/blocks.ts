import type { View } from '../read-models.ts';
import { documentId } from './ids.ts';

/** One edge: `userId` blocks `targetId`; id `<app>.<userId>.<targetId>`. */
export interface Block extends Record<string, unknown> {
  appId: string;
  userId: number;
  targetId: number;
  /** Epoch ms. */
  at: number;
}

export const blocks: View<Block> = {
  name: 'blocks',
  version: 1,
  indexes: { blocked: ['appId', 'userId', '-at'] },
  ids(event) {
    switch (event.type) {
      case 'UserBlocked':
      case 'UserUnblocked':
        return [documentId(event, event.data.userId, event.data.targetId)];
      default:
        return [];
    }
  },
  evolve(edge, event) {
    switch (event.type) {
      case 'UserBlocked': {
        const { userId, targetId } = event.data;
        return { appId: event.meta.appId, userId, targetId, at: event.meta.at };
      }
      case 'UserUnblocked':
        return null;
      default:
        return edge;
    }
  },
};
