import { openTopic, removeSubject } from '../../application/operators/topics.ts';
import type { MarkKind } from '../../domain/mark/events.ts';
import type { SubjectDocument } from '../../projections/views/subjects.ts';
import type { TopicDocument } from '../../projections/views/topics.ts';
import { grantUpload, metaOf } from './commands.ts';
import type { Means } from './means.ts';
import type { Monitor } from './monitor.ts';
import type { Random } from './random.ts';
import { APP } from './surroundings.ts';
import type { World } from './world.ts';

/** What people have in common who speak about topics. */
interface Evening {
  topics: Random;
  world: World;
  serial: number;
}

/** Somebody who does so. */
type Speaker = Means<Evening>;

/** How often an operator takes a post away. */
const REMOVE_CHANCE = 0.05;
/** A ticket for a sound ends after this, ms: none within the evening. */
const DROP_AFTER_MS = 3_600_000;

/** What clients were told was done. */
export class TopicPromises {
  /** The topic of the evening, as far as somebody has opened it; 0 before. */
  topicId = 0;
  /** Signs of sounds of which a client was told that they are posted, with what it was told. */
  readonly posts = new Map<string, number[]>();
  /** `<kind> <subjectId> <userId>` of what was acknowledged. */
  readonly marks = new Set<string>();
}

/** Posts a sound, or answers one, perhaps twice at once; likes and listens, perhaps twice at once. */
export async function actInTopic(speaker: Speaker, promises: TopicPromises): Promise<void> {
  const { evening } = speaker;
  const { topics: random, world } = evening;
  if (promises.topicId === 0) await open(speaker, promises);
  if (promises.topicId === 0) return;
  const subjects = world.monitor.events('SubjectPosted').map(({ data }) => data.subjectId);
  if (subjects.length === 0 || random.chance(0.25)) return post(speaker, promises, 0);
  const subjectId = random.pick(subjects);
  if (random.chance(REMOVE_CHANCE)) return remove(speaker, subjectId);
  if (random.chance(0.25)) return post(speaker, promises, subjectId);
  return mark(speaker, promises, random.chance(0.6) ? 'like' : 'listen', subjectId);
}

/** All open it under one key: there is one. */
async function open({ surely }: Speaker, promises: TopicPromises): Promise<void> {
  const look = { name: 'a topic', category: 'talk' };
  const outcome = await surely((process) =>
    process.requests.run('open the topic', (core) =>
      openTopic(core, APP, look, () => ({ ...metaOf(core, 0, '/topics', 'the topic'), operator: 1 })),
    ),
  );
  if (outcome.kind === 'ok') promises.topicId = (outcome.answer as { topicId: number }).topicId;
}

async function post(speaker: Speaker, promises: TopicPromises, answeredId: number): Promise<void> {
  const { evening, userId, call, surely } = speaker;
  const { topics: random, world } = evening;
  const sign = `sound-${++evening.serial}`;
  const granted = await surely((process) =>
    process.requests.run(`grant ${sign}`, (core) =>
      grantUpload(core, userId, sign, DROP_AFTER_MS, { module: 'record', format: 'mp3' }),
    ),
  );
  if (granted.kind !== 'ok') return;
  world.files.upload((granted.answer as { path: string }).path);
  const sound = { sign, samples: '1,2,3', title: sign, length: 5 };
  const send = () =>
    answeredId === 0
      ? call('/api/topic/create-subject', { topicId: promises.topicId, ...sound })
      : call('/api/topic/reply-subject', { subjectId: answeredId, ...sound });
  const outcomes = await Promise.all(Array.from({ length: random.chance(0.3) ? 2 : 1 }, send));
  const ids = outcomes.flatMap((outcome) =>
    outcome.kind === 'ok' ? [(outcome.answer as { subject: { id: number } }).subject.id] : [],
  );
  if (ids.length > 0) promises.posts.set(sign, ids);
}

