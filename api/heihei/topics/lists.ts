import { Type } from '@sinclair/typebox';
import { showSubject, subjectWithReplies } from '../../../application/topics/subjects.ts';
import { listTopics, showTopic } from '../../../application/topics/topics.ts';
import { endpoint } from '../../http/endpoint.ts';
import { Id, Offset as OffsetOrStart } from '../../http/params.ts';
import { timeTip } from '../records/schemas.ts';
import {
  Authors,
  authorShape,
  authors,
  LatestPerson,
  ShareInfo,
  SUBJECT_ID,
  SubjectShape,
  sampleAuthors,
  sampleSubject,
  sampleTopic,
  subjectShape,
  TOPIC_ID,
  TopicShape,
  topicShape,
} from './shapes.ts';

/** The document makes it necessary. */
const Offset = Type.Integer({ minimum: 0, maximum: OffsetOrStart.maximum });

/** heihei, topic-list. */
export const topicList = endpoint({
  path: '/api/topic/topic-list',
  module: 'topic',
  name: 'topicList',
  summary: 'List topics, and who was in the zone for calls last',
  auth: 'user',
  params: Type.Object({ offset: Offset }),
  answer: Type.Object({
    dueChat: Type.Optional(Type.Object({ topic: TopicShape, users: Type.Array(LatestPerson) })),
    topics: Type.Array(TopicShape),
    offset: Type.Integer({ description: 'Of the next page.' }),
  }),
  examples: [{ params: { offset: 0 }, answer: { topics: [sampleTopic], offset: 1 } }],
  errors: [],
  async handle({ core, caller, params: { offset } }) {
    const { calls, topics } = await listTopics(core, caller, { offset });
    const now = core.clock.now();
    const latest = (calls?.people ?? []).map(({ card, isFollowed, at }) => ({
      ...authorShape(card, isFollowed),
      timeTip: timeTip(now - at),
    }));
    return {
      ...(calls && { dueChat: { topic: topicShape(calls.topic), users: latest } }),
      topics: topics.map(topicShape),
      offset: offset + topics.length,
    };
  },
});

/** heihei, 话题详情页. `topicId` is needed though the document's table forgets it. */
export const topicDetail = endpoint({
  path: '/api/topic/topic-detail',
  module: 'topic',
  name: 'topicDetail',
  summary: 'Show a topic and a page of its posts',
  auth: 'user',
  params: Type.Object({
    topicId: Id,
    type: Type.Union([Type.Literal('0'), Type.Literal('1')], { description: '0 the hot ones first, 1 the newest.' }),
    offset: Offset,
  }),
  answer: Type.Object({
    topic: TopicShape,
    users: Authors,
    pageSize: Type.Integer({ minimum: 0, description: 'Posts of this page.' }),
    subjects: Type.Array(SubjectShape),
    offset: Type.Integer({ description: 'Of the next page.' }),
  }),
  examples: [
    {
      params: { topicId: TOPIC_ID, type: '1', offset: 0 },
      answer: { topic: sampleTopic, users: sampleAuthors, pageSize: 1, subjects: [sampleSubject], offset: 1 },
    },
  ],
  errors: ['TopicNotFound'],
  async handle({ core, caller, params: { topicId, type, offset } }) {
    const order = type === '0' ? 'hottest' : 'newest';
    const { topic, subjects, people, next } = await showTopic(core, caller, { topicId, order, offset });
    const now = core.clock.now();
    const shown = subjects.map((subject) => subjectShape(subject, now));
    return { topic: topicShape(topic), users: authors(people), pageSize: shown.length, subjects: shown, offset: next };
  },
});

/** heihei, 帖子详情. `replys` is the document's own spelling. */
export const subjectDetail = endpoint({
  path: '/api/topic/subject-detail',
  module: 'topic',
  name: 'subjectDetail',
  summary: 'Show a post and a page of its answers',
  auth: 'user',
  params: Type.Object({ subjectId: Id, offset: Offset }),
  answer: Type.Object({
    topic: Type.Object({ ...TopicShape.properties, shareInfo: ShareInfo }, { title: 'TopicOfSubject' }),
    subject: SubjectShape,
    pageSize: Type.Integer({ minimum: 0, description: 'Answers of this page.' }),
    replys: Type.Array(SubjectShape),
    users: Authors,
  }),
  examples: [
    {
      params: { subjectId: SUBJECT_ID, offset: 0 },
      answer: {
        topic: { ...sampleTopic, shareInfo: {} },
        subject: sampleSubject,
        pageSize: 0,
        replys: [],
        users: sampleAuthors,
      },
    },
  ],
  errors: ['SubjectNotFound'],
  async handle({ core, caller, params }) {
    const { topic, subject, replies, people } = await subjectWithReplies(core, caller, params);
    const now = core.clock.now();
    const replys = replies.map((reply) => subjectShape(reply, now));
    return {
      topic: { ...topicShape(topic), shareInfo: {} },
      subject: subjectShape(subject, now),
      pageSize: replys.length,
      replys,
      users: authors(people),
    };
  },
});

/** heihei, 拉取单个subject的数据. */
export const getSubject = endpoint({
  path: '/api/topic/get-subject',
  module: 'topic',
  name: 'getSubject',
  summary: 'Show one post or answer',
  auth: 'user',
  params: Type.Object({ subjectId: Id }),
  answer: Type.Object({ subject: SubjectShape, users: Authors }),
  examples: [{ params: { subjectId: SUBJECT_ID }, answer: { subject: sampleSubject, users: sampleAuthors } }],
  errors: ['SubjectNotFound'],
  async handle({ core, caller, params }) {
    const { subject, people } = await showSubject(core, caller, params);
    return { subject: subjectShape(subject, core.clock.now()), users: authors(people) };
  },
});
