import { Type } from '@sinclair/typebox';
import {
  likeSubject as like,
  listenToSubject,
  postSubject,
  replyToSubject,
  retitleSubject,
  type ShownPost,
} from '../../../application/topics/subjects.ts';
import { MAX_SAMPLES_CHARS, MAX_SUBJECT_S, MAX_SUBJECT_TITLE_CHARS } from '../../../domain/subject/limits.ts';
import { UpToDate } from '../../http/answers.ts';
import { endpoint } from '../../http/endpoint.ts';
import { Id } from '../../http/params.ts';
import {
  Authors,
  authors,
  CountedShape,
  countedShape,
  SUBJECT_ID,
  SubjectShape,
  sampleAuthors,
  sampleSubject,
  subjectShape,
  TOPIC_ID,
} from './shapes.ts';

const Sign = Type.String({ minLength: 1, maxLength: 64, description: 'Of an upload of module record.' });
const Samples = Type.String({
  maxLength: MAX_SAMPLES_CHARS,
  description: 'How loud it is from moment to moment: numbers with commas between.',
});
const Title = Type.String({ minLength: 1, maxLength: MAX_SUBJECT_TITLE_CHARS * 2 });
const Length = Type.Integer({ minimum: 1, maximum: MAX_SUBJECT_S, description: 'In seconds.' });

const PostAnswer = Type.Object({ subject: SubjectShape, users: Authors, ...UpToDate });
const SAMPLE_ANSWER = { subject: sampleSubject, users: sampleAuthors };
const SAMPLES = sampleSubject.samples;
const SIGN = '0123456789abcdef0123456789abcdef';

function answerOf({ subject, people, ...shown }: ShownPost, now: number) {
  return { subject: subjectShape(subject, now), users: authors(people), ...shown };
}

/** heihei, 参与话题. */
export const createSubject = endpoint({
  path: '/api/topic/create-subject',
  module: 'topic',
  name: 'createSubject',
  summary: 'Post a sound to a topic',
  auth: 'user',
  cost: 'notify',
  params: Type.Object({ topicId: Id, sign: Sign, samples: Samples, title: Title, length: Length }),
  answer: PostAnswer,
  examples: [
    {
      params: { topicId: TOPIC_ID, sign: SIGN, samples: SAMPLES, title: 'hello', length: 14 },
      answer: SAMPLE_ANSWER,
    },
  ],
  errors: ['TopicNotFound', 'FileInvalid', 'TextNotAllowed', 'TooOften'],
  async handle({ core, caller, params: { length: lengthSeconds, ...given }, meta }) {
    return answerOf(await postSubject(core, caller, { ...given, lengthSeconds }, meta), core.clock.now());
  },
});

/** heihei, 回复. `title` and `length` are ours. */
export const replySubject = endpoint({
  path: '/api/topic/reply-subject',
  module: 'topic',
  name: 'replySubject',
  summary: 'Answer a post with a sound',
  auth: 'user',
  cost: 'notify',
  params: Type.Object({
    subjectId: Id,
    sign: Sign,
    samples: Samples,
    title: Type.Optional(Type.String({ maxLength: MAX_SUBJECT_TITLE_CHARS * 2 })),
    length: Type.Optional(Length),
  }),
  answer: PostAnswer,
  examples: [{ params: { subjectId: SUBJECT_ID, sign: SIGN, samples: SAMPLES }, answer: SAMPLE_ANSWER }],
  errors: ['SubjectNotFound', 'TopicNotFound', 'FileInvalid', 'TextNotAllowed', 'TooOften'],
  async handle({ core, caller, params: { title = '', length: lengthSeconds, ...given }, meta }) {
    return answerOf(await replyToSubject(core, caller, { ...given, title, lengthSeconds }, meta), core.clock.now());
  },
});

/** heihei, 修改话题: a post's title, by its author. */
export const updateSubject = endpoint({
  path: '/api/topic/update-subject',
  module: 'topic',
  name: 'updateSubject',
  summary: "Give one's post another title",
  auth: 'user',
  cost: 'write',
  params: Type.Object({ subjectId: Id, title: Title }),
  answer: PostAnswer,
  examples: [{ params: { subjectId: SUBJECT_ID, title: 'hello' }, answer: SAMPLE_ANSWER }],
  errors: ['SubjectGone', 'TextNotAllowed'],
  async handle({ core, caller, params, meta }) {
    return answerOf(await retitleSubject(core, caller, params, meta), core.clock.now());
  },
});

/** heihei, 收听帖子: the first time counts. */
export const listenSubject = endpoint({
  path: '/api/topic/listen-subject',
  module: 'topic',
  name: 'listenSubject',
  summary: 'Listen to a post',
  auth: 'user',
  cost: 'write',
  params: Type.Object({ subjectId: Id }),
  answer: Type.Object({ ...CountedShape, ...UpToDate }),
  examples: [
    {
      params: { subjectId: SUBJECT_ID },
      answer: {
        subjectCountings: { viewCount: 5, replyCount: 0, subjectId: SUBJECT_ID, giftCount: 0, likeCount: 0 },
        topicCountings: { viewCount: 15, topicId: TOPIC_ID, replyCount: 2, likeCount: 0 },
      },
    },
  ],
  errors: ['SubjectNotFound'],
  async handle({ core, caller, params, meta }) {
    const { subject, topic, ...shown } = await listenToSubject(core, caller, params, meta);
    return { ...countedShape({ subject, topic }), ...shown };
  },
});

/** heihei, 帖子点赞: once a person. */
export const likeSubject = endpoint({
  path: '/api/topic/like-subject',
  module: 'topic',
  name: 'likeSubject',
  summary: 'Like a post',
  auth: 'user',
  cost: 'notify',
  params: Type.Object({ subjectId: Id }),
  answer: Type.Object({ ...CountedShape, ...UpToDate }),
  examples: [
    {
      params: { subjectId: SUBJECT_ID },
      answer: {
        subjectCountings: { viewCount: 5, replyCount: 0, subjectId: SUBJECT_ID, giftCount: 0, likeCount: 1 },
        topicCountings: { viewCount: 15, topicId: TOPIC_ID, replyCount: 2, likeCount: 1 },
      },
    },
  ],
  errors: ['SubjectGone'],
  async handle({ core, caller, params, meta }) {
    const { subject, topic, ...shown } = await like(core, caller, params, meta);
    return { ...countedShape({ subject, topic }), ...shown };
  },
});