async function mark(speaker: Speaker, promises: TopicPromises, kind: MarkKind, subjectId: number): Promise<void> {
  const { evening, userId, call } = speaker;
  const times = evening.topics.chance(0.4) ? 2 : 1;
  const send = () => call(`/api/topic/${kind}-subject`, { subjectId });
  const outcomes = await Promise.all(Array.from({ length: times }, send));
  if (outcomes.some((outcome) => outcome.kind === 'ok')) promises.marks.add(`${kind} ${subjectId} ${userId}`);
}

async function remove({ surely, newKey }: Speaker, subjectId: number): Promise<void> {
  const key = newKey();
  await surely((process) =>
    process.requests.run(`remove ${subjectId}`, async (core) => {
      const makeMeta = () => ({ ...metaOf(core, 0, `/subjects/${subjectId}/remove`, key), operator: 1 });
      await removeSubject(core, APP, { subjectId, reason: 'noise' }, makeMeta);
      return {};
    }),
  );
}

/**
 * There is one topic; a sound is one post; a like and a first listening count once a person, and are there when they were acknowledged; and the counters
 * that people see are what the marks and answers come to.
 */
export function checkTopics(
  monitor: Monitor,
  promises: TopicPromises,
  { topics, subjects }: { topics: readonly TopicDocument[]; subjects: readonly SubjectDocument[] },
  violation: (what: string) => void,
): void {
  const opened = monitor.events('TopicOpened').length;
  if (opened > 1) violation(`3: one key opened ${opened} topics`);
  const posted = monitor.events('SubjectPosted').map(({ data }) => data);
  if (new Set(posted.map(({ fileId }) => fileId)).size < posted.length) violation('3: a sound was posted twice');
  for (const [sign, ids] of promises.posts) {
    if (new Set(ids).size > 1) violation(`3: ${sign} was answered as several posts: ${ids}`);
    if (!posted.some(({ subjectId }) => subjectId === ids[0])) violation(`1: ${sign} was acknowledged and not posted`);
  }
  const likes = monitor.events('SubjectLiked').map(({ data }) => data);
  const listenings = monitor.events('SubjectListened').map(({ data }) => data);
  const marks = new Set<string>();
  for (const [kind, made] of [['like', likes] as const, ['listen', listenings] as const]) {
    for (const { subjectId, userId } of made) {
      const name = `${kind} ${subjectId} ${userId}`;
      if (marks.has(name)) violation(`3: ${name} counts twice`);
      marks.add(name);
    }
  }
  for (const name of promises.marks) if (!marks.has(name)) violation(`1: ${name} was acknowledged and is not there`);
  const removed = new Set(monitor.events('SubjectRemoved').map(({ data }) => data.subjectId));
  const answers = posted.filter(({ subjectId, mainSubjectId }) => mainSubjectId !== 0 && !removed.has(subjectId));
  const check = (what: string, shown: Counts, counted: Counts) => {
    for (const name of ['likeCount', 'viewCount', 'replyCount'] as const)
      if (shown[name] !== counted[name]) violation(`5: ${what} shows ${name} ${shown[name]}, not ${counted[name]}`);
  };
  for (const subject of subjects) {
    const { subjectId: id } = subject;
    const isOwn = ({ subjectId }: { subjectId: number }) => subjectId === id;
    const replyCount = answers.filter((one) => one.mainSubjectId === id || one.replySubjectId === id).length;
    const counted = { likeCount: likes.filter(isOwn).length, viewCount: listenings.filter(isOwn).length, replyCount };
    check(`post ${id}`, subject, counted);
  }
  for (const topic of topics) {
    const isOwn = ({ topicId }: { topicId: number }) => topicId === topic.topicId;
    const replyCount = answers.filter(isOwn).length;
    const counted = { likeCount: likes.filter(isOwn).length, viewCount: listenings.filter(isOwn).length, replyCount };
    check(`topic ${topic.topicId}`, topic, counted);
  }
}

type Counts = Pick<SubjectDocument, 'likeCount' | 'viewCount' | 'replyCount'>;
