import type { CommandMeta, Decider } from '../kernel/decider.ts';
import { DomainError } from '../kernel/errors.ts';
import { assertNever } from '../kernel/event.ts';
import type { ChatCommand } from './commands.ts';
import { type ChatEndReason, type ChatEvent, type ChatUser, chatEventTypes } from './events.ts';
import { TOPIC_PAUSE_MS } from './limits.ts';
import { type Chat, emptyChat, evolve, isOn, otherIn, usersOf } from './state.ts';
import { topicOf } from './topics.ts';

export { type Chat, isOn, otherIn, usersOf } from './state.ts';

type Meta = Pick<CommandMeta, 'at' | 'actor'>;
type Of<Type extends ChatCommand['type']> = Extract<ChatCommand, { type: Type }>;

/**
 * One talk of two people (heihei, 加入对话 to 结束对话). Who has no part in it, and whoever wants something of a talk that is over:
 * `ChatNotFound`; hanging up once more is `[]`. Deadlines and signs of life change nothing once it is over.
 */
export function decide(command: ChatCommand, chat: Chat, meta: Meta): ChatEvent[] {
  const { chatId } = chat;
  switch (command.type) {
    case 'OpenChat':
      return openChat(command, chat, meta);
    case 'JoinChat':
      return joinChat(command, chat, meta);
    case 'PauseChat': {
      const userId = member(chat, meta);
      const data = { chatId, userId, otherId: otherIn(chat, userId) };
      return chat.paused.has(userId) ? [] : [{ type: 'ChatPaused', data }];
    }
    case 'ContinueChat': {
      const userId = member(chat, meta);
      const data = { chatId, userId, otherId: otherIn(chat, userId) };
      return chat.paused.has(userId) ? [{ type: 'ChatContinued', data }] : [];
    }
    case 'ChangeTopic': {
      const byUserId = member(chat, meta);
      if (meta.at - chat.topicAt < TOPIC_PAUSE_MS) throw new DomainError('TooOften');
      return [{ type: 'ChatTopicChanged', data: { chatId, byUserId, text: topicOf(chatId, chat.topicCount) } }];
    }
    case 'FindUser': {
      const userId = member(chat, meta);
      return chat.lost.has(userId) ? [statusChanged(chat, userId, 'normal')] : [];
    }
    case 'StopChat':
      if (!chat.userIds.includes(meta.actor)) throw new DomainError('ChatNotFound');
      return stopped(chat, meta, 'user', meta.actor);
    case 'ShowChatGift':
      return [chatGiftShown(command, chat)];
    case 'ExpireJoin':
    case 'LoseUser':
    case 'RemoveUser':
    case 'BreakChat':
      return bySystem(command, chat, meta);
    default:
      return assertNever(command);
  }
}

function openChat({ chatId, userIds, openedBy, joinBy }: Of<'OpenChat'>, chat: Chat, { actor }: Meta): ChatEvent[] {
  if (actor !== 0) throw new DomainError('SystemOnly');
  if (chat.chatId !== 0) return [];
  return [{ type: 'ChatOpened', data: { chatId, userIds, openedBy, topic: topicOf(chatId, 0), joinBy } }];
}

/** Joining again is `[]`: it gets a fresh token. The second to join connects both. */
function joinChat({ people }: Of<'JoinChat'>, chat: Chat, meta: Meta): ChatEvent[] {
  const userId = member(chat, meta);
  const { chatId, userIds } = chat;
  if (chat.joined.has(userId)) return chat.lost.has(userId) ? [statusChanged(chat, userId, 'normal')] : [];
  const isWhole = chat.joined.size === 1;
  const status = isWhole ? 'normal' : 'entering';
  const known = people.filter((person) => userIds.includes(person.userId));
  const joined: ChatEvent = {
    type: 'ChatJoined',
    data: { chatId, userId, users: known.map((person) => ({ person, status })) },
  };
  return isWhole ? [joined, { type: 'ChatConnected', data: { chatId, userIds, startedAt: meta.at } }] : [joined];
}

function bySystem(
  command: Of<'ExpireJoin' | 'LoseUser' | 'RemoveUser' | 'BreakChat'>,
  chat: Chat,
  meta: Meta,
): ChatEvent[] {
  if (meta.actor !== 0) throw new DomainError('SystemOnly');
  if (chat.chatId === 0 || chat.endedAt > 0) return [];
  switch (command.type) {
    case 'ExpireJoin':
      return isOn(chat, meta.at) ? [] : stopped(chat, meta, 'not-joined', 0);
    case 'LoseUser': {
      const { userId } = command;
      const isThere = chat.joined.has(userId) && !chat.lost.has(userId);
      return isThere ? [statusChanged(chat, userId, 'lost')] : [];
    }
    case 'RemoveUser':
      return chat.joined.has(command.userId) ? stopped(chat, meta, 'missed-heartbeats', command.userId) : [];
    case 'BreakChat':
      return stopped(chat, meta, command.reason, 0);
    default:
      return assertNever(command);
  }
}

/** The actor, who has a part in a talk that goes on; else throws `ChatNotFound`. */
function member(chat: Chat, { at, actor }: Meta): number {
  if (!chat.userIds.includes(actor) || !isOn(chat, at)) throw new DomainError('ChatNotFound');
  return actor;
}

function statusChanged(chat: Chat, userId: number, status: 'lost' | 'normal'): ChatEvent {
  const { chatId } = chat;
  const users = withStatus(usersOf(chat), userId, status);
  return { type: 'ChatUserStatusChanged', data: { chatId, userId, otherId: otherIn(chat, userId), status, users } };
}

function stopped(chat: Chat, { at }: Meta, reason: ChatEndReason, byUserId: number): ChatEvent[] {
  if (chat.endedAt > 0) return [];
  const { chatId, userIds, startedAt } = chat;
  const lengthSeconds = startedAt > 0 ? Math.max(0, Math.floor((at - startedAt) / 1000)) : 0;
  const users = withStatus(usersOf(chat), byUserId, reason === 'missed-heartbeats' ? 'lost' : 'left');
  return [{ type: 'ChatStopped', data: { chatId, userIds, byUserId, reason, lengthSeconds, users } }];
}

function withStatus(users: readonly ChatUser[], userId: number, status: ChatUser['status']): ChatUser[] {
  return users.map((user) => (user.person.userId === userId ? { ...user, status } : user));
}

/** It was paid for and credited, so it shows, whatever became of the talk. */
function chatGiftShown({ credited }: Of<'ShowChatGift'>, chat: Chat): ChatEvent {
  const { purchase, purchaseEventId, earnedPointsAfter } = credited;
  const { units: _, ...given } = purchase;
  const data = { ...given, earnedPointsAfter, purchaseEventId };
  return { type: 'ChatGiftShown', data: chat.endedAt > 0 ? { ...data, late: true } : data };
}

export const chatDecider: Decider<Chat, ChatCommand, ChatEvent> = {
  category: 'chat',
  eventTypes: chatEventTypes,
  hasPart: (_, { userIds }, { actor }) => userIds.includes(actor),
  initialState: emptyChat,
  decide,
  evolve,
};
