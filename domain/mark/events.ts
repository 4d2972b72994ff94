import type { DomainEvent, EventTypes } from '../kernel/event.ts';
import { namesNobody, type PersonalFields } from '../kernel/personal.ts';

export const MARK_KINDS = ['like', 'listen'] as const;
export type MarkKind = (typeof MARK_KINDS)[number];

interface Mark {
  subjectId: number;
  topicId: number;
  userId: number;
  /** Whose subject it is. */
  creatorId: number;
}

/** The first and only event of `mark-<app>.<kind>.<subjectId>.<userId>`: so a like, and a first listening, count once. */
export type SubjectLiked = DomainEvent<'SubjectLiked', Mark>;
export type SubjectListened = DomainEvent<'SubjectListened', Mark>;
export type MarkEvent = SubjectLiked | SubjectListened;

export const markEventTypes: EventTypes<MarkEvent> = { SubjectLiked: true, SubjectListened: true };

export const markPersonal: PersonalFields<MarkEvent> = { SubjectLiked: namesNobody, SubjectListened: namesNobody };
