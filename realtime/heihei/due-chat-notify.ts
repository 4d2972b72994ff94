import { RING_MS } from '../../domain/switchboard/limits.ts';
import type { PersonCard } from '../../domain/user/events.ts';
import { MAX_MESSAGES_PER_EVENT, messageId } from '../message.ts';
import { senderCard } from './parts.ts';

/** heihei, 消息数据定义: 约聊通知消息. */
export function dueChatNotify({ chatId, from, isReturn }: { chatId: number; from: PersonCard; isReturn: boolean }) {
  return {
    msgType: 'action' as const,
    action: 'due-chat-notify' as const,
    comment: '约聊通知消息',
    expireTime: RING_MS / 1000,
    chatId,
    ...senderCard(from),
    type: isReturn ? 1 : 0,
    needstore: true as const,
    getuiAction: 'duechat' as const,
  };
}

/** The `msgId` of the notice of a call, whose event stands at a position: the event makes no other message. */
export function noticeIdOf(position: number): number {
  return messageId(position, 0);
}

/** The position that a `msgId` names. */
export function positionOfNotice(msgId: number): number {
  return Math.floor(msgId / MAX_MESSAGES_PER_EVENT);
}
