import type { CommandMeta, Decider } from '../kernel/decider.ts';
import { DomainError } from '../kernel/errors.ts';
import { assertNever } from '../kernel/event.ts';
import { MAX_AMOUNT } from '../kernel/limits.ts';
import { noteLine } from '../kernel/text.ts';
import { type ApprovalAsked, type ApprovalEvent, approvalEventTypes, type MoneyAction } from './events.ts';
import { APPROVAL_HOLDS_MS } from './limits.ts';

export type ApprovalCommand =
  /** `limit`: what one operator does alone, in the unit of `amountOf`. */
  | { type: 'AskApproval'; approvalId: number; action: MoneyAction; limit: number }
  | { type: 'GiveApproval' }
  | { type: 'RefuseApproval'; reason: string }
  /** What was approved could not be done. */
  | { type: 'FailApproval'; error: string };

export type ApprovalStatus = 'none' | 'asked' | 'given' | 'refused' | 'failed';

export interface Approval {
  status: ApprovalStatus;
  asked: ApprovalAsked['data'] | null;
}

type Meta = Pick<CommandMeta, 'actor' | 'at' | 'operator'>;

/** What is compared with the limit: cents of a yuan of a withdrawal, gold of everything else. */
function amountOf({ kind, amountGold, payCents = 0 }: MoneyAction): number {
  return kind === 'pay-withdrawal' ? payCents : amountGold;
}

/**
 * Gold and money that operators move. Who asked for more than one does alone may not give it: `OwnApproval`. What was settled, or waited too long, is `ApprovalSettled`;
 * one that nobody asked for `ApprovalNotFound`. Asking for the same thing twice (a purchase refunded again) is `AlreadyDone`, unless it was refused, failed or lapsed.
 */
export function decide(command: ApprovalCommand, approval: Approval, meta: Meta): ApprovalEvent[] {
  if (meta.actor !== 0) throw new DomainError('SystemOnly');
  if (command.type === 'AskApproval') return ask(command, approval, meta);
  const { asked, status } = approval;
  if (!asked) throw new DomainError('ApprovalNotFound');
  const { approvalId, userId } = asked;
  if (command.type === 'FailApproval') {
    if (status !== 'given') return [];
    return [{ type: 'ApprovalFailed', data: { approvalId, userId, error: command.error } }];
  }
  const { operator = 0 } = meta;
  if (operator === 0) throw new DomainError('SystemOnly');
  if (status !== 'asked' || asked.expiresAt <= meta.at) throw new DomainError('ApprovalSettled');
  switch (command.type) {
    case 'GiveApproval':
      if (operator === asked.askedBy) throw new DomainError('OwnApproval');
      return [{ type: 'ApprovalGiven', data: given(asked, operator) }];
    case 'RefuseApproval': {
      const reason = noteLine(command.reason);
      return [{ type: 'ApprovalRefused', data: { approvalId, userId, refusedBy: operator, reason } }];
    }
    default:
      return assertNever(command);
  }
}

function ask(
  { approvalId, action, limit }: Extract<ApprovalCommand, { type: 'AskApproval' }>,
  approval: Approval,
  { operator = 0, at }: Meta,
): ApprovalEvent[] {
  if (operator === 0) throw new DomainError('SystemOnly');
  const isOpen = approval.status === 'asked' && approval.asked!.expiresAt > at;
  if (isOpen || approval.status === 'given') throw new DomainError('AlreadyDone');
  const amount = amountOf(action);
  if (!Number.isSafeInteger(amount) || amount <= 0 || amount > MAX_AMOUNT) throw new DomainError('AmountOutOfRange');
  const what = { ...action, reason: noteLine(action.reason) };
  const asked = { approvalId, ...what, askedBy: operator, expiresAt: at + APPROVAL_HOLDS_MS };
  const events: ApprovalEvent[] = [{ type: 'ApprovalAsked', data: asked }];
  if (amount <= limit) events.push({ type: 'ApprovalGiven', data: given(asked, operator) });
  return events;
}

function given({ expiresAt, ...asked }: ApprovalAsked['data'], givenBy: number) {
  return { ...asked, givenBy };
}

export const approvalDecider: Decider<Approval, ApprovalCommand, ApprovalEvent> = {
  category: 'approval',
  eventTypes: approvalEventTypes,
  initialState: () => ({ status: 'none', asked: null }),
  decide,
  evolve(approval, event) {
    switch (event.type) {
      case 'ApprovalAsked':
        approval.status = 'asked';
        approval.asked = event.data;
        return approval;
      case 'ApprovalGiven':
        approval.status = 'given';
        return approval;
      case 'ApprovalRefused':
        approval.status = 'refused';
        return approval;
      case 'ApprovalFailed':
        approval.status = 'failed';
        return approval;
      default:
        return assertNever(event);
    }
  },
};
