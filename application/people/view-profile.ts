import { DomainError } from '../../domain/kernel/errors.ts';
import { type UserCard, userCards } from '../../projections/views/user-cards.ts';
import type { Actor } from '../actor.ts';
import type { Core } from '../core.ts';
import { hasBlocked, requireMaySee } from '../policy/people.ts';
import { balanceNow } from '../wallets/balance.ts';
import { followedAmong, personCard } from './cards.ts';

/** A profile as the actor may see it: one's own with the gold that can be spent now, another's with how the actor stands to them. */
export type ViewedProfile =
  | { isOwn: true; card: UserCard; gold: number }
  | { isOwn: false; card: UserCard; isFollowed: boolean; isBlocked: boolean };

/**
 * A person's profile. Throws `UserNotFound`, and `ProfileHidden` when that person blocks the actor.
 *
 * One's own gold comes from the log: gold that ends counts until then, not until the read model hears of its end.
 */
export async function viewProfile(core: Core, actor: Actor, { userId }: { userId: number }): Promise<ViewedProfile> {
  const { appId } = actor;
  await personCard(core, appId, userId);
  const isOwn = userId === actor.userId;
  await requireMaySee(core, actor, userId);
  const card = await core.models.get(userCards, `${appId}.${userId}`);
  // Registered, and not in the read model yet: nobody can have the id from a list.
  if (!card) throw new DomainError('UserNotFound');
  if (isOwn) return { isOwn, card, gold: (await balanceNow(core, actor)).gold };
  const [followed, isBlocked] = await Promise.all([
    followedAmong(core, appId, actor.userId, [userId]),
    hasBlocked(core, appId, actor.userId, userId),
  ]);
  return { isOwn, card, isFollowed: followed.has(userId), isBlocked };
}
