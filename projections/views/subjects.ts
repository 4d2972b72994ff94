import type { EventMeta } from '../../domain/kernel/event.ts';
import type { SubjectPosted } from '../../domain/subject/events.ts';
import type { Indexes, View } from '../read-models.ts';
import { documentId } from './ids.ts';

/** A post to a topic, or an answer to one; id `<app>.<subjectId>`. Those that were removed are not in it. */
export interface SubjectDocument extends Omit<SubjectPosted['data'], 'fileId'> {
  appId: string;
  isMain: boolean;
  viewCount: number;
  /** Answers: of a post all that are under it, of an answer those to itself. */
  replyCount: number;
  likeCount: number;
  /** Gifts that reached the author through it, in units. */
  giftCount: number;
  /** By which the hot ones come first. */
  hot: number;
  /** Epoch ms. */
  createdAt: number;
}

const indexes = {
  newest: ['appId', 'topicId', 'isMain', '-createdAt'],
  hottest: ['appId', 'topicId', 'isMain', '-hot', '-createdAt'],
  replies: ['appId', 'mainSubjectId', 'createdAt'],
  byUser: ['appId', 'userId', '-createdAt'],
} as const satisfies Indexes<SubjectDocument>;

/** What a like and an answer count for beside a first listening. */
const LIKE_HEAT = 3;
const REPLY_HEAT = 2;

export const subjects: View<SubjectDocument, typeof indexes> = {
  name: 'subjects',
  version: 2,
  indexes,
  on: {
    SubjectPosted: {
      ids: (event) => [...idsOfSubject(event), ...idsOfAnswered(event)],
      evolve(subject, event, id) {
        const { data, meta } = event;
        if (id !== documentId(event, data.subjectId)) return counted(subject, { replyCount: 1 });
        const { fileId: _, ...posted } = data;
        const counts = { viewCount: 0, replyCount: 0, likeCount: 0, giftCount: 0, hot: 0 };
        return { appId: meta.appId, ...posted, isMain: data.mainSubjectId === 0, ...counts, createdAt: meta.at };
      },
    },
    SubjectRetitled: {
      ids: idsOfSubject,
      evolve: (subject, { data: { title } }) => subject && { ...subject, title },
    },
    SubjectRemoved: {
      ids: (event) => [...idsOfSubject(event), ...idsOfAnswered(event)],
      evolve: (subject, event, id) =>
        id === documentId(event, event.data.subjectId) ? null : counted(subject, { replyCount: -1 }),
    },
    SubjectLiked: { ids: idsOfSubject, evolve: (subject) => counted(subject, { likeCount: 1 }) },
    SubjectPointsCredited: {
      ids: (event) => [documentId(event, event.data.purchase.subjectId)],
      evolve: (subject, { data: { purchase } }) =>
        subject && { ...subject, giftCount: subject.giftCount + purchase.units },
    },
    SubjectListened: { ids: idsOfSubject, evolve: (subject) => counted(subject, { viewCount: 1 }) },
  },
};

type Counts = Partial<Pick<SubjectDocument, 'viewCount' | 'replyCount' | 'likeCount'>>;

function counted(subject: SubjectDocument | null, { viewCount = 0, replyCount = 0, likeCount = 0 }: Counts) {
  if (!subject) return null;
  subject.viewCount += viewCount;
  subject.replyCount += replyCount;
  subject.likeCount += likeCount;
  subject.hot = LIKE_HEAT * subject.likeCount + REPLY_HEAT * subject.replyCount + subject.viewCount;
  return subject;
}

function idsOfSubject(event: { meta: EventMeta; data: { subjectId: number } }): string[] {
  return [documentId(event, event.data.subjectId)];
}

/** The post that it is under, and the answer that it answers. */
function idsOfAnswered(event: { meta: EventMeta; data: { mainSubjectId: number; replySubjectId: number } }): string[] {
  const { mainSubjectId, replySubjectId } = event.data;
  return [...new Set([mainSubjectId, replySubjectId])].filter((id) => id !== 0).map((id) => documentId(event, id));
}
