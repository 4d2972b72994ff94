import { type Static, Type } from '@sinclair/typebox';
import type { UserCard } from '../../../application/people/cards.ts';
import type { ShownSubject, ShownSubjects } from '../../../application/topics/shown.ts';
import type { Counted } from '../../../application/topics/subjects.ts';
import type { SubjectDocument, TopicDocument } from '../../../application/topics/topics.ts';
import { levelOf } from '../../../domain/user/level.ts';
import { named } from '../../http/answers.ts';
import { Id } from '../../http/params.ts';
import { chinaTime } from '../live/shapes.ts';
import { BirthDay, Gender, Honours, honoursOf } from '../person.ts';
import { timeTip } from '../records/schemas.ts';

const Count = Type.Integer({ minimum: 0 });
const IdOrNone = Type.Integer({ minimum: 0, description: '0: none.' });

/** What counts of a topic; the document has texts and numbers, here they are numbers. */
const TopicCountings = { viewCount: Count, replyCount: Count, likeCount: Count };
const SubjectCountings = { ...TopicCountings, giftCount: Count };

export const ShareInfo = Type.Object({}, { description: 'Posts have no page of their own.' });

/** heihei, topic-list. */
export const TopicShape = named(
  'Topic',
  Type.Object({
    id: Id,
    name: Type.String(),
    img: Type.String(),
    content: Type.String(),
    catName: Type.String(),
    isTop: Type.Integer({ enum: [0, 1] }),
    type: Type.Integer({ enum: [0, 1], description: '0 a topic, 1 the zone for calls.' }),
    countings: Type.Object(TopicCountings),
  }),
);

export function topicShape(topic: TopicDocument): Static<typeof TopicShape> {
  const { topicId: id, name, pictureUrl: img, introduction: content, category: catName } = topic;
  const { viewCount, replyCount, likeCount } = topic;
  const flags = { isTop: topic.isOnTop ? 1 : 0, type: topic.kind === 'calls' ? 1 : 0 };
  return { id, name, img, content, catName, ...flags, countings: { viewCount, replyCount, likeCount } };
}

const SubjectFields = {
  id: Id,
  topicId: Id,
  title: Type.String(),
  path: Type.String({ description: 'The address of the sound.' }),
  length: Type.Integer({ minimum: 1, description: 'In seconds.' }),
  samples: Type.String(),
  mainSubjectId: IdOrNone,
  replySubjectId: IdOrNone,
  replyUserId: IdOrNone,
  creatorId: Id,
  createTime: Type.String({ description: "`YYYY-MM-DD HH:mm:ss` in China's time (UTC+8)." }),
  timeTip: Type.String(),
  isLike: Type.Boolean({ description: 'The caller likes it.' }),
  countings: Type.Object(SubjectCountings),
  repliesTotal: Count,
  shareInfo: ShareInfo,
  // Under the names of the document's older examples.
  replyText: Type.String(),
  replyPath: Type.String(),
  replyLength: Type.Integer({ minimum: 1 }),
  replyId: IdOrNone,
};

const ReplyShape = named('SubjectReply', Type.Object(SubjectFields));
/** One shape for all answers: the union of what the document shows. */
export const SubjectShape = named(
  'Subject',
  Type.Object({ ...SubjectFields, replies: Type.Array(ReplyShape, { description: 'The first three.' }) }),
);

function fieldsOf({ subject, url: path, isLiked: isLike }: ShownSubject, now: number): Static<typeof ReplyShape> {
  const { subjectId: id, topicId, title, lengthSeconds: length, samples, userId: creatorId } = subject;
  const { mainSubjectId, replySubjectId, replyUserId, createdAt, replyCount: repliesTotal } = subject;
  return {
    ...{ id, topicId, title, path, length, samples, mainSubjectId, replySubjectId, replyUserId, creatorId },
    createTime: chinaTime(createdAt)!,
    timeTip: timeTip(now - createdAt),
    isLike,
    countings: countingsOf(subject),
    repliesTotal,
    shareInfo: {},
    ...{ replyText: title, replyPath: path, replyLength: length, replyId: replySubjectId },
  };
}

