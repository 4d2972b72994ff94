import { Type } from '@sinclair/typebox';
import { type ListedLive, livesOfFollowed, livesOfHost, recommendedLives } from '../../../application/rooms/lists.ts';
import { endpoint, type UserCall } from '../../http/endpoint.ts';
import { Limit, Offset, UserId } from '../../http/params.ts';
import { addressBook } from './addresses.ts';
import { listedLive as playing } from './examples.ts';
import { ExpireTime, ListedLive as ListedLiveShape } from './schemas.ts';
import { LIST_EXPIRE_S, listedLive, USER_LIST_EXPIRE_S } from './shapes.ts';

const Lives = Type.Array(ListedLiveShape);

function listed(call: UserCall<unknown>, found: readonly ListedLive[]) {
  const book = addressBook(call);
  return found.map(({ live, host, isFollowed }) => listedLive(live, host, isFollowed, book));
}

/** heihei, 直播推荐列表: what plays and is visible, newest first, and lookbacks. */
export const listLiveByRecommend = endpoint({
  path: '/api/live/list-live-by-recommend',
  module: 'live',
  name: 'listLiveByRecommend',
  summary: 'List what plays now, and what can be looked back at',
  auth: 'user',
  params: Type.Object({}),
  answer: Type.Object({ expireTime: ExpireTime, lives: Lives, liveskback: Lives }),
  examples: [{ params: {}, answer: { expireTime: LIST_EXPIRE_S, lives: [playing], liveskback: [] } }],
  errors: [],
  async handle(call) {
    const { playing, stopped } = await recommendedLives(call.core, call.caller);
    return { expireTime: LIST_EXPIRE_S, lives: listed(call, playing), liveskback: listed(call, stopped) };
  },
});

/** heihei, 关注用户直播与回放 (v1.5.0): what the followed play now, and their lookbacks, newest first. */
export const listLiveByFollow = endpoint({
  path: '/api/live/list-live-by-follow',
  module: 'live',
  name: 'listLiveByFollow',
  summary: 'List what those whom the caller follows play now, and have played',
  auth: 'user',
  params: Type.Object({}),
  answer: Type.Object({ expireTime: ExpireTime, lives: Lives, lookbacks: Lives }),
  examples: [{ params: {}, answer: { expireTime: LIST_EXPIRE_S, lives: [playing], lookbacks: [] } }],
  errors: [],
  async handle(call) {
    const { playing, stopped } = await livesOfFollowed(call.core, call.caller);
    return { expireTime: LIST_EXPIRE_S, lives: listed(call, playing), lookbacks: listed(call, stopped) };
  },
});

/** heihei, 我的/ta的直播: lives of a user (default: the caller), newest first; none when the user blocks the caller. Unknown user: 710. */
export const listLiveByUser = endpoint({
  path: '/api/live/list-live-by-user',
  module: 'live',
  name: 'listLiveByUser',
  summary: 'List the lives of a user, by default of the caller',
  auth: 'user',
  params: Type.Object({ offset: Offset, limit: Limit, userId: Type.Optional(UserId) }),
  answer: Type.Object({
    expireTime: ExpireTime,
    totalCount: Type.Integer({ minimum: 0, description: 'On all pages.' }),
    isFollowed: Type.Boolean({ description: 'The user, by the caller.' }),
    lives: Lives,
  }),
  examples: [
    {
      params: { userId: playing.userId, offset: 0, limit: 10 },
      answer: { expireTime: USER_LIST_EXPIRE_S, totalCount: 1, isFollowed: true, lives: [playing] },
    },
  ],
  errors: ['UserNotFound'],
  async handle(call) {
    const { core, caller, params } = call;
    const { offset, limit, userId: hostId = caller.userId } = params;
    const { totalCount, isFollowed, lives } = await livesOfHost(core, caller, { hostId, offset, limit });
    return { expireTime: USER_LIST_EXPIRE_S, totalCount, isFollowed, lives: listed(call, lives) };
  },
});
