import { Type } from '@sinclair/typebox';
import { memberIdsOfGroup } from '../../application/groups/lists.ts';
import { endpoint } from '../http/endpoint.ts';
import { IdOrDigits, UserId } from '../http/params.ts';
import { badParameter } from '../http/refusals.ts';
import { MAX_IDS, OF_TOKEN } from './parts.ts';

/** Lanying IM, 获取群成员列表. */
export const memberList = endpoint({
  path: '/group/member_list',
  module: 'group',
  name: 'memberList',
  summary: 'List the members of a group, in the order of joining',
  auth: 'user',
  params: Type.Object({
    group_id: IdOrDigits,
    cursor: Type.Optional(Type.String({ maxLength: 64, description: 'Of the page before.' })),
    limit: Type.Integer({ minimum: 1, maximum: MAX_IDS, default: MAX_IDS }),
  }),
  answer: Type.Object({
    data: Type.Array(Type.Object({ user_id: UserId, join_time: Type.Integer({ description: 'Epoch milliseconds.' }) })),
    cursor: Type.Optional(Type.String({ description: 'Where the next page begins; absent when there is none.' })),
    total: Type.Integer({ minimum: 0 }),
    version: Type.Integer({ description: 'When the group last changed, in epoch milliseconds.' }),
  }),
  examples: [
    {
      params: { group_id: 2306414607729, limit: 50 },
      answer: {
        data: [
          { user_id: 2302128618880, join_time: 1569615417000 },
          { user_id: 2199040544848, join_time: 1569615490000 },
          { user_id: 2199040544992, join_time: 1569615490000 },
        ],
        total: 3,
        version: 1569586735861,
      },
    },
  ],
  errors: [...OF_TOKEN, 'GroupNotFound', 'NotInGroup'],
  async handle({ core, caller, params: { group_id: groupId, cursor, limit } }) {
    const after = cursor === undefined ? 0 : positionIn(cursor, groupId);
    const { members, next, total, changedAt } = await memberIdsOfGroup(core, caller, { groupId, after, limit });
    return {
      data: members.map(({ userId, joinedAt }) => ({ user_id: userId, join_time: joinedAt })),
      ...(next !== null && { cursor: cursorOf(next, groupId) }),
      total,
      version: changedAt,
    };
  },
});

/** Names the group, so that one of another group is noticed. */
function cursorOf(after: number, groupId: number): string {
  return Buffer.from(`${groupId}.${after}`).toString('base64url');
}

/** Throws `InvalidInput` for what is no cursor of this group. */
function positionIn(cursor: string, groupId: number): number {
  const [, group, after] = /^(\d{1,16})\.(\d{1,16})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (Number(group) !== groupId || cursorOf(Number(after), groupId) !== cursor) throw badParameter('cursor');
  return Number(after);
}
