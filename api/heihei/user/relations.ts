import { Type } from '@sinclair/typebox';
import { relate } from '../../../application/people/relations.ts';
import { UpToDate } from '../../http/answers.ts';
import { endpoint } from '../../http/endpoint.ts';
import { LiveId, UserId } from '../../http/params.ts';
import { badParameter } from '../../http/refusals.ts';

const Done = Type.Object(UpToDate);

/** Returns the user that a parameter names; throws `InvalidInput` (700) naming the parameter when that is the caller. */
function otherThan(userId: number, named: number, parameter: string): number {
  if (named === userId) throw badParameter(parameter);
  return named;
}

/** heihei, 关注某人. Following twice is a success that changes nothing. `liveId` says where it was tapped. */
export const followUser = endpoint({
  path: '/api/user/follow',
  module: 'user',
  name: 'followUser',
  summary: 'Follow a user',
  auth: 'user',
  cost: 'write',
  params: Type.Object({ userId: UserId, liveId: Type.Optional(LiveId) }),
  answer: Done,
  examples: [{ params: { userId: 7_012_345_678_901 }, answer: {} }],
  errors: ['UserNotFound', 'ProfileHidden', 'TargetBlocked', 'FollowsTooMany'],
  handle: ({ core, caller, meta, params: { userId } }) =>
    relate(core, caller, { type: 'FollowUser', targetId: otherThan(caller.userId, userId, 'userId') }, meta),
});

/** heihei, 取消关注. */
export const unfollowUser = endpoint({
  path: '/api/user/unfollow',
  module: 'user',
  name: 'unfollowUser',
  summary: 'Stop following a user',
  auth: 'user',
  cost: 'write',
  params: Type.Object({ userId: UserId }),
  answer: Done,
  examples: [{ params: { userId: 7_012_345_678_901 }, answer: {} }],
  errors: ['UserNotFound'],
  handle: ({ core, caller, meta, params: { userId } }) =>
    relate(core, caller, { type: 'UnfollowUser', targetId: otherThan(caller.userId, userId, 'userId') }, meta),
});

/** heihei, 拉黑. Also ends following. */
export const blockUser = endpoint({
  path: '/api/user/block-user',
  module: 'user',
  name: 'blockUser',
  summary: 'Block a user',
  auth: 'user',
  cost: 'write',
  params: Type.Object({ userId: UserId }),
  answer: Done,
  examples: [{ params: { userId: 7_012_345_678_901 }, answer: {} }],
  errors: ['UserNotFound', 'BlocksTooMany'],
  handle: ({ core, caller, meta, params: { userId } }) =>
    relate(core, caller, { type: 'BlockUser', targetId: otherThan(caller.userId, userId, 'userId') }, meta),
});

/** heihei, 取消拉黑. The document's name for the user is `targetId` here. */
export const unblockUser = endpoint({
  path: '/api/user/unblock-user',
  module: 'user',
  name: 'unblockUser',
  summary: 'Stop blocking a user',
  auth: 'user',
  cost: 'write',
  params: Type.Object({ targetId: UserId }),
  answer: Done,
  examples: [{ params: { targetId: 7_012_345_678_901 }, answer: {} }],
  errors: ['UserNotFound'],
  handle: ({ core, caller, meta, params: { targetId } }) =>
    relate(core, caller, { type: 'UnblockUser', targetId: otherThan(caller.userId, targetId, 'targetId') }, meta),
});
