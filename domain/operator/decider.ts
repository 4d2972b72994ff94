import type { CommandMeta, Decider } from '../kernel/decider.ts';
import { DomainError } from '../kernel/errors.ts';
import { assertNever } from '../kernel/event.ts';
import { spokenText } from '../kernel/text.ts';
import type { OperatorCommand } from './commands.ts';
import { type OperatorEvent, operatorEventTypes } from './events.ts';
import { MAX_OPERATOR_TOKENS, MAX_TOKEN_LABEL_CHARS, OPERATOR_NAME } from './limits.ts';
import { evolve, noOperator, type Operator } from './state.ts';

type Meta = Pick<CommandMeta, 'actor' | 'at' | 'operator'>;

/**
 * Somebody who operates the installation. What is so already changes nothing. `OperatorNotFound` for one who was never added, `OperatorTaken` for a
 * name that somebody has, `OwnAccount` for an operator who changes their own role or disables themselves, `PasswordWrong` for a code that was used,
 * `TokensTooMany`, `InvalidInput`; `SystemOnly` for anybody but operators and the command line.
 */
export function decide(command: OperatorCommand, operator: Operator, meta: Meta): OperatorEvent[] {
  if (meta.actor !== 0) throw new DomainError('SystemOnly');
  const { operatorId } = command;
  if (command.type === 'AddOperator') {
    if (operator.operatorId !== 0) throw new DomainError('OperatorTaken');
    const { name, passwordHash, role } = command;
    if (!OPERATOR_NAME.test(name)) throw new DomainError('InvalidInput', 'no name of an operator', 'name');
    return [{ type: 'OperatorAdded', data: { operatorId, name, passwordHash, role } }];
  }
  if (operator.operatorId === 0) throw new DomainError('OperatorNotFound');
  switch (command.type) {
    case 'ChangeOperatorRole':
      notOneself(operatorId, meta);
      if (command.role === operator.role) return [];
      return [{ type: 'OperatorRoleChanged', data: { operatorId, role: command.role } }];
    case 'DisableOperator':
      notOneself(operatorId, meta);
      return operator.isDisabled ? [] : [{ type: 'OperatorDisabled', data: { operatorId } }];
    case 'EnableOperator':
      return operator.isDisabled ? [{ type: 'OperatorEnabled', data: { operatorId } }] : [];
    case 'ChangeOperatorPassword':
      return [{ type: 'OperatorPasswordChanged', data: { operatorId, passwordHash: command.passwordHash } }];
    case 'SetOperatorTotp':
      return [{ type: 'OperatorTotpSet', data: { operatorId, secret: command.secret, step: command.step } }];
    case 'RemoveOperatorTotp':
      return operator.totp ? [{ type: 'OperatorTotpRemoved', data: { operatorId } }] : [];
    case 'OpenOperatorSession':
      return openSession(command, operator);
    case 'CloseOperatorSession': {
      const { sessionHash } = command;
      if (!operator.sessions.has(sessionHash)) return [];
      return [{ type: 'OperatorSessionClosed', data: { operatorId, sessionHash } }];
    }
    case 'MakeOperatorToken':
      return makeToken(command, operator, meta);
    case 'RevokeOperatorToken': {
      const { tokenId } = command;
      return operator.tokens.has(tokenId) ? [{ type: 'OperatorTokenRevoked', data: { operatorId, tokenId } }] : [];
    }
    case 'NoteIntervention': {
      const { what, target } = command;
      return [{ type: 'OperatorIntervened', data: { operatorId, what, target } }];
    }
    default:
      return assertNever(command);
  }
}

/** So there is always somebody left who may do what they could. */
function notOneself(operatorId: number, meta: Meta): void {
  if (meta.operator === operatorId) throw new DomainError('OwnAccount');
}

function openSession(
  command: Extract<OperatorCommand, { type: 'OpenOperatorSession' }>,
  { operatorId, isDisabled, totp }: Operator,
): OperatorEvent[] {
  const { sessionHash, expiresAt, totpStep } = command;
  if (isDisabled) throw new DomainError('PasswordWrong');
  // Of two who use one code at the same time the first is let in.
  if (totp && (totpStep === undefined || totpStep <= totp.lastStep)) throw new DomainError('PasswordWrong');
  const data = { operatorId, sessionHash, expiresAt, ...(totp && totpStep !== undefined && { totpStep }) };
  return [{ type: 'OperatorSessionOpened', data }];
}

function makeToken(
  command: Extract<OperatorCommand, { type: 'MakeOperatorToken' }>,
  { operatorId, isDisabled, tokens }: Operator,
  { at }: Meta,
): OperatorEvent[] {
  const { tokenId, tokenHash, role, expiresAt } = command;
  if (tokens.has(tokenId)) return [];
  if (isDisabled) throw new DomainError('OperatorNotFound');
  const holding = [...tokens.values()].filter((token) => token.expiresAt > at);
  if (holding.length >= MAX_OPERATOR_TOKENS) throw new DomainError('TokensTooMany');
  const label = spokenText(command.label, 'label', MAX_TOKEN_LABEL_CHARS);
  return [{ type: 'OperatorTokenMade', data: { operatorId, tokenId, tokenHash, label, role, expiresAt } }];
}

export const operatorDecider: Decider<Operator, OperatorCommand, OperatorEvent> = {
  category: 'operator',
  eventTypes: operatorEventTypes,
  initialState: noOperator,
  decide,
  evolve,
};
