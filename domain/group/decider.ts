import type { CommandMeta, Decider } from '../kernel/decider.ts';
import { DomainError } from '../kernel/errors.ts';
import { assertNever } from '../kernel/event.ts';
import { optionalLine, optionalLines, pictureAddress } from '../kernel/text.ts';
import type { GroupCommand } from './commands.ts';
import { type GroupEvent, type GroupLook, type GroupMembersRemoved, groupEventTypes } from './events.ts';
import {
  MAX_EMPTIED_AT_ONCE,
  MAX_GROUP_ADMINS,
  MAX_GROUP_MEMBERS,
  MAX_GROUP_NAME_CHARS,
  MAX_GROUP_PICTURE_CHARS,
  MAX_GROUP_TEXT_CHARS,
  MAX_MEMBERS_PER_COMMAND,
  MAX_MEMBERS_PER_EVENT,
} from './limits.ts';
import { evolve, type Group, initialState, isThere, roleOf } from './state.ts';

type Meta = Pick<CommandMeta, 'actor'>;

/**
 * A group: its members, their roles, and how it looks. The system (actor 0) speaks for an app's server and may do everything.
 * No group, or a destroyed one: `GroupNotFound`. By somebody who is no member: `NotInGroup`; by a member whose role does not allow it:
 * `NotGroupAdmin`, `NotGroupOwner`. Joining a group that is not open: `GroupNotOpen`. Past `MAX_GROUP_MEMBERS`: `GroupFull`, and nobody is added.
 * Texts out of bounds, lists past `MAX_MEMBERS_PER_COMMAND`: `InvalidInput`.
 * Adding members, removing strangers, changing nothing is `[]`. The owner and, for an administrator, other administrators are not removed; they are
 * left out. An owner who leaves hands over to the longest-standing administrator, else member; the last one's leaving destroys the group.
 */
export function decide(command: GroupCommand, group: Group, meta: Meta): GroupEvent[] {
  const { actor: byUserId } = meta;
  if (command.type === 'CreateGroup') return created(command, group, meta);
  if (command.type === 'EmptyGroup') return emptied(group, meta);
  if (!isThere(group)) throw new DomainError('GroupNotFound');
  const { groupId, ownerId, members } = group;
  switch (command.type) {
    case 'AddMembers': {
      if (!group.rules.membersInvite) requireAdmin(group, meta);
      else requireMember(group, meta);
      return added(group, distinct(command.userIds), { fromSeq: command.fromSeq, byUserId, how: 'invited' });
    }
    case 'JoinGroup':
      if (byUserId === 0) throw new DomainError('NotInGroup');
      if (!group.rules.isOpen && !members.has(byUserId)) throw new DomainError('GroupNotOpen');
      return added(group, [byUserId], { fromSeq: command.fromSeq, byUserId, how: 'joined' });
    case 'RemoveMembers': {
      requireAdmin(group, meta);
      const mayRemoveAdmins = byUserId === 0 || byUserId === ownerId;
      const removable = distinct(command.userIds).filter((userId) => {
        const isProtected = userId === ownerId || userId === byUserId;
        return members.has(userId) && !isProtected && (mayRemoveAdmins || !group.admins.has(userId));
      });
      return removed(group, removable, byUserId, 'removed');
    }
    case 'LeaveGroup': {
      const { userId } = command;
      if (byUserId !== 0 && byUserId !== userId) throw new DomainError('NotOwner');
      return gone(group, [userId], byUserId, 'left');
    }
    case 'RemoveErased':
      if (byUserId !== 0) throw new DomainError('SystemOnly');
      return gone(group, command.userIds, byUserId, 'erased');
    case 'ChangeGroup': {
      if (!group.rules.membersChange) requireAdmin(group, meta);
      else requireMember(group, meta);
      const look = tidied({ ...group.look, ...command.look });
      const isSame = (Object.keys(look) as (keyof GroupLook)[]).every((part) => look[part] === group.look[part]);
      return isSame ? [] : [{ type: 'GroupChanged', data: { groupId, byUserId, ...look } }];
    }
    case 'TransferGroup': {
      const { toUserId } = command;
      requireOwner(group, meta);
      if (!members.has(toUserId)) throw new DomainError('NotInGroup', 'the new owner is no member', 'toUserId');
      if (toUserId === ownerId) return [];
      return [{ type: 'GroupTransferred', data: { groupId, fromUserId: ownerId, toUserId, byUserId } }];
    }
    case 'SetGroupRole': {
      const { userId, role } = command;
      requireOwner(group, meta);
      const current = roleOf(group, userId);
      if (current === null) throw new DomainError('NotInGroup', 'no member', 'userId');
      if (current === 'owner')
        throw new DomainError('TargetIsSelf', 'an owner stays one until the group is handed over');
      if (current === role) return [];
      if (role === 'admin' && group.admins.size >= MAX_GROUP_ADMINS) throw new DomainError('GroupFull');
      return [{ type: 'GroupRoleSet', data: { groupId, userId, role, byUserId } }];
    }
    case 'DestroyGroup':
      requireOwner(group, meta);
      return destroyed(group, byUserId);
    default:
      return assertNever(command);
  }
}

