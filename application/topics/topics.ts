import { DomainError } from '../../domain/kernel/errors.ts';
import { MAX_QUERY_DOCUMENTS } from '../../projections/read-models.ts';
import { type SubjectDocument, subjects } from '../../projections/views/subjects.ts';
import { type TopicDocument, topics } from '../../projections/views/topics.ts';
import type { Actor } from '../actor.ts';
import type { Core } from '../core.ts';
import type { ListedPerson } from '../people/cards.ts';
import { peopleAround, type ShownSubjects, shownSubjects } from './shown.ts';

export type { SubjectDocument, TopicDocument };

/** Topics of a page of the list. */
export const TOPICS_PER_PAGE = 20;
/** Posts of a page of a topic. */
export const SUBJECTS_PER_PAGE = 20;
/** People who are shown beside the zone for calls. */
const MAX_LATEST_PEOPLE = 10;

export interface TopicList {
  /** The newest zone for calls, and who posted to it last; null: there is none. */
  calls: { topic: TopicDocument; people: (ListedPerson & { at: number })[] } | null;
  /** Those on top first, then by rank, then the newest. */
  topics: TopicDocument[];
}

/** A page of the open topics. */
export async function listTopics(core: Core, actor: Actor, { offset }: { offset: number }): Promise<TopicList> {
  const { appId } = actor;
  const [listed, zones] = await Promise.all([
    core.models.find(topics, { index: 'listed', equals: [appId, true], offset, limit: TOPICS_PER_PAGE }),
    core.models.find(topics, { index: 'byKind', equals: [appId, true, 'calls'], limit: 1 }),
  ]);
  const zone = zones[0]?.document;
  return {
    calls: zone ? { topic: zone, people: await latestPeople(core, actor, zone.topicId) } : null,
    topics: listed.map(({ document }) => document),
  };
}

/** Who posted to a topic last, each once; nobody whom the actor blocks or who blocks the actor. */
async function latestPeople(core: Core, actor: Actor, topicId: number) {
  const query = { index: 'newest', equals: [actor.appId, topicId, true], limit: MAX_QUERY_DOCUMENTS } as const;
  const found = await core.models.find(subjects, query);
  const at = new Map<number, number>();
  for (const { document } of found) if (!at.has(document.userId)) at.set(document.userId, document.createdAt);
  const { people, isSeen } = await peopleAround(core, actor, [...at.keys()]);
  const seen = [...at].filter(([id]) => isSeen(id)).slice(0, MAX_LATEST_PEOPLE);
  return seen.map(([id, lastAt]) => ({ ...people.get(id)!, at: lastAt }));
}

/** A topic that is open or was closed. Throws `TopicNotFound`. */
export async function topicOf(core: Core, { appId }: Pick<Actor, 'appId'>, topicId: number): Promise<TopicDocument> {
  const topic = await core.models.get(topics, `${appId}.${topicId}`);
  if (!topic) throw new DomainError('TopicNotFound');
  return topic;
}

export interface TopicPage extends ShownSubjects {
  topic: TopicDocument;
  /** Where the next page begins. */
  next: number;
}

/**
 * A topic and a page of its posts, the hot ones or the newest first, without those of people whom the actor blocks or who block the actor, of the banned
 * and the erased: a page may be shorter for that. Throws `TopicNotFound`.
 */
export async function showTopic(
  core: Core,
  actor: Actor,
  { topicId, order, offset }: { topicId: number; order: 'hottest' | 'newest'; offset: number },
): Promise<TopicPage> {
  const topic = await topicOf(core, actor, topicId);
  const equals = [actor.appId, topicId, true] as const;
  const page = { equals, offset, limit: SUBJECTS_PER_PAGE };
  const found = await (order === 'hottest'
    ? core.models.find(subjects, { index: 'hottest', ...page })
    : core.models.find(subjects, { index: 'newest', ...page }));
  const posts = found.map(({ document }) => document);
  return { topic, ...(await shownSubjects(core, actor, posts, { withReplies: true })), next: offset + posts.length };
}
