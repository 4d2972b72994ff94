import { Type } from '@sinclair/typebox';
import { shown } from '../../../application/commands.ts';
import { personCard } from '../../../application/people.ts';
import { streamName } from '../../../domain/kernel/ids.ts';
import type { RelationsCommand } from '../../../domain/relations/commands.ts';
import { relationsDecider } from '../../../domain/relations/decider.ts';
import { blocks } from '../../../projections/views/blocks.ts';
import { follows } from '../../../projections/views/follows.ts';
import { userCards } from '../../../projections/views/user-cards.ts';
import { endpoint, type UserCall } from '../../http/endpoint.ts';
import { LiveId, UserId } from '../../http/params.ts';
import { badParameter } from '../../http/refusals.ts';

/** Changes what the caller is to another user: 710 for a user who does not exist, 700 for oneself. */
async function relate(
  { core, caller, meta }: UserCall<unknown>,
  type: RelationsCommand['type'],
  targetId: number,
  parameter: string,
): Promise<object> {
  if (targetId === caller.userId) throw badParameter(parameter);
  await personCard(core, caller.appId, targetId);
  const stream = streamName(relationsDecider.category, caller.appId, caller.userId);
  const { position } = await core.commands.handle(relationsDecider, stream, { type, targetId }, meta(type));
  return shown(core, position, [follows, blocks, userCards]);
}

/** heihei, 关注某人. Following twice is a success that changes nothing. `liveId` says where it was tapped. */
export const followUser = endpoint({
  path: '/api/user/follow',
  module: 'user',
  name: 'followUser',
  auth: 'user',
  params: Type.Object({ userId: UserId, liveId: Type.Optional(LiveId) }),
  errors: ['UserNotFound', 'TargetBlocked', 'FollowsTooMany'],
  handle: (call) => relate(call, 'FollowUser', call.params.userId, 'userId'),
});

/** heihei, 取消关注. */
export const unfollowUser = endpoint({
  path: '/api/user/unfollow',
  module: 'user',
  name: 'unfollowUser',
  auth: 'user',
  params: Type.Object({ userId: UserId }),
  errors: ['UserNotFound'],
  handle: (call) => relate(call, 'UnfollowUser', call.params.userId, 'userId'),
});

/** heihei, 拉黑. Also ends following. */
export const blockUser = endpoint({
  path: '/api/user/block-user',
  module: 'user',
  name: 'blockUser',
  auth: 'user',
  params: Type.Object({ userId: UserId }),
  errors: ['UserNotFound', 'BlocksTooMany'],
  handle: (call) => relate(call, 'BlockUser', call.params.userId, 'userId'),
});

/** heihei, 取消拉黑. The document's name for the user is `targetId` here. */
export const unblockUser = endpoint({
  path: '/api/user/unblock-user',
  module: 'user',
  name: 'unblockUser',
  auth: 'user',
  params: Type.Object({ targetId: UserId }),
  errors: ['UserNotFound'],
  handle: (call) => relate(call, 'UnblockUser', call.params.targetId, 'targetId'),
});
