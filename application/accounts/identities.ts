import { identityDecider } from '../../domain/identity/decider.ts';
import type { Clock } from '../../domain/kernel/clock.ts';
import type { CommandMeta } from '../../domain/kernel/decider.ts';
import { derivedCommandId } from '../../domain/kernel/ids.ts';
import type { Step } from '../../domain/kernel/purposes.ts';
import { identityStream, userStream } from '../../domain/streams.ts';
import type { UserCommand } from '../../domain/user/commands.ts';
import { type User, userDecider } from '../../domain/user/decider.ts';
import type { CommandHandler } from '../../event-store/command-handler.ts';
import type { LogKey } from '../../event-store/keys/log-key.ts';
import { newId } from '../ids.ts';

/** Draws before giving up on a free id: two processes draw the same id in the same millisecond once in some 4,000 times. */
const MAX_DRAWS = 20;

/** What use cases of accounts work with. */
export interface Accounts {
  clock: Clock;
  commands: CommandHandler;
  logKey: LogKey;
}

/** A name by which an API knows a person: claimed once, in a stream that is called by a hash of it. */
export interface Identity {
  stream: string;
  kind: string;
  value: string;
}

/** The identity of an outside name: a phone, a number, an app's own id. */
export function identityOf({ logKey }: Pick<Accounts, 'logKey'>, appId: string, kind: string, value: string): Identity {
  return { stream: identityStream(appId, kind, logKey.hashOf(appId, kind, value)), kind, value };
}

/**
 * Metadata for a step of a saga, by the system. Steps need no memory: each looks at what is there before it acts, so that the next
 * run completes what a crash left half done.
 */
export function stepOf({ appId, at, commandId, correlationId = commandId }: CommandMeta, step: Step): CommandMeta {
  return { appId, actor: 0, at, commandId: derivedCommandId(commandId, step), correlationId };
}

/** The user id that owns a name; 0 when nobody has claimed it. */
export async function ownerOf({ commands }: Pick<Accounts, 'commands'>, { stream }: Identity): Promise<number> {
  const { state } = await commands.load(identityDecider, stream);
  return state.userId;
}

/** Claims a name for a person. Returns its owner, who may be somebody else: the first claim wins. */
export async function claim(
  { commands }: Pick<Accounts, 'commands'>,
  meta: CommandMeta,
  { stream, kind, value }: Identity,
  userId: number,
): Promise<number> {
  const { state } = await commands.handle(
    identityDecider,
    stream,
    { type: 'ClaimIdentity', kind, value, userId },
    meta,
  );
  return state.userId;
}

/** Gives a name of a person's up, as a step of the saga. A name that is not theirs stays. */
export async function release(
  { commands }: Pick<Accounts, 'commands'>,
  meta: CommandMeta,
  { stream, kind, value }: Identity,
  userId: number,
): Promise<void> {
  const give = { type: 'ReleaseIdentity', kind, value, userId } as const;
  await commands.handle(identityDecider, stream, give, stepOf(meta, `release-identity of ${stream}`));
}

/** Whether an owner of a name was erased. Their names are free, or will be in a moment. */
export async function isErased(
  { commands }: Pick<Accounts, 'commands'>,
  appId: string,
  userId: number,
): Promise<boolean> {
  const { state } = await commands.load(userDecider, userStream(appId, userId));
  return state.erased;
}

/**
 * The owner of a name. A free name is claimed for a new id, which the caller then registers. The name of an erased person that is not
 * released yet is released first. `step` names the claims in the saga.
 */
export async function ownerOrNewId(
  accounts: Accounts,
  meta: CommandMeta,
  identity: Identity,
  step: 'claim' | 'claim-phone' | 'claim-username',
): Promise<number> {
  const owner = await ownerOf(accounts, identity);
  if (owner !== 0) {
    if (!(await isErased(accounts, meta.appId, owner))) return owner;
    await release(accounts, meta, identity, owner);
  }
  for (let draw = 1; draw <= MAX_DRAWS; draw++) {
    const userId = newId(accounts.clock);
    const { revision } = await accounts.commands.load(userDecider, userStream(meta.appId, userId));
    if (revision < 0) return claim(accounts, stepOf(meta, `${step}:${draw}`), identity, userId);
  }
  throw new Error('no free user id was found');
}

/** The owner of a name, which is claimed for this person when it is free, or was an erased person's. */
export async function ownerOrOwn(
  accounts: Accounts,
  meta: CommandMeta,
  identity: Identity,
  userId: number,
): Promise<number> {
  const owner = await ownerOf(accounts, identity);
  if (owner !== 0) {
    if (owner === userId || !(await isErased(accounts, meta.appId, owner))) return owner;
    await release(accounts, meta, identity, owner);
  }
  return claim(accounts, stepOf(meta, `claim-name of ${identity.stream}`), identity, userId);
}

/** Registers a person under an id that was claimed for them. `isTheirs` checks that the account is the one that the claim is for. */
export async function register(
  { commands }: Accounts,
  meta: CommandMeta,
  person: Omit<Extract<UserCommand, { type: 'RegisterUser' }>, 'type'>,
  isTheirs: (user: Readonly<User>) => boolean,
): Promise<Readonly<User>> {
  const stream = userStream(meta.appId, person.userId);
  const { state } = await commands.handle(userDecider, stream, { type: 'RegisterUser', ...person }, meta);
  // Another process drew the same id for another name: nobody may sign in to somebody else's account.
  if (!isTheirs(state)) throw new Error(`user id ${person.userId} was given out twice`);
  return state;
}
