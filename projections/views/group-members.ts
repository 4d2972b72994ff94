import type { GroupRole } from '../../domain/group/events.ts';
import type { Indexes, View } from '../read-models.ts';
import { documentId } from './ids.ts';

/** Of a member's own messages since they last read the group, the newest that are told apart. */
const REMEMBERED_OWN = 100;

/** A member of a group, and what they have read of it; id `<app>.<groupId>.<userId>`. */
export interface GroupMember {
  appId: string;
  groupId: number;
  userId: number;
  role: GroupRole;
  /** Grows with the time of joining, unique in the group. */
  no: number;
  /** Epoch ms. */
  joinedAt: number;
  /** Where in the log they became a member: they hear what comes after it. */
  joinedPosition: number;
  /** They read the messages after this one. */
  fromSeq: number;
  /** They have read up to and with this one. */
  readSeq: number;
  /** Their own messages after `readSeq`, which are not unread to them. */
  ownCount: number;
  /** The `seq` of the newest of these, oldest first. */
  ownSeqs: number[];
}

const indexes = {
  byNo: ['appId', 'groupId', 'no'],
  ofUser: ['appId', 'userId', '-joinedAt'],
  /** Who has read a message. */
  byRead: ['appId', 'groupId', 'readSeq'],
} as const satisfies Indexes<GroupMember>;

export const groupMembers: View<GroupMember, typeof indexes> = {
  name: 'group-members',
  version: 1,
  indexes,
  on: {
    GroupMembersAdded: {
      ids: (event) => event.data.userIds.map((userId) => documentId(event, event.data.groupId, userId)),
      evolve(_, event, id) {
        const { groupId, userIds, firstNo, fromSeq, how } = event.data;
        const n = userIds.findIndex((userId) => id === documentId(event, groupId, userId));
        const userId = userIds[n];
        if (userId === undefined) throw new Error('a member is one of those who were added');
        const { appId, at: joinedAt } = event.meta;
        const no = firstNo + n;
        // The owner is the first of all.
        const role = how === 'created' && no === 1 ? 'owner' : 'member';
        const reading = { fromSeq, readSeq: fromSeq, ownCount: 0, ownSeqs: [] };
        return { appId, groupId, userId, role, no, joinedAt, joinedPosition: event.position, ...reading };
      },
    },
    GroupMembersRemoved: {
      ids: (event) => event.data.userIds.map((userId) => documentId(event, event.data.groupId, userId)),
      evolve: () => null,
    },
    GroupTransferred: {
      ids: (event) => {
        const { groupId, fromUserId, toUserId } = event.data;
        return [documentId(event, groupId, fromUserId), documentId(event, groupId, toUserId)];
      },
      evolve(member, { data: { toUserId } }) {
        if (member) member.role = member.userId === toUserId ? 'owner' : 'member';
        return member;
      },
    },
    GroupRoleSet: {
      ids: (event) => [documentId(event, event.data.groupId, event.data.userId)],
      evolve(member, { data: { role } }) {
        if (member) member.role = role;
        return member;
      },
    },
    GroupMessageSent: {
      ids: (event) => [documentId(event, event.data.groupId, event.data.from.userId)],
      evolve(member, { data: { seq } }) {
        // It may be read already: who reads looks at the log, and is written down later.
        if (!member || seq <= member.readSeq) return member;
        member.ownCount++;
        member.ownSeqs = [...member.ownSeqs, seq].slice(-REMEMBERED_OWN);
        return member;
      },
    },
    GroupsRead: {
      ids: (event) => event.data.groups.map(({ groupId }) => documentId(event, groupId, event.data.userId)),
      evolve(member, { data }) {
        const read = data.groups.find(({ groupId }) => groupId === member?.groupId);
        if (!member || !read || read.seq <= member.readSeq) return member;
        member.readSeq = read.seq;
        member.ownSeqs = member.ownSeqs.filter((seq) => seq > read.seq);
        member.ownCount = member.ownSeqs.length;
        return member;
      },
    },
  },
};

/** How much a member has not read of a group whose last message is `lastSeq`. */
export function unreadOfMember({ readSeq, ownCount }: GroupMember, lastSeq: number): number {
  return Math.max(0, lastSeq - readSeq - ownCount);
}
