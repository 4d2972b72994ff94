import { userChannel } from '../channels.ts';
import type { OutgoingMessage } from '../message.ts';
import type { Messages } from './facts.ts';
import { imBody } from './im-body.ts';

/** What people write to each other (heihei, IM消息类型): to the receiver, and to the sender's own devices. */
export const imMessages: Messages = {
  MessageSent({ data, meta: { appId, at } }) {
    const body = imBody(data, at);
    const hearers = [...new Set([data.toUserId, data.from.userId])];
    return hearers.map((userId) => toUser(appId, userId, body));
  },
  SignalSent({ data, meta: { appId, at } }) {
    const { messageId, from, toUserId, type, body: text } = data;
    const content = { kind: 'custom', type, body: text } as const;
    const { msg, ...rest } = imBody({ messageId, from, toUserId, content, isFollowed: false }, at);
    const body = { ...rest, msg: { ...msg, msgType: 'event' } };
    return [toUserId, from.userId].map((userId) => toUser(appId, userId, body));
  },
  MessageRevoked({ data: { messageId, fromUserId, toUserId }, meta: { appId, at } }) {
    const body = control('revoke', fromUserId, toUserId, { msgId: messageId }, at);
    return [toUserId, fromUserId].map((userId) => toUser(appId, userId, body));
  },
  ConversationRead({ data: { userId, otherId, messageId }, meta: { appId, at } }) {
    const body = control('read', userId, otherId, { msgId: messageId }, at);
    return [otherId, userId].map((readerId) => toUser(appId, readerId, body));
  },
};

function toUser(appId: string, userId: number, body: Record<string, unknown>): OutgoingMessage {
  return { channel: userChannel(appId, userId), body, class: 'must', urgent: true };
}

/** What is no message of its own, but says something of one: `content.msgId`. */
function control(msgType: string, fromUserId: number, toUserId: number, content: { msgId: number }, at: number) {
  const createTime = Math.floor(at / 1000);
  return { msgType: 'IM', msg: { fromUserId, toUserId, msgType, content, createTime } };
}