function created(command: Extract<GroupCommand, { type: 'CreateGroup' }>, group: Group, meta: Meta): GroupEvent[] {
  const { groupId, ownerId, rules } = command;
  const { actor: byUserId } = meta;
  if (group.groupId !== 0) throw new DomainError('GroupTaken');
  if (byUserId !== 0 && byUserId !== ownerId) throw new DomainError('NotOwner');
  const look = tidied(command.look);
  const adminIds = distinct(command.adminIds).filter((userId) => userId !== ownerId);
  if (adminIds.length > MAX_GROUP_ADMINS) throw new DomainError('GroupFull');
  const { kind, isOpen, membersInvite, membersChange } = rules;
  const people = [...new Set([ownerId, ...adminIds, ...distinct(command.userIds)])];
  return [
    { type: 'GroupCreated', data: { groupId, ownerId, byUserId, ...look, kind, isOpen, membersInvite, membersChange } },
    ...added({ ...group, groupId }, people, { fromSeq: 0, byUserId, how: 'created' }),
    ...adminIds.map(
      (userId): GroupEvent => ({ type: 'GroupRoleSet', data: { groupId, userId, role: 'admin', byUserId } }),
    ),
  ];
}

function added(
  { groupId, members, nextNo }: Pick<Group, 'groupId' | 'members' | 'nextNo'>,
  userIds: readonly number[],
  by: { fromSeq: number; byUserId: number; how: 'created' | 'invited' | 'joined' },
): GroupEvent[] {
  const fresh = userIds.filter((userId) => !members.has(userId));
  if (members.size + fresh.length > MAX_GROUP_MEMBERS) throw new DomainError('GroupFull');
  return portionsOf(fresh).map((portion, n) => {
    const before = n * MAX_MEMBERS_PER_EVENT;
    const memberCount = members.size + before + portion.length;
    const data = { groupId, userIds: portion, firstNo: nextNo + before, memberCount, ...by };
    return { type: 'GroupMembersAdded', data };
  });
}

function removed(
  { groupId, members }: Group,
  userIds: readonly number[],
  byUserId: number,
  reason: GroupMembersRemoved['data']['reason'],
): GroupEvent[] {
  let memberCount = members.size;
  return portionsOf(userIds).map((portion) => {
    memberCount -= portion.length;
    return { type: 'GroupMembersRemoved', data: { groupId, userIds: portion, memberCount, byUserId, reason } };
  });
}

