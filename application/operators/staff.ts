import { DomainError } from '../../domain/kernel/errors.ts';
import type { KEY_PURPOSES } from '../../domain/kernel/purposes.ts';
import type { OperatorCommand } from '../../domain/operator/commands.ts';
import { operatorDecider } from '../../domain/operator/decider.ts';
import type { OperatorTokenMade } from '../../domain/operator/events.ts';
import { MIN_OPERATOR_PASSWORD_CHARS, OPERATOR_NAME } from '../../domain/operator/limits.ts';
import type { OperatorRole } from '../../domain/operator/roles.ts';
import { INSTALLATION, operatorStream } from '../../domain/streams.ts';
import { MAX_QUERY_DOCUMENTS } from '../../projections/read-models.ts';
import { type OperatorDocument, operators } from '../../projections/views/operators.ts';
import { hashPassword, isPassword, MAX_PASSWORD_CHARS } from '../accounts/passwords.ts';
import { type MakeMeta, withInput } from '../commands.ts';
import type { Core } from '../core.ts';
import { idOfCommand } from '../ids.ts';
import { newSecret, operatorIdOf, secretHash, tokenText } from './credentials.ts';
import { type Done, done } from './done.ts';
import { loadOperator } from './operator.ts';
import { takeTry } from './sign-in.ts';
import { stepOfCode, TOTP_SECRET } from './totp.ts';

/** Longest that a token holds: scripts get another one in time. */
export const MAX_TOKEN_DAYS = 366;
const DAY_MS = 24 * 3600 * 1000;

/** Whether anybody operates the installation, as far as the read models have come. */
export async function hasOperators(core: Core): Promise<boolean> {
  return (await core.models.find(operators, { index: 'all', equals: [INSTALLATION], limit: 1 })).length > 0;
}

/** Everybody who operates the installation, or did; who was added first comes first. At most MAX_QUERY_DOCUMENTS. */
export async function operatorsOf(core: Core): Promise<OperatorDocument[]> {
  const found = await core.models.find(operators, { index: 'all', equals: [INSTALLATION], limit: MAX_QUERY_DOCUMENTS });
  return found.map(({ document }) => document);
}

/** Adds somebody who operates. `makeMeta` must be the system's, for the tenant `INSTALLATION`, as for all of these. Throws `OperatorTaken`, `InvalidInput` for a name or a password that is none, `TooOften`. */
export async function addOperator(
  core: Core,
  { name: given, password, role }: { name: string; password: string; role: OperatorRole },
  makeMeta: MakeMeta,
): Promise<Done & { operatorId: number }> {
  const name = given.toLowerCase();
  if (!OPERATOR_NAME.test(name)) throw new DomainError('InvalidInput', 'no name of an operator', 'name');
  requirePassword(password);
  const operatorId = operatorIdOf(name);
  const passwordHash = await hashPassword(password);
  const command = { type: 'AddOperator', operatorId, name, passwordHash, role } as const;
  return { operatorId, ...(await onOperator(core, 'add', command, makeMeta, { name, role })) };
}

function requirePassword(password: string): void {
  if (password.length < MIN_OPERATOR_PASSWORD_CHARS || password.length > MAX_PASSWORD_CHARS)
    throw new DomainError(
      'InvalidInput',
      `a password has ${MIN_OPERATOR_PASSWORD_CHARS} characters at least`,
      'password',
    );
}

/** Changes what somebody may do. Throws `OperatorNotFound`, `OwnAccount`. */
export function changeRole(
  core: Core,
  given: { operatorId: number; role: OperatorRole },
  makeMeta: MakeMeta,
): Promise<Done> {
  return onOperator(core, 'role', { type: 'ChangeOperatorRole', ...given }, makeMeta);
}

/** Ends somebody's sessions, and lets neither them nor their tokens in, or lets them in again. Throws `OperatorNotFound`, `OwnAccount`. */
export function setDisabled(
  core: Core,
  { operatorId, isDisabled }: { operatorId: number; isDisabled: boolean },
  makeMeta: MakeMeta,
): Promise<Done> {
  const type = isDisabled ? 'DisableOperator' : 'EnableOperator';
  return onOperator(core, isDisabled ? 'disable' : 'enable', { type, operatorId }, makeMeta);
}

/** Sets a password; every session of the operator ends. Throws `OperatorNotFound`, `InvalidInput`, `TooOften`. */
export async function setPassword(
  core: Core,
  { operatorId, password }: { operatorId: number; password: string },
  makeMeta: MakeMeta,
): Promise<Done> {
  requirePassword(password);
  const command = { type: 'ChangeOperatorPassword', operatorId, passwordHash: await hashPassword(password) } as const;
  return onOperator(core, 'password', command, makeMeta, {});
}

