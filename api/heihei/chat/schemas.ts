import { Type } from '@sinclair/typebox';
import { Nullable, named, UpToDate } from '../../http/answers.ts';
import { Id } from '../../http/params.ts';
import { Person } from '../person.ts';

export const ChatId = Id;

/** heihei, 约聊, 前往约聊. */
export const Ringing = Type.Object({
  expireTime: Type.Integer({
    minimum: 0,
    description: 'Seconds that the call rings, or that both have to join once it is accepted.',
  }),
  chatId: ChatId,
  ...UpToDate,
});

/** heihei, 加入对话: users; the message `chat-user-status` has the same. */
export const ChatUser = named(
  'ChatUser',
  Type.Object({
    ...Person,
    status: Type.Integer({
      enum: [0, 1, 2, 3],
      description: '0 entering, 1 there, 2 left, 3 lost, or the talk is over.',
    }),
    point: Type.Integer({ minimum: 0 }),
    allEarnPoint: Type.Integer({ minimum: 0 }),
    isFollowed: Type.Boolean(),
  }),
);

/** heihei, 加入对话, 获取连麦状态. */
export const Chat = named(
  'Chat',
  Type.Object({
    chatId: ChatId,
    roomId: Type.Integer({ ...ChatId, description: 'The same as `chatId`: what the message `gift` names.' }),
    createrId: Type.Integer({ ...Id, description: 'Who called, or waited longer; in the spelling of the document.' }),
    status: Type.Integer({ enum: [0, 1, 3], description: '0 somebody is still to join, 1 connected, 3 over.' }),
    title: Type.String({ description: 'The ids of both, with a comma.' }),
    initTopic: Type.String(),
    visible: Type.Literal(1),
    pushAddr: Type.Literal(''),
    streamAddr: Type.Literal(''),
    archiveFile: Type.Null(),
    createTime: Type.String(),
    startTime: Nullable(Type.String()),
    users: Type.Array(ChatUser),
    user: Type.Array(ChatUser, { description: 'The same as `users`, under the name that older clients read.' }),
  }),
);
