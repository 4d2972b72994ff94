import { streamName } from '../../domain/kernel/ids.ts';
import type { RelationsCommand } from '../../domain/relations/commands.ts';
import { relationsDecider } from '../../domain/relations/decider.ts';
import { blocks } from '../../projections/views/blocks.ts';
import { follows } from '../../projections/views/follows.ts';
import { userCards } from '../../projections/views/user-cards.ts';
import type { Actor } from '../actor.ts';
import { type MakeMeta, type Shown, shown } from '../commands.ts';
import type { Core } from '../core.ts';
import { personCard } from './cards.ts';

/**
 * Changes what the actor is to another person: follows, unfollows, blocks, unblocks. Doing what is done already changes nothing; blocking
 * also ends following, and the blocked person's following of the actor (`unfollow-blocker`).
 *
 * Throws `UserNotFound`, `TargetIsSelf`; for `FollowUser` `TargetBlocked` and `FollowsTooMany`; for `BlockUser` `BlocksTooMany`.
 */
export async function relate(
  core: Core,
  { appId, userId }: Actor,
  { type, targetId }: RelationsCommand,
  makeMeta: MakeMeta,
): Promise<Shown> {
  await personCard(core, appId, targetId);
  const stream = streamName(relationsDecider.category, appId, userId);
  const { position } = await core.commands.handle(relationsDecider, stream, { type, targetId }, makeMeta(type));
  return shown(core, position, [follows, blocks, userCards]);
}
