import { DomainError } from './errors.ts';

/** The most gold, points or cents that one account or one amount may hold: far above any real one, far below 2^53. */
export const MAX_AMOUNT = 1_000_000_000_000;

/** Longest line of a room, said or paid for, in code points. */
export const MAX_TEXT_CHARS = 500;

/** An amount of gold, points or cents: an integer from 0 to `MAX_AMOUNT`, else `DomainError('AmountOutOfRange')`. */
export function amount(value: number): number {
  if (!Number.isSafeInteger(value) || value < 0 || value > MAX_AMOUNT) throw new DomainError('AmountOutOfRange');
  return value;
}
