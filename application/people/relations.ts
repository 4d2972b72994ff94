import { DomainError } from '../../domain/kernel/errors.ts';
import type { RelationsCommand } from '../../domain/relations/commands.ts';
import { relationsDecider } from '../../domain/relations/decider.ts';
import { relationsStream } from '../../domain/streams.ts';
import { blocks } from '../../projections/views/blocks.ts';
import { follows } from '../../projections/views/follows.ts';
import { userCards } from '../../projections/views/user-cards.ts';
import { isErased, stepOf } from '../accounts/identities.ts';
import type { Actor } from '../actor.ts';
import { type MakeMeta, type Shown, shown, whenNew } from '../commands.ts';
import type { Core } from '../core.ts';
import { between, requireMayReach } from '../policy/people.ts';
import { namedCard, personCard } from './cards.ts';

/**
 * Follows, unfollows, blocks or unblocks a person for the actor. A repetition changes nothing; blocking also ends following, in
 * both directions (the other one's by `unfollow-blocker`). An erased person can only be unfollowed and unblocked.
 *
 * Throws `UserNotFound`, `TargetIsSelf`; for `FollowUser` what `requireMayReach` throws, and `FollowsTooMany`; for `BlockUser`
 * `BlocksTooMany`.
 */
export async function relate(core: Core, actor: Actor, command: RelationsCommand, makeMeta: MakeMeta): Promise<Shown> {
  const { appId, userId } = actor;
  const { type, targetId } = command;
  const isNew = type === 'FollowUser' || type === 'BlockUser';
  await (isNew ? personCard : namedCard)(core, appId, targetId);
  const people = type === 'FollowUser' ? await between(core, actor, targetId) : null;
  const decider = whenNew(relationsDecider, () => people && requireMayReach(people));
  const stream = relationsStream(appId, userId);
  const meta = makeMeta(type);
  const { position } = await core.commands.handle(decider, stream, command, meta);
  if (isNew && (await isErased(core, appId, userId))) {
    // While this was under way: what an erasure has looked for already, it finds no more.
    const undo = { type: type === 'FollowUser' ? 'UnfollowUser' : 'UnblockUser', targetId } as const;
    await core.commands.handle(relationsDecider, stream, undo, stepOf(meta, 'undo-relation'));
    throw new DomainError('UserNotFound');
  }
  if (type === 'FollowUser') {
    // Other streams say who blocks and who is erased: either may have come between the check and the append. A later one finds the follow.
    const { isBlocked, isErased } = await between(core, actor, targetId);
    if (isBlocked || isErased) {
      const unfollow = { type: 'UnfollowUser', targetId } as const;
      await core.commands.handle(relationsDecider, stream, unfollow, stepOf(meta, 'undo-follow'));
      throw new DomainError(isErased ? 'UserNotFound' : 'ProfileHidden');
    }
  }
  return shown(core, position, [follows, blocks, userCards]);
}
