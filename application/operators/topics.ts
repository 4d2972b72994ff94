import { DomainError } from '../../domain/kernel/errors.ts';
import { subjectStream, topicStream } from '../../domain/streams.ts';
import { subjectDecider } from '../../domain/subject/decider.ts';
import { topicDecider } from '../../domain/topic/decider.ts';
import type { TopicLook } from '../../domain/topic/events.ts';
import { MAX_QUERY_DOCUMENTS } from '../../projections/read-models.ts';
import { type TopicDocument, topics } from '../../projections/views/topics.ts';
import { type MakeMeta, type Shown, shown, withInput } from '../commands.ts';
import type { Core } from '../core.ts';
import { idOfCommand } from '../ids.ts';
import { SUBJECT_VIEWS } from '../topics/subjects.ts';

/** What a topic is like unless its operator says otherwise. */
export const DEFAULT_LOOK = { introduction: '', pictureUrl: '', kind: 'plain', isOnTop: false, rank: 1_000 } as const;

/** Opens a topic. Throws `InvalidInput`. `makeMeta` must be the system's, as for all of these. */
export async function openTopic(
  core: Core,
  appId: string,
  look: Pick<TopicLook, 'name' | 'category'> & Partial<TopicLook>,
  makeMeta: MakeMeta,
): Promise<Shown & { topicId: number }> {
  const meta = withInput(makeMeta('/topics'), look);
  const topicId = idOfCommand(meta.commandId);
  const command = { type: 'OpenTopic', topicId, look: { ...DEFAULT_LOOK, ...look } } as const;
  const { position } = await core.commands.handle(topicDecider, topicStream(appId, topicId), command, meta);
  return { topicId, ...(await shown(core, position, [topics])) };
}

/** Changes what is given of a topic's look. Throws `TopicNotFound`, `InvalidInput`. */
export async function changeTopic(
  core: Core,
  appId: string,
  { topicId, ...look }: { topicId: number } & Partial<TopicLook>,
  makeMeta: MakeMeta,
): Promise<Shown> {
  const command = { type: 'ChangeTopic', look } as const;
  const meta = withInput(makeMeta(`/topics/${topicId}/change`), look);
  const { position } = await core.commands.handle(topicDecider, topicStream(appId, topicId), command, meta);
  return shown(core, position, [topics]);
}

/** Takes a topic out of the lists; what was posted stays, and nobody posts to it. Throws `TopicNotFound`. */
export async function closeTopic(
  core: Core,
  appId: string,
  { topicId }: { topicId: number },
  makeMeta: MakeMeta,
): Promise<Shown> {
  const meta = makeMeta(`/topics/${topicId}/close`);
  const stream = topicStream(appId, topicId);
  const { position } = await core.commands.handle(topicDecider, stream, { type: 'CloseTopic' }, meta);
  return shown(core, position, [topics]);
}

/** Takes a post or an answer away, and its sound. Throws `SubjectNotFound`. */
export async function removeSubject(
  core: Core,
  appId: string,
  { subjectId, reason }: { subjectId: number; reason: string },
  makeMeta: MakeMeta,
): Promise<Shown> {
  if (!Number.isSafeInteger(subjectId) || subjectId <= 0) throw new DomainError('SubjectNotFound');
  const meta = withInput(makeMeta(`/subjects/${subjectId}/remove`), { reason });
  const command = { type: 'RemoveSubject', reason } as const;
  const { position } = await core.commands.handle(subjectDecider, subjectStream(appId, subjectId), command, meta);
  return shown(core, position, SUBJECT_VIEWS);
}

/** Topics of a tenant, open and closed ones, the newest first: at most MAX_QUERY_DOCUMENTS of each. */
export async function topicsOf(core: Core, appId: string): Promise<TopicDocument[]> {
  const of = (isOpen: boolean) =>
    core.models.find(topics, { index: 'listed', equals: [appId, isOpen], limit: MAX_QUERY_DOCUMENTS });
  const found = [...(await of(true)), ...(await of(false))];
  return found.map(({ document }) => document).sort((a, b) => b.openedAt - a.openedAt);
}

/**
 * Opens topics from a list, and changes those that are open under the same name: a list may be given again. Throws `InvalidInput` for the first one that is
 * out of bounds, with those before it done.
 */
export async function importTopics(
  core: Core,
  appId: string,
  list: readonly (Pick<TopicLook, 'name' | 'category'> & Partial<TopicLook>)[],
  makeMeta: MakeMeta,
): Promise<{ opened: number; changed: number }> {
  const known = new Map((await topicsOf(core, appId)).filter(({ isOpen }) => isOpen).map((each) => [each.name, each]));
  const done = { opened: 0, changed: 0 };
  for (const look of list) {
    const before = known.get(look.name.trim());
    if (before) await changeTopic(core, appId, { topicId: before.topicId, ...look }, makeMeta);
    else await openTopic(core, appId, look, makeMeta);
    done[before ? 'changed' : 'opened']++;
  }
  return done;
}
