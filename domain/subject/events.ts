import type { DomainEvent, EventTypes } from '../kernel/event.ts';
import { notPersonal, type PersonalFields, textOf } from '../kernel/personal.ts';

/**
 * `subject-<app>.<subjectId>`: a sound that somebody posts to a topic, or answers another one with; an answer is a subject of its own.
 */
export type SubjectPosted = DomainEvent<
  'SubjectPosted',
  {
    subjectId: number;
    topicId: number;
    userId: number;
    fileId: string;
    path: string;
    lengthSeconds: number;
    /** How loud it is from moment to moment, as clients draw it: whole numbers with commas between. */
    samples: string;
    title: string;
    /** The post at the beginning, and what this answers; 0 for a post of its own. */
    mainSubjectId: number;
    replySubjectId: number;
    /** Whose subject this answers; 0 for a post of its own. */
    replyUserId: number;
  }
>;
export type SubjectRetitled = DomainEvent<'SubjectRetitled', { subjectId: number; userId: number; title: string }>;
/** By an operator; its file goes. */
export type SubjectRemoved = DomainEvent<
  'SubjectRemoved',
  {
    subjectId: number;
    topicId: number;
    userId: number;
    path: string;
    mainSubjectId: number;
    replySubjectId: number;
    reason: string;
  }
>;
export type SubjectEvent = SubjectPosted | SubjectRetitled | SubjectRemoved;

export const subjectEventTypes: EventTypes<SubjectEvent> = {
  SubjectPosted: true,
  SubjectRetitled: true,
  SubjectRemoved: true,
};

export const subjectPersonal: PersonalFields<SubjectEvent> = {
  SubjectPosted: {
    fileId: notPersonal,
    path: textOf('userId'),
    samples: textOf('userId'),
    title: textOf('userId'),
  },
  SubjectRetitled: { title: textOf('userId') },
  SubjectRemoved: { path: textOf('userId'), reason: textOf('userId') },
};
