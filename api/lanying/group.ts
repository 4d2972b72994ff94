import { Type } from '@sinclair/typebox';
import { personWithId } from '../../application/accounts/named-person.ts';
import { destroyGroup } from '../../application/groups/changes.ts';
import { createGroup } from '../../application/groups/create-group.ts';
import { type AddingOutcome, inviteToGroup } from '../../application/groups/members.ts';
import { MAX_GROUP_NAME_CHARS, MAX_GROUP_PICTURE_CHARS, MAX_GROUP_TEXT_CHARS } from '../../domain/group/limits.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { Id, IdOrDigits, UserId } from '../http/params.ts';
import { memberList } from './member-list.ts';
import { Data, DONE, Done, Ids, MAX_IDS, OF_TOKEN } from './parts.ts';

/** How a group is shown that nobody has set otherwise: what stands here as a literal is not served. */
const SETTINGS = { apply_approval: 1, read_ack: false, history_visible: false, member_modify: false } as const;
/** Lanying's numbers for kinds of groups. */
const [PRIVATE, CHATROOM] = [0, 2];
const Time = Type.Integer({ description: 'Epoch milliseconds.' });
const Group = Type.Object({
  name: Type.String(),
  status: Type.Literal(0),
  description: Type.String(),
  type: Type.Integer({ enum: [PRIVATE, CHATROOM] }),
  group_id: Id,
  owner_id: UserId,
  created_at: Time,
  updated_at: Time,
  member_invite: Type.Boolean(),
  apply_approval: Type.Literal(1),
  read_ack: Type.Literal(false),
  history_visible: Type.Literal(false),
  member_modify: Type.Literal(false),
});

/** Lanying IM, 创建群. */
const create = endpoint({
  path: '/group/create',
  module: 'group',
  name: 'create',
  summary: 'Create a group whose owner is the person who acts',
  auth: 'user',
  cost: 'write',
  params: Type.Object({
    name: Type.String({ minLength: 1, maxLength: MAX_GROUP_NAME_CHARS }),
    description: Type.String({ maxLength: MAX_GROUP_TEXT_CHARS, default: '' }),
    avatar: Type.String({ maxLength: MAX_GROUP_PICTURE_CHARS, default: '' }),
    type: Type.Integer({ enum: [PRIVATE, CHATROOM], default: PRIVATE, description: '2: a chat room.' }),
    user_list: Type.Array(IdOrDigits, { maxItems: MAX_IDS, default: [] }),
  }),
  answer: Data(Group),
  examples: [
    {
      params: { name: 'g001', description: 'test-group' },
      answer: {
        data: {
          name: 'g001',
          status: 0,
          description: 'test-group',
          type: PRIVATE,
          group_id: 2306414607729,
          owner_id: 2302128618880,
          created_at: 1569615417000,
          updated_at: 1569615417000,
          member_invite: true,
          ...SETTINGS,
        },
      },
    },
  ],
  errors: [...OF_TOKEN, 'GroupsTooMany', 'IdempotencyConflict', 'TextNotAllowed'],
  async handle({ core, caller, params, meta }) {
    const { name, description: introduction, avatar: pictureUrl, type, user_list: userIds } = params;
    for (const userId of userIds) await personWithId(core, caller.appId, String(userId));
    const isChatroom = type === CHATROOM;
    const rules = { kind: isChatroom ? 'chatroom' : 'group', isOpen: isChatroom } as const;
    const { group } = await createGroup(core, caller, { name, introduction, pictureUrl, userIds, rules }, meta);
    return {
      data: {
        name: group.name,
        status: 0 as const,
        description: group.introduction,
        type: group.kind === 'chatroom' ? CHATROOM : PRIVATE,
        group_id: group.groupId,
        owner_id: group.ownerId,
        created_at: group.createdAt,
        updated_at: group.createdAt,
        member_invite: group.membersInvite,
        ...SETTINGS,
      },
    };
  },
});

/** Why somebody was not added, in the words of the document's codes. */
const REASONS: Readonly<Record<Exclude<AddingOutcome['outcome'], 'added'>, string>> = {
  member: '用户已经是群成员',
  unknown: '用户不存在',
  refused: '用户在黑名单列表',
  'too-many-groups': '用户加入的群数量超限',
};

/** Lanying IM, 邀请用户加群. */
const invite = endpoint({
  path: '/group/invite',
  module: 'group',
  name: 'invite',
  summary: 'Add people to a group of the person who acts',
  auth: 'user',
  cost: 'notify',
  params: Type.Object({ group_id: IdOrDigits, user_list: Ids }),
  answer: Data(
    Type.Array(
      Type.Object({
        result: Type.Union([Type.Literal('success'), Type.Literal('fail')]),
        user_id: UserId,
        reason: Type.Optional(Type.String({ description: 'Of a failure.' })),
      }),
    ),
  ),
  examples: [
    {
      params: { group_id: 2306414607729, user_list: [2199040544848, 2199040544992] },
      answer: {
        data: [
          { result: 'success', user_id: 2199040544848 },
          { result: 'success', user_id: 2199040544992 },
        ],
      },
    },
  ],
  errors: [...OF_TOKEN, 'GroupNotFound', 'NotInGroup', 'NotGroupAdmin', 'GroupFull', 'IdempotencyConflict'],
  async handle({ core, caller, params: { group_id: groupId, user_list: userIds }, meta }) {
    const { outcomes } = await inviteToGroup(core, caller, { groupId, userIds }, meta);
    return { data: outcomes.map(invited) };
  },
});

function invited({ userId: user_id, outcome }: AddingOutcome) {
  if (outcome === 'added') return { result: 'success' as const, user_id };
  return { result: 'fail' as const, user_id, reason: REASONS[outcome] };
}

/** Lanying IM, 解散群. Its web client sends it as POST, with the id in the query. */
const destroy = endpoint({
  path: '/group/destroy',
  methods: ['DELETE', 'POST'],
  module: 'group',
  name: 'destroy',
  summary: 'End a group of the person who acts, for good',
  auth: 'user',
  cost: 'notify',
  params: Type.Object({ group_id: IdOrDigits }),
  answer: Done,
  examples: [{ params: { group_id: 2306414607729 }, answer: DONE }],
  errors: [...OF_TOKEN, 'GroupNotFound', 'NotInGroup', 'NotGroupOwner', 'IdempotencyConflict'],
  async handle({ core, caller, params: { group_id: groupId }, meta }) {
    await destroyGroup(core, caller, { groupId }, meta);
    return DONE;
  },
});

export const groupEndpoints: readonly Endpoint[] = [create, invite, memberList, destroy];
