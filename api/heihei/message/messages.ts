import { Type } from '@sinclair/typebox';
import { groupMessagesOf, revokeInGroup } from '../../../application/messages/groups.ts';
import { messagesWith, revokeMessage } from '../../../application/messages/inbox.ts';
import { sendMessage } from '../../../application/messages/send.ts';
import { sendToGroup } from '../../../application/messages/send-to-group.ts';
import type { Writing } from '../../../application/messages/writing.ts';
import { MAX_AUDIO_SECONDS, MAX_MESSAGE_CHARS } from '../../../domain/conversation/content.ts';
import { groupImBody, imBody } from '../../../realtime/heihei/im-body.ts';
import { ImMessage } from '../../../realtime/heihei/schemas.ts';
import { UpToDate } from '../../http/answers.ts';
import { endpoint } from '../../http/endpoint.ts';
import { Id, PersonOrApp, UserId } from '../../http/params.ts';
import { badParameter } from '../../http/refusals.ts';

/** Longest page of a conversation. */
const MAX_HISTORY = 50;

const KINDS = ['text', 'audio', 'image', 'video'] as const;

/** In place of a person: one of the caller's groups. */
const GroupId = Type.Optional(
  Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, description: 'In place of a person: a group.' }),
);

const OTHER_ID = 7_012_345_678_901;
const MESSAGE_ID = 7_112_345_678_901;

/**
 * Writes to a person, or to a group. Ours: the document has the messages and no call that sends one (heihei, IM消息类型). With an
 * `Idempotency-Key`, a repetition is sent once and gets the first answer.
 */
export const sendIm = endpoint({
  path: '/api/msg/send-im',
  module: 'message',
  name: 'sendIm',
  own: true,
  summary: 'Write to a person, or to a group',
  auth: 'user',
  cost: 'notify',
  params: Type.Object({
    toUserId: Type.Optional(UserId),
    groupId: GroupId,
    msgType: Type.Union(KINDS.map((kind) => Type.Literal(kind))),
    text: Type.Optional(Type.String({ maxLength: MAX_MESSAGE_CHARS, description: 'Of a text.' })),
    sign: Type.Optional(
      Type.String({
        maxLength: 64,
        description: 'Of a picture, sound or film: the `sign` of its upload (module message).',
      }),
    ),
    length: Type.Optional(
      Type.Integer({ minimum: 1, maximum: MAX_AUDIO_SECONDS, description: 'Of a sound, in seconds.' }),
    ),
  }),
  answer: Type.Object({ msgId: Id, createTime: Type.Integer({ description: 'Epoch seconds.' }), ...UpToDate }),
  examples: [
    {
      params: { toUserId: OTHER_ID, msgType: 'text', text: '在吗' },
      answer: { msgId: MESSAGE_ID, createTime: 1_795_395_064 },
    },
  ],
  errors: [
    'UserNotFound',
    'TargetIsSelf',
    'ProfileHidden',
    'TargetBlocked',
    'TextNotAllowed',
    'FileInvalid',
    'GroupNotFound',
    'NotInGroup',
  ],
  async handle({ core, caller, params, meta }) {
    const { toUserId, groupId } = params;
    const content = writingOf(params);
    const isToGroup = groupId !== undefined;
    if (isToGroup === (toUserId !== undefined) || toUserId === caller.userId) throw badParameter('toUserId');
    const sent = isToGroup
      ? await sendToGroup(core, caller, { groupId, content }, meta)
      : await sendMessage(core, caller, { toUserId: needed(toUserId, 'toUserId'), content }, meta);
    const { messageId, at, upToDate } = sent;
    return { msgId: messageId, createTime: Math.floor(at / 1000), ...(upToDate === false && { upToDate }) };
  },
});

/** What a client may send; the other kinds are the server's alone (heihei, IM消息类型). */
function writingOf(params: {
  msgType: (typeof KINDS)[number];
  text?: string;
  sign?: string;
  length?: number;
}): Writing {
  const { msgType, text, sign, length } = params;
  if (msgType === 'text') return { kind: 'text', text: needed(text, 'text') };
  const file = needed(sign, 'sign');
  return msgType === 'audio'
    ? { kind: 'audio', sign: file, lengthSeconds: needed(length, 'length') }
    : { kind: msgType, sign: file };
}

function needed<Value>(value: Value | undefined, name: string): Value {
  if (value === undefined) throw badParameter(name);
  return value;
}

/** What the caller and another person wrote, or what was said in a group since the caller joined it; newest first. Ours. */
export const imHistory = endpoint({
  path: '/api/msg/im-history',
  module: 'message',
  name: 'imHistory',
  own: true,
  summary: 'Read what was written with a person, or in a group',
  auth: 'user',
  params: Type.Object({
    userId: Type.Optional(PersonOrApp),
    groupId: GroupId,
    before: Type.Optional(Id),
    limit: Type.Integer({ minimum: 1, maximum: MAX_HISTORY, default: 20 }),
  }),
  answer: Type.Object({ messages: Type.Array(Type.Object(ImMessage, { title: 'ImMessageKept' })) }),
  examples: [{ params: { userId: OTHER_ID, limit: 20 }, answer: { messages: [] } }],
  errors: ['GroupNotFound', 'NotInGroup'],
  async handle({ core, caller, params: { userId, groupId, before, limit } }) {
    if ((groupId === undefined) === (userId === undefined)) throw badParameter('userId');
    if (groupId !== undefined) {
      const said = await groupMessagesOf(core, caller, { groupId, before, limit });
      return {
        messages: said.flatMap(({ content, at, ...message }) =>
          content ? [groupImBody({ ...message, content }, at)] : [],
        ),
      };
    }
    const found = await messagesWith(core, caller, { otherId: needed(userId, 'userId'), before, limit });
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
  params: Type.Object({ userId: Type.Optional(UserId), groupId: GroupId, msgId: Id }),
  answer: Type.Object(UpToDate),
  examples: [{ params: { userId: OTHER_ID, msgId: MESSAGE_ID }, answer: {} }],
  errors: ['MessageNotRevocable', 'GroupNotFound', 'NotInGroup'],
  handle({ core, caller, params: { userId, groupId, msgId: messageId }, meta }) {
    if ((groupId === undefined) === (userId === undefined)) throw badParameter('userId');
    if (groupId !== undefined) return revokeInGroup(core, caller, { groupId, messageId }, meta);
    return revokeMessage(core, caller, { otherId: needed(userId, 'userId'), messageId }, meta);
  },
});
