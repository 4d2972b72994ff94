import { DomainError } from '../../domain/kernel/errors.ts';
import { type UserCard, userCards } from '../../projections/views/user-cards.ts';
import type { Actor } from '../actor.ts';
import type { Core } from '../core.ts';
import { isPushEnabled } from '../devices/push-switch.ts';
import { withPicture } from '../files/pictures.ts';
import { hasBlocked, requireMaySee } from '../policy/people.ts';
import { balanceNow } from '../wallets/balance.ts';
import { followedAmong, personCard } from './cards.ts';

/** A profile as the actor may see it: their own with the gold that can be spent now and their switch, another person's with the actor's follow and block. */
export type ViewedProfile =
  | { isOwn: true; card: UserCard; gold: number; pushEnabled: boolean }
  | { isOwn: false; card: UserCard; isFollowed: boolean; isBlocked: boolean };

/**
 * A person's profile. The actor's own gold comes from the log, so that gold counts up to its very expiry. Throws `UserNotFound`,
 * and `ProfileHidden` when that person blocks the actor.
 */
export async function viewProfile(core: Core, actor: Actor, { userId }: { userId: number }): Promise<ViewedProfile> {
  const { appId } = actor;
  await personCard(core, appId, userId);
  const isOwn = userId === actor.userId;
  await requireMaySee(core, actor, userId);
  const found = await core.models.get(userCards, `${appId}.${userId}`);
  // Registered, but not in the read model yet: no list can have shown the id.
  if (!found) throw new DomainError('UserNotFound');
  const card = withPicture(core, found);
  if (isOwn) {
    const [{ gold }, pushEnabled] = await Promise.all([balanceNow(core, actor), isPushEnabled(core, actor)]);
    return { isOwn, card, gold, pushEnabled };
  }
  const [followed, isBlocked] = await Promise.all([
    followedAmong(core, appId, actor.userId, [userId]),
    hasBlocked(core, appId, actor.userId, userId),
  ]);
  return { isOwn, card, isFollowed: followed.has(userId), isBlocked };
}
