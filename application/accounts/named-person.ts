import type { CommandMeta } from '../../domain/kernel/decider.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { userStream } from '../../domain/streams.ts';
import type { UserCommand } from '../../domain/user/commands.ts';
import { isThere, type User, userDecider } from '../../domain/user/decider.ts';
import { realDay, vouchedName, vouchedPicture } from '../../domain/user/profile.ts';
import { eachOf } from '../at-once.ts';
import {
  type Accounts,
  type Identity,
  identityOf,
  isErased,
  ownerOf,
  ownerOrNewId,
  register,
  stepOf,
} from './identities.ts';

/** What an app's server says of a person; what is absent stays as it is. */
export type PersonFacts = Omit<Extract<UserCommand, { type: 'SetProfile' }>, 'type'>;

/** An app's own id for a person (uid): one namespace a tenant, whatever API it comes through. */
function uidIdentity(accounts: Pick<Accounts, 'logKey'>, appId: string, uid: string): Identity {
  return identityOf(accounts, appId, 'uid', uid);
}

/**
 * The person whom an app's server calls by a uid: the one for whom it was claimed; else the person of the tenant whose core id it
 * is in decimal, unless an app named them (people who registered in heihei); null when there is nobody.
 */
export async function personByUid(accounts: Accounts, appId: string, uid: string): Promise<number | null> {
  const owner = await ownerOf(accounts, uidIdentity(accounts, appId, uid));
  if (owner !== 0) return (await isErased(accounts, appId, owner)) ? null : owner;
  const person = await personById(accounts, appId, uid);
  return person && person.uid === '' ? person.userId : null;
}

/** Streams of people that are looked up at a time. */
const LOOKUPS_AT_ONCE = 16;

/** The people who have one of these uids, by uid; who is unknown or erased is not in it. */
export async function peopleByUid(
  accounts: Accounts,
  appId: string,
  uids: readonly string[],
): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  await eachOf([...new Set(uids)], LOOKUPS_AT_ONCE, async (uid) => {
    const userId = await personByUid(accounts, appId, uid);
    if (userId !== null) found.set(uid, userId);
  });
  return found;
}

/** The person with a core id, in decimal; null when the tenant has none, or they were erased. */
export async function personById(
  { commands }: Pick<Accounts, 'commands'>,
  appId: string,
  id: string,
): Promise<Readonly<User> | null> {
  if (!/^[1-9]\d{0,15}$/.test(id) || !Number.isSafeInteger(Number(id))) return null;
  const { state } = await commands.load(userDecider, userStream(appId, Number(id)));
  return isThere(state) ? state : null;
}

/** As `personById`; throws `UserNotFound` instead of answering null. */
export async function personWithId(
  accounts: Pick<Accounts, 'commands'>,
  appId: string,
  id: string,
): Promise<Readonly<User>> {
  const person = await personById(accounts, appId, id);
  if (!person) throw new DomainError('UserNotFound');
  return person;
}

/**
 * Finds or creates the person whom an app's server names by a uid. A known person gets the facts that differ; a new one needs a
 * `displayName`. Parallel first calls make one person, because the first claim of the uid wins; what a crash left half done, the
 * next call completes. Throws `InvalidInput` for a new person without a name, and for facts that the domain refuses.
 */
export async function nameOrFindPerson(
  accounts: Accounts,
  meta: CommandMeta,
  uid: string,
  facts: PersonFacts,
): Promise<Readonly<User>> {
  const { commands } = accounts;
  const userId = (await personByUid(accounts, meta.appId, uid)) ?? (await claimUid(accounts, meta, uid, facts));
  const stream = userStream(meta.appId, userId);
  const { state } = await commands.load(userDecider, stream);
  if (state.userId === 0) {
    const { displayName, coverUrl = '' } = facts;
    if (displayName === undefined) throw new DomainError('InvalidInput', 'a new person needs a name', 'name');
    const person = { userId, uid, ...facts, displayName, coverUrl };
    return register(accounts, stepOf(meta, 'register'), person, (user) => user.uid === uid);
  }
  const changed = await commands.handle(userDecider, stream, { type: 'SetProfile', ...facts }, stepOf(meta, 'profile'));
  return changed.state;
}

/** Claims a uid for a new id; returns its owner, which may be the id of a parallel call. */
async function claimUid(accounts: Accounts, meta: CommandMeta, uid: string, facts: PersonFacts): Promise<number> {
  // Check before anything is written, so that a uid is not claimed for a person who cannot be registered.
  vouchedName(facts.displayName ?? '');
  vouchedPicture(facts.coverUrl ?? '');
  if (facts.birthDay !== undefined) realDay(facts.birthDay);
  return ownerOrNewId(accounts, meta, uidIdentity(accounts, meta.appId, uid), 'claim');
}
