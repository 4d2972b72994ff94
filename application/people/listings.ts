import type { Found } from '../../projections/read-models.ts';
import { type ListedAs, peopleLists } from '../../projections/views/people-lists.ts';
import type { Actor } from '../actor.ts';
import type { Core } from '../core.ts';
import { blockListOf } from '../policy/people.ts';
import { blockersAmong, type ListedPerson, listedPeople } from './cards.ts';
import type { Page } from './lists.ts';

/** Who signed in or went live within this time is active. */
export const ACTIVE_MS = 7 * 24 * 3600 * 1000;

/** A page of people. */
export interface Listing {
  /** Length of the list as far as it was looked at: one more than the page's end when the list goes on. */
  atLeast: number;
  people: ListedPerson[];
}

/** People who have been live, or have not, the last to register first. */
export async function peopleByType(
  core: Core,
  actor: Actor,
  { isAnchor, offset, limit }: Page & { isAnchor: boolean },
): Promise<Listing> {
  const equals = [actor.appId, true, isAnchor] as const;
  const found = await core.models.find(peopleLists, { index: 'byType', equals, offset, limit: limit + 1 });
  return listing(core, actor, found, { offset, limit });
}

/** People who are active (`ACTIVE_MS`), the last first. */
export async function activePeople(core: Core, actor: Actor, { offset, limit }: Page): Promise<Listing> {
  const since = core.clock.now() - ACTIVE_MS;
  const query = { index: 'active', equals: [actor.appId, true], until: since, offset, limit: limit + 1 } as const;
  return listing(core, actor, await core.models.find(peopleLists, query), { offset, limit });
}

/** Without whom the actor blocks, and without those who block the actor: such pages are shorter. */
async function listing(
  core: Core,
  actor: Actor,
  found: readonly Found<ListedAs>[],
  { offset, limit }: Page,
): Promise<Listing> {
  const ids = found.slice(0, limit).map(({ document }) => document.userId);
  const [blocked, blockers] = await Promise.all([
    blockListOf(core, actor.appId, actor.userId),
    blockersAmong(core, actor.appId, actor.userId, ids),
  ]);
  const shown = ids.filter((id) => !blocked.has(id) && !blockers.has(id));
  return { atLeast: offset + found.length, people: await listedPeople(core, actor, shown) };
}
