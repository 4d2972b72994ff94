import { Type } from '@sinclair/typebox';
import { acceptChat as accept, cancelDue, dueChat as due, type PlacedCall } from '../../../application/chats/calls.ts';
import { UpToDate } from '../../http/answers.ts';
import { endpoint } from '../../http/endpoint.ts';
import { Int, UserId } from '../../http/params.ts';
import { ChatId, Ringing } from './schemas.ts';
import { CHAT_ID, OTHER_ID } from './shapes.ts';

/** `type` of 前往约聊: the call is over, and the caller is called back. */
const CALL_BACK = 1;

function ringing({ expiresInMs, ...call }: PlacedCall) {
  return { expireTime: Math.ceil(expiresInMs / 1000), ...call };
}

/**
 * heihei, 约聊: calls a user, whose clients ring (`due-chat-notify`). 738 when either plays a live, 739 when either is busy. When the other is
 * calling the caller, both are joined at once. The same call again while it rings is the same call.
 */
export const dueChat = endpoint({
  path: '/api/chat/due-chat',
  module: 'chat',
  name: 'dueChat',
  summary: 'Call a user',
  auth: 'user',
  cost: 'notify',
  params: Type.Object({ userId: UserId }),
  answer: Ringing,
  examples: [{ params: { userId: OTHER_ID }, answer: { expireTime: 15, chatId: CHAT_ID } }],
  errors: ['TargetIsSelf', 'UserNotFound', 'UserIsLive', 'LineBusy', 'TooOften'],
  async handle({ core, caller, params: { userId }, meta }) {
    return ringing(await due(core, caller, { userId }, meta));
  },
});

/** heihei, 停止正在约聊: the caller takes a call back; clients also refuse one by it. The other side is told (`cancel-due-chat`). */
export const cancelDueChat = endpoint({
  path: '/api/chat/cancel-due-chat',
  module: 'chat',
  name: 'cancelDueChat',
  summary: 'Take a call back, or refuse one',
  auth: 'user',
  cost: 'fanOut',
  params: Type.Object({ chatId: ChatId }),
  answer: Type.Object({ ...UpToDate }),
  examples: [{ params: { chatId: CHAT_ID }, answer: {} }],
  errors: ['ChatNotFound', 'NotOwner'],
  handle: ({ core, caller, params, meta }) => cancelDue(core, caller, params, meta),
});

/**
 * heihei, 前往约聊: accepts the call of `userId`; both are told to join (`join-chat`). 409 when it is over; with `type` 1 the caller is called
 * back instead, as by 约聊. `msgId` names the notice that is answered; clients send it, and nothing needs it.
 */
export const acceptChat = endpoint({
  path: '/api/chat/accept-chat',
  module: 'chat',
  name: 'acceptChat',
  summary: 'Accept a call, or return one',
  auth: 'user',
  cost: 'notify',
  params: Type.Object({
    chatId: ChatId,
    userId: UserId,
    type: Type.Integer({ minimum: 0, maximum: 1 }),
    msgId: Type.Optional(Int),
  }),
  answer: Ringing,
  examples: [{ params: { chatId: CHAT_ID, userId: OTHER_ID, type: 0 }, answer: { expireTime: 15, chatId: CHAT_ID } }],
  errors: ['ChatNotFound', 'ChatTooLate', 'TargetIsSelf', 'UserNotFound', 'UserIsLive', 'LineBusy', 'TooOften'],
  async handle({ core, caller, params: { chatId, userId: callerId, type }, meta }) {
    return ringing(await accept(core, caller, { chatId, callerId, callsBack: type === CALL_BACK }, meta));
  },
});
