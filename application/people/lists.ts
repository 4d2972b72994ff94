import { tidyLine } from '../../domain/kernel/text.ts';
import { blocks } from '../../projections/views/blocks.ts';
import { follows } from '../../projections/views/follows.ts';
import { userCards } from '../../projections/views/user-cards.ts';
import type { Actor } from '../actor.ts';
import type { Core } from '../core.ts';
import { blockListOf, requireMaySee } from '../policy/people.ts';
import { blockersAmong, type ListedPerson, listedPeople, personCard } from './cards.ts';

/** Most users that a search answers with. */
export const MAX_SEARCH_RESULTS = 20;
/** Sorts after every other character: `prefix` and `prefix + LAST_CHARACTER` bound all texts with that prefix. */
const LAST_CHARACTER = '\u{10ffff}';

export interface PeoplePage {
  /** Of the whole list. */
  total: number;
  people: ListedPerson[];
}

export interface Page {
  offset: number;
  limit: number;
}

/** The person whose list is asked for. */
interface Of {
  userId: number;
}

/** Who follows a person, newest first. Throws `UserNotFound`, `ProfileHidden` when that person blocks the actor. */
export async function followersOf(core: Core, actor: Actor, { userId, ...page }: Page & Of): Promise<PeoplePage> {
  await requireMaySee(core, actor, userId);
  const { followers } = await countersOf(core, actor, userId);
  const edges = await core.models.find(follows, { index: 'followers', equals: [actor.appId, userId], ...page });
  const ids = edges.map(({ document }) => document.userId);
  return { total: followers, people: await listedPeople(core, actor, ids) };
}

/** Whom a person follows, newest first. Throws `UserNotFound`, `ProfileHidden` when that person blocks the actor. */
export async function followedBy(core: Core, actor: Actor, { userId, ...page }: Page & Of): Promise<PeoplePage> {
  await requireMaySee(core, actor, userId);
  const { following } = await countersOf(core, actor, userId);
  const edges = await core.models.find(follows, { index: 'following', equals: [actor.appId, userId], ...page });
  const ids = edges.map(({ document }) => document.targetId);
  return { total: following, people: await listedPeople(core, actor, ids) };
}

/** The people whom the actor blocks, newest first. Nobody sees another person's list. */
export async function blockedBy(core: Core, actor: Actor, page: Page): Promise<PeoplePage> {
  const { appId, userId } = actor;
  const { size: total } = await blockListOf(core, appId, userId);
  const edges = await core.models.find(blocks, { index: 'blocked', equals: [appId, userId], ...page });
  const ids = edges.map(({ document }) => document.targetId);
  return { total, people: await listedPeople(core, actor, ids) };
}

/**
 * Finds people by their exact number (黑号), or by the beginning of their names, in any case. At most `MAX_SEARCH_RESULTS`, without
 * the banned and the erased, and without people who block the actor.
 */
export async function searchPeople(core: Core, actor: Actor, text: string): Promise<ListedPerson[]> {
  const wanted = tidyLine(text);
  if (wanted === '') return [];
  const { appId } = actor;
  const from = wanted.toLowerCase();
  const [byNumber, byName] = await Promise.all([
    /^[1-9]\d{0,14}$/.test(wanted)
      ? core.models.find(userCards, { index: 'byHeiNum', equals: [appId, Number(wanted)], limit: 1 })
      : [],
    core.models.find(userCards, {
      index: 'byName',
      equals: [appId],
      from,
      until: from + LAST_CHARACTER,
      limit: MAX_SEARCH_RESULTS,
    }),
  ]);
  const found = [...byNumber, ...byName].map(({ document }) => document).filter((card) => !card.banned && !card.erased);
  const everybody = [...new Set(found.map((card) => card.userId))];
  const blockers = await blockersAmong(core, appId, actor.userId, everybody);
  const ids = everybody.filter((id) => !blockers.has(id)).slice(0, MAX_SEARCH_RESULTS);
  return listedPeople(core, actor, ids);
}

/** Counters of an existing user, else throws `UserNotFound`; 0 for a user who is too new for the read model. */
async function countersOf(core: Core, { appId }: Actor, userId: number) {
  await personCard(core, appId, userId);
  const card = await core.models.get(userCards, `${appId}.${userId}`);
  return { followers: card?.followerCount ?? 0, following: card?.followingCount ?? 0 };
}
