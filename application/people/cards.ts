import { DomainError } from '../../domain/kernel/errors.ts';
import { userStream } from '../../domain/streams.ts';
import { cardOf, userDecider } from '../../domain/user/decider.ts';
import type { PersonCard } from '../../domain/user/events.ts';
import { blocks } from '../../projections/views/blocks.ts';
import { follows } from '../../projections/views/follows.ts';
import { type UserCard, userCards } from '../../projections/views/user-cards.ts';
import type { Core } from '../core.ts';

export type { PersonCard, UserCard };

/** A person as commands and messages carry them. Throws `UserNotFound` for an id that nobody has, naming the `field` with the id. */
export async function personCard(core: Core, appId: string, userId: number, field?: string): Promise<PersonCard> {
  const { state } = await core.commands.load(userDecider, userStream(appId, userId));
  if (state.userId === 0) throw new DomainError('UserNotFound', 'no such user', field);
  return cardOf(state);
}

/** Read-model cards of many people, by user id; people who are not (yet) in the read model are left out. */
export async function cardsOf(core: Core, appId: string, userIds: readonly number[]): Promise<Map<number, UserCard>> {
  const wanted = [...new Set(userIds)];
  const cards = await core.models.getMany(
    userCards,
    wanted.map((userId) => `${appId}.${userId}`),
  );
  return new Map(wanted.flatMap((userId, n) => (cards[n] ? [[userId, cards[n]] as const] : [])));
}

/** Which of these people `followerId` follows. */
export async function followedAmong(
  core: Core,
  appId: string,
  followerId: number,
  userIds: readonly number[],
): Promise<Set<number>> {
  const wanted = [...new Set(userIds)];
  const edges = await core.models.getMany(
    follows,
    wanted.map((userId) => `${appId}.${followerId}.${userId}`),
  );
  return new Set(wanted.filter((_, n) => edges[n] !== null));
}

/** Which of these people have `userId` on their block list. */
export async function blockersAmong(
  core: Core,
  appId: string,
  userId: number,
  userIds: readonly number[],
): Promise<Set<number>> {
  const wanted = [...new Set(userIds)];
  const edges = await core.models.getMany(
    blocks,
    wanted.map((blockerId) => `${appId}.${blockerId}.${userId}`),
  );
  return new Set(wanted.filter((_, n) => edges[n] !== null));
}
