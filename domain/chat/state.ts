import { assertNever } from '../kernel/event.ts';
import type { ChatEvent, ChatPerson, ChatUser } from './events.ts';

export interface Chat {
  /** 0 while there is no such talk. */
  chatId: number;
  /** Who called, or waited longer, then the other. */
  userIds: readonly number[];
  /** Epoch ms. */
  openedAt: number;
  joinBy: number;
  joined: Set<number>;
  /** Who gives no sign of life. */
  lost: Set<number>;
  paused: Set<number>;
  /** As they were at the last join; empty once the talk is over. */
  people: Map<number, ChatPerson>;
  /** Epoch ms; 0 until both have joined, and until the end. */
  startedAt: number;
  endedAt: number;
  /** Topics so far, the newest, and when it came (epoch ms). */
  topicCount: number;
  topic: string;
  topicAt: number;
}

export function emptyChat(): Chat {
  return {
    chatId: 0,
    userIds: [],
    openedAt: 0,
    joinBy: 0,
    joined: new Set(),
    lost: new Set(),
    paused: new Set(),
    people: new Map(),
    startedAt: 0,
    endedAt: 0,
    topicCount: 0,
    topic: '',
    topicAt: 0,
  };
}

/** Whether the talk goes on at `now` (epoch ms): both have joined, or may still do so. */
export function isOn({ chatId, endedAt, startedAt, joinBy }: Readonly<Chat>, now: number): boolean {
  return chatId !== 0 && endedAt === 0 && (startedAt > 0 || now < joinBy);
}

/** What the other side of a person is. The person must have a part in the talk. */
export function otherIn({ userIds }: Readonly<Chat>, userId: number): number {
  return userIds[0] === userId ? userIds[1]! : userIds[0]!;
}

/** Both sides as they stand, as far as they are known. */
export function usersOf({ userIds, people, lost, startedAt }: Readonly<Chat>): ChatUser[] {
  return userIds.flatMap((userId) => {
    const person = people.get(userId);
    if (!person) return [];
    return [{ person, status: lost.has(userId) ? 'lost' : startedAt > 0 ? 'normal' : 'entering' }];
  });
}

export function evolve(chat: Chat, event: ChatEvent, meta: { at: number }): Chat {
  switch (event.type) {
    case 'ChatOpened': {
      const { chatId, userIds, topic, joinBy } = event.data;
      return Object.assign(chat, { chatId, userIds, topic, joinBy, openedAt: meta.at, topicCount: 1 });
    }
    case 'ChatJoined':
      chat.joined.add(event.data.userId);
      for (const { person } of event.data.users) chat.people.set(person.userId, person);
      return chat;
    case 'ChatConnected':
      chat.startedAt = event.data.startedAt;
      return chat;
    case 'ChatUserStatusChanged': {
      const { userId, status } = event.data;
      if (status === 'lost') chat.lost.add(userId);
      else chat.lost.delete(userId);
      return chat;
    }
    case 'ChatPaused':
      chat.paused.add(event.data.userId);
      return chat;
    case 'ChatContinued':
      chat.paused.delete(event.data.userId);
      return chat;
    case 'ChatTopicChanged':
      chat.topicCount++;
      chat.topic = event.data.text;
      chat.topicAt = meta.at;
      return chat;
    case 'ChatGiftShown':
      return chat;
    case 'ChatStopped':
      chat.endedAt = meta.at;
      chat.people.clear();
      return chat;
    default:
      return assertNever(event);
  }
}
