import type { Indexes, View } from '../read-models.ts';
import { documentId } from './ids.ts';

/** That a person likes a subject; id `<app>.<userId>.<subjectId>`. */
export interface SubjectLike {
  appId: string;
  userId: number;
  subjectId: number;
  /** Epoch ms. */
  at: number;
}

const indexes = { byUser: ['appId', 'userId', '-at'] } as const satisfies Indexes<SubjectLike>;

export const subjectLikes: View<SubjectLike, typeof indexes> = {
  name: 'subject-likes',
  version: 1,
  indexes,
  on: {
    SubjectLiked: {
      ids: (event) => [documentId(event, event.data.userId, event.data.subjectId)],
      evolve: (_, { data: { userId, subjectId }, meta: { appId, at } }) => ({ appId, userId, subjectId, at }),
    },
  },
};
