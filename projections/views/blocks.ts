import type { Indexes, View } from '../read-models.ts';
import { idsOfEdge } from './ids.ts';

/** One edge: `userId` blocks `targetId`; id `<app>.<userId>.<targetId>`. */
export interface Block {
  appId: string;
  userId: number;
  targetId: number;
  /** Epoch ms. */
  at: number;
}

const indexes = { blocked: ['appId', 'userId', '-at'] } as const satisfies Indexes<Block>;

export const blocks: View<Block, typeof indexes> = {
  name: 'blocks',
  version: 1,
  indexes,
  on: {
    UserBlocked: {
      ids: idsOfEdge,
      evolve: (_, { data: { userId, targetId }, meta: { appId, at } }) => ({ appId, userId, targetId, at }),
    },
    UserUnblocked: { ids: idsOfEdge, evolve: () => null },
  },
};
