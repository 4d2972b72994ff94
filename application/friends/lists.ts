import { MAX_FRIENDS } from '../../domain/relations/friends.ts';
import { MAX_QUERY_DOCUMENTS } from '../../projections/read-models.ts';
import { friendRequests } from '../../projections/views/friend-requests.ts';
import { friends } from '../../projections/views/friends.ts';
import type { Actor } from '../actor.ts';
import type { Core } from '../core.ts';
import { cardsOf, type UserCard } from '../people/cards.ts';

/** Somebody in a list of friends, and since when, in epoch ms. */
export interface ListedFriend {
  card: UserCard;
  at: number;
}

/** The actor's friends, the newest first; at most MAX_QUERY_DOCUMENTS from `offset` on. */
export async function friendsOf(
  core: Core,
  { appId, userId }: Actor,
  { offset = 0, limit = MAX_QUERY_DOCUMENTS }: { offset?: number; limit?: number } = {},
): Promise<ListedFriend[]> {
  return withCards(core, appId, await edgesOf(core, { appId, userId }, offset, limit));
}

/** All of the actor's friends, the oldest first. */
export async function allFriendsOf(core: Core, actor: Actor): Promise<ListedFriend[]> {
  const all: ListedFriend[] = [];
  for (let offset = 0; offset < MAX_FRIENDS; offset += MAX_QUERY_DOCUMENTS) {
    const edges = await edgesOf(core, actor, offset, MAX_QUERY_DOCUMENTS);
    all.push(...(await withCards(core, actor.appId, edges)));
    if (edges.length < MAX_QUERY_DOCUMENTS) break;
  }
  // Those who came together in the order of their ids.
  return all.sort((a, b) => a.at - b.at || a.card.userId - b.card.userId);
}

async function edgesOf(core: Core, { appId, userId }: Actor, offset: number, limit: number) {
  const found = await core.models.find(friends, { index: 'ofUser', equals: [appId, userId], offset, limit });
  return found.map(({ document }) => ({ otherId: document.targetId, at: document.at }));
}

export interface ListedRequest extends ListedFriend {
  text: string;
}

/** Who has asked the actor to be friends and has no answer, the newest first. */
export async function friendRequestsTo(
  core: Core,
  { appId, userId }: Actor,
  { offset = 0, limit = MAX_QUERY_DOCUMENTS }: { offset?: number; limit?: number } = {},
): Promise<ListedRequest[]> {
  const found = await core.models.find(friendRequests, { index: 'to', equals: [appId, userId], offset, limit });
  const requests = found.map(({ document: { userId: otherId, at, text } }) => ({ otherId, at, text }));
  return withCards(core, appId, requests);
}

async function withCards<Edge extends { otherId: number; at: number }>(
  core: Core,
  appId: string,
  edges: readonly Edge[],
): Promise<(Edge & { card: UserCard })[]> {
  const cards = await cardsOf(
    core,
    appId,
    edges.map(({ otherId }) => otherId),
  );
  return edges.flatMap((edge) => {
    const card = cards.get(edge.otherId);
    return card && !card.erased ? [{ ...edge, card }] : [];
  });
}
