import type { View } from '../read-models.ts';

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
  ids: () => [],
  evolve: (edge) => edge,
};