/** Throws `PasswordWrong` unless it is the operator's, and `TooOften`: a session that somebody left open is not enough for what follows. */
async function requireOwnPassword(core: Core, operatorId: number, password: string): Promise<void> {
  const { name, passwordHash } = await loadOperator(core, operatorId);
  const giveBack = await takeTry(core, name, 'a session');
  if (!(await isPassword(password, passwordHash))) throw new DomainError('PasswordWrong');
  giveBack();
}

/** Changes one's own password, by the one before it. Throws `PasswordWrong`, `InvalidInput`, `TooOften`. */
export async function changeOwnPassword(
  core: Core,
  { operatorId, password, newPassword }: { operatorId: number; password: string; newPassword: string },
  makeMeta: MakeMeta,
): Promise<Done> {
  await requireOwnPassword(core, operatorId, password);
  return setPassword(core, { operatorId, password: newPassword }, makeMeta);
}

/** From now on an operator signs in with a code as well; `code` shows that their app has the secret. Throws `PasswordWrong` for a wrong one of either, `InvalidInput`. */
export async function setTotp(
  core: Core,
  { operatorId, password, secret, code }: { operatorId: number; password: string; secret: string; code: string },
  makeMeta: MakeMeta,
): Promise<Done> {
  await requireOwnPassword(core, operatorId, password);
  if (!TOTP_SECRET.test(secret)) throw new DomainError('InvalidInput', 'no secret', 'secret');
  const step = stepOfCode(secret, code, core.clock.now());
  if (step === undefined) throw new DomainError('PasswordWrong', 'the code is not of this secret');
  return onOperator(core, 'totp', { type: 'SetOperatorTotp', operatorId, secret, step }, makeMeta, { secret });
}

/** One signs in by password alone again. Throws `PasswordWrong`, `TooOften`. */
export async function removeTotp(
  core: Core,
  { operatorId, password }: { operatorId: number; password: string },
  makeMeta: MakeMeta,
): Promise<Done> {
  await requireOwnPassword(core, operatorId, password);
  return takeTotp(core, { operatorId }, makeMeta);
}

/** Somebody signs in by password alone again: they lost their app, say. Throws `OperatorNotFound`. */
export function takeTotp(core: Core, { operatorId }: { operatorId: number }, makeMeta: MakeMeta): Promise<Done> {
  return onOperator(core, 'totp', { type: 'RemoveOperatorTotp', operatorId }, makeMeta);
}

/**
 * Makes a token by which a script acts as an operator, at most in `role`, for so many days. The token is answered once: the log holds its hash. The same
 * command again makes no other one, and answers `token` null. Throws `OperatorNotFound`, `TokensTooMany`, `InvalidInput`.
 */
export async function makeToken(
  core: Core,
  { operatorId, label, role, days }: { operatorId: number; label: string; role: OperatorRole; days: number },
  makeMeta: MakeMeta,
): Promise<Done & { tokenId: number; token: string | null; expiresAt: number }> {
  const made = makeMeta(`/operators/${operatorId}/make-token`);
  const meta = withInput(made, { label, role, days });
  const secret = newSecret();
  const tokenHash = secretHash(secret);
  const tokenId = idOfCommand(meta.commandId);
  const expiresAt = meta.at + days * DAY_MS;
  const command = { type: 'MakeOperatorToken', operatorId, tokenId, tokenHash, label, role, expiresAt } as const;
  const { position, repeated, events } = await core.commands.handle(
    operatorDecider,
    operatorStream(operatorId),
    command,
    meta,
  );
  const token = repeated ? null : tokenText({ operatorId, secret });
  const first = events[0]?.data as OperatorTokenMade['data'] | undefined;
  return { tokenId, token, expiresAt: first?.expiresAt ?? expiresAt, ...(await done(core, position, [operators])) };
}

/** Ends a token; one that is not there changes nothing. Throws `OperatorNotFound`. */
export function revokeToken(
  core: Core,
  given: { operatorId: number; tokenId: number },
  makeMeta: MakeMeta,
): Promise<Done> {
  return onOperator(core, 'revoke-token', { type: 'RevokeOperatorToken', ...given }, makeMeta);
}

/** `input`: what a repeated key is compared by, where the command holds what was drawn for it. */
async function onOperator(
  core: Core,
  word: (typeof KEY_PURPOSES.ofOperators)[number],
  command: OperatorCommand,
  makeMeta: MakeMeta,
  input: object = command,
): Promise<Done> {
  const { operatorId } = command;
  const meta = withInput(makeMeta(`/operators/${operatorId}/${word}`), input);
  const { position } = await core.commands.handle(operatorDecider, operatorStream(operatorId), command, meta);
  return done(core, position, [operators]);
}
