import { assertNever } from '../kernel/event.ts';
import type { OperatorEvent } from './events.ts';
import { MAX_OPERATOR_SESSIONS } from './limits.ts';
import type { OperatorRole } from './roles.ts';

export interface OperatorToken {
  tokenHash: string;
  label: string;
  role: OperatorRole;
  /** Epoch ms, as all times here. */
  expiresAt: number;
}

export interface Operator {
  /** 0: there is none. */
  operatorId: number;
  name: string;
  passwordHash: string;
  role: OperatorRole;
  isDisabled: boolean;
  /** The shared secret of their codes, and the step of the last code that was used; null: they sign in by password alone. */
  totp: { secret: string; lastStep: number } | null;
  /** When each open session ends, by its hash; the oldest first. */
  sessions: Map<string, number>;
  /** By id; without those that were revoked. */
  tokens: Map<number, OperatorToken>;
}

export function noOperator(): Operator {
  return {
    operatorId: 0,
    name: '',
    passwordHash: '',
    role: 'viewer',
    isDisabled: false,
    totp: null,
    sessions: new Map(),
    tokens: new Map(),
  };
}

export function evolve(operator: Operator, event: OperatorEvent): Operator {
  switch (event.type) {
    case 'OperatorAdded': {
      const { operatorId, name, passwordHash, role } = event.data;
      return Object.assign(operator, { operatorId, name, passwordHash, role });
    }
    case 'OperatorRoleChanged':
      operator.role = event.data.role;
      return operator;
    case 'OperatorPasswordChanged':
      operator.passwordHash = event.data.passwordHash;
      operator.sessions.clear();
      return operator;
    case 'OperatorTotpSet':
      operator.totp = { secret: event.data.secret, lastStep: event.data.step };
      return operator;
    case 'OperatorTotpRemoved':
      operator.totp = null;
      return operator;
    case 'OperatorDisabled':
      operator.isDisabled = true;
      operator.sessions.clear();
      return operator;
    case 'OperatorEnabled':
      operator.isDisabled = false;
      return operator;
    case 'OperatorSessionOpened':
      return withSession(operator, event.data);
    case 'OperatorSessionClosed':
      operator.sessions.delete(event.data.sessionHash);
      return operator;
    case 'OperatorTokenMade': {
      const { tokenId, tokenHash, label, role, expiresAt } = event.data;
      operator.tokens.set(tokenId, { tokenHash, label, role, expiresAt });
      return operator;
    }
    case 'OperatorTokenRevoked':
      operator.tokens.delete(event.data.tokenId);
      return operator;
    case 'OperatorIntervened':
      return operator;
    default:
      return assertNever(event);
  }
}

function withSession(
  operator: Operator,
  { sessionHash, expiresAt, totpStep }: { sessionHash: string; expiresAt: number; totpStep?: number },
): Operator {
  const { sessions, totp } = operator;
  sessions.set(sessionHash, expiresAt);
  if (sessions.size > MAX_OPERATOR_SESSIONS) sessions.delete(sessions.keys().next().value!);
  if (totp && totpStep !== undefined) totp.lastStep = totpStep;
  return operator;
}
