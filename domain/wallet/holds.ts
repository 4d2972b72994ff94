import { DomainError } from '../kernel/errors.ts';
import { amount as checked } from '../kernel/limits.ts';
import { noteLine } from '../kernel/text.ts';
import {
  MAX_WITHDRAWALS_PER_DAY,
  MAX_WITHDRAWN_CENTS_PER_DAY,
  MIN_WITHDRAWAL_CENTS,
  WITHDRAWAL_STEP_CENTS,
} from '../withdrawal/limits.ts';
import type { WalletCommand } from './commands.ts';
import type { PointsHeld, PointsPaidOut, PointsReleased, WalletEvent } from './events.ts';

/** Points that wait for a withdrawal to be settled. */
export interface Hold {
  withdrawalId: string;
  points: number;
  payCents: number;
  /** The day in China, counted from 1970, on which it was asked for. */
  day: number;
}

/** What a wallet knows of its withdrawals. */
export interface Withdrawing {
  userId: number;
  points: number;
  paidOutPoints: number;
  /** The withdrawal that is not settled yet: one at a time. */
  held: Hold | null;
  /** What was asked for on the last day on which anything was. */
  withdrawnToday: { day: number; requests: number; payCents: number };
}

type Of<Type extends WalletCommand['type']> = Extract<WalletCommand, { type: Type }>;

const DAY_MS = 24 * 3600_000;
/** China has one time, UTC+8. */
const CHINA_MS = 8 * 3600_000;

/** The day in China at a time (epoch ms), counted from 1970. */
export function chinaDay(at: number): number {
  return Math.floor((at + CHINA_MS) / DAY_MS);
}

/** Cents that the wallet's owner may still ask for on the day of `at` (epoch ms), whatever points there are. */
export function withdrawableCents({ withdrawnToday }: Pick<Withdrawing, 'withdrawnToday'>, at: number): number {
  const { day, payCents, requests } = withdrawnToday;
  if (day !== chinaDay(at)) return MAX_WITHDRAWN_CENTS_PER_DAY;
  return requests >= MAX_WITHDRAWALS_PER_DAY ? 0 : MAX_WITHDRAWN_CENTS_PER_DAY - payCents;
}

/**
 * heihei, 提现请求. `WithdrawalPending` while another one is not settled; `TooOften` past `MAX_WITHDRAWALS_PER_DAY`; `InsufficientPoints`;
 * `WithdrawalLimitReached` past `MAX_WITHDRAWN_CENTS_PER_DAY`; `AmountOutOfRange` for less than is paid, or for parts of a yuan.
 */
export function holdPoints(
  { withdrawalId, points, payCents, account, name }: Of<'HoldPoints'>,
  wallet: Withdrawing,
  { userId, at }: { userId: number; at: number },
): WalletEvent[] {
  if (checked(payCents) < MIN_WITHDRAWAL_CENTS || payCents % WITHDRAWAL_STEP_CENTS !== 0) {
    throw new DomainError('AmountOutOfRange', 'whole yuan, and not too few');
  }
  if (checked(points) === 0) throw new DomainError('AmountOutOfRange');
  if (wallet.held !== null) throw new DomainError('WithdrawalPending');
  const { day, requests } = wallet.withdrawnToday;
  if (day === chinaDay(at) && requests >= MAX_WITHDRAWALS_PER_DAY) throw new DomainError('TooOften');
  if (wallet.points < points) throw new DomainError('InsufficientPoints');
  if (payCents > withdrawableCents(wallet, at)) throw new DomainError('WithdrawalLimitReached');
  const data = { userId, withdrawalId, points, payCents, account, name, pointsAfter: wallet.points - points };
  return [{ type: 'PointsHeld', data }];
}

/** Once a withdrawal: `[]` when it is settled. */
export function releasePoints({ withdrawalId, why, reason }: Of<'ReleasePoints'>, wallet: Withdrawing): WalletEvent[] {
  const { held, userId } = wallet;
  if (held?.withdrawalId !== withdrawalId) return [];
  const { points } = held;
  const after = { points, pointsAfter: checked(wallet.points + points) };
  return [{ type: 'PointsReleased', data: { userId, withdrawalId, ...after, why, reason: noteLine(reason) } }];
}

/** Once a withdrawal: `[]` when it is settled. */
export function payOutPoints({ withdrawalId }: Of<'PayOutPoints'>, { held, userId }: Withdrawing): WalletEvent[] {
  if (held?.withdrawalId !== withdrawalId) return [];
  const { points, payCents } = held;
  return [{ type: 'PointsPaidOut', data: { userId, withdrawalId, points, payCents } }];
}

/** What is given back counts for no day; that it was asked for does. */
export function evolveHold<Wallet extends Withdrawing>(
  wallet: Wallet,
  event: PointsHeld | PointsReleased | PointsPaidOut,
  { at }: { at: number },
): Wallet {
  switch (event.type) {
    case 'PointsHeld': {
      const { withdrawalId, points, payCents, pointsAfter } = event.data;
      const day = chinaDay(at);
      const today = wallet.withdrawnToday.day === day ? wallet.withdrawnToday : { requests: 0, payCents: 0 };
      wallet.points = pointsAfter;
      wallet.held = { withdrawalId, points, payCents, day };
      wallet.withdrawnToday = { day, requests: today.requests + 1, payCents: today.payCents + payCents };
      return wallet;
    }
    case 'PointsReleased': {
      const { held, withdrawnToday: today } = wallet;
      wallet.points = event.data.pointsAfter;
      if (held?.day === today.day) wallet.withdrawnToday = { ...today, payCents: today.payCents - held.payCents };
      wallet.held = null;
      return wallet;
    }
    case 'PointsPaidOut':
      wallet.paidOutPoints += event.data.points;
      wallet.held = null;
      return wallet;
  }
}
