import { DomainError } from '../../domain/kernel/errors.ts';
import { userStream } from '../../domain/streams.ts';
import {
  type AppCard,
  birthDayOf,
  coverUrlOf,
  displayNameOf,
  EMPTY_APP_CARD,
  vouchedAppCard,
} from '../../domain/user/app-card.ts';
import { isThere, type User, userDecider } from '../../domain/user/decider.ts';
import type { Gender } from '../../domain/user/events.ts';
import { MAX_QUERY_DOCUMENTS } from '../../projections/read-models.ts';
import { identities } from '../../projections/views/identities.ts';
import { userCards } from '../../projections/views/user-cards.ts';
import { nameOrFindPerson, type PersonFacts, peopleByUid, personByUid } from '../accounts/named-person.ts';
import { type MakeMeta, type Shown, shown, withInput } from '../commands.ts';
import type { Core } from '../core.ts';
import { cardsOf } from './cards.ts';

/** A person in the words of an app's server: as it wrote them, or as others have changed them since. */
export interface AppPerson extends AppCard {
  uid: string;
  gender: Gender;
}

/** What an app's server says of a person; what is absent stays. */
export type AppFacts = Partial<Omit<AppPerson, 'uid'>>;

/** People that a list of all of a tenant's holds at most: some 4 MB of uids. */
export const MAX_LISTED_UIDS = 100_000;

/**
 * Registers a person under the uid that an app's server gives, for one time: the same input again finds the same person, other input
 * for the same uid is refused with `IdempotencyConflict`. Somebody who is known already (born in heihei, or named through another API)
 * gets the facts that they lack, and keeps the others. Returns their core id.
 *
 * Throws `InvalidInput` for a fact that is too long.
 */
export async function registerForApp(
  core: Core,
  tenant: string,
  { uid, facts, input }: { uid: string; facts: AppFacts; input: unknown },
  makeMeta: MakeMeta,
): Promise<number> {
  const meta = withInput(makeMeta('register-person', uid), input);
  // Before anything is written, so that nobody comes to be who is then refused.
  vouchedAppCard({ ...EMPTY_APP_CARD, ...cardOf(facts) });
  const profile = profileOf(core, tenant, uid, facts);
  const known = await personByUid(core, tenant, uid);
  const user = known === null ? null : (await core.commands.load(userDecider, userStream(tenant, known))).state;
  const fill = () => nameOrFindPerson(core, meta, uid, user ? lacking(user, profile) : profile);
  // Whom an app's server has registered before has all that it said.
  const { userId } = user?.appCard ? user : await fill();
  const command = { type: 'SetAppCard', card: cardOf(facts), isFirst: true } as const;
  const { position } = await core.commands.handle(userDecider, userStream(tenant, userId), command, meta);
  await shown(core, position, [userCards, identities]);
  return userId;
}

/** Of a profile what a person does not have. Who came to be without a name of their own is called by their uid. */
function lacking({ uid, displayName, coverUrl, gender, birthDay }: Readonly<User>, profile: PersonFacts): PersonFacts {
  return {
    ...(displayName === uid && pick(profile, 'displayName')),
    ...(coverUrl === '' && pick(profile, 'coverUrl')),
    ...(gender === 'Unspecified' && pick(profile, 'gender')),
    ...(birthDay === '' && pick(profile, 'birthDay')),
  };
}

function pick<Field extends keyof PersonFacts>(profile: PersonFacts, field: Field): PersonFacts {
  return profile[field] === undefined ? {} : { [field]: profile[field] };
}

/**
 * Changes what an app's server says of a person; what is absent stays. `isOwn`: the person does so themselves, and may not be called what is
 * reserved. Throws `UserNotFound`, `NameNotAllowed`, `InvalidInput` for a fact that is too long.
 */
