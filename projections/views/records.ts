import type { EventMeta } from '../../domain/kernel/event.ts';
import type { Indexes, View } from '../read-models.ts';
import { documentId } from './ids.ts';

/** A recording that its owner has now; id `<app>.<recordId>`. */
export interface RecordDocument {
  appId: string;
  /** Ordered by time. */
  recordId: number;
  userId: number;
  path: string;
  lengthSeconds: number;
  /** Whether others hear it. */
  audible: boolean;
  /** Epoch ms. */
  createdAt: number;
}

const indexes = {
  latest: ['appId', 'audible', '-recordId'],
  byUser: ['appId', 'userId', '-recordId'],
} as const satisfies Indexes<RecordDocument>;

export const records: View<RecordDocument, typeof indexes> = {
  name: 'records',
  version: 1,
  indexes,
  on: {
    RecordUploaded: {
      ids: idsOfRecord,
      evolve(_, { data, meta: { appId, at } }) {
        const { recordId, userId, path, lengthSeconds, needsReview } = data;
        return { appId, recordId, userId, path, lengthSeconds, audible: !needsReview, createdAt: at };
      },
    },
    RecordReviewed: {
      ids: idsOfRecord,
      evolve(record, { data }) {
        if (record) record.audible = data.approved;
        return record;
      },
    },
    RecordReplaced: { ids: idsOfRecord, evolve: () => null },
    RecordDeleted: { ids: idsOfRecord, evolve: () => null },
  },
};

function idsOfRecord(event: { meta: EventMeta; data: { recordId: number } }): string[] {
  return [documentId(event, event.data.recordId)];
}
