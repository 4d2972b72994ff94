import type { Indexes, View } from '../read-models.ts';
import { documentId } from './ids.ts';

/** That a person has heard a recording, and when last; id `<app>.<userId>.<recordId>`. */
export interface RecordListen {
  appId: string;
  userId: number;
  recordId: number;
  ownerId: number;
  /** Epoch ms. */
  at: number;
}

const indexes = { byUser: ['appId', 'userId', '-at'] } as const satisfies Indexes<RecordListen>;

export const recordListens: View<RecordListen, typeof indexes> = {
  name: 'record-listens',
  version: 1,
  indexes,
  on: {
    RecordHeard: {
      ids: (event) => [documentId(event, event.data.userId, event.data.recordId)],
      evolve: (_, { data: { userId, recordId, ownerId }, meta: { appId, at } }) => ({
        appId,
        userId,
        recordId,
        ownerId,
        at,
      }),
    },
  },
};
