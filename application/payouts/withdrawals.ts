import type { CommandMeta } from '../../domain/kernel/decider.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { walletStream, withdrawalStream } from '../../domain/streams.ts';
import { walletDecider } from '../../domain/wallet/decider.ts';
import type { PointsHeld } from '../../domain/wallet/events.ts';
import { withdrawableCents } from '../../domain/wallet/holds.ts';
import { withdrawalDecider } from '../../domain/withdrawal/decider.ts';
import { MIN_WITHDRAWAL_CENTS, WITHDRAWAL_STEP_CENTS } from '../../domain/withdrawal/limits.ts';
import type { CommandHandler } from '../../event-store/command-handler.ts';
import { userCards } from '../../projections/views/user-cards.ts';
import { type WithdrawalDocument, withdrawals } from '../../projections/views/withdrawals.ts';
import { stepOf } from '../accounts/identities.ts';
import type { Actor } from '../actor.ts';
import { type MakeMeta, type Shown, shown, whenNew, withInput } from '../commands.ts';
import type { Core } from '../core.ts';
import { digitsOfCommand } from '../ids.ts';
import { payeeOf } from './payee.ts';

/** What somebody could ask for now. */
export interface Cash {
  points: number;
  /** In cents of a yuan: whole yuan, within what is left of the day. */
  payCents: number;
}

/** What a person could be paid now (heihei, 提现金额). Throws `WalletFrozen`. */
export async function cashNow({ commands, clock, settings }: Core, { appId, userId }: Actor): Promise<Cash> {
  const { state } = await commands.load(walletDecider, walletStream(appId, userId));
  if (state.frozen) throw new DomainError('WalletFrozen');
  const cents = Math.min(state.points * settings.cashCentsPerPoint, withdrawableCents(state, clock.now()));
  return { points: state.points, payCents: cents - (cents % WITHDRAWAL_STEP_CENTS) };
}

/**
 * Asks for money for points (heihei, 提现请求): the points are held, and an operator looks at it. Under a key, a repetition answers as the
 * first did. `account` must be the one that was verified.
 *
 * Throws `PayoutsOff`; `InvalidInput` for less than `MIN_WITHDRAWAL_CENTS` or parts of a yuan; `PayeeInvalid`; `WalletFrozen`;
 * `WithdrawalPending`, `TooOften`, `InsufficientPoints`, `WithdrawalLimitReached`; `IdempotencyConflict`.
 */
export async function requestWithdrawal(
  core: Core,
  actor: Actor,
  { account, payCents }: { account: string; payCents: number },
  makeMeta: MakeMeta,
): Promise<{ withdrawalId: string } & Shown> {
  const { appId, userId } = actor;
  if (!core.payouts) throw new DomainError('PayoutsOff');
  if (payCents < MIN_WITHDRAWAL_CENTS || payCents % WITHDRAWAL_STEP_CENTS !== 0) {
    throw new DomainError('InvalidInput', 'whole yuan, and not too few', 'payamount');
  }
  const meta = withInput(makeMeta('request-withdrawal'), { account, payCents });
  const withdrawalId = digitsOfCommand('withdrawal', meta.commandId);
  const payee = await payeeOf(core, actor);
  const decider = whenNew(walletDecider, (_, { frozen }) => {
    if (frozen) throw new DomainError('WalletFrozen');
    if (payee?.account !== account.trim()) throw new DomainError('PayeeInvalid');
  });
  // A part of a point is a whole one: the house never pays more than it took.
  const points = Math.ceil(payCents / core.settings.cashCentsPerPoint);
  const to = { account: account.trim(), name: payee?.name ?? '' };
  const hold = { type: 'HoldPoints', withdrawalId, points, payCents, ...to } as const;
  const handled = await core.commands.handle(decider, walletStream(appId, userId), hold, meta);
  const held = handled.events.find(({ type }) => type === 'PointsHeld') as PointsHeld | undefined;
  if (!held) throw new Error('points were to be held, and were not');
  const position = await openWithdrawal(core, held.data, meta);
  return { withdrawalId, ...(await shown(core, Math.max(handled.position, position), [userCards, withdrawals])) };
}

/** Makes the withdrawal that held points are for, unless it is there. After a crash before that, a reactor does the same. */
export async function openWithdrawal(
  { commands }: { commands: CommandHandler },
  { pointsAfter: _, ...request }: PointsHeld['data'],
  meta: CommandMeta,
): Promise<number> {
  const stream = withdrawalStream(meta.appId, request.withdrawalId);
  const command = { type: 'RequestWithdrawal', ...request } as const;
  return (await commands.handle(withdrawalDecider, stream, command, stepOf(meta, 'open-withdrawal'))).position;
}

/** A person's withdrawals, newest first. */
export async function withdrawalsOf(
  core: Core,
  { appId, userId }: Actor,
  { offset, limit }: { offset: number; limit: number },
): Promise<readonly WithdrawalDocument[]> {
  const found = await core.models.find(withdrawals, { index: 'byUser', equals: [appId, userId], offset, limit });
  return found.map(({ document }) => document);
}
