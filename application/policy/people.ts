import { DomainError } from '../../domain/kernel/errors.ts';
import { type Between, obstacleToReaching, obstacleToSeeing } from '../../domain/policy/people.ts';
import { relationsDecider } from '../../domain/relations/decider.ts';
import { relationsStream, userStream } from '../../domain/streams.ts';
import { userDecider } from '../../domain/user/decider.ts';
import type { Actor } from '../actor.ts';
import type { Core } from '../core.ts';

/** Whether `userId` has `targetId` on their block list now. */
export async function hasBlocked(core: Core, appId: string, userId: number, targetId: number): Promise<boolean> {
  return (await blockListOf(core, appId, userId)).has(targetId);
}

/** The people whom a person blocks now. */
export async function blockListOf(
  core: Pick<Core, 'commands'>,
  appId: string,
  userId: number,
): Promise<ReadonlySet<number>> {
  const { state } = await core.commands.load(relationsDecider, relationsStream(appId, userId));
  return state.blocked;
}

/** How the actor and another person stand to each other (blocks, ban, erasure), from the log up to now. */
export async function between(core: Core, { appId, userId }: Actor, otherId: number): Promise<Between> {
  const [blocks, isBlocked, other] = await Promise.all([
    hasBlocked(core, appId, userId, otherId),
    hasBlocked(core, appId, otherId, userId),
    core.commands.load(userDecider, userStream(appId, otherId)),
  ]);
  return { blocks, isBlocked, isBanned: other.state.banned, isErased: other.state.erased };
}

/** Throws `ProfileHidden` when `otherId` blocks the actor. */
export async function requireMaySee(core: Core, { appId, userId }: Actor, otherId: number): Promise<void> {
  const obstacle = obstacleToSeeing({ isBlocked: await hasBlocked(core, appId, otherId, userId) });
  if (obstacle) throw new DomainError(obstacle);
}

/**
 * Throws for a person whom the actor may not follow, invite or knock at: `ProfileHidden` (they block the actor), `TargetBlocked`
 * (the actor blocks them), `UserNotFound` (banned or erased; names the `field` with the id).
 */
export function requireMayReach(people: Between, field?: string): void {
  const obstacle = obstacleToReaching(people);
  if (obstacle) throw new DomainError(obstacle, obstacle, obstacle === 'UserNotFound' ? field : undefined);
}
