import { unreadOf } from '../../projections/unread.ts';
import { userCards } from '../../projections/views/user-cards.ts';
import type { Actor } from '../actor.ts';
import type { Core } from '../core.ts';

/** What an app shows as counters: by the read models, so a moment old; 0 for a person who is too new for them. */
export async function ownCounters(
  { models }: Core,
  { appId, userId }: Actor,
): Promise<{ unread: number; followers: number; following: number }> {
  const id = `${appId}.${userId}`;
  const [card, unread] = await Promise.all([models.get(userCards, id), unreadOf(models, appId, userId)]);
  return {
    unread,
    followers: card?.followerCount ?? 0,
    following: card?.followingCount ?? 0,
  };
}
