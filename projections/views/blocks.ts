import type { View } from '../read-models.ts';

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
  ids: () => [],
  evolve: (edge) => edge,
};
