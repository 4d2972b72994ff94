import { DomainError } from '../../domain/kernel/errors.ts';
import { operatorDecider } from '../../domain/operator/decider.ts';
import { lesserRole, type OperatorRole, reaches } from '../../domain/operator/roles.ts';
import type { Operator } from '../../domain/operator/state.ts';
import { operatorStream } from '../../domain/streams.ts';
import type { Core } from '../core.ts';
import { readSession, readToken, secretHash } from './credentials.ts';

/** Somebody who operates the installation, as a verified cookie or token says. */
export interface ActingOperator {
  operatorId: number;
  name: string;
  /** What they may do by what they showed: a token may be for less than its operator. */
  role: OperatorRole;
  /** The secret in the cookie; null for a token. */
  sessionSecret: string | null;
}

/** The state of an operator; one who was never added has the id 0. */
export async function loadOperator(core: Core, operatorId: number): Promise<Readonly<Operator>> {
  return (await core.commands.load(operatorDecider, operatorStream(operatorId))).state;
}

/** The operator whose cookie this is; null: unknown, ended, signed out, or of somebody who was disabled. */
export async function operatorBySession(core: Core, cookie: string): Promise<ActingOperator | null> {
  const shown = readSession(cookie);
  if (!shown) return null;
  const { operatorId, name, role, isDisabled, sessions } = await loadOperator(core, shown.operatorId);
  const expiresAt = sessions.get(secretHash(shown.secret)) ?? 0;
  if (operatorId === 0 || isDisabled || expiresAt <= core.clock.now()) return null;
  return { operatorId, name, role, sessionSecret: shown.secret };
}

/** The operator as whom a script acts; null: unknown, ended, revoked, or of somebody who was disabled. */
export async function operatorByToken(core: Core, token: string): Promise<ActingOperator | null> {
  const shown = readToken(token);
  if (!shown) return null;
  const { operatorId, name, role, isDisabled, tokens } = await loadOperator(core, shown.operatorId);
  const hash = secretHash(shown.secret);
  const found = [...tokens.values()].find(({ tokenHash }) => tokenHash === hash);
  if (operatorId === 0 || isDisabled || !found || found.expiresAt <= core.clock.now()) return null;
  return { operatorId, name, role: lesserRole(role, found.role), sessionSecret: null };
}

/** The one place where roles are enforced. Throws `RoleTooLow`. */
export function requireRole({ role }: Pick<ActingOperator, 'role'>, least: OperatorRole): void {
  if (!reaches(role, least)) throw new DomainError('RoleTooLow', `this needs the role ${least}`);
}