/** Members who go, the owner perhaps among them. */
function gone(group: Group, userIds: readonly number[], byUserId: number, reason: 'left' | 'erased'): GroupEvent[] {
  const { groupId, ownerId, members } = group;
  const leaving = new Set(userIds.filter((userId) => members.has(userId)));
  if (leaving.size === 0) return [];
  if (leaving.size === members.size) return destroyed(group, byUserId);
  const left = removed(group, [...leaving], byUserId, reason);
  if (!leaving.has(ownerId)) return left;
  const toUserId = heirOf(group, leaving);
  return [{ type: 'GroupTransferred', data: { groupId, fromUserId: ownerId, toUserId, byUserId } }, ...left];
}

function destroyed(group: Group, byUserId: number): GroupEvent[] {
  const { groupId } = group;
  return [{ type: 'GroupDestroyed', data: { groupId, byUserId } }, ...firstRemoved(group, byUserId)];
}

/** The rest of a destroyed group's members, as many as one append takes. */
function emptied(group: Group, { actor }: Meta): GroupEvent[] {
  if (actor !== 0) throw new DomainError('SystemOnly');
  return group.isDestroyed ? firstRemoved(group, 0) : [];
}

function firstRemoved(group: Group, byUserId: number): GroupEvent[] {
  return removed(group, [...group.members.keys()].slice(0, MAX_EMPTIED_AT_ONCE), byUserId, 'destroyed');
}

/** Who owns a group when its owner is gone: the longest-standing administrator, else member. */
function heirOf({ members, admins }: Group, leaving: ReadonlySet<number>): number {
  let heir = 0;
  for (const adminId of admins) {
    const isEarlier = heir === 0 || members.get(adminId)! < members.get(heir)!;
    if (!leaving.has(adminId) && isEarlier) heir = adminId;
  }
  if (heir !== 0) return heir;
  for (const userId of members.keys()) if (!leaving.has(userId)) return userId;
  throw new Error('a group whose owner leaves it behind has another member');
}

function requireMember(group: Group, { actor }: Meta): void {
  if (actor !== 0 && !group.members.has(actor)) throw new DomainError('NotInGroup');
}

function requireAdmin(group: Group, meta: Meta): void {
  requireMember(group, meta);
  if (meta.actor !== 0 && roleOf(group, meta.actor) === 'member') throw new DomainError('NotGroupAdmin');
}

function requireOwner(group: Group, meta: Meta): void {
  requireMember(group, meta);
  if (meta.actor !== 0 && group.ownerId !== meta.actor) throw new DomainError('NotGroupOwner');
}

function tidied({ name, pictureUrl, introduction, notice }: GroupLook): GroupLook {
  if (pictureUrl.length > MAX_GROUP_PICTURE_CHARS)
    throw new DomainError('InvalidInput', 'an address is too long', 'pictureUrl');
  return {
    name: optionalLine(name, 'name', MAX_GROUP_NAME_CHARS),
    pictureUrl: pictureAddress(pictureUrl, 'pictureUrl'),
    introduction: optionalLines(introduction, 'introduction', MAX_GROUP_TEXT_CHARS),
    notice: optionalLines(notice, 'notice', MAX_GROUP_TEXT_CHARS),
  };
}

function distinct(userIds: readonly number[]): number[] {
  if (userIds.length > MAX_MEMBERS_PER_COMMAND)
    throw new DomainError('InvalidInput', `at most ${MAX_MEMBERS_PER_COMMAND} people at a time`, 'userIds');
  return [...new Set(userIds)];
}

/** A list in parts of `MAX_MEMBERS_PER_EVENT`. */
function portionsOf(userIds: readonly number[]): number[][] {
  const count = Math.ceil(userIds.length / MAX_MEMBERS_PER_EVENT);
  return Array.from({ length: count }, (_, n) =>
    userIds.slice(n * MAX_MEMBERS_PER_EVENT, (n + 1) * MAX_MEMBERS_PER_EVENT),
  );
}

export const groupDecider: Decider<Group, GroupCommand, GroupEvent> = {
  category: 'group',
  eventTypes: groupEventTypes,
  // What changes nothing is written down for members alone: anybody's group can be named, without end.
  hasPart: (_, group, { actor }) => actor === 0 || group.members.has(actor),
  initialState,
  decide,
  evolve,
};
