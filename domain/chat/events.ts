import type { DomainEvent, EventTypes } from '../kernel/event.ts';
import { namesNobody, notPersonal, type PersonalFields, textOf } from '../kernel/personal.ts';
import type { PartReason } from '../switchboard/events.ts';
import { cardAt, type PersonCard } from '../user/events.ts';
import type { ChatGiftPurchase } from '../wallet/events.ts';

/** A person as the other side of a talk sees them. `lastModified`: epoch seconds of the profile's last change. */
export interface ChatPerson extends PersonCard {
  heiNum: number;
  description: string;
  address: string;
  points: number;
  earnedPoints: number;
  experience: number;
  /** Has been live. */
  isAnchor: boolean;
  lastModified: number;
}

/** `lost`: no sign of life for `CHAT_LOST_MS`. */
export type ChatUserStatus = 'entering' | 'normal' | 'left' | 'lost';

export interface ChatUser {
  person: ChatPerson;
  status: ChatUserStatus;
}

export type ChatEndReason = 'user' | 'not-joined' | 'missed-heartbeats' | PartReason;

interface InChat {
  chatId: number;
}

/**
 * `chat-<app>.<chatId>`: a talk of two people (heihei, 对聊), from the acceptance or the match to its end. `userIds`: who called, or waited
 * longer, then the other. `joinBy` and `startedAt` are epoch ms.
 */
export type ChatOpened = DomainEvent<
  'ChatOpened',
  InChat & { userIds: readonly number[]; openedBy: 'call' | 'match'; topic: string; joinBy: number }
>;
/** `users` are both, as far as they are known, with what became of them by this. */
export type ChatJoined = DomainEvent<'ChatJoined', InChat & { userId: number; users: readonly ChatUser[] }>;
/** Both have joined. */
export type ChatConnected = DomainEvent<'ChatConnected', InChat & { userIds: readonly number[]; startedAt: number }>;
/** Somebody is lost, or back. */
export type ChatUserStatusChanged = DomainEvent<
  'ChatUserStatusChanged',
  InChat & { userId: number; otherId: number; status: 'lost' | 'normal'; users: readonly ChatUser[] }
>;
export type ChatPaused = DomainEvent<'ChatPaused', InChat & { userId: number; otherId: number }>;
export type ChatContinued = DomainEvent<'ChatContinued', InChat & { userId: number; otherId: number }>;
export type ChatTopicChanged = DomainEvent<'ChatTopicChanged', InChat & { byUserId: number; text: string }>;
/** `earnedPointsAfter`: what the receiver has earned so far, this gift included. `late`: the talk was over by then. */
export type ChatGiftShown = DomainEvent<
  'ChatGiftShown',
  Omit<ChatGiftPurchase, 'units'> & { earnedPointsAfter: number; purchaseEventId: string; late?: true }
>;
/** `byUserId`: who hung up or was lost; 0 where nobody did. `lengthSeconds`: from `ChatConnected` on, 0 without it. */
export type ChatStopped = DomainEvent<
  'ChatStopped',
  InChat & {
    userIds: readonly number[];
    byUserId: number;
    reason: ChatEndReason;
    lengthSeconds: number;
    users: readonly ChatUser[];
  }
>;

export type ChatEvent =
  | ChatOpened
  | ChatJoined
  | ChatConnected
  | ChatUserStatusChanged
  | ChatPaused
  | ChatContinued
  | ChatTopicChanged
  | ChatGiftShown
  | ChatStopped;

export const chatEventTypes: EventTypes<ChatEvent> = {
  ChatOpened: true,
  ChatJoined: true,
  ChatConnected: true,
  ChatUserStatusChanged: true,
  ChatPaused: true,
  ChatContinued: true,
  ChatTopicChanged: true,
  ChatGiftShown: true,
  ChatStopped: true,
};

const userFields = {
  ...cardAt('users.*.person'),
  'users.*.person.description': textOf('users.*.person.userId'),
  'users.*.person.address': textOf('users.*.person.userId'),
} as const;

export const chatPersonal: PersonalFields<ChatEvent> = {
  ChatOpened: { topic: notPersonal },
  ChatJoined: userFields,
  ChatConnected: namesNobody,
  ChatUserStatusChanged: userFields,
  ChatPaused: namesNobody,
  ChatContinued: namesNobody,
  ChatTopicChanged: { text: notPersonal },
  ChatGiftShown: { ...cardAt('from'), 'gift.name': notPersonal, comboId: notPersonal, purchaseEventId: notPersonal },
  ChatStopped: userFields,
};
