import { isListed, type MessageContent } from '../../domain/conversation/content.ts';
import type { Indexes, View } from '../read-models.ts';
import { documentId } from './ids.ts';

/** What last happened between a person and another, as the person's list shows it; id `<app>.<userId>.<otherId>`. */
export interface InboxEntry {
  appId: string;
  userId: number;
  otherId: number;
  messageId: number;
  fromUserId: number;
  /** Null once it was taken back. */
  content: MessageContent | null;
  /** Messages that were listed since the entry is there. */
  count: number;
  /** Epoch ms. */
  at: number;
}

const indexes = { byUser: ['appId', 'userId', '-at'] } as const satisfies Indexes<InboxEntry>;

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
        const count = (entry?.count ?? 0) + 1;
        return { appId, userId, otherId, messageId, fromUserId: from.userId, content: { ...content }, count, at };
      },
    },
    MessageRevoked: {
      ids: (event) => idsOfBoth(event, event.data.fromUserId, event.data.toUserId),
      evolve(entry, { data }) {
        if (entry?.messageId === data.messageId) entry.content = null;
        return entry;
      },
    },
    InboxEntryRemoved: {
      ids: (event) => [documentId(event, event.data.userId, event.data.otherId)],
      evolve: () => null,
    },
  },
};

function idsOfBoth(event: Parameters<typeof documentId>[0], userId: number, otherId: number): string[] {
  return [documentId(event, userId, otherId), documentId(event, otherId, userId)];
}
