import type { CommandMeta, Decider } from '../kernel/decider.ts';
import { DomainError } from '../kernel/errors.ts';
import { assertNever } from '../kernel/event.ts';
import { noteLine } from '../kernel/text.ts';
import type { WithdrawalCommand } from './commands.ts';
import { type WithdrawalEvent, type WithdrawalRequest, withdrawalEventTypes } from './events.ts';
import { PAYOUT_ASK_AFTER_MS, PAYOUT_ASK_EVERY_MS, PAYOUT_LOST_AFTER_MS, type WithdrawalStatus } from './limits.ts';

/** Points of a person on their way to money. */
export interface Withdrawal {
  /** Null until it is requested. */
  request: WithdrawalRequest | null;
  status: WithdrawalStatus;
  /** When the provider was told to pay, epoch ms; 0 before. */
  startedAt: number;
}

type Requested = Withdrawal & { request: WithdrawalRequest };

/**
 * One withdrawal (heihei, 提现请求): requested, approved or rejected by an operator, paid once. The provider is told to pay by whoever wrote
 * `PayoutStarted`, which happens once; how it ended is asked from then on. Everything here is the system's: `SystemOnly`.
 * `WithdrawalNotFound` before the request; `WithdrawalStateWrong` for what comes too late.
 */
export function decide(command: WithdrawalCommand, withdrawal: Withdrawal, meta: CommandMeta): WithdrawalEvent[] {
  if (meta.actor !== 0) throw new DomainError('SystemOnly');
  if (command.type === 'RequestWithdrawal') {
    const { type: _, ...request } = command;
    return withdrawal.request === null ? [{ type: 'WithdrawalRequested', data: request }] : [];
  }
  if (withdrawal.request === null) throw new DomainError('WithdrawalNotFound');
  return decideOnRequested(command, withdrawal as Requested, meta);
}

function decideOnRequested(
  command: Exclude<WithdrawalCommand, { type: 'RequestWithdrawal' }>,
  { request, status, startedAt }: Requested,
  { at }: CommandMeta,
): WithdrawalEvent[] {
  const { withdrawalId, userId, points, payCents } = request;
  switch (command.type) {
    case 'ApproveWithdrawal':
      if (status === 'requested') return [{ type: 'WithdrawalApproved', data: { withdrawalId, userId } }];
      if (status === 'rejected') throw new DomainError('WithdrawalStateWrong', 'it was rejected');
      return [];
    case 'RejectWithdrawal': {
      if (status === 'rejected') return [];
      const { by, reason } = command;
      if (status !== 'requested' && status !== 'approved') {
        // The provider was told to pay. An erasure takes it as it is.
        if (by === 'erasure') return [];
        throw new DomainError('WithdrawalStateWrong');
      }
      return [{ type: 'WithdrawalRejected', data: { withdrawalId, userId, points, by, reason: noteLine(reason) } }];
    }
    case 'StartPayout':
      if (status !== 'approved') return [];
      if (request.account === '' || request.name === '') {
        return [{ type: 'PayoutFailed', data: { withdrawalId, userId, points, reason: 'erased', detail: '' } }];
      }
      return [{ type: 'PayoutStarted', data: { withdrawalId, userId, payCents } }];
    case 'NotePayout': {
      if (status !== 'paying') return [];
      const { outcome } = command;
      const since = at - startedAt;
      if (outcome === 'not-there' && since >= PAYOUT_LOST_AFTER_MS) {
        return [{ type: 'PayoutFailed', data: { withdrawalId, userId, points, reason: 'lost', detail: '' } }];
      }
      const after = PAYOUT_ASK_AFTER_MS.find((ms) => ms > since);
      const nextAt = after === undefined ? at + PAYOUT_ASK_EVERY_MS : startedAt + after;
      return [{ type: 'PayoutAsked', data: { withdrawalId, userId, outcome, nextAt } }];
    }
    case 'CompletePayout':
      if (status !== 'paying') return [];
      return [{ type: 'WithdrawalPaid', data: { withdrawalId, userId, points, payCents, tradeNo: command.tradeNo } }];
    case 'RefusePayout': {
      if (status !== 'paying') return [];
      const { detail } = command;
      return [{ type: 'PayoutFailed', data: { withdrawalId, userId, points, reason: 'refused', detail } }];
    }
    default:
      return assertNever(command);
  }
}

export function evolve(withdrawal: Withdrawal, event: WithdrawalEvent, { at }: { at: number }): Withdrawal {
  switch (event.type) {
    case 'WithdrawalRequested':
      withdrawal.request = event.data;
      return withdrawal;
    case 'WithdrawalApproved':
      withdrawal.status = 'approved';
      return withdrawal;
    case 'WithdrawalRejected':
      withdrawal.status = 'rejected';
      return withdrawal;
    case 'PayoutStarted':
      withdrawal.status = 'paying';
      withdrawal.startedAt = at;
      return withdrawal;
    case 'PayoutAsked':
      return withdrawal;
    case 'WithdrawalPaid':
      withdrawal.status = 'paid';
      return withdrawal;
    case 'PayoutFailed':
      withdrawal.status = 'failed';
      return withdrawal;
    default:
      return assertNever(event);
  }
}

export const withdrawalDecider: Decider<Withdrawal, WithdrawalCommand, WithdrawalEvent> = {
  category: 'withdrawal',
  eventTypes: withdrawalEventTypes,
  initialState: () => ({ request: null, status: 'requested', startedAt: 0 }),
  decide,
  evolve,
};
