import { DomainError } from '../../domain/kernel/errors.ts';
import { walletStream, withdrawalStream } from '../../domain/streams.ts';
import { walletDecider } from '../../domain/wallet/decider.ts';
import type { WithdrawalCommand } from '../../domain/withdrawal/commands.ts';
import { withdrawalDecider } from '../../domain/withdrawal/decider.ts';
import type { WithdrawalRequest } from '../../domain/withdrawal/events.ts';
import { WITHDRAWAL_ID, type WithdrawalStatus } from '../../domain/withdrawal/limits.ts';
import { type WithdrawalDocument, withdrawals } from '../../projections/views/withdrawals.ts';
import type { MakeMeta } from '../commands.ts';
import type { Core } from '../core.ts';
import { maskId, maskName } from '../payouts/payee.ts';
import { type Done, done } from './done.ts';

/** Which withdrawals an operator wants to see, newest first. One of the first two at most; without any, all of them. */
export interface WithdrawalsWanted {
  userId?: number;
  status?: WithdrawalStatus;
  /** Epoch ms: asked for before then; for the next page the `createdAt` of the last one. */
  before?: number;
  /** 1 to `MAX_WITHDRAWALS_LISTED`. */
  limit: number;
}

export const MAX_WITHDRAWALS_LISTED = 100;

/** Withdrawals of points, as an operator looks for them; names and accounts are masked. */
export async function listWithdrawals(
  core: Core,
  appId: string,
  { userId, status, before, limit }: WithdrawalsWanted,
): Promise<WithdrawalDocument[]> {
  // The index walks backwards in time.
  const page = { limit, ...(before !== undefined && { after: before }) };
  const found =
    userId !== undefined
      ? await core.models.find(withdrawals, { index: 'byUser', equals: [appId, userId], ...page })
      : status !== undefined
        ? await core.models.find(withdrawals, { index: 'byStatus', equals: [appId, status], ...page })
        : await core.models.find(withdrawals, { index: 'latest', equals: [appId], ...page });
  return found.map(({ document: { account, name, ...rest } }) => ({
    ...rest,
    account: maskId(account),
    name: maskName(name),
  }));
}

/** A withdrawal as it was asked for, and what became of it. Throws `WithdrawalNotFound`. */
export async function withdrawalById(
  core: Pick<Core, 'commands'>,
  appId: string,
  withdrawalId: string,
): Promise<WithdrawalRequest & { status: WithdrawalStatus; isSettled: boolean }> {
  if (!WITHDRAWAL_ID.test(withdrawalId)) throw new DomainError('WithdrawalNotFound');
  const { request, status } = (await core.commands.load(withdrawalDecider, withdrawalStream(appId, withdrawalId)))
    .state;
  if (!request) throw new DomainError('WithdrawalNotFound');
  const found = { ...request, status };
  const { held } = (await core.commands.load(walletDecider, walletStream(appId, found.userId))).state;
  return { ...found, isSettled: held?.withdrawalId !== withdrawalId };
}

/**
 * Lets a withdrawal be paid; a job tells the provider. One that is approved already stays as it is. Throws `WithdrawalNotFound`,
 * `WithdrawalStateWrong` for one that was rejected, `IdempotencyConflict`. `makeMeta` must be the system's, as for all of these.
 */
export function approveWithdrawal(
  core: Core,
  appId: string,
  { withdrawalId }: { withdrawalId: string },
  makeMeta: MakeMeta,
): Promise<Done> {
  return onWithdrawal(core, appId, { withdrawalId, word: 'approve', command: { type: 'ApproveWithdrawal' } }, makeMeta);
}

/**
 * Gives the points back instead of paying for them; the person is told `reason`. Throws `WithdrawalNotFound`, `WithdrawalStateWrong` once the
 * provider was told to pay, `IdempotencyConflict`.
 */
export function rejectWithdrawal(
  core: Core,
  appId: string,
  { withdrawalId, reason }: { withdrawalId: string; reason: string },
  makeMeta: MakeMeta,
): Promise<Done> {
  const command = { type: 'RejectWithdrawal', by: 'operator', reason } as const;
  return onWithdrawal(core, appId, { withdrawalId, word: 'reject', command }, makeMeta);
}

async function onWithdrawal(
  core: Core,
  appId: string,
  { withdrawalId, word, command }: { withdrawalId: string; word: 'approve' | 'reject'; command: WithdrawalCommand },
  makeMeta: MakeMeta,
): Promise<Done> {
  await withdrawalById(core, appId, withdrawalId);
  const stream = withdrawalStream(appId, withdrawalId);
  const meta = makeMeta(`/withdrawals/${withdrawalId}/${word}`);
  const { position } = await core.commands.handle(withdrawalDecider, stream, command, meta);
  return done(core, position, [withdrawals]);
}
