import type { Clock } from '../domain/kernel/clock.ts';
import type { LoggedEvent, Position } from '../event-store/event-store.ts';
import { functionsOf } from '../event-store/on-events.ts';
import { userChannel } from './channels.ts';
import { LatestStates } from './latest-states.ts';
import type { Channel } from './message.ts';
import type { CountUnread, Logger } from './ports.ts';

const reader = ({ data }: { data: { userId: number } }) => data.userId;
const readers = functionsOf<[], number>({
  MessageSent: ({ data }) => data.toUserId,
  ConversationRead: reader,
  DueExpired: ({ data }) => data.toId,
  DueCancelled: ({ data }) => data.toId,
  InboxEntryRead: reader,
  InboxEntryRemoved: reader,
  InboxRead: reader,
  GroupsRead: reader,
});

/** Whose count of unread messages an event changes, pure; null for most events. */
export function unreadChange(event: LoggedEvent): number | null {
  return readers.get(event.type)?.(event) ?? null;
}

/** The group in which there is something new to read for its members; null for most events. */
export function groupWithNews(event: LoggedEvent): number | null {
  return event.type === 'GroupMessageSent' ? event.data.groupId : null;
}

interface Options {
  clock: Clock;
  count: CountUnread;
  publish(channel: Channel, body: Record<string, unknown>): void;
  hasMembers(channel: Channel): boolean;
  logger: Logger;
}

/** Tells a user's devices how much is unread, when it changes (heihei, 新增消息数消息): the server counts, clients show. */
export class UnreadAnnouncer {
  private readonly users: LatestStates<{ appId: string; userId: number }>;

  constructor(options: Options) {
    const { count, publish } = options;
    this.users = new LatestStates({
      ...options,
      merged: (_, later) => later,
      async show(channel, { appId, userId }, atLeast) {
        publish(channel, unreadCount(await count(appId, userId, atLeast)));
      },
    });
  }

  changed(appId: string, userId: number, position: Position): void {
    this.users.changed(userChannel(appId, userId), { appId, userId }, position);
  }

  close(): void {
    this.users.close();
  }
}

/** heihei, 新增消息数消息. */
export function unreadCount(count: number): Record<string, unknown> {
  return { msgType: 'action', action: 'message-unread-count', comment: '未读消息数', count };
}
