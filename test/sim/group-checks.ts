import type { LoggedEvent } from '../../event-store/event-store.ts';
import { type GroupMember, unreadOfMember } from '../../projections/views/group-members.ts';
import type { GroupTalk } from '../../projections/views/group-talks.ts';

/** Events of the log that may come between the look at what was said and the coming of a member. */
const EVENTS_MEANWHILE = 100;

/** A member as the log has them, told without the read models. */
interface Reader {
  fromSeq: number;
  readSeq: number;
}

/**
 * What is unread in groups, by `<groupId>.<userId>`, as the log says: what others wrote since somebody came, and has not read. Held against what
 * the read models count.
 */
export function checkGroupUnread(
  events: readonly LoggedEvent[],
  members: readonly GroupMember[],
  talks: readonly GroupTalk[],
  violation: (what: string) => void,
): void {
  const readers = new Map<string, Reader>();
  const messages = new Map<number, { seq: number; from: number }[]>();
  const erased = new Set<number>();
  const sentAt = new Map<number, number[]>();
  for (const { type, data, position } of events) {
    if (type === 'GroupMembersAdded') {
      const { groupId, userIds, fromSeq } = data;
      const sent = sentAt.get(groupId) ?? [];
      const longSent = sent.filter((at) => at < position - EVENTS_MEANWHILE).length;
      if (fromSeq < longSent || fromSeq > sent.length)
        violation(
          `5: ${userIds} read group ${groupId} from ${fromSeq} on, and came after ${longSent} to ${sent.length}`,
        );
      for (const userId of userIds) readers.set(`${groupId}.${userId}`, { fromSeq, readSeq: fromSeq });
    } else if (type === 'GroupMembersRemoved') {
      for (const userId of data.userIds) readers.delete(`${data.groupId}.${userId}`);
    } else if (type === 'GroupMessageSent') {
      const { groupId, seq, from } = data;
      const before = messages.get(groupId) ?? [];
      if (seq !== before.length + 1) violation(`5: message ${seq} of group ${groupId} comes after ${before.length}`);
      messages.set(groupId, [...before, { seq, from: from.userId }]);
      sentAt.set(groupId, [...(sentAt.get(groupId) ?? []), position]);
    } else if (type === 'GroupsRead') {
      for (const { groupId, seq } of data.groups) {
        const reader = readers.get(`${groupId}.${data.userId}`);
        if (reader) reader.readSeq = Math.max(reader.readSeq, seq);
      }
    } else if (type === 'PersonErased') erased.add(data.userId);
  }
  const lastSeqs = new Map(talks.map(({ groupId, lastSeq }) => [groupId, lastSeq]));
  const counted = new Map(members.map((member) => [`${member.groupId}.${member.userId}`, member]));
  for (const [name, { readSeq }] of readers) {
    const [groupId = 0, userId = 0] = name.split('.').map(Number);
    if (erased.has(userId)) violation(`7: ${userId} is erased, and a member of group ${groupId}`);
    const said = messages.get(groupId) ?? [];
    const unread = said.filter(({ seq, from }) => seq > readSeq && from !== userId).length;
    const member = counted.get(name);
    const shown = member ? unreadOfMember(member, lastSeqs.get(groupId) ?? 0) : -1;
    if (shown !== unread) violation(`5: ${userId} is told of ${shown} unread in group ${groupId}, and has ${unread}`);
  }
  for (const name of counted.keys()) if (!readers.has(name)) violation(`5: ${name} is listed as a member, and is none`);
}

/** When somebody was in which group, as the log says: from one position on, up to another. */
export interface Membership {
  groupId: number;
  from: number;
  to: number;
}

export function membershipsOf(events: readonly LoggedEvent[], userId: number): Membership[] {
  const all: Membership[] = [];
  const current = new Map<number, Membership>();
  for (const { type, data, position } of events) {
    if (type === 'GroupMembersAdded' && data.userIds.includes(userId)) {
      const membership = { groupId: data.groupId, from: position, to: Number.POSITIVE_INFINITY };
      current.set(data.groupId, membership);
      all.push(membership);
    } else if (type === 'GroupMembersRemoved' && data.userIds.includes(userId)) {
      const membership = current.get(data.groupId);
      if (membership) membership.to = position;
      current.delete(data.groupId);
    }
  }
  return all;
}
