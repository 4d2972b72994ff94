import { Type } from '@sinclair/typebox';
import { messagesWith, revokeMessage } from '../../../application/messages/inbox.ts';
import { sendMessage } from '../../../application/messages/send.ts';
import { MAX_MESSAGE_CHARS } from '../../../domain/conversation/content.ts';
import { imBody } from '../../../realtime/heihei/im-body.ts';
import { ImMessage } from '../../../realtime/heihei/schemas.ts';
import { UpToDate } from '../../http/answers.ts';
import { endpoint } from '../../http/endpoint.ts';
import { Id, UserId } from '../../http/params.ts';
import { badParameter } from '../../http/refusals.ts';

/** Longest page of a conversation. */
const MAX_HISTORY = 50;

const OTHER_ID = 7_012_345_678_901;
const MESSAGE_ID = 7_112_345_678_901;

/**
 * Writes to a person. Ours: the document has the messages and no call that sends one (heihei, IM消息类型). With an
 * `Idempotency-Key`, a repetition is sent once and gets the first answer.
 */
export const sendIm = endpoint({
  path: '/api/msg/send-im',
  module: 'message',
  name: 'sendIm',
  own: true,
  summary: 'Write to a person',
  auth: 'user',
  cost: 'notify',
  params: Type.Object({
    toUserId: UserId,
    msgType: Type.Literal('text'),
    text: Type.String({ minLength: 1, maxLength: MAX_MESSAGE_CHARS }),
  }),
  answer: Type.Object({ msgId: Id, createTime: Type.Integer({ description: 'Epoch seconds.' }), ...UpToDate }),
  examples: [
    {
      params: { toUserId: OTHER_ID, msgType: 'text', text: '在吗' },
      answer: { msgId: MESSAGE_ID, createTime: 1_795_395_064 },
    },
  ],
  errors: ['UserNotFound', 'TargetIsSelf', 'ProfileHidden', 'TargetBlocked', 'TextNotAllowed'],
  async handle({ core, caller, params: { toUserId, text }, meta }) {
    if (toUserId === caller.userId) throw badParameter('toUserId');
    const sent = await sendMessage(core, caller, { toUserId, content: { kind: 'text', text } }, meta);
    const { messageId, at, upToDate } = sent;
    return { msgId: messageId, createTime: Math.floor(at / 1000), ...(upToDate === false && { upToDate }) };
  },
});

/** What the caller and another person wrote, newest first. Ours. */
export const imHistory = endpoint({
  path: '/api/msg/im-history',
  module: 'message',
  name: 'imHistory',
  own: true,
  summary: 'Read what was written with a person',
  auth: 'user',
  params: Type.Object({
    userId: UserId,
    before: Type.Optional(Id),
    limit: Type.Integer({ minimum: 1, maximum: MAX_HISTORY, default: 20 }),
  }),
  answer: Type.Object({ messages: Type.Array(Type.Object(ImMessage, { title: 'ImMessageKept' })) }),
  examples: [{ params: { userId: OTHER_ID, limit: 20 }, answer: { messages: [] } }],
  errors: [],
  async handle({ core, caller, params: { userId, before, limit } }) {
    const found = await messagesWith(core, caller, { otherId: userId, before, limit });
    return {
      messages: found.flatMap(({ content, at, ...message }) => (content ? [imBody({ ...message, content }, at)] : [])),
    };
  },
});

/** Takes a message back within two minutes. Ours. */
export const revokeIm = endpoint({
  path: '/api/msg/revoke-im',
  module: 'message',
  name: 'revokeIm',
  own: true,
  summary: 'Take a message back, within two minutes',
  auth: 'user',
  cost: 'write',
  params: Type.Object({ userId: UserId, msgId: Id }),
  answer: Type.Object(UpToDate),
  examples: [{ params: { userId: OTHER_ID, msgId: MESSAGE_ID }, answer: {} }],
  errors: ['MessageNotRevocable'],
  handle: ({ core, caller, params: { userId, msgId }, meta }) =>
    revokeMessage(core, caller, { otherId: userId, messageId: msgId }, meta),
});
