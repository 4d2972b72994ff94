import { Type } from '@sinclair/typebox';
import { changeGroup, destroyGroup, setGroupRole, transferGroup } from '../../../application/groups/changes.ts';
import { createGroup } from '../../../application/groups/create-group.ts';
import { groupsOf, showGroup } from '../../../application/groups/lists.ts';
import { UpToDate } from '../../http/answers.ts';
import { endpoint } from '../../http/endpoint.ts';
import { Id, UserId } from '../../http/params.ts';
import {
  GROUP_EXAMPLE,
  GROUP_ID,
  Group,
  groupOf,
  Invited,
  idsIn,
  invited,
  Look,
  lookOf,
  Name,
  OTHER_ID,
  Role,
  UserIds,
} from './shapes.ts';

const OF_MEMBERS = ['GroupNotFound', 'NotInGroup'] as const;
const ofGroup = { module: 'group', own: true } as const;

/** Makes a group, whose owner the caller is. Ours. */
export const create = endpoint({
  ...ofGroup,
  path: '/api/group/create-group',
  name: 'createGroup',
  summary: 'Make a group',
  auth: 'user',
  cost: 'notify',
  params: Type.Object({
    name: Name,
    userIds: Type.Optional(UserIds),
    ...Look,
    isOpen: Type.Boolean({ default: false, description: 'Anybody may join.' }),
  }),
  answer: Type.Object({ group: Group, invited: Invited, ...UpToDate }),
  examples: [
    {
      params: { name: '周末听歌', userIds: String(OTHER_ID) },
      answer: { group: GROUP_EXAMPLE, invited: [{ userId: OTHER_ID, result: 'added' }] },
    },
  ],
  errors: ['TextNotAllowed', 'GroupFull', 'GroupsTooMany', 'UserNotFound'],
  async handle({ core, caller, params, meta }) {
    const { name, userIds = '', isOpen, ...look } = params;
    const given = { ...lookOf(look), name, rules: { isOpen }, userIds: idsIn(userIds) };
    const { group, outcomes, ...shown } = await createGroup(core, caller, given, meta);
    return { group: groupOf(group), invited: invited(outcomes), ...shown };
  },
});

/** The caller's groups, the one that they joined last first. Ours. */
export const mine = endpoint({
  ...ofGroup,
  path: '/api/group/my-groups',
  name: 'myGroups',
  summary: "List the caller's groups",
  auth: 'user',
  params: Type.Object({}),
  answer: Type.Object({
    groups: Type.Array(Type.Object({ group: Group, role: Role }, { title: 'OwnGroup' })),
  }),
  examples: [{ params: {}, answer: { groups: [{ group: GROUP_EXAMPLE, role: 'member' }] } }],
  errors: [],
  async handle({ core, caller }) {
    const found = await groupsOf(core, caller);
    return { groups: found.map(({ group, member: { role } }) => ({ group: groupOf(group), role })) };
  },
});

/** One of the caller's groups. Ours. */
export const info = endpoint({
  ...ofGroup,
  path: '/api/group/group-info',
  name: 'groupInfo',
  summary: "Look at one of the caller's groups",
  auth: 'user',
  params: Type.Object({ groupId: Id }),
  answer: Type.Object({ group: Group, role: Role }),
  examples: [{ params: { groupId: GROUP_ID }, answer: { group: GROUP_EXAMPLE, role: 'owner' } }],
  errors: OF_MEMBERS,
  async handle({ core, caller, params }) {
    const { group, role } = await showGroup(core, caller, params);
    return { group: groupOf(group), role };
  },
});

/** Renames a group, or changes how it looks otherwise; what is absent stays. Ours. */
export const change = endpoint({
  ...ofGroup,
  path: '/api/group/change-group',
  name: 'changeGroup',
  summary: 'Rename a group, or change its picture and texts',
  auth: 'user',
  cost: 'notify',
  params: Type.Object({ groupId: Id, name: Type.Optional(Name), ...Look }),
  answer: Type.Object(UpToDate),
  examples: [{ params: { groupId: GROUP_ID, name: '周日听歌' }, answer: {} }],
  errors: [...OF_MEMBERS, 'NotGroupAdmin', 'TextNotAllowed'],
  handle({ core, caller, params: { groupId, ...look }, meta }) {
    return changeGroup(core, caller, { groupId, ...lookOf(look) }, meta);
  },
});

/** Makes another member the owner. Ours. */
export const transfer = endpoint({
  ...ofGroup,
  path: '/api/group/transfer-group',
  name: 'transferGroup',
  summary: 'Hand a group over to another member',
  auth: 'user',
  cost: 'notify',
  params: Type.Object({ groupId: Id, userId: UserId }),
  answer: Type.Object(UpToDate),
  examples: [{ params: { groupId: GROUP_ID, userId: OTHER_ID }, answer: {} }],
  errors: [...OF_MEMBERS, 'NotGroupOwner'],
  handle({ core, caller, params: { groupId, userId: toUserId }, meta }) {
    return transferGroup(core, caller, { groupId, toUserId }, meta);
  },
});

/** Makes a member an administrator, or one like the others again. Ours. */
export const setRole = endpoint({
  ...ofGroup,
  path: '/api/group/set-role',
  name: 'setGroupRole',
  summary: 'Make a member an administrator, or take that back',
  auth: 'user',
  cost: 'notify',
  params: Type.Object({
    groupId: Id,
    userId: UserId,
    role: Type.Union([Type.Literal('admin'), Type.Literal('member')]),
  }),
  answer: Type.Object(UpToDate),
  examples: [{ params: { groupId: GROUP_ID, userId: OTHER_ID, role: 'admin' }, answer: {} }],
  errors: [...OF_MEMBERS, 'NotGroupOwner', 'TargetIsSelf', 'GroupFull'],
  handle: ({ core, caller, params, meta }) => setGroupRole(core, caller, params, meta),
});

/** Ends a group for everybody. Ours. */
export const destroy = endpoint({
  ...ofGroup,
  path: '/api/group/destroy-group',
  name: 'destroyGroup',
  summary: 'End a group, for everybody and for good',
  auth: 'user',
  cost: 'notify',
  params: Type.Object({ groupId: Id }),
  answer: Type.Object(UpToDate),
  examples: [{ params: { groupId: GROUP_ID }, answer: {} }],
  errors: [...OF_MEMBERS, 'NotGroupOwner'],
  handle: ({ core, caller, params, meta }) => destroyGroup(core, caller, params, meta),
});
