import { UsageError } from './command.ts';

/** The number that an option gives, a whole one from `min` to `max`. Throws `UsageError` for anything else. */
export function numberOption(
  given: string | boolean | undefined,
  { name, fallback, min, max }: { name: string; fallback: number; min: number; max: number },
): number {
  if (given === undefined) return fallback;
  const number = typeof given === 'string' && /^\d{1,15}$/.test(given) ? Number(given) : Number.NaN;
  if (number >= min && number <= max) return number;
  throw new UsageError(`--${name} takes a number from ${min} to ${max}.`);
}

/** An id as it is written on a command line; null for what is none. */
export function idIn(text: string): number | null {
  const id = /^[1-9]\d{0,15}$/.test(text) ? Number(text) : 0;
  return id > 0 && Number.isSafeInteger(id) ? id : null;
}
