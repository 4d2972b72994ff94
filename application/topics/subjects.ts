import { Readable } from 'node:stream';
import { POST_PURPOSE } from '../../domain/file/limits.ts';
import { readPath } from '../../domain/file/path.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { markDecider } from '../../domain/mark/decider.ts';
import type { MarkKind } from '../../domain/mark/events.ts';
import { markStream, subjectStream, topicStream } from '../../domain/streams.ts';
import { subjectDecider } from '../../domain/subject/decider.ts';
import type { SubjectPosted } from '../../domain/subject/events.ts';
import { MAX_SUBJECT_S, MAX_SUBJECTS_PER_HOUR } from '../../domain/subject/limits.ts';
import { topicDecider } from '../../domain/topic/decider.ts';
import { subjectLikes } from '../../projections/views/subject-likes.ts';
import { type SubjectDocument, subjects } from '../../projections/views/subjects.ts';
import { topics } from '../../projections/views/topics.ts';
import type { Actor } from '../actor.ts';
import { type MakeMeta, type Shown, shown, whenNew, withInput } from '../commands.ts';
import type { Core } from '../core.ts';
import { claimFile } from '../files/claims.ts';
import { fileIdOf } from '../files/signs.ts';
import { subjectIdOf } from '../ids.ts';
import { reachableSubject } from './posted.ts';
import { type ShownSubject, type ShownSubjects, shownSubjects } from './shown.ts';
import { type TopicDocument, topicOf } from './topics.ts';

/** The views that show what was posted. */
export const SUBJECT_VIEWS = [subjects, topics, subjectLikes] as const;
/** Answers of a page. */
export const REPLIES_PER_PAGE = 20;
const HOUR_MS = 3600_000;

/** A sound and what is said of it. */
export interface Posting {
  /** Of the upload. */
  sign: string;
  samples: string;
  title: string;
  /** In seconds; absent: by the file itself. */
  lengthSeconds?: number | undefined;
}

/** One subject with the people in it. */
export interface ShownPost extends Shown {
  subject: ShownSubject;
  people: ShownSubjects['people'];
}

/**
 * Posts a sound to a topic. The same upload again answers with the same post. Throws `TopicNotFound`, also for one that was closed, `FileInvalid`,
 * `InvalidInput`, `TextNotAllowed`, `TooOften` past MAX_SUBJECTS_PER_HOUR, `IdempotencyConflict`.
 */
export async function postSubject(
  core: Core,
  actor: Actor,
  { topicId, ...posting }: { topicId: number } & Posting,
  makeMeta: MakeMeta,
): Promise<ShownPost> {
  await requireOpen(core, actor.appId, topicId);
  const none = { mainSubjectId: 0, replySubjectId: 0, replyUserId: 0 };
  return post(core, actor, { topicId, ...posting, ...none }, makeMeta);
}

/**
 * Answers a post, or an answer, with a sound. Throws `SubjectNotFound`, also where one of the two blocks the other, `TopicNotFound` for a closed topic, and
 * as `postSubject`.
 */
export async function replyToSubject(
  core: Core,
  actor: Actor,
  { subjectId, ...posting }: { subjectId: number } & Posting,
  makeMeta: MakeMeta,
): Promise<ShownPost> {
  const answered = await reachableSubject(core, actor, subjectId);
  await requireOpen(core, actor.appId, answered.topicId);
  const { topicId, userId: replyUserId } = answered;
  const mainSubjectId = answered.mainSubjectId === 0 ? subjectId : answered.mainSubjectId;
  return post(core, actor, { topicId, ...posting, mainSubjectId, replySubjectId: subjectId, replyUserId }, makeMeta);
}

type Place = Pick<SubjectPosted['data'], 'topicId' | 'mainSubjectId' | 'replySubjectId' | 'replyUserId'>;

async function post(
  core: Core,
  actor: Actor,
  { sign, lengthSeconds, ...given }: Posting & Place,
  makeMeta: MakeMeta,
): Promise<ShownPost> {
  const { appId, userId } = actor;
  const words = core.settings.words.worded(appId, given.title, 'title');
  const meta = withInput(makeMeta('post-subject'), { sign, ...given });
  const subjectId = subjectIdOf(fileIdOf(sign));
  const stream = subjectStream(appId, subjectId);
  const { state } = await core.commands.load(subjectDecider, stream);
  if (!state.posted) await requireSeldom(core, actor, meta.at);
  const { fileId, path, sizeBytes } = await claimFile(
    core,
    actor,
    { sign, module: 'record', purpose: POST_PURPOSE },
    meta,
  );
  const length = lengthSeconds ?? (await secondsOf(core, path, sizeBytes));
  const { position } = await core.commands.handle(
    whenNew(subjectDecider, () => words.requireAllowed()),
    stream,
    { type: 'PostSubject', subjectId, userId, fileId, path, ...given, lengthSeconds: length, title: words.text },
    meta,
  );
  const isShown = await shown(core, position, SUBJECT_VIEWS);
  return { ...(await onePost(core, actor, subjectId)), ...isShown };
}

/** How long a sound is, by its beginning and its size; where these do not tell, a second. */
async function secondsOf({ files }: Core, path: string, sizeBytes: number): Promise<number> {
  const format = readPath(path)?.format;
  if (!format) return 1;
  const beginning = await files.store.firstBytes(path);
  const seconds = await files.media.seconds(Readable.from([beginning]), format, sizeBytes);
  return Math.min(MAX_SUBJECT_S, Math.max(1, Math.round(seconds ?? 1)));
}

