import { Type } from '@sinclair/typebox';
import { blockedBy, followedBy, followersOf } from '../../../application/people/lists.ts';
import { endpoint } from '../../http/endpoint.ts';
import { Limit, Offset, UserId } from '../../http/params.ts';
import { ListedUser, sampleListedUser, Users, users } from './shapes.ts';

const UserList = Type.Object({
  userId: UserId,
  offset: Offset,
  limit: Limit,
  // Names the caller. The token does so already: it is accepted and ignored.
  curUserId: Type.Optional(UserId),
});

const totalSize = Type.Integer({ minimum: 0, description: 'Length of the whole list.' });

/** What examples ask for. */
const page = { userId: 7_012_345_678_901, offset: 0, limit: 20 };

/** heihei, 粉丝列表: newest first. */
export const listFollower = endpoint({
  path: '/api/user/list-follower',
  module: 'user',
  name: 'listFollower',
  summary: 'List who follows a user',
  auth: 'user',
  params: UserList,
  answer: Type.Object({ totalSize, result: Users }),
  examples: [{ params: page, answer: { totalSize: 1, result: [sampleListedUser] } }],
  errors: ['UserNotFound', 'ProfileHidden'],
  async handle({ core, caller, params: { userId, offset, limit } }) {
    const { total, people } = await followersOf(core, caller, { userId, offset, limit });
    return { totalSize: total, result: users(people) };
  },
});

/** heihei, 关注列表: newest first. */
export const listFollowing = endpoint({
  path: '/api/user/list-following',
  module: 'user',
  name: 'listFollowing',
  summary: 'List whom a user follows',
  auth: 'user',
  params: UserList,
  answer: Type.Object({
    totalSize,
    reslut: Type.Array(ListedUser, { description: 'As the document spells it; the same as `result`.' }),
    result: Users,
  }),
  examples: [{ params: page, answer: { totalSize: 1, reslut: [sampleListedUser], result: [sampleListedUser] } }],
  errors: ['UserNotFound', 'ProfileHidden'],
  async handle({ core, caller, params: { userId, offset, limit } }) {
    const { total, people } = await followedBy(core, caller, { userId, offset, limit });
    const result = users(people);
    return { totalSize: total, reslut: result, result };
  },
});

/** heihei, 黑名单: the caller's own, newest first. */
export const listBlockedUser = endpoint({
  path: '/api/user/list-blocked-user',
  module: 'user',
  name: 'listBlockedUser',
  summary: 'List whom the caller blocks',
  auth: 'user',
  params: Type.Object({ offset: Offset, limit: Limit }),
  answer: Type.Object({ totalSize, result: Users }),
  examples: [{ params: { offset: 0, limit: 20 }, answer: { totalSize: 1, result: [sampleListedUser] } }],
  errors: [],
  async handle({ core, caller, params }) {
    const { total, people } = await blockedBy(core, caller, params);
    return { totalSize: total, result: users(people) };
  },
});
