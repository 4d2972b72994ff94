import { Type } from '@sinclair/typebox';
import { membersOfGroup } from '../../../application/groups/lists.ts';
import { inviteToGroup, joinGroup, leaveGroup, removeFromGroup } from '../../../application/groups/members.ts';
import { Nullable, UpToDate } from '../../http/answers.ts';
import { endpoint } from '../../http/endpoint.ts';
import { Id, UserId } from '../../http/params.ts';
import { Gender } from '../person.ts';
import { GROUP_ID, Invited, idsIn, invited, OTHER_ID, Role, UserIds } from './shapes.ts';

/** Longest page of members. */
const MAX_PAGE = 100;

const ofGroup = { module: 'group', own: true } as const;

/** Adds people to a group. Ours. */
export const invite = endpoint({
  ...ofGroup,
  path: '/api/group/invite',
  name: 'inviteToGroup',
  summary: 'Add people to a group',
  auth: 'user',
  cost: 'notify',
  params: Type.Object({ groupId: Id, userIds: UserIds }),
  answer: Type.Object({ invited: Invited, ...UpToDate }),
  examples: [
    {
      params: { groupId: GROUP_ID, userIds: String(OTHER_ID) },
      answer: { invited: [{ userId: OTHER_ID, result: 'added' }] },
    },
  ],
  errors: ['GroupNotFound', 'NotInGroup', 'NotGroupAdmin', 'GroupFull'],
  async handle({ core, caller, params: { groupId, userIds }, meta }) {
    const { outcomes, ...shown } = await inviteToGroup(core, caller, { groupId, userIds: idsIn(userIds) }, meta);
    return { invited: invited(outcomes), ...shown };
  },
});

/** Takes people out of a group. Ours. */
export const kick = endpoint({
  ...ofGroup,
  path: '/api/group/kick',
  name: 'kickFromGroup',
  summary: 'Take people out of a group',
  auth: 'user',
  cost: 'notify',
  params: Type.Object({ groupId: Id, userIds: UserIds }),
  answer: Type.Object({
    kicked: Type.Array(
      Type.Object(
        {
          userId: Id,
          result: Type.Union(
            (['removed', 'stranger', 'kept'] as const).map((word) => Type.Literal(word)),
            { description: 'stranger: they were no member. kept: the caller may not remove them.' },
          ),
        },
        { title: 'KickedFromGroup' },
      ),
    ),
    ...UpToDate,
  }),
  examples: [
    {
      params: { groupId: GROUP_ID, userIds: String(OTHER_ID) },
      answer: { kicked: [{ userId: OTHER_ID, result: 'removed' }] },
    },
  ],
  errors: ['GroupNotFound', 'NotInGroup', 'NotGroupAdmin'],
  async handle({ core, caller, params: { groupId, userIds }, meta }) {
    const { outcomes, ...shown } = await removeFromGroup(core, caller, { groupId, userIds: idsIn(userIds) }, meta);
    return { kicked: outcomes.map(({ userId, outcome: result }) => ({ userId, result })), ...shown };
  },
});

/** Joins a group that is open. Ours. */
export const join = endpoint({
  ...ofGroup,
  path: '/api/group/join',
  name: 'joinGroup',
  summary: 'Join a group that is open',
  auth: 'user',
  cost: 'fanOut',
  params: Type.Object({ groupId: Id }),
  answer: Type.Object(UpToDate),
  examples: [{ params: { groupId: GROUP_ID }, answer: {} }],
  errors: ['GroupNotFound', 'GroupNotOpen', 'GroupFull', 'GroupsTooMany'],
  handle: ({ core, caller, params, meta }) => joinGroup(core, caller, params, meta),
});

/** Leaves a group; its owner hands it over by that. Ours. */
export const leave = endpoint({
  ...ofGroup,
  path: '/api/group/leave',
  name: 'leaveGroup',
  summary: 'Leave a group',
  auth: 'user',
  cost: 'fanOut',
  params: Type.Object({ groupId: Id }),
  answer: Type.Object(UpToDate),
  examples: [{ params: { groupId: GROUP_ID }, answer: {} }],
  errors: ['GroupNotFound'],
  handle: ({ core, caller, params, meta }) => leaveGroup(core, caller, params, meta),
});

/** The members of a group, in the order in which they joined. Ours. */
export const members = endpoint({
  ...ofGroup,
  path: '/api/group/members',
  name: 'groupMembers',
  summary: 'List the members of a group',
  auth: 'user',
  params: Type.Object({
    groupId: Id,
    after: Type.Integer({
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      default: 0,
      description: 'Of the page before: `next`.',
    }),
    limit: Type.Integer({ minimum: 1, maximum: MAX_PAGE, default: 20 }),
  }),
  answer: Type.Object({
    totalSize: Type.Integer({ minimum: 0 }),
    next: Nullable(Type.Integer({ description: 'For the page after this one; null: there is none.' })),
    members: Type.Array(
      Type.Object(
        {
          id: UserId,
          displayName: Type.String(),
          coverUrl: Type.String(),
          gender: Gender,
          role: Role,
          joinTime: Type.Integer(),
        },
        { title: 'MemberOfGroup' },
      ),
    ),
  }),
  examples: [{ params: { groupId: GROUP_ID }, answer: { totalSize: 0, next: null, members: [] } }],
  errors: ['GroupNotFound', 'NotInGroup'],
  async handle({ core, caller, params }) {
    const { total: totalSize, members: found, next } = await membersOfGroup(core, caller, params);
    const shown = found.flatMap(({ member: { userId: id, role, joinedAt }, card }) => {
      const { displayName = '', coverUrl = '', gender = 'Unspecified' as const } = card ?? {};
      return [{ id, displayName, coverUrl, gender, role, joinTime: Math.floor(joinedAt / 1000) }];
    });
    return { totalSize, next, members: shown };
  },
});
