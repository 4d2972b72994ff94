import { DomainError } from '../../domain/kernel/errors.ts';
import { subjectStream } from '../../domain/streams.ts';
import { subjectDecider } from '../../domain/subject/decider.ts';
import type { SubjectPosted } from '../../domain/subject/events.ts';
import type { Actor } from '../actor.ts';
import type { Core } from '../core.ts';
import { subjectIdOf } from '../ids.ts';
import { between } from '../policy/people.ts';

/** What is posted under an id, from the log up to now. Throws `SubjectNotFound`, also where one of the two blocks the other, and of the banned and erased. */
export async function reachableSubject(core: Core, actor: Actor, subjectId: number): Promise<SubjectPosted['data']> {
  const subject = await postedSubject(core, actor, subjectId);
  if (!subject.isReachable) throw new DomainError('SubjectNotFound');
  return subject;
}

/**
 * The same for who must answer a repetition alike whatever became of the two since: `isReachable` says whether the actor still reaches it. Throws
 * `SubjectNotFound` for what was never posted.
 */
export async function postedSubject(
  core: Core,
  actor: Actor,
  subjectId: number,
): Promise<SubjectPosted['data'] & { isReachable: boolean }> {
  const { state } = await core.commands.load(subjectDecider, subjectStream(actor.appId, subjectId));
  if (!state.posted) throw new DomainError('SubjectNotFound');
  const subject = state.posted;
  if (state.isRemoved) return { ...subject, isReachable: false };
  if (subject.userId === actor.userId) return { ...subject, isReachable: true };
  const { blocks, isBlocked, isBanned, isErased } = await between(core, actor, subject.userId);
  return { ...subject, isReachable: !(blocks || isBlocked || isBanned || isErased) };
}

/** Whether the sound of an upload was posted, also where the post was removed since. */
export async function isPosted({ commands }: Pick<Core, 'commands'>, appId: string, fileId: string): Promise<boolean> {
  const stream = subjectStream(appId, subjectIdOf(fileId));
  return (await commands.load(subjectDecider, stream)).state.posted !== null;
}