export function subjectShape(shown: ShownSubject, now: number): Static<typeof SubjectShape> {
  return { ...fieldsOf(shown, now), replies: shown.replies.map((reply) => fieldsOf(reply, now)) };
}

function countingsOf({ viewCount, replyCount, likeCount, giftCount }: SubjectDocument) {
  return { viewCount, replyCount, likeCount, giftCount };
}

const Author = {
  id: Id,
  displayName: Type.String(),
  heiNum: Count,
  coverUrl: Type.String(),
  level: Type.Integer({ minimum: 1 }),
  birthDay: BirthDay,
  gender: Gender,
  honours: Honours,
  isFollowed: Type.Boolean({ description: 'By the caller.' }),
};

export const AuthorShape = named('Author', Type.Object(Author));
/** By id: who posted, and whom they answered. */
export const Authors = Type.Record(Type.String(), AuthorShape);
export const LatestPerson = named('LatestPerson', Type.Object({ ...Author, timeTip: Type.String() }));

export function authorShape(card: UserCard, isFollowed: boolean): Static<typeof AuthorShape> {
  const { userId: id, displayName, heiNum, coverUrl, experience, birthDay, gender } = card;
  return {
    id,
    displayName,
    heiNum,
    coverUrl,
    level: levelOf(experience),
    birthDay,
    gender,
    honours: honoursOf(card),
    isFollowed,
  };
}

export function authors(people: ShownSubjects['people']): Static<typeof Authors> {
  return Object.fromEntries([...people].map(([id, { card, isFollowed }]) => [id, authorShape(card, isFollowed)]));
}

/** What a like and a listening are answered with. */
export const CountedShape = {
  subjectCountings: Type.Object({ ...SubjectCountings, subjectId: Id }),
  topicCountings: Type.Object({ ...TopicCountings, topicId: Id }),
};

export function countedShape({ subject, topic }: Counted) {
  const { topicId, viewCount, replyCount, likeCount } = topic;
  return {
    subjectCountings: { ...countingsOf(subject), subjectId: subject.subjectId },
    topicCountings: { topicId, viewCount, replyCount, likeCount },
  };
}

export const SUBJECT_ID = 7_412_345_678_901;
export const TOPIC_ID = 7_512_345_678_901;
export const AUTHOR_ID = 7_012_345_678_901;

export const sampleTopic: Static<typeof TopicShape> = {
  id: TOPIC_ID,
  name: '话题测试',
  img: '',
  content: '瞎聊下吧',
  catName: '瞎聊',
  isTop: 0,
  type: 0,
  countings: { viewCount: 0, replyCount: 0, likeCount: 0 },
};

const SOUND = 'https://salon.example/files/record/20260101/7012345678901_3f8a1c2b9d7e4f60a1b2c3d4.m4a';

export const sampleSubject: Static<typeof SubjectShape> = {
  id: SUBJECT_ID,
  topicId: TOPIC_ID,
  title: 'hello',
  path: SOUND,
  length: 14,
  samples: '1,2,3,4,5,6,7,66,45,32,34,98,44,3,2,33,0',
  mainSubjectId: 0,
  replySubjectId: 0,
  replyUserId: 0,
  creatorId: AUTHOR_ID,
  createTime: '2026-01-01 18:11:05',
  timeTip: '2分钟前',
  isLike: false,
  countings: { viewCount: 0, replyCount: 0, likeCount: 0, giftCount: 0 },
  repliesTotal: 0,
  shareInfo: {},
  replyText: 'hello',
  replyPath: SOUND,
  replyLength: 14,
  replyId: 0,
  replies: [],
};

export const sampleAuthors: Static<typeof Authors> = {
  [AUTHOR_ID]: {
    id: AUTHOR_ID,
    displayName: '小明',
    heiNum: 12_345_678,
    coverUrl: '',
    level: 1,
    birthDay: '2000-01-01',
    gender: 'Male',
    honours: [],
    isFollowed: false,
  },
};
