import type { GroupCommand } from '../../../domain/group/commands.ts';
import { groupDecider } from '../../../domain/group/decider.ts';
import type { GroupEvent } from '../../../domain/group/events.ts';
import {
  MAX_EMPTIED_AT_ONCE,
  MAX_GROUP_ADMINS,
  MAX_GROUP_MEMBERS,
  MAX_GROUP_NAME_CHARS,
  MAX_MEMBERS_PER_COMMAND,
  MAX_MEMBERS_PER_EVENT,
} from '../../../domain/group/limits.ts';
import { given } from '../../support/given.ts';

const GROUP = 5;
const [OWNER, ADMIN, MEMBER, OTHER, STRANGER] = [1, 2, 3, 4, 9];
const look = { name: '一群人', pictureUrl: '', introduction: '', notice: '' };
const rules = { kind: 'group', isOpen: false, membersInvite: true, membersChange: false } as const;
const ids = (count: number, first = 100) => Array.from({ length: count }, (_, n) => first + n);

const created: GroupEvent = {
  type: 'GroupCreated',
  data: { groupId: GROUP, ownerId: OWNER, byUserId: OWNER, ...look, ...rules },
};
const added = (userIds: number[], firstNo: number, by: object = {}): GroupEvent => ({
  type: 'GroupMembersAdded',
  data: {
    ...{ groupId: GROUP, userIds, firstNo, fromSeq: 0, memberCount: firstNo - 1 + userIds.length },
    ...{ byUserId: OWNER, how: 'created', ...by },
  },
});
const admin = (userId: number): GroupEvent => ({
  type: 'GroupRoleSet',
  data: { groupId: GROUP, userId, role: 'admin', byUserId: OWNER },
});
const removed = (userIds: number[], memberCount: number, byUserId: number, reason = 'removed'): GroupEvent =>
  ({ type: 'GroupMembersRemoved', data: { groupId: GROUP, userIds, memberCount, byUserId, reason } }) as GroupEvent;
const transferred = (toUserId: number, byUserId = OWNER): GroupEvent => ({
  type: 'GroupTransferred',
  data: { groupId: GROUP, fromUserId: OWNER, toUserId, byUserId },
});
const destroyed = (byUserId = OWNER): GroupEvent => ({ type: 'GroupDestroyed', data: { groupId: GROUP, byUserId } });
const story = () => given(groupDecider, created, added([OWNER, ADMIN, MEMBER, OTHER], 1), admin(ADMIN));
const create = (more: object = {}) =>
  ({
    type: 'CreateGroup',
    groupId: GROUP,
    ownerId: OWNER,
    look,
    rules,
    adminIds: [],
    userIds: [],
    ...more,
  }) as GroupCommand;
const add = (userIds: number[], fromSeq = 7): GroupCommand => ({ type: 'AddMembers', userIds, fromSeq });
const remove = (...userIds: number[]): GroupCommand => ({ type: 'RemoveMembers', userIds });

