import { DomainError } from './errors.ts';
import { MAX_TEXT_CHARS } from './limits.ts';

/** Length as people count it: in code points, so that an emoji outside the basic plane counts once. */
export function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** A half of a surrogate pair: no character, and no store keeps it as it came. */
export function hasLoneSurrogate(text: string): boolean {
  return /\p{Cs}/u.test(text);
}

/** Nothing that anybody sees: blanks, joiners, zero-width characters. */
const INVISIBLE = /^[\s\p{Default_Ignorable_Code_Point}]*$/u;

/** A line that a room shows: 1 to `max` code points, one of them visible; else `DomainError('InvalidInput')` naming the field. */
export function spokenText(text: string, field: string, max = MAX_TEXT_CHARS): string {
  if (text.length > 2 * max || codePoints(text) > max || INVISIBLE.test(text) || hasLoneSurrogate(text)) {
    throw new DomainError('InvalidInput', `${field} takes 1 to ${max} characters`, field);
  }
  return text;
}