async function requireSeldom(core: Core, { appId, userId }: Actor, at: number): Promise<void> {
  const query = { index: 'byUser', equals: [appId, userId], limit: MAX_SUBJECTS_PER_HOUR } as const;
  const latest = await core.models.find(subjects, query);
  const lately = latest.filter(({ document }) => at - document.createdAt < HOUR_MS);
  if (lately.length >= MAX_SUBJECTS_PER_HOUR) throw new DomainError('TooOften');
}

async function requireOpen(core: Core, appId: string, topicId: number): Promise<void> {
  const { state } = await core.commands.load(topicDecider, topicStream(appId, topicId));
  if (!state.look || state.isClosed) throw new DomainError('TopicNotFound');
}

/** A subject with the people in it. Throws `SubjectNotFound`. */
export async function showSubject(core: Core, actor: Actor, { subjectId }: { subjectId: number }): Promise<ShownPost> {
  await reachableSubject(core, actor, subjectId);
  return onePost(core, actor, subjectId);
}

async function onePost(core: Core, actor: Actor, subjectId: number): Promise<ShownPost> {
  const found = await core.models.get(subjects, `${actor.appId}.${subjectId}`);
  const { subjects: seen, people } = await shownSubjects(core, actor, found ? [found] : []);
  // So new that the read models do not have it, or its author is not to be seen.
  if (!seen[0]) throw new DomainError('SubjectNotFound');
  return { subject: seen[0], people };
}

export interface SubjectPage extends ShownPost {
  topic: TopicDocument;
  /** The oldest first. */
  replies: ShownSubject[];
}

/** A subject and a page of the answers under it. Throws `SubjectNotFound`. */
export async function subjectWithReplies(
  core: Core,
  actor: Actor,
  { subjectId, offset }: { subjectId: number; offset: number },
): Promise<SubjectPage> {
  const { appId } = actor;
  const own = await showSubject(core, actor, { subjectId });
  const { mainSubjectId, topicId } = own.subject.subject;
  const under = mainSubjectId === 0 ? subjectId : mainSubjectId;
  const query = { index: 'replies', equals: [appId, under], offset, limit: REPLIES_PER_PAGE } as const;
  const found = await core.models.find(subjects, query);
  const replies = await shownSubjects(
    core,
    actor,
    found.map(({ document }) => document),
  );
  const topic = await topicOf(core, actor, topicId);
  return {
    topic,
    subject: own.subject,
    replies: replies.subjects,
    people: new Map([...own.people, ...replies.people]),
  };
}

/** Gives the actor's own post another title. Throws `SubjectGone`, also for somebody else's, `InvalidInput`, `TextNotAllowed`. */
export async function retitleSubject(
  core: Core,
  actor: Actor,
  { subjectId, title }: { subjectId: number; title: string },
  makeMeta: MakeMeta,
): Promise<ShownPost> {
  const words = core.settings.words.worded(actor.appId, title, 'title');
  const meta = withInput(makeMeta(`retitle-subject ${subjectId}`), { title });
  const decider = whenNew(subjectDecider, () => words.requireAllowed());
  const stream = subjectStream(actor.appId, subjectId);
  const retitle = { type: 'RetitleSubject', title: words.text } as const;
  const { position } = await orGone(core.commands.handle(decider, stream, retitle, meta));
  const isShown = await shown(core, position, SUBJECT_VIEWS);
  return { ...(await orGone(onePost(core, actor, subjectId))), ...isShown };
}

async function orGone<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    const { code } = error as DomainError;
    if (code === 'SubjectNotFound' || code === 'NotOwner') throw new DomainError('SubjectGone');
    throw error;
  }
}

/** What counts of a subject and of its topic. */
export interface Counted extends Shown {
  subject: SubjectDocument;
  topic: TopicDocument;
}

/** The actor likes a subject; again changes nothing. Throws `SubjectGone`. */
export function likeSubject(
  core: Core,
  actor: Actor,
  given: { subjectId: number },
  makeMeta: MakeMeta,
): Promise<Counted> {
  return orGone(mark(core, actor, { ...given, kind: 'like' }, makeMeta));
}

/** The actor listens to a subject; only the first time counts. Throws `SubjectNotFound`. */
export function listenToSubject(
  core: Core,
  actor: Actor,
  given: { subjectId: number },
  makeMeta: MakeMeta,
): Promise<Counted> {
  return mark(core, actor, { ...given, kind: 'listen' }, makeMeta);
}

async function mark(
  core: Core,
  actor: Actor,
  { subjectId, kind }: { subjectId: number; kind: MarkKind },
  makeMeta: MakeMeta,
): Promise<Counted> {
  const { appId, userId } = actor;
  const { topicId, userId: creatorId } = await reachableSubject(core, actor, subjectId);
  const command = { type: 'MarkSubject', kind, subjectId, topicId, userId, creatorId } as const;
  const meta = makeMeta(kind === 'like' ? `like-subject ${subjectId}` : `listen-subject ${subjectId}`);
  const stream = markStream(appId, kind, subjectId, userId);
  const { position } = await core.commands.handle(markDecider, stream, command, meta);
  const isShown = await shown(core, position, SUBJECT_VIEWS);
  const subject = await core.models.get(subjects, `${appId}.${subjectId}`);
  if (!subject) throw new DomainError('SubjectNotFound');
  return { subject, topic: await topicOf(core, actor, topicId), ...isShown };
}
