import { assertNever } from '../kernel/event.ts';
import type { GroupEvent, GroupLook, GroupRole, GroupRules } from './events.ts';

export interface Group {
  /** 0 while there is none. */
  groupId: number;
  ownerId: number;
  look: GroupLook;
  rules: GroupRules;
  /** The number of each member, in the order of joining: plain numbers, since there may be very many. */
  members: Map<number, number>;
  /** Those members who are administrators. */
  admins: Set<number>;
  /** The number of the next member. */
  nextNo: number;
  isDestroyed: boolean;
}

export function initialState(): Group {
  return {
    groupId: 0,
    ownerId: 0,
    look: { name: '', pictureUrl: '', introduction: '', notice: '' },
    rules: { kind: 'group', isOpen: false, membersInvite: false, membersChange: false },
    members: new Map(),
    admins: new Set(),
    nextNo: 1,
    isDestroyed: false,
  };
}

export function evolve(group: Group, event: GroupEvent): Group {
  switch (event.type) {
    case 'GroupCreated': {
      const { groupId, ownerId, kind, isOpen, membersInvite, membersChange } = event.data;
      group.groupId = groupId;
      group.ownerId = ownerId;
      group.look = lookOf(event.data);
      group.rules = { kind, isOpen, membersInvite, membersChange };
      return group;
    }
    case 'GroupMembersAdded': {
      const { userIds, firstNo } = event.data;
      for (const [n, userId] of userIds.entries()) group.members.set(userId, firstNo + n);
      group.nextNo = firstNo + userIds.length;
      return group;
    }
    case 'GroupMembersRemoved':
      for (const userId of event.data.userIds) {
        group.members.delete(userId);
        group.admins.delete(userId);
      }
      return group;
    case 'GroupChanged':
      group.look = lookOf(event.data);
      return group;
    case 'GroupTransferred':
      group.ownerId = event.data.toUserId;
      group.admins.delete(event.data.toUserId);
      return group;
    case 'GroupRoleSet': {
      const { userId, role } = event.data;
      if (role === 'admin') group.admins.add(userId);
      else group.admins.delete(userId);
      return group;
    }
    case 'GroupDestroyed':
      group.isDestroyed = true;
      return group;
    default:
      return assertNever(event);
  }
}

function lookOf({ name, pictureUrl, introduction, notice }: GroupLook): GroupLook {
  return { name, pictureUrl, introduction, notice };
}

/** Whether there is such a group, and it was not destroyed. */
export function isThere({ groupId, isDestroyed }: Pick<Group, 'groupId' | 'isDestroyed'>): boolean {
  return groupId !== 0 && !isDestroyed;
}

/** What a member may do; null for who is none. */
export function roleOf(group: Readonly<Group>, userId: number): GroupRole | null {
  if (!group.members.has(userId)) return null;
  if (group.ownerId === userId) return 'owner';
  return group.admins.has(userId) ? 'admin' : 'member';
}
