import type { DomainEvent, EventTypes } from '../kernel/event.ts';
import { namesNobody, notPersonal, type PersonalFields, textOf } from '../kernel/personal.ts';
import { cardAt, type PersonCard } from '../user/events.ts';
import type { MessageContent } from './content.ts';

/** Who writes: as others see them, with what clients show beside a message. */
export interface SenderCard extends PersonCard {
  heiNum: number;
  level: number;
}

/**
 * `conversation-<app>.<lower id>.<higher id>`: what two people write to each other, in one order. `seq` counts its messages from 1.
 * `isFollowed`: the receiver followed the sender then.
 */
export type MessageSent = DomainEvent<
  'MessageSent',
  { messageId: number; seq: number; from: SenderCard; toUserId: number; content: MessageContent; isFollowed: boolean }
>;
/** Passes by: reaches both sides' sockets like a message, and is neither kept in lists nor unread (LinkV IM, 事件消息发送). */
export type SignalSent = DomainEvent<
  'SignalSent',
  { messageId: number; from: SenderCard; toUserId: number; type: string; body: string }
>;
/** The sender took it back. */
export type MessageRevoked = DomainEvent<
  'MessageRevoked',
  { messageId: number; seq: number; fromUserId: number; toUserId: number }
>;
/** `userId` has read what the other wrote, up to and with the message `seq`. */
export type ConversationRead = DomainEvent<
  'ConversationRead',
  { userId: number; otherId: number; seq: number; messageId: number }
>;

/** `conversation-<app>.g<groupId>`: what is said in a group, in one order. `seq` counts its messages from 1. */
export type GroupMessageSent = DomainEvent<
  'GroupMessageSent',
  { messageId: number; seq: number; groupId: number; from: SenderCard; content: MessageContent }
>;
/** Passes by: reaches the members' sockets like a message, and is neither kept in lists nor unread. */
export type GroupSignalSent = DomainEvent<
  'GroupSignalSent',
  { messageId: number; groupId: number; from: SenderCard; type: string; body: string }
>;
/** `fromUserId` wrote it; `byUserId` took it back: the same, or whoever runs the group. */
export type GroupMessageRevoked = DomainEvent<
  'GroupMessageRevoked',
  { messageId: number; seq: number; groupId: number; fromUserId: number; byUserId: number }
>;

export type ConversationEvent =
  | MessageSent
  | SignalSent
  | MessageRevoked
  | ConversationRead
  | GroupMessageSent
  | GroupSignalSent
  | GroupMessageRevoked;

export const conversationEventTypes: EventTypes<ConversationEvent> = {
  MessageSent: true,
  SignalSent: true,
  MessageRevoked: true,
  ConversationRead: true,
  GroupMessageSent: true,
  GroupSignalSent: true,
  GroupMessageRevoked: true,
};

const message = {
  ...cardAt('from'),
  'content.text': textOf('from.userId'),
  'content.url': textOf('from.userId'),
  'content.type': notPersonal,
  'content.body': textOf('from.userId'),
  'content.pictureUrl': textOf('from.userId'),
  'content.iconUrl': textOf('from.userId'),
  'content.linkText': textOf('from.userId'),
  'content.linkUrl': textOf('from.userId'),
} as const;
const signal = { ...cardAt('from'), type: notPersonal, body: textOf('from.userId') } as const;

export const conversationPersonal: PersonalFields<ConversationEvent> = {
  MessageSent: message,
  SignalSent: signal,
  MessageRevoked: namesNobody,
  ConversationRead: namesNobody,
  GroupMessageSent: message,
  GroupSignalSent: signal,
  GroupMessageRevoked: namesNobody,
};
