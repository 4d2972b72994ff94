import { type Option, UsageError } from './command.ts';

/** An option that takes a whole number from `min` to `max`. */
export interface NumberOption {
  name: string;
  /** Where it is not given. */
  fallback: number;
  min: number;
  max: number;
}

/** The option as --help shows it: what it says, the most, and the default. */
export function numberForm(what: string, { fallback, min, max }: NumberOption): Option {
  return { type: 'string', value: 'n', takes: `${min} to ${max}`, summary: `${what}, at most ${max}: ${fallback}` };
}

/** The number that an option gives. Throws `UsageError` for anything but a whole one within its bounds. */
export function numberOption(given: string | boolean | undefined, { name, fallback, min, max }: NumberOption): number {
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
