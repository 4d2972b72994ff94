import type { EventMeta } from '../../domain/kernel/event.ts';
import type { EventRule, Indexes, View } from '../read-models.ts';
import { documentId } from './ids.ts';

/** That somebody calls, is called or talks; id `<app>.<userId>`. Who does nothing of it has no document. */
export interface LineDocument {
  appId: string;
  userId: number;
  chatId: number;
  status: 'calling' | 'called' | 'talking';
}

const indexes = {} as const satisfies Indexes<LineDocument>;

export const lines: View<LineDocument, typeof indexes> = {
  name: 'lines',
  version: 1,
  indexes,
  on: {
    ChatDue: {
      ids: (event) => idsOf(event, [event.data.from.userId, event.data.toId]),
      evolve(_, { data: { chatId, from, toId }, meta: { appId } }, id) {
        const isCaller = id === `${appId}.${from.userId}`;
        return { appId, userId: isCaller ? from.userId : toId, chatId, status: isCaller ? 'calling' : 'called' };
      },
    },
    DueAccepted: talking(({ fromId, toId }) => [fromId, toId]),
    ChatMatched: talking(({ userIds }) => userIds),
    DueCancelled: freed(({ fromId, toId }) => [fromId, toId]),
    DueExpired: freed(({ fromId, toId }) => [fromId, toId]),
    DueDropped: freed(({ fromId, toId }) => [fromId, toId]),
    LineFreed: freed(({ userIds }) => userIds),
  },
};

interface OfChat {
  meta: EventMeta;
  data: { chatId: number };
}

function idsOf(event: OfChat, userIds: readonly number[]): string[] {
  return userIds.map((userId) => documentId(event, userId));
}

function talking<Event extends OfChat>(
  peopleIn: (data: Event['data']) => readonly number[],
): EventRule<LineDocument, Event> {
  return {
    ids: (event) => idsOf(event, peopleIn(event.data)),
    evolve(_, { data, meta: { appId } }, id) {
      const userId = peopleIn(data).find((each) => id === `${appId}.${each}`)!;
      return { appId, userId, chatId: data.chatId, status: 'talking' };
    },
  };
}

function freed<Event extends OfChat>(
  peopleIn: (data: Event['data']) => readonly number[],
): EventRule<LineDocument, Event> {
  return { ids: (event) => idsOf(event, peopleIn(event.data)), evolve: () => null };
}
