import { isListed } from '../../domain/conversation/content.ts';
import type { Indexes, View } from '../read-models.ts';
import { documentId } from './ids.ts';

/** People of whose messages some are unread, per person; beyond, the one who has waited longest counts as read. */
export const MAX_UNREAD_PEOPLE = 2_000;

/** What a person has not read; id `<app>.<userId>`. */
export interface Inbox {
  /** Unread messages and missed calls, by who wrote or called: only those with some. Their sum is the count that clients show. */
  unread: Record<string, number>;
}

const indexes = {} as const satisfies Indexes<Inbox>;

export const inboxes: View<Inbox, typeof indexes> = {
  name: 'inboxes',
  version: 1,
  indexes,
  on: {
    MessageSent: {
      // What a person notes for themselves is not unread.
      ids(event) {
        const { content, from, toUserId } = event.data;
        return isListed(content) && from.userId !== toUserId ? [documentId(event, toUserId)] : [];
      },
      evolve: (inbox, { data }) => withOneMore(inbox, data.from.userId),
    },
    DueExpired: {
      ids: (event) => [documentId(event, event.data.toId)],
      evolve: (inbox, { data }) => withOneMore(inbox, data.fromId),
    },
    DueCancelled: {
      // Who refuses a call has seen it.
      ids: ({ meta, data }) => (data.by.userId === data.fromId ? [documentId({ meta }, data.toId)] : []),
      evolve: (inbox, { data }) => withOneMore(inbox, data.fromId),
    },
    ConversationRead: {
      ids: (event) => [documentId(event, event.data.userId)],
      evolve: (inbox, { data }) => without(inbox, data.otherId),
    },
    InboxEntryRemoved: {
      ids: (event) => [documentId(event, event.data.userId)],
      evolve: (inbox, { data }) => without(inbox, data.otherId),
    },
    InboxEntryRead: {
      ids: (event) => [documentId(event, event.data.userId)],
      evolve: (inbox, { data }) => without(inbox, data.otherId),
    },
    InboxRead: { ids: (event) => [documentId(event, event.data.userId)], evolve: () => null },
  },
};

function withOneMore(inbox: Inbox | null, otherId: number): Inbox {
  const { [otherId]: before = 0, ...others } = inbox?.unread ?? {};
  const oldest = before === 0 && Object.keys(others).length >= MAX_UNREAD_PEOPLE ? Object.keys(others)[0] : null;
  if (oldest) delete others[oldest];
  return { unread: { ...others, [otherId]: before + 1 } };
}

function without(inbox: Inbox | null, otherId: number): Inbox | null {
  if (inbox) delete inbox.unread[otherId];
  return inbox;
}

/** All that is unread in an inbox. */
export function unreadIn(inbox: Inbox | null): number {
  return Object.values(inbox?.unread ?? {}).reduce((sum, count) => sum + count, 0);
}
