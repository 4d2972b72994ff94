import { userCards } from '../../projections/views/user-cards.ts';
import type { Actor } from '../actor.ts';
import type { Core } from '../core.ts';

/** What an app shows as counters: by the read model, so a moment old; 0 for a person who is too new for it. */
export async function ownCounters(
  { models }: Core,
  { appId, userId }: Actor,
): Promise<{ followers: number; following: number }> {
  const card = await models.get(userCards, `${appId}.${userId}`);
  return { followers: card?.followerCount ?? 0, following: card?.followingCount ?? 0 };
}
