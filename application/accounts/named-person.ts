import { hash } from 'node:crypto';
import { identityDecider } from '../../domain/identity/decider.ts';
import type { Clock } from '../../domain/kernel/clock.ts';
import type { CommandMeta } from '../../domain/kernel/decider.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { derivedCommandId, streamName } from '../../domain/kernel/ids.ts';
import type { Step } from '../../domain/kernel/purposes.ts';
import type { UserCommand } from '../../domain/user/commands.ts';
import { type User, userDecider } from '../../domain/user/decider.ts';
import { realDay, vouchedName } from '../../domain/user/profile.ts';
import type { CommandHandler } from '../../event-store/command-handler.ts';
import { newId } from '../ids.ts';

/** Draws before giving up on a free id: two processes draw the same one once in some 4,000 times. */
const MAX_DRAWS = 20;
/** A uid that names its stream as it is; any other does so by its hash. */
const PLAIN_UID = /^[\w+=-]{1,64}$/;

export interface Accounts {
  clock: Clock;
  commands: CommandHandler;
}

/** What an app's server says of a person; what is absent stays as it is. */
export type PersonFacts = Omit<Extract<UserCommand, { type: 'SetProfile' }>, 'type'>;

/** The stream that says whose an app's own id for a person (uid) is: one namespace a tenant, whatever API it comes through. */
export function uidStream(appId: string, uid: string): string {
  const [kind, value] = PLAIN_UID.test(uid) ? ['uid', uid] : ['uidhash', hash('sha256', uid)];
  return streamName(identityDecider.category, appId, kind, value);
}

/**
 * The person whom an app's server calls by a uid: who claimed it; else whoever of the tenant has it as decimal core id and was not
 * named by an app (people born in heihei); null when there is nobody.
 */
export async function personByUid({ commands }: Accounts, appId: string, uid: string): Promise<number | null> {
  const { state: identity } = await commands.load(identityDecider, uidStream(appId, uid));
  if (identity.userId !== 0) return identity.userId;
  const person = await personById({ commands }, appId, uid);
  return person && person.uid === '' ? person.userId : null;
}

/** The person with a core id, in decimal; null when the tenant has none by it. */
export async function personById(
  { commands }: Pick<Accounts, 'commands'>,
  appId: string,
  id: string,
): Promise<Readonly<User> | null> {
  if (!/^[1-9]\d{0,15}$/.test(id) || !Number.isSafeInteger(Number(id))) return null;
  const { state } = await commands.load(userDecider, streamName(userDecider.category, appId, Number(id)));
  return state.userId === 0 ? null : state;
}

/**
 * The person whom an app's server names by a uid: known ones get the facts that differ, a new one is made of them, which takes a
 * `displayName` (`InvalidInput` otherwise, and for facts that are none). Parallel first calls make one person: the first claim of the
 * uid wins, and what a crash left half done the next call completes.
 */
export async function nameOrFindPerson(
  accounts: Accounts,
  meta: CommandMeta,
  uid: string,
  facts: PersonFacts,
): Promise<Readonly<User>> {
  const { commands } = accounts;
  const known = await personByUid(accounts, meta.appId, uid);
  const userId = known ?? (await claimUid(accounts, meta, uid, facts));
  const stream = streamName(userDecider.category, meta.appId, userId);
  const { state } = await commands.load(userDecider, stream);
  const { displayName } = facts;
  if (state.userId === 0) {
    if (displayName === undefined) throw new DomainError('InvalidInput', 'a new person needs a name', 'name');
    const register = {
      type: 'RegisterUser',
      userId,
      uid,
      ...facts,
      displayName,
      coverUrl: facts.coverUrl ?? '',
    } as const;
    const registered = await commands.handle(userDecider, stream, register, step(meta, 'register'));
    // Another process drew the same id for another uid: nobody may come in on somebody else's account.
    if (registered.state.uid !== uid) throw new Error(`user id ${userId} was given out twice`);
    return registered.state;
  }
  const changed = await commands.handle(userDecider, stream, { type: 'SetProfile', ...facts }, step(meta, 'profile'));
  return changed.state;
}

/** The id that a uid is now claimed for: a new one, or that of whoever claimed it at the same moment. */
async function claimUid(accounts: Accounts, meta: CommandMeta, uid: string, facts: PersonFacts): Promise<number> {
  // Before anything is written, so that a uid is not claimed for nobody.
  vouchedName(facts.displayName ?? '');
  if (facts.birthDay !== undefined) realDay(facts.birthDay);
  const { commands, clock } = accounts;
  const stream = uidStream(meta.appId, uid);
  for (let draw = 1; draw <= MAX_DRAWS; draw++) {
    const userId = newId(clock);
    const { revision } = await commands.load(userDecider, streamName(userDecider.category, meta.appId, userId));
    if (revision >= 0) continue;
    const claim = { type: 'ClaimIdentity', kind: 'uid', value: uid, userId } as const;
    const { state } = await commands.handle(identityDecider, stream, claim, step(meta, `claim:${draw}`));
    return state.userId;
  }
  throw new Error('no free user id was found');
}

/** A step by the system. It needs no memory of its own: each step looks at what is there before it acts. */
function step({ appId, at, commandId }: CommandMeta, name: Step): CommandMeta {
  return { appId, actor: 0, at, commandId: derivedCommandId(commandId, name), correlationId: commandId };
}
