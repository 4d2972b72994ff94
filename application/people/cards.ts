import { DomainError } from '../../domain/kernel/errors.ts';
import { userStream } from '../../domain/streams.ts';
import { cardOf, isThere, userDecider } from '../../domain/user/decider.ts';
import type { PersonCard } from '../../domain/user/events.ts';
import type { Document } from '../../projections/read-models.ts';
import { blocks } from '../../projections/views/blocks.ts';
import { follows } from '../../projections/views/follows.ts';
import { type UserCard, userCards } from '../../projections/views/user-cards.ts';
import type { Actor } from '../actor.ts';
import type { Core } from '../core.ts';
import { withPicture } from '../files/pictures.ts';

export type { PersonCard, UserCard };

/**
 * A person as commands and messages carry them. Throws `UserNotFound` for an id that nobody has, or whose person was erased, naming
 * the `field` with the id.
 */
export async function personCard(core: Core, appId: string, userId: number, field?: string): Promise<PersonCard> {
  const { state } = await core.commands.load(userDecider, userStream(appId, userId));
  if (!isThere(state)) throw new DomainError('UserNotFound', 'no such user', field);
  return withPicture(core, cardOf(state));
}

/** A person who is named already, as the host of a past live is: an erased one is shown as 已注销用户. Throws `UserNotFound`. */
export async function namedCard(core: Core, appId: string, userId: number): Promise<PersonCard> {
  const { state } = await core.commands.load(userDecider, userStream(appId, userId));
  if (state.userId === 0) throw new DomainError('UserNotFound', 'no such user');
  return withPicture(core, cardOf(state));
}

/** Read-model cards of many people, by user id; people who are not (yet) in the read model are left out. */
export async function cardsOf(core: Core, appId: string, userIds: readonly number[]): Promise<Map<number, UserCard>> {
  const wanted = [...new Set(userIds)];
  const cards = await core.models.getMany(
    userCards,
    wanted.map((userId) => `${appId}.${userId}`),
  );
  return new Map(wanted.flatMap((userId, n) => (cards[n] ? [[userId, withPicture(core, cards[n])] as const] : [])));
}

/** Which of these people `followerId` follows. */
export function followedAmong(
  core: Core,
  appId: string,
  followerId: number,
  userIds: readonly number[],
): Promise<Set<number>> {
  return withEdge(core, follows, userIds, (userId) => `${appId}.${followerId}.${userId}`);
}

/** Which of these people have `userId` on their block list. */
export function blockersAmong(
  core: Core,
  appId: string,
  userId: number,
  userIds: readonly number[],
): Promise<Set<number>> {
  return withEdge(core, blocks, userIds, (blockerId) => `${appId}.${blockerId}.${userId}`);
}

/** The people for whom the view has an edge's document. */
async function withEdge(
  { models }: Core,
  view: typeof follows | typeof blocks,
  userIds: readonly number[],
  idOf: (userId: number) => string,
): Promise<Set<number>> {
  const wanted = [...new Set(userIds)];
  const edges = await models.getMany<Document>(view, wanted.map(idOf));
  return new Set(wanted.filter((_, n) => edges[n] !== null));
}

/** A person in a list, and whether the actor follows them. */
export interface ListedPerson {
  card: UserCard;
  isFollowed: boolean;
}

/** People as lists show them, in the order of `userIds`; people who are too new for the read model are left out. */
export async function listedPeople(
  core: Core,
  { appId, userId }: Actor,
  userIds: readonly number[],
): Promise<ListedPerson[]> {
  const [cards, followed] = await Promise.all([
    cardsOf(core, appId, userIds),
    followedAmong(core, appId, userId, userIds),
  ]);
  return userIds.flatMap((id) => {
    const card = cards.get(id);
    return card ? [{ card, isFollowed: followed.has(id) }] : [];
  });
}
