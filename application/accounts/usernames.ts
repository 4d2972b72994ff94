import { DomainError } from '../../domain/kernel/errors.ts';
import { userStream } from '../../domain/streams.ts';
import { isThere, userDecider } from '../../domain/user/decider.ts';
import { userCards } from '../../projections/views/user-cards.ts';
import { type MakeMeta, type Shown, shown } from '../commands.ts';
import type { Core } from '../core.ts';
import { type Identity, identityOf, ownerOf, ownerOrNewId, stepOf } from './identities.ts';
import { hashPassword, isPassword } from './passwords.ts';
import { signInLimits } from './sign-in-limits.ts';
import { SESSION_TTL_MS } from './tokens.ts';

/** What somebody signs in with. */
export interface Credentials {
  username: string;
  password: string;
}

/** A session that somebody opened with a password; `expiresAt` in epoch ms. */
export interface OpenedSession {
  userId: number;
  sessionId: string;
  expiresAt: number;
}

function usernameIdentity(core: Pick<Core, 'logKey'>, appId: string, username: string): Identity {
  return identityOf(core, appId, 'username', username);
}

/**
 * Registers a person who signs in with a name and a password, and is called by that name. Of several at one time who want a name one
 * gets it; what a crash left half done, the next registration of the name completes. Throws `UsernameTaken`, `TooOften`.
 */
export async function registerUsername(
  core: Core,
  { username, password }: Credentials,
  makeMeta: MakeMeta,
): Promise<{ userId: number } & Shown> {
  const meta = makeMeta('register-username');
  const { appId } = meta;
  const identity = usernameIdentity(core, appId, username);
  if (await isRegistered(core, appId, await ownerOf(core, identity))) throw new DomainError('UsernameTaken');
  const passwordHash = await hashPassword(password);
  const userId = await ownerOrNewId(core, meta, identity, 'claim-username');
  const person = { userId, username, passwordHash, displayName: username, coverUrl: '' };
  const command = { type: 'RegisterUser', ...person } as const;
  const { state, position } = await core.commands.handle(
    userDecider,
    userStream(appId, userId),
    command,
    stepOf(meta, 'register'),
  );
  // Each hash has a salt of its own: another one means that somebody else was faster.
  if (state.passwordHash !== passwordHash) throw new DomainError('UsernameTaken');
  return { userId, ...(await shown(core, position, [userCards])) };
}

async function isRegistered(core: Core, appId: string, userId: number): Promise<boolean> {
  if (userId === 0) return false;
  const { state } = await core.commands.load(userDecider, userStream(appId, userId));
  return isThere(state);
}

/**
 * Opens a session for whoever knows the password of a name. Wrong tries are counted by address (`SignInLimits`). An unknown name and a
 * wrong password are answered alike, and take as long. Throws `PasswordWrong`, `UserBanned`, `TooOften`.
 */
export async function signInByPassword(
  core: Core,
  { username, password, remoteAddress }: Credentials & { remoteAddress: string },
  makeMeta: MakeMeta,
): Promise<OpenedSession> {
  const giveBack = signInLimits(core).takeTry(remoteAddress, false, 'TooOften');
  const meta = makeMeta('sign-in-by-password');
  const { appId } = meta;
  const userId = await ownerOf(core, usernameIdentity(core, appId, username));
  const stream = userStream(appId, userId);
  const kept = userId === 0 ? '' : (await core.commands.load(userDecider, stream)).state.passwordHash;
  if (!(await isPassword(password, kept))) throw new DomainError('PasswordWrong');
  giveBack();
  const sessionId = meta.commandId;
  const expiresAt = meta.at + SESSION_TTL_MS;
  const command = { type: 'OpenSession', sessionId, expiresAt } as const;
  await core.commands.handle(userDecider, stream, command, { ...meta, actor: userId });
  return { userId, sessionId, expiresAt };
}
