import type { ChatEndReason } from '../../domain/chat/events.ts';
import type { EventMeta } from '../../domain/kernel/event.ts';
import type { PartReason } from '../../domain/switchboard/events.ts';
import type { EventRule, Indexes, View } from '../read-models.ts';
import { documentId } from './ids.ts';

/** What became of a call or talk; `refused`: by the one who was called. */
export type ChatOutcome = 'open' | 'cancelled' | 'refused' | 'expired' | PartReason | ChatEndReason;

/** A call or a talk as one of the two has it; id `<app>.<userId>.<chatId>`. Times are epoch ms, 0 when not yet. */
export interface ChatDocument {
  appId: string;
  userId: number;
  otherId: number;
  chatId: number;
  /** How it came about, as this person sees it. */
  kind: 'called' | 'was-called' | 'matched';
  /** The talk goes on: from its opening to its end. A call that rings is none. */
  isOn: boolean;
  /** This person has joined. */
  joined: boolean;
  outcome: ChatOutcome;
  createdAt: number;
  startedAt: number;
  endedAt: number;
  lengthSeconds: number;
}

const indexes = {
  byUser: ['appId', 'userId', '-createdAt'],
  byOn: ['isOn', 'createdAt'],
} as const satisfies Indexes<ChatDocument>;

export const chats: View<ChatDocument, typeof indexes> = {
  name: 'chats',
  version: 1,
  indexes,
  on: {
    ChatDue: {
      ids: (event) => idsOf(event, [event.data.from.userId, event.data.toId]),
      evolve(_, { data: { chatId, from, toId }, meta }, id) {
        const isCaller = id === `${meta.appId}.${from.userId}.${chatId}`;
        const [userId, otherId] = isCaller ? [from.userId, toId] : [toId, from.userId];
        return { ...fresh(meta, chatId), userId, otherId, kind: isCaller ? 'called' : 'was-called' };
      },
    },
    DueCancelled: ended(
      ({ fromId, toId }) => [fromId, toId],
      ({ data: { by, toId } }) => (by.userId === toId ? 'refused' : 'cancelled'),
    ),
    DueExpired: ended(
      ({ fromId, toId }) => [fromId, toId],
      () => 'expired',
    ),
    DueDropped: ended(
      ({ fromId, toId }) => [fromId, toId],
      ({ data }) => data.reason,
    ),
    ChatMatched: {
      ids: (event) => idsOf(event, event.data.userIds),
      evolve(_, { data: { chatId, userIds }, meta }, id) {
        const me = userIds.findIndex((userId) => id === `${meta.appId}.${userId}.${chatId}`);
        return { ...fresh(meta, chatId), userId: userIds[me]!, otherId: userIds[1 - me]!, kind: 'matched' };
      },
    },
    ChatOpened: changing(
      ({ userIds }) => userIds,
      (chat) => {
        chat.isOn = true;
      },
    ),
    ChatJoined: changing(
      ({ userId }) => [userId],
      (chat) => {
        chat.joined = true;
      },
    ),
    ChatConnected: changing(
      ({ userIds }) => userIds,
      (chat, { data }) => {
        chat.startedAt = data.startedAt;
      },
    ),
    ChatStopped: changing(
      ({ userIds }) => userIds,
      (chat, { data, meta }) => {
        end(chat, data.reason, meta.at);
        chat.lengthSeconds = data.lengthSeconds;
      },
    ),
  },
};

interface OfChat {
  meta: EventMeta;
  data: { chatId: number };
}

function idsOf(event: OfChat, userIds: readonly number[]): string[] {
  return userIds.map((userId) => documentId(event, userId, event.data.chatId));
}

function fresh({ appId, at }: EventMeta, chatId: number): Omit<ChatDocument, 'userId' | 'otherId' | 'kind'> {
  const times = { createdAt: at, startedAt: 0, endedAt: 0, lengthSeconds: 0 };
  return { appId, chatId, isOn: false, joined: false, outcome: 'open', ...times };
}

/** The rule of an event that changes what these people have of it; it does nothing when that is not known. */
function changing<Event extends OfChat>(
  peopleIn: (data: Event['data']) => readonly number[],
  change: (chat: ChatDocument, event: Event) => void,
): EventRule<ChatDocument, Event> {
  return {
    ids: (event) => idsOf(event, peopleIn(event.data)),
    evolve(chat, event) {
      if (chat) change(chat, event);
      return chat;
    },
  };
}

/** A call that was not accepted. */
function ended<Event extends OfChat>(
  peopleIn: (data: Event['data']) => readonly number[],
  outcomeOf: (event: Event) => ChatOutcome,
): EventRule<ChatDocument, Event> {
  return changing(peopleIn, (chat, event: Event) => end(chat, outcomeOf(event), event.meta.at));
}

function end(chat: ChatDocument, outcome: ChatOutcome, at: number): void {
  chat.isOn = false;
  chat.outcome = outcome;
  chat.endedAt = at;
}
