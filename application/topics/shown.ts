import { readPath } from '../../domain/file/path.ts';
import { subjectLikes } from '../../projections/views/subject-likes.ts';
import { type SubjectDocument, subjects } from '../../projections/views/subjects.ts';
import type { Actor } from '../actor.ts';
import type { Core } from '../core.ts';
import { blockersAmong, type ListedPerson, listedPeople } from '../people/cards.ts';
import { blockListOf } from '../policy/people.ts';

/** Answers that are shown under a post in a list. */
const REPLIES_SHOWN = 3;

/** A subject as the actor sees it. */
export interface ShownSubject {
  subject: SubjectDocument;
  /** The address of the sound. */
  url: string;
  isLiked: boolean;
  /** The first answers, the oldest first; none where they were not asked for. */
  replies: ShownSubject[];
}

export interface ShownSubjects {
  subjects: ShownSubject[];
  /** Who posted, and whom they answered, by id. */
  people: ReadonlyMap<number, ListedPerson>;
}

/** Subjects with all that is shown of them, without those that the actor is not to see. */
export async function shownSubjects(
  core: Core,
  actor: Actor,
  given: readonly SubjectDocument[],
  { withReplies = false } = {},
): Promise<ShownSubjects> {
  const { appId, userId } = actor;
  const replies = new Map<number, SubjectDocument[]>();
  if (withReplies) {
    await Promise.all(
      given
        .filter(({ replyCount }) => replyCount > 0)
        .map(async ({ subjectId }) => {
          const query = { index: 'replies', equals: [appId, subjectId], limit: REPLIES_SHOWN } as const;
          const found = await core.models.find(subjects, query);
          replies.set(
            subjectId,
            found.map(({ document }) => document),
          );
        }),
    );
  }
  const all = [...given, ...[...replies.values()].flat()];
  const ids = [...new Set(all.flatMap((subject) => [subject.userId, subject.replyUserId]))].filter((id) => id !== 0);
  const [{ people, isSeen }, likes] = await Promise.all([
    peopleAround(core, actor, ids),
    core.models.getMany(
      subjectLikes,
      all.map(({ subjectId }) => `${appId}.${userId}.${subjectId}`),
    ),
  ]);
  const isBySeen = (subject: SubjectDocument) => isSeen(subject.userId);
  const liked = new Set(likes.flatMap((like) => (like ? [like.subjectId] : [])));
  const shown = (subject: SubjectDocument): ShownSubject => ({
    subject,
    // Of an erased person no path is left.
    url: readPath(subject.path) ? core.files.store.url(subject.path) : '',
    isLiked: liked.has(subject.subjectId),
    replies: (replies.get(subject.subjectId) ?? []).filter(isBySeen).map(shown),
  });
  return { subjects: given.filter(isBySeen).map(shown), people };
}

/** The people of these ids, and whether the actor is to see them: not those who were banned or erased, and nobody where one of the two blocks the other. */
export async function peopleAround(
  core: Core,
  actor: Actor,
  ids: readonly number[],
): Promise<{ people: ShownSubjects['people']; isSeen(userId: number): boolean }> {
  const { appId, userId } = actor;
  const [listed, blockers, blocked] = await Promise.all([
    listedPeople(core, actor, ids),
    blockersAmong(core, appId, userId, ids),
    blockListOf(core, appId, userId),
  ]);
  const people = new Map(listed.map((person) => [person.card.userId, person]));
  const isSeen = (id: number) => {
    const card = people.get(id)?.card;
    return card !== undefined && !card.banned && !card.erased && !blockers.has(id) && !blocked.has(id);
  };
  return { people, isSeen };
}
