import { DomainError } from '../../domain/kernel/errors.ts';
import type { RelationsCommand } from '../../domain/relations/commands.ts';
import { relationsDecider } from '../../domain/relations/decider.ts';
import { relationsStream } from '../../domain/streams.ts';
import { blocks } from '../../projections/views/blocks.ts';
import { follows } from '../../projections/views/follows.ts';
import { userCards } from '../../projections/views/user-cards.ts';
import { stepOf } from '../accounts/identities.ts';
import type { Actor } from '../actor.ts';
import { type MakeMeta, type Shown, shown, whenNew } from '../commands.ts';
import type { Core } from '../core.ts';
import { between, hasBlocked, requireMayReach } from '../policy/people.ts';
import { personCard } from './cards.ts';

/**
 * Follows, unfollows, blocks or unblocks a person for the actor. A repetition changes nothing; blocking also ends following, in
 * both directions (the other one's by `unfollow-blocker`).
 *
 * Throws `UserNotFound`, `TargetIsSelf`; for `FollowUser` what `requireMayReach` throws, and `FollowsTooMany`; for `BlockUser`
 * `BlocksTooMany`.
 */
export async function relate(core: Core, actor: Actor, command: RelationsCommand, makeMeta: MakeMeta): Promise<Shown> {
  const { appId, userId } = actor;
  const { type, targetId } = command;
  await personCard(core, appId, targetId);
  const people = type === 'FollowUser' ? await between(core, actor, targetId) : null;
  const decider = whenNew(relationsDecider, () => people && requireMayReach(people));
  const stream = relationsStream(appId, userId);
  const meta = makeMeta(type);
  const { position } = await core.commands.handle(decider, stream, command, meta);
  // Follow and block are in two streams: a block may have come between the check and the append. A later block finds the follow.
  if (type === 'FollowUser' && (await hasBlocked(core, appId, targetId, userId))) {
    const unfollow = { type: 'UnfollowUser', targetId } as const;
    await core.commands.handle(relationsDecider, stream, unfollow, stepOf(meta, 'undo-follow'));
    throw new DomainError('ProfileHidden');
  }
  return shown(core, position, [follows, blocks, userCards]);
}
