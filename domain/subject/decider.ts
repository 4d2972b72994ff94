import type { CommandMeta, Decider } from '../kernel/decider.ts';
import { DomainError } from '../kernel/errors.ts';
import { assertNever } from '../kernel/event.ts';
import { noteLine, optionalLine, spokenText } from '../kernel/text.ts';
import type { SubjectCommand } from './commands.ts';
import { type SubjectEvent, type SubjectPosted, subjectEventTypes } from './events.ts';
import { MAX_SAMPLES_CHARS, MAX_SUBJECT_S, MAX_SUBJECT_TITLE_CHARS } from './limits.ts';

export interface Subject {
  /** Null: it was never posted. */
  posted: SubjectPosted['data'] | null;
  isRemoved: boolean;
}

/** Whole numbers with commas between, in brackets or without, as clients draw a sound. */
const SAMPLES = /^\[?\s*(?:\d{1,6}(?:\s*,\s*\d{1,6})*)?\s*\]?$/;

/**
 * A post. Posting the same file again changes nothing. `SubjectNotFound` for one that is not there or was removed, `NotOwner` for a title that somebody
 * else gives, `InvalidInput` for texts and lengths out of bounds, `SystemOnly`.
 */
export function decide(
  command: SubjectCommand,
  subject: Subject,
  { actor }: Pick<CommandMeta, 'actor'>,
): SubjectEvent[] {
  switch (command.type) {
    case 'PostSubject': {
      const { type: _, ...given } = command;
      if (given.userId !== actor) throw new DomainError('NotOwner');
      if (subject.posted) return [];
      return [{ type: 'SubjectPosted', data: checked(given) }];
    }
    case 'RetitleSubject': {
      const { subjectId, userId, title: before } = standing(subject);
      if (userId !== actor) throw new DomainError('NotOwner');
      const title = spokenText(command.title, 'title', MAX_SUBJECT_TITLE_CHARS);
      return title === before ? [] : [{ type: 'SubjectRetitled', data: { subjectId, userId, title } }];
    }
    case 'RemoveSubject': {
      if (actor !== 0) throw new DomainError('SystemOnly');
      const { subjectId, topicId, userId, path, mainSubjectId, replySubjectId } = posted(subject);
      if (subject.isRemoved) return [];
      const reason = noteLine(command.reason);
      const data = { subjectId, topicId, userId, path, mainSubjectId, replySubjectId, reason };
      return [{ type: 'SubjectRemoved', data }];
    }
    default:
      return assertNever(command);
  }
}

function checked(given: SubjectPosted['data']): SubjectPosted['data'] {
  const { lengthSeconds, samples } = given;
  if (!Number.isSafeInteger(lengthSeconds) || lengthSeconds < 1 || lengthSeconds > MAX_SUBJECT_S)
    throw new DomainError('InvalidInput', `length takes 1 to ${MAX_SUBJECT_S} seconds`, 'length');
  if (samples.length > MAX_SAMPLES_CHARS || !SAMPLES.test(samples))
    throw new DomainError('InvalidInput', 'samples takes numbers with commas between', 'samples');
  // A post says what it is about; an answer may be a sound alone.
  const title =
    given.mainSubjectId === 0
      ? spokenText(given.title, 'title', MAX_SUBJECT_TITLE_CHARS)
      : optionalLine(given.title, 'title', MAX_SUBJECT_TITLE_CHARS);
  return { ...given, title };
}

function posted({ posted }: Subject): SubjectPosted['data'] {
  if (!posted) throw new DomainError('SubjectNotFound');
  return posted;
}

/** What is posted, and was not removed. Throws `SubjectNotFound`. */
export function standing(subject: Readonly<Subject>): SubjectPosted['data'] {
  if (subject.isRemoved) throw new DomainError('SubjectNotFound');
  return posted(subject);
}

export function evolve(subject: Subject, event: SubjectEvent): Subject {
  switch (event.type) {
    case 'SubjectPosted':
      subject.posted = { ...event.data };
      return subject;
    case 'SubjectRetitled':
      if (subject.posted) subject.posted.title = event.data.title;
      return subject;
    case 'SubjectRemoved':
      subject.isRemoved = true;
      return subject;
    default:
      return assertNever(event);
  }
}

export const subjectDecider: Decider<Subject, SubjectCommand, SubjectEvent> = {
  category: 'subject',
  eventTypes: subjectEventTypes,
  initialState: () => ({ posted: null, isRemoved: false }),
  decide,
  evolve,
};
