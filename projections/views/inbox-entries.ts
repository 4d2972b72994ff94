import { isListed, type MessageContent } from '../../domain/conversation/content.ts';
import type { EventMeta } from '../../domain/kernel/event.ts';
import type { DueCancelled, DueExpired } from '../../domain/switchboard/events.ts';
import type { LoggedEvent } from '../../event-store/event-store.ts';
import type { EventRule, Indexes, View } from '../read-models.ts';
import { documentId } from './ids.ts';

export type InboxKind = 'message' | 'missed-call' | 'vain-call' | 'talk';

/** What last happened between a person and another, as the person's list shows it; id `<app>.<userId>.<otherId>`. */
export interface InboxEntry {
  appId: string;
  userId: number;
  otherId: number;
  /** One of the two wrote; or a call: the other called in vain, the person did, or they talked. */
  kind: InboxKind;
  /** Of a message; 0 for calls. */
  messageId: number;
  /** Who wrote or called; 0 for a talk. */
  fromUserId: number;
  /** Null for calls, and once it was taken back. */
  content: MessageContent | null;
  /** How often this kind has happened since another one did. */
  count: number;
  /** Epoch ms. */
  at: number;
}

const indexes = { byUser: ['appId', 'userId', '-at'] } as const satisfies Indexes<InboxEntry>;

/** Nobody answered, or one of the two thought better of it. */
const calledInVain: EventRule<InboxEntry, LoggedEvent<DueExpired | DueCancelled>> = {
  ids: (event) => idsOfBoth(event, event.data.fromId, event.data.toId),
  evolve(entry, event, id) {
    const { fromId: fromUserId, toId } = event.data;
    return id === documentId(event, fromUserId, toId)
      ? called(entry, event, { userId: fromUserId, otherId: toId, kind: 'vain-call', fromUserId })
      : called(entry, event, { userId: toId, otherId: fromUserId, kind: 'missed-call', fromUserId });
  },
};

export const inboxEntries: View<InboxEntry, typeof indexes> = {
  name: 'inbox-entries',
  version: 1,
  indexes,
  on: {
    MessageSent: {
      ids(event) {
        const { from, toUserId, content } = event.data;
        return isListed(content) ? idsOfBoth(event, from.userId, toUserId) : [];
      },
      evolve(entry, event, id) {
        const { messageId, from, toUserId, content } = event.data;
        const { appId, at } = event.meta;
        const isSenders = id === documentId(event, from.userId, toUserId);
        const [userId, otherId] = isSenders ? [from.userId, toUserId] : [toUserId, from.userId];
        const count = countOf(entry, 'message');
        const message = { kind: 'message', messageId, fromUserId: from.userId, content: { ...content } } as const;
        return { appId, userId, otherId, ...message, count, at };
      },
    },
    MessageRevoked: {
      ids: (event) => idsOfBoth(event, event.data.fromUserId, event.data.toUserId),
      evolve(entry, { data }) {
        if (entry?.messageId === data.messageId) entry.content = null;
        return entry;
      },
    },
    DueExpired: calledInVain,
    DueCancelled: calledInVain,
    ChatStopped: {
      // Only those who were connected have talked.
      ids: (event) => (event.data.lengthSeconds > 0 ? idsOfBoth(event, ...pairOf(event.data.userIds)) : []),
      evolve(entry, event, id) {
        const [first, second] = pairOf(event.data.userIds);
        const [userId, otherId] = id === documentId(event, first, second) ? [first, second] : [second, first];
        return called(entry, event, { userId, otherId, kind: 'talk', fromUserId: 0 });
      },
    },
    InboxEntryRemoved: {
      ids: (event) => [documentId(event, event.data.userId, event.data.otherId)],
      evolve: () => null,
    },
  },
};

function idsOfBoth(event: Parameters<typeof documentId>[0], userId: number, otherId: number): string[] {
  return [...new Set([documentId(event, userId, otherId), documentId(event, otherId, userId)])];
}

function pairOf(userIds: readonly number[]): [number, number] {
  const [first, second] = userIds;
  if (first === undefined || second === undefined) throw new Error('a talk is between two people');
  return [first, second];
}

function called(
  entry: InboxEntry | null,
  { meta: { appId, at } }: { meta: EventMeta },
  call: Pick<InboxEntry, 'userId' | 'otherId' | 'kind' | 'fromUserId'>,
): InboxEntry {
  return { appId, ...call, messageId: 0, content: null, count: countOf(entry, call.kind), at };
}

function countOf(entry: InboxEntry | null, kind: InboxKind): number {
  return entry?.kind === kind ? entry.count + 1 : 1;
}
