import { DomainError } from '../../domain/kernel/errors.ts';
import { operatorDecider } from '../../domain/operator/decider.ts';
import { OPERATOR_NAME } from '../../domain/operator/limits.ts';
import type { OperatorRole } from '../../domain/operator/roles.ts';
import type { Operator } from '../../domain/operator/state.ts';
import { operatorStream } from '../../domain/streams.ts';
import { isPassword } from '../accounts/passwords.ts';
import type { MakeMeta } from '../commands.ts';
import type { Core } from '../core.ts';
import { countsOf } from '../counts-of.ts';
import { networkOf } from '../networks.ts';
import { csrfTokenOf, newSecret, operatorIdOf, secretHash, sessionText } from './credentials.ts';
import { type ActingOperator, loadOperator } from './operator.ts';
import { stepOfCode } from './totp.ts';

/** How long a sign-in lasts: a working day. */
export const OPERATOR_SESSION_MS = 12 * 3600 * 1000;
/** Wrong tries are counted in windows of this length, in ms. */
const WINDOW_MS = 15 * 60 * 1000;
/** Wrong tries in a window: under one name from one network, from one network, and under one name from all of them. */
const TRIES_EACH = 5;
const TRIES_OF_NETWORK = 20;
const TRIES_OF_NAME = 50;
export interface OperatorCredentials {
  name: string;
  password: string;
  /** The code of their authenticator app; '' = none. */
  code: string;
  remoteAddress: string;
}

/** A session that an operator opened. */
export interface OperatorSession {
  operatorId: number;
  name: string;
  role: OperatorRole;
  /** What the cookie holds. */
  cookie: string;
  /** What pages send beside it. */
  csrfToken: string;
  /** Epoch ms. */
  expiresAt: number;
}

/** Counts a try as a wrong one. Throws `TooOften` past a limit. Returns what takes it back. */
export async function takeTry(core: Core, name: string, remoteAddress: string): Promise<() => void> {
  const network = networkOf(remoteAddress);
  const tries = [
    { key: `operator each ${network} ${name}`, most: TRIES_EACH },
    { key: `operator network ${network}`, most: TRIES_OF_NETWORK },
    { key: `operator name ${name}`, most: TRIES_OF_NAME },
  ];
  const counts = countsOf(core);
  if (!(await counts.take(tries, WINDOW_MS))) throw new DomainError('TooOften', 'too many wrong sign-ins');
  return () => counts.giveBack(tries, WINDOW_MS);
}

/**
 * Opens a session for whoever knows an operator's password, and the code of their authenticator app where they set one up: each code signs in once.
 * An unknown name, a wrong password and a wrong code are answered alike, and take as long. Throws `PasswordWrong`, `TotpNeeded` when the password
 * is right and the code alone is missing, `TooOften` past so many wrong tries of the name or the network in 15 minutes.
 */
export async function signInOperator(
  core: Core,
  { name: given, password, code, remoteAddress }: OperatorCredentials,
  makeMeta: MakeMeta,
): Promise<OperatorSession> {
  const name = given.toLowerCase();
  const giveBack = await takeTry(core, OPERATOR_NAME.test(name) ? name : '', remoteAddress);
  const operator = await loadOperator(core, operatorIdOf(name));
  const isRight = await isPassword(password, operator.isDisabled ? '' : operator.passwordHash);
  if (!isRight) throw new DomainError('PasswordWrong');
  const { totp } = operator;
  if (totp && code === '') {
    giveBack();
    throw new DomainError('TotpNeeded');
  }
  const totpStep = totp ? stepOfCode(totp.secret, code, core.clock.now()) : undefined;
  if (totp && totpStep === undefined) throw new DomainError('PasswordWrong');
  const session = await openSession(core, operator, totpStep, makeMeta);
  giveBack();
  return session;
}

/** Opens a session of an operator who has shown who they are. Throws `PasswordWrong` for a code that was used, and for one who is disabled. */
export async function openSession(
  core: Core,
  { operatorId, name, role }: Pick<Operator, 'operatorId' | 'name' | 'role'>,
  totpStep: number | undefined,
  makeMeta: MakeMeta,
): Promise<OperatorSession> {
  const secret = newSecret();
  const expiresAt = core.clock.now() + OPERATOR_SESSION_MS;
  const sessionHash = secretHash(secret);
  const command = { type: 'OpenOperatorSession', operatorId, sessionHash, expiresAt, totpStep } as const;
  const meta = makeMeta(`/operators/${operatorId}/sign-in`);
  await core.commands.handle(operatorDecider, operatorStream(operatorId), command, { ...meta, operator: operatorId });
  const cookie = sessionText({ operatorId, secret });
  return { operatorId, name, role, cookie, csrfToken: csrfTokenOf(secret), expiresAt };
}

/** Ends the session of a cookie. A token's stays: it is revoked. */
export async function signOutOperator(core: Core, acting: ActingOperator, makeMeta: MakeMeta): Promise<void> {
  const { operatorId, sessionSecret } = acting;
  if (sessionSecret === null) return;
  const command = { type: 'CloseOperatorSession', operatorId, sessionHash: secretHash(sessionSecret) } as const;
  const meta = makeMeta(`/operators/${operatorId}/sign-out`);
  await core.commands.handle(operatorDecider, operatorStream(operatorId), command, meta);
}
