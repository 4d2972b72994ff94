import type { ChatStopped, ChatUser } from '../../domain/chat/events.ts';
import { levelOf } from '../../domain/user/level.ts';
import { chatChannel, userChannel } from '../channels.ts';
import type { Channel, OutgoingMessage } from '../message.ts';
import { dueChatNotify } from './due-chat-notify.ts';
import type { Messages } from './facts.ts';
import { giftBody } from './feed.ts';
import { senderCard, showTip } from './parts.ts';

/** Talks of two people (heihei, 消息数据定义: 动作消息), in the order of their flow: called, answered, joined, over. */
export const chatMessages: Messages = {
  ChatDue: ({ data, meta }) => [onCall(meta.appId, data.toId, data.chatId, dueChatNotify(data))],
  DueCancelled({ data: { chatId, fromId, toId, by }, meta }) {
    const otherId = by.userId === fromId ? toId : fromId;
    const body = { action: 'cancel-due-chat', comment: '对方取消约聊', chatId, ...senderCard(by) };
    return [onCall(meta.appId, otherId, chatId, body)];
  },
  DueExpired: ({ data, meta }) => callOver(meta.appId, data),
  // Nobody is told that the other blocks them, or was banned.
  DueDropped: ({ data, meta }) => callOver(meta.appId, data),
  ChatOpened: ({ data: { chatId, userIds }, meta }) =>
    userIds.map((userId) =>
      onCall(meta.appId, userId, chatId, { action: 'join-chat', comment: '加入对聊', chatId, chatid: chatId }),
    ),
  ChatJoined: ({ data: { chatId, users }, meta }) => [
    userStatus(chatChannel(meta.appId, chatId), chatId, users, users.some(isNormal) ? 'normal' : 'entering'),
  ],
  // To the other alone: clients hang up when they read that somebody is lost.
  ChatUserStatusChanged: ({ data: { chatId, otherId, status, users }, meta }) => [
    userStatus(userChannel(meta.appId, otherId), chatId, users, status),
  ],
  ChatPaused: ({ data: { chatId, otherId }, meta }) => [
    pause(meta.appId, otherId, chatId, { action: 'pause-chat', text: '对方离开一下' }),
  ],
  ChatContinued: ({ data: { chatId, otherId }, meta }) => [
    pause(meta.appId, otherId, chatId, { action: 'goon-chat', text: '对方回来了' }),
  ],
  ChatTopicChanged: ({ data: { chatId, text }, meta }) => [
    { ...action(chatChannel(meta.appId, chatId), chatTopic(chatId, text)), replaces: 'chat-topic' },
  ],
  ChatGiftShown({ data, meta: { appId } }) {
    const { chatId, from, toUserId, earnedPointsAfter } = data;
    const body = giftBody({ ...data, roomId: chatId, totalTicket: earnedPointsAfter });
    // Nobody is in a talk that is over.
    const channels = data.late
      ? [from.userId, toUserId].map((userId) => userChannel(appId, userId))
      : [chatChannel(appId, chatId)];
    return channels.map((channel) => ({ channel, body, class: 'must' }));
  },
  ChatStopped: ({ data, meta }) => [
    userStatus(chatChannel(meta.appId, data.chatId), data.chatId, data.users, endStatus(data)),
  ],
};

const isNormal = ({ status }: ChatUser) => status === 'normal';

function endStatus({ reason }: ChatStopped['data']): ChatUser['status'] {
  return reason === 'missed-heartbeats' || reason === 'not-joined' ? 'lost' : 'left';
}

function action(channel: Channel, body: { action: string } & Record<string, unknown>): OutgoingMessage {
  return { channel, body: { msgType: 'action', ...body }, class: 'must', urgent: true };
}

/** What became of a call: a client that was away needs only the last that there is to know. */
function onCall(
  appId: string,
  userId: number,
  chatId: number,
  body: { action: string } & Record<string, unknown>,
): OutgoingMessage {
  return { ...action(userChannel(appId, userId), body), replaces: `call.${chatId}` };
}

function callOver(
  appId: string,
  { chatId, fromId, toId }: { chatId: number; fromId: number; toId: number },
): OutgoingMessage[] {
  const replaces = `call.${chatId}`;
  return [
    { ...showTip(appId, fromId, { type: 'toast', title: '对方没有应答', desc: '' }), replaces },
    { ...showTip(appId, toId, { type: 'toast', title: '约聊已结束', desc: '' }), replaces },
  ];
}

/** heihei, 对聊暂停, 对聊继续; both have the same comment in the document. */
function pause(appId: string, userId: number, chatId: number, said: { action: string; text: string }): OutgoingMessage {
  const body = { ...said, comment: '暂停直播', chatId };
  return { ...action(userChannel(appId, userId), body), replaces: `pause-chat.${chatId}` };
}

function chatTopic(chatId: number, text: string) {
  return { action: 'chat-topic', comment: '约聊话题消息', text, chatId };
}

/** The document's numbers (heihei, 动作消息: chat-user-status). */
const STATUS_NUMBER = { entering: 0, normal: 1, left: 2, lost: 3 } as const satisfies Record<
  ChatUser['status'],
  number
>;

function userStatus(
  channel: Channel,
  chatId: number,
  people: readonly ChatUser[],
  status: ChatUser['status'],
): OutgoingMessage {
  const users = people.map(shownUser);
  return action(channel, {
    action: 'chat-user-status',
    comment: '对聊用户状态',
    chatId,
    users,
    // The name that older clients read.
    user: users,
    status: STATUS_NUMBER[status],
  });
}

function shownUser({ person, status }: ChatUser) {
  return {
    id: person.userId,
    heiNum: person.heiNum,
    displayName: person.displayName,
    description: person.description,
    level: levelOf(person.experience),
    experience: person.experience,
    gender: person.gender,
    birthDay: person.birthDay,
    coverUrl: person.coverUrl,
    region: '',
    address: person.address,
    user_type: person.isAnchor ? 'Anchor' : 'Normal',
    user_status: 'Published',
    lastModified: person.lastModified,
    honours: [],
    status: STATUS_NUMBER[status],
    point: person.points,
    allEarnPoint: person.earnedPoints,
    // One object for both cannot say whom each follows; the answers of join-chat and get-chat do.
    isFollowed: false,
  };
}
