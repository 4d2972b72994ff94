import type { CommandMeta, Decider } from '../kernel/decider.ts';
import { DomainError } from '../kernel/errors.ts';
import { type InboxEvent, inboxEventTypes } from './events.ts';

interface GroupUpTo {
  groupId: number;
  seq: number;
}

export type InboxCommand =
  /** `groups`: those in which something is unread, and their last messages. */
  | { type: 'ReadInbox'; groups?: readonly GroupUpTo[] }
  | { type: 'ReadGroups'; groups: readonly GroupUpTo[] }
  | { type: 'ReadInboxEntry' | 'RemoveInboxEntry'; otherId: number }
  | { type: 'ReadCallNotice' | 'RemoveCallNotice'; position: number };

/** Nothing: no command depends on what was done before. */
export type Inbox = Readonly<Record<string, never>>;

/** heihei, 已读全部消息, message-del, 已读一条消息, 删除消息. An entry of oneself: `TargetIsSelf`. Whether there is anything to do, the caller looks up. */
export function decide(command: InboxCommand, _: Inbox, { actor: userId }: Pick<CommandMeta, 'actor'>): InboxEvent[] {
  if (command.type === 'ReadInbox' || command.type === 'ReadGroups') {
    const { groups = [] } = command;
    const read: InboxEvent[] =
      groups.length === 0 ? [] : [{ type: 'GroupsRead', data: { userId, groups: [...groups] } }];
    return command.type === 'ReadGroups' ? read : [{ type: 'InboxRead', data: { userId } }, ...read];
  }
  if ('position' in command) {
    const { position } = command;
    const type = command.type === 'ReadCallNotice' ? 'CallNoticeRead' : 'CallNoticeRemoved';
    return [{ type, data: { userId, position } }];
  }
  const { otherId } = command;
  if (otherId === userId) throw new DomainError('TargetIsSelf');
  const type = command.type === 'ReadInboxEntry' ? 'InboxEntryRead' : 'InboxEntryRemoved';
  return [{ type, data: { userId, otherId } }];
}

export const inboxDecider: Decider<Inbox, InboxCommand, InboxEvent> = {
  category: 'inbox',
  eventTypes: inboxEventTypes,
  concurrency: 'any',
  initialState: () => ({}),
  decide,
  evolve: (inbox) => inbox,
};