describe('group', () => {
  it('begins with its owner, then its first members, each once', () => {
    given(groupDecider)
      .when(create({ adminIds: [ADMIN], userIds: [MEMBER, ADMIN, OWNER, MEMBER] }), { actor: OWNER })
      .thenExactly(created, added([OWNER, ADMIN, MEMBER], 1), admin(ADMIN));
    given(groupDecider).when(create(), { actor: STRANGER }).thenFails('NotOwner');
    story().when(create(), { actor: OWNER }).thenFails('GroupTaken');
    given(groupDecider)
      .when(create({ look: { ...look, name: '好'.repeat(MAX_GROUP_NAME_CHARS + 1) } }), { actor: OWNER })
      .thenFails('InvalidInput', 'name');
    given(groupDecider)
      .when(create({ look: { ...look, pictureUrl: 'javascript:alert(1)' } }), { actor: OWNER })
      .thenFails('InvalidInput', 'pictureUrl');
  });

  it('takes those whom its members bring, from the next message on, in events of a bounded size', () => {
    const invited = { fromSeq: 7, byUserId: MEMBER, how: 'invited' };
    story()
      .when(add([8, OTHER, 8]), { actor: MEMBER })
      .thenExactly(added([8], 5, invited));
    story()
      .when(add([OTHER]), { actor: MEMBER })
      .thenNothing();
    story()
      .when(add([8]), { actor: STRANGER })
      .thenFails('NotInGroup');
    const many = ids(MAX_MEMBERS_PER_EVENT + 1);
    story()
      .when(add(many), { actor: MEMBER })
      .thenExactly(
        added(many.slice(0, MAX_MEMBERS_PER_EVENT), 5, invited),
        added(many.slice(MAX_MEMBERS_PER_EVENT), 5 + MAX_MEMBERS_PER_EVENT, invited),
      );
    story()
      .when(add(ids(MAX_MEMBERS_PER_COMMAND + 1)), { actor: 0 })
      .thenFails('InvalidInput', 'userIds');
  });

  it('takes nobody past its limit, and nobody who joins unless it is open', () => {
    const full = given(groupDecider, created, added(ids(MAX_GROUP_MEMBERS, OWNER), 1));
    full.when(add([MAX_GROUP_MEMBERS + 1]), { actor: 0 }).thenFails('GroupFull');
    const join: GroupCommand = { type: 'JoinGroup', fromSeq: 7 };
    story().when(join, { actor: STRANGER }).thenFails('GroupNotOpen');
    story().when(join, { actor: MEMBER }).thenNothing();
    const open: GroupEvent = { ...created, data: { ...created.data, isOpen: true } } as GroupEvent;
    given(groupDecider, open, added([OWNER], 1))
      .when(join, { actor: STRANGER })
      .thenExactly(added([STRANGER], 2, { fromSeq: 7, byUserId: STRANGER, how: 'joined' }));
  });

  it('loses those whom its owner or an administrator removes, never its owner, nor an administrator by another', () => {
    story()
      .when(remove(MEMBER, STRANGER, OWNER, ADMIN), { actor: ADMIN })
      .thenExactly(removed([MEMBER], 3, ADMIN));
    story()
      .when(remove(ADMIN, OWNER), { actor: OWNER })
      .thenExactly(removed([ADMIN], 3, OWNER));
    story()
      .when(remove(ADMIN, OWNER), { actor: 0 })
      .thenExactly(removed([ADMIN], 3, 0));
    story().when(remove(OTHER), { actor: MEMBER }).thenFails('NotGroupAdmin');
    story().when(remove(OTHER), { actor: STRANGER }).thenFails('NotInGroup');
  });

  it('goes to its oldest administrator, else member, when its owner leaves, and ends with its last member', () => {
    const leave = (userId: number): GroupCommand => ({ type: 'LeaveGroup', userId });
    story()
      .when(leave(OWNER), { actor: OWNER })
      .thenExactly(transferred(ADMIN), removed([OWNER], 3, OWNER, 'left'));
    given(groupDecider, created, added([OWNER, MEMBER, OTHER], 1))
      .when(leave(OWNER), { actor: OWNER })
      .thenExactly(transferred(MEMBER), removed([OWNER], 2, OWNER, 'left'));
    given(groupDecider, created, added([OWNER], 1))
      .when(leave(OWNER), { actor: OWNER })
      .thenExactly(destroyed(), removed([OWNER], 0, OWNER, 'destroyed'));
    story().when(leave(STRANGER), { actor: STRANGER }).thenNothing();
    story().when(leave(MEMBER), { actor: OTHER }).thenFails('NotOwner');
  });

  it('loses all of its erased at once, by the system alone', () => {
    const erase: GroupCommand = { type: 'RemoveErased', userIds: [OWNER, ADMIN, STRANGER] };
    story()
      .when(erase, { actor: 0 })
      .thenExactly(transferred(MEMBER, 0), removed([OWNER, ADMIN], 2, 0, 'erased'));
    story().when(erase, { actor: OWNER }).thenFails('SystemOnly');
  });

  it('is changed by whoever runs it, and handed over, ordered and destroyed by its owner', () => {
    const change: GroupCommand = { type: 'ChangeGroup', look: { name: ' 新名字 ' } };
    story()
      .when(change, { actor: ADMIN })
      .thenExactly({ type: 'GroupChanged', data: { groupId: GROUP, byUserId: ADMIN, ...look, name: '新名字' } });
    story()
      .when({ type: 'ChangeGroup', look: { name: look.name } }, { actor: ADMIN })
      .thenNothing();
    story().when(change, { actor: MEMBER }).thenFails('NotGroupAdmin');
    const transfer = (toUserId: number): GroupCommand => ({ type: 'TransferGroup', toUserId });
    story().when(transfer(MEMBER), { actor: OWNER }).thenExactly(transferred(MEMBER));
    story().when(transfer(OWNER), { actor: OWNER }).thenNothing();
    story().when(transfer(STRANGER), { actor: OWNER }).thenFails('NotInGroup', 'toUserId');
    story().when(transfer(MEMBER), { actor: ADMIN }).thenFails('NotGroupOwner');
    const promote = (userId: number): GroupCommand => ({ type: 'SetGroupRole', userId, role: 'admin' });
    story().when(promote(MEMBER), { actor: OWNER }).thenExactly(admin(MEMBER));
    story().when(promote(ADMIN), { actor: OWNER }).thenNothing();
    story().when(promote(OWNER), { actor: OWNER }).thenFails('TargetIsSelf');
    story().when(promote(STRANGER), { actor: OWNER }).thenFails('NotInGroup', 'userId');
    const admins = ids(MAX_GROUP_ADMINS);
    given(groupDecider, created, added([OWNER, MEMBER, ...admins], 1), ...admins.map(admin))
      .when(promote(MEMBER), { actor: OWNER })
      .thenFails('GroupFull');
    story().when({ type: 'DestroyGroup' }, { actor: ADMIN }).thenFails('NotGroupOwner');
  });

  it('is empty once it is destroyed, in steps where it is large, and unknown from then on', () => {
    const people = ids(MAX_EMPTIED_AT_ONCE + 5, OWNER);
    const large = given(groupDecider, created, added(people, 1));
    large.when({ type: 'EmptyGroup' }, { actor: 0 }).thenNothing();
    const over = given(groupDecider, created, added(people.slice(MAX_EMPTIED_AT_ONCE), 1), destroyed());
    over
      .when({ type: 'EmptyGroup' }, { actor: 0 })
      .thenExactly(removed(people.slice(MAX_EMPTIED_AT_ONCE), 0, 0, 'destroyed'));
    over.when({ type: 'EmptyGroup' }, { actor: OWNER }).thenFails('SystemOnly');
    for (const command of [add([8]), remove(OWNER), { type: 'DestroyGroup' } as const])
      over.when(command, { actor: 0 }).thenFails('GroupNotFound');
    given(groupDecider)
      .when(add([8]), { actor: 0 })
      .thenFails('GroupNotFound');
  });
});