export async function updateForApp(
  core: Core,
  tenant: string,
  { userId, facts, isOwn }: { userId: number; facts: AppFacts; isOwn: boolean },
  makeMeta: MakeMeta,
): Promise<Shown> {
  const stream = userStream(tenant, userId);
  const { state } = await core.commands.load(userDecider, stream);
  if (!isThere(state)) throw new DomainError('UserNotFound');
  if (isOwn && facts.name !== undefined && facts.name !== state.displayName)
    core.settings.words.requireAllowedName(tenant, facts.name);
  const profile = profileOf(core, tenant, uidOf(state), facts);
  const card = cardOf(facts);
  const meta = { ...makeMeta('set-facts'), actor: 0 };
  // The card is checked first, and shows by itself nothing that the profile does not have.
  await core.commands.handle(userDecider, stream, { type: 'SetAppCard', card, isFirst: false }, meta);
  const profileMeta = { ...makeMeta('update'), actor: 0 };
  const { position } = await core.commands.handle(userDecider, stream, { type: 'SetProfile', ...profile }, profileMeta);
  return shown(core, position, [userCards]);
}

/** The people of these uids, in their order; who is unknown is left out. */
export async function appPeopleOf(core: Core, tenant: string, uids: readonly string[]): Promise<AppPerson[]> {
  const ids = await peopleByUid(core, tenant, uids);
  const people: AppPerson[] = [];
  for (const uid of uids) {
    const userId = ids.get(uid);
    if (userId === undefined) continue;
    const { state } = await core.commands.load(userDecider, userStream(tenant, userId));
    people.push(appPersonOf(core, tenant, state, uid));
  }
  return people;
}

/** The uids of everybody in a tenant, oldest first, at most `MAX_LISTED_UIDS`: the claimed one, else the core id in decimal. */
export async function allUids(core: Core, tenant: string): Promise<string[]> {
  const uids = new Map<number, string>();
  let last: number | undefined;
  for (let after: number | undefined; uids.size < MAX_LISTED_UIDS; ) {
    const found = await core.models.find(identities, {
      index: 'ofUser',
      equals: [tenant],
      limit: MAX_QUERY_DOCUMENTS,
      ...(after !== undefined && { from: after }),
    });
    // Names of an erased person stand here until they are released.
    const cards = await cardsOf(
      core,
      tenant,
      found.map(({ document }) => document.userId),
    );
    for (const { document } of found) {
      const { userId, kind, value } = document;
      if (cards.get(userId)?.erased !== false) continue;
      if (kind === 'uid') uids.set(userId, value);
      else if (!uids.has(userId)) uids.set(userId, String(userId));
    }
    // A page begins with the person who ended the one before: their names may stand on both.
    after = found.at(-1)?.document.userId;
    if (found.length < MAX_QUERY_DOCUMENTS || after === last) break;
    last = after;
  }
  return [...uids.values()].slice(0, MAX_LISTED_UIDS);
}

/** What an app's server calls a person. */
export function uidOf({ uid, userId }: Readonly<Pick<User, 'uid' | 'userId'>>): string {
  return uid === '' ? String(userId) : uid;
}

/** The part of the facts that the profile does not hold word for word. */
function cardOf({ gender: _, ...card }: AppFacts): Partial<AppCard> {
  return card;
}

/** What the profile becomes for what an app says. */
function profileOf(core: Core, tenant: string, uid: string, { name, icon, gender, birth }: AppFacts): PersonFacts {
  const birthDay = birth === undefined ? null : birthDayOf(birth);
  return {
    ...(name !== undefined && { displayName: shownName(core, tenant, name, uid) }),
    ...(icon !== undefined && { coverUrl: coverUrlOf(icon) }),
    ...(gender !== undefined && { gender }),
    ...(birthDay !== null && { birthDay }),
  };
}

function shownName(core: Core, tenant: string, name: string, uid: string): string {
  return displayNameOf(core.settings.words.worded(tenant, name, 'name').text, uid);
}

/** A fact is shown as the app wrote it while the profile has what was made of it; else somebody has changed it, and it is shown as it is now. */
function appPersonOf(core: Core, tenant: string, user: Readonly<User>, uid: string): AppPerson {
  const { displayName, coverUrl, gender, birthDay, appCard } = user;
  const card = appCard ?? { ...EMPTY_APP_CARD, name: displayName, icon: coverUrl, birth: birthDay };
  const day = birthDayOf(card.birth);
  return {
    ...card,
    uid,
    gender,
    name: shownName(core, tenant, card.name, uid) === displayName ? card.name : displayName,
    icon: coverUrlOf(card.icon) === coverUrl ? card.icon : coverUrl,
    birth: birthDay === '' || day === birthDay || (card.birth !== '' && day === null) ? card.birth : birthDay,
  };
}
