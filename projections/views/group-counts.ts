import type { Indexes, View } from '../read-models.ts';
import { documentId } from './ids.ts';

/** In how many groups a person is; id `<app>.<userId>`. */
export interface GroupCount {
  count: number;
}

const indexes = {} as const satisfies Indexes<GroupCount>;

export const groupCounts: View<GroupCount, typeof indexes> = {
  name: 'group-counts',
  version: 1,
  indexes,
  on: {
    GroupMembersAdded: {
      ids: (event) => event.data.userIds.map((userId) => documentId(event, userId)),
      evolve: (before) => ({ count: (before?.count ?? 0) + 1 }),
    },
    GroupMembersRemoved: {
      ids: (event) => event.data.userIds.map((userId) => documentId(event, userId)),
      evolve: (before) => (before && before.count > 1 ? { count: before.count - 1 } : null),
    },
  },
};
