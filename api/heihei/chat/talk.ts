import { Type } from '@sinclair/typebox';
import {
  beatInChat,
  changeChat,
  joinChat as join,
  showChat,
  stopChat as stop,
} from '../../../application/chats/talk.ts';
import { CHAT_BEAT_MS } from '../../../domain/chat/limits.ts';
import { NoAnswer, UpToDate } from '../../http/answers.ts';
import { type Endpoint, endpoint } from '../../http/endpoint.ts';
import { badParameter } from '../../http/refusals.ts';
import { RtcToken } from '../conference/schemas.ts';
import { Chat, ChatId } from './schemas.ts';
import { CHAT_ID, chatDocument, sampleChat } from './shapes.ts';

/** Older clients spell the parameter `chatid`. */
const EitherSpelling = Type.Object({ chatId: Type.Optional(ChatId), chatid: Type.Optional(ChatId) });
const OfChat = Type.Object({ chatId: ChatId });

/**
 * heihei, 加入对话: enters a talk after the message `join-chat`, or comes again for a fresh token, which opens the talk's room on the media
 * server. From then on the client beats (`heartBeat`).
 */
export const joinChat = endpoint({
  path: '/api/chat/join-chat',
  module: 'chat',
  name: 'joinChat',
  summary: 'Enter a talk, or get a fresh token for it',
  auth: 'user',
  cost: 'fanOut',
  params: EitherSpelling,
  answer: Type.Object({ chat: Chat, token: RtcToken, ...UpToDate }),
  examples: [
    {
      params: { chatId: CHAT_ID },
      answer: {
        chat: { ...sampleChat, status: 0 },
        token: {
          roomName: `chat.${CHAT_ID}`,
          roomToken: 'eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl',
          expireTime: 1_796_050_800,
        },
      },
    },
  ],
  errors: ['InvalidInput', 'ChatNotFound'],
  async handle({ core, caller, params, meta }) {
    const chatId = params.chatId ?? params.chatid;
    if (chatId === undefined) throw badParameter('chatId');
    const { access, upToDate, ...chat } = await join(core, caller, { chatId }, meta);
    const { roomName, token: roomToken, expiresAtS: expireTime } = access;
    const token = { roomName, roomToken, expireTime };
    return { chat: chatDocument(chat), token, ...(upToDate === false && { upToDate }) };
  },
});

/** heihei, 获取连麦状态: a talk of the caller's, until a day after its end. */
export const getChat = endpoint({
  path: '/api/chat/get-chat',
  module: 'chat',
  name: 'getChat',
  summary: 'Get a talk',
  auth: 'user',
  params: OfChat,
  answer: Type.Object({ chat: Chat }),
  examples: [{ params: { chatId: CHAT_ID }, answer: { chat: sampleChat } }],
  errors: ['ChatNotFound'],
  async handle({ core, caller, params }) {
    return { chat: chatDocument(await showChat(core, caller, params)) };
  },
});

/** heihei, 对聊心跳. Without one for 15 s the other side is shown that the line is bad, after 30 s the talk ends. */
export const heartBeat = endpoint({
  path: '/api/chat/heart-beat',
  module: 'chat',
  name: 'heartBeat',
  shapesNamed: 'chatHeartBeat',
  summary: 'Say that one is still in a talk',
  auth: 'user',
  params: OfChat,
  answer: Type.Object({ nextTimeout: Type.Integer({ description: 'Seconds until the next one.' }) }),
  examples: [{ params: { chatId: CHAT_ID }, answer: { nextTimeout: CHAT_BEAT_MS / 1000 } }],
  errors: ['ChatNotFound'],
  async handle({ core, caller, params, meta }) {
    await beatInChat(core, caller, params, meta);
    return { nextTimeout: CHAT_BEAT_MS / 1000 };
  },
});

/** heihei, 结束对话: both are told (`chat-user-status`). Once more is a success. */
export const stopChat = endpoint({
  path: '/api/chat/stop-chat',
  module: 'chat',
  name: 'stopChat',
  summary: 'Hang up',
  auth: 'user',
  cost: 'fanOut',
  params: OfChat,
  answer: Type.Object({ ...UpToDate }),
  examples: [{ params: { chatId: CHAT_ID }, answer: {} }],
  errors: ['ChatNotFound'],
  handle: ({ core, caller, params, meta }) => stop(core, caller, params, meta),
});

/** heihei, 更换话题, 对聊暂停, 对聊继续. A topic is read by both, a pause by the other side alone. */
export const [changeTopic, pauseChat, continueChat] = [
  changing('change-topic', 'changeTopic', 'topic', 'Change the topic of a talk'),
  changing('pause-chat', 'pauseChat', 'pause', 'Pause a talk'),
  changing('continue-chat', 'continueChat', 'continue', 'Go on with a talk'),
] as const;

function changing(path: string, name: string, change: 'topic' | 'pause' | 'continue', summary: string): Endpoint {
  return endpoint({
    path: `/api/chat/${path}`,
    module: 'chat',
    name,
    summary,
    auth: 'user',
    cost: 'fanOut',
    params: OfChat,
    answer: NoAnswer,
    examples: [{ params: { chatId: CHAT_ID }, answer: {} }],
    errors: change === 'topic' ? ['ChatNotFound', 'TooOften'] : ['ChatNotFound'],
    async handle({ core, caller, params: { chatId }, meta }) {
      await changeChat(core, caller, { chatId, change }, meta);
      return {};
    },
  });
}
