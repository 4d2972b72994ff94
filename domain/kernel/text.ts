import { DomainError } from './errors.ts';
import { MAX_TEXT_CHARS } from './limits.ts';

/**
 * The one rule for text that people are shown: names, titles, lines of a room, descriptions. Whatever comes in is tidied first
 * (`tidyLine`, `tidyLines`), then refused if it still holds what has no place in any text (`isPlain`). Doing both again changes
 * nothing.
 */

/** Most marks that may stand on one letter. Hebrew with cantillation and Burmese need five; stacks of dozens cover other lines. */
export const MAX_MARKS_IN_A_ROW = 6;

/** Longest note for operators, in code points. */
export const MAX_NOTE_CHARS = 200;

/** Length as people count it: in code points, so that an emoji outside the basic plane counts once. */
export function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** Scripts whose letters change their form by joiners (ZWJ, ZWNJ) behind them. */
const JOINING = 'Arab Syrc Nkoo Mong Deva Beng Guru Gujr Orya Taml Telu Knda Mlym Sinh'
  .split(' ')
  .map((script) => `\\p{scx=${script}}`)
  .join('');
/** Scripts without blanks between words, where a zero-width space says where a line may break. */
const UNSPACED = ['Thai', 'Laoo', 'Khmr', 'Mymr'].map((script) => `\\p{sc=${script}}`).join('');
const IGNORED = '\\p{Default_Ignorable_Code_Point}';

/** Places in which a character that nobody sees belongs to what is seen. One alternative each; all others are taken out. */
const KEPT = [
  // The flags of England, Scotland, Wales: a black flag, and the region in tags.
  '(?<=\\u{1f3f4})[\\u{e0030}-\\u{e0039}\\u{e0061}-\\u{e007a}]{3,6}\\u{e007f}',
  // Several emoji as one: families, professions, the rainbow flag.
  '(?<=\\p{Extended_Pictographic}\\ufe0f?|[\\u{1f3fb}-\\u{1f3ff}])\\u200d(?=\\p{Extended_Pictographic})',
  // Emoji or text; keycaps.
  '(?<=\\p{Emoji})[\\ufe0e\\ufe0f]',
  // Variants of ideographs, which people's names are written with.
  '(?<=\\p{Unified_Ideograph})[\\ufe00-\\ufe02\\u{e0100}-\\u{e01ef}]',
  `(?<!${IGNORED})(?<=\\p{sc=Mong})[\\u180b-\\u180d\\u180f]`,
  `(?<!${IGNORED})(?<=[\\p{L}\\p{M}])(?<=[${JOINING}])[\\u200c\\u200d](?![\\u200c\\u200d])`,
  `(?<!${IGNORED})(?<=[${UNSPACED}])\\u200b(?=[${UNSPACED}])`,
].join('|');
/**
 * Marks of direction that keyboards for Arabic and Hebrew put in by themselves. Without them the text reads the same but for the
 * place of a comma; what may turn whole sentences (`FORBIDDEN`) is never put in by itself.
 */
const DIRECTION_MARKS = '\\u200e\\u200f\\u061c';
/** What turns the direction of what follows: embeddings, overrides, isolates. Ignorable, but refused, not taken out. */
const TURNING = '\\u202a-\\u202e\\u2066-\\u2069';
const INVISIBLE = new RegExp(`(?![${TURNING}])[${IGNORED}${DIRECTION_MARKS}]`, 'gu');
const INVISIBLE_OUT_OF_PLACE = new RegExp(`(${KEPT})|${INVISIBLE.source}`, 'gu');

/** Controls (ESC among them), halves of surrogate pairs, characters that are none, annotations, and what turns the direction. */
const FORBIDDEN = new RegExp(
  `[\\p{Cs}\\p{Noncharacter_Code_Point}\\ufff9-\\ufffb${TURNING}]|(?!\\n)[\\p{Cc}\\p{Zl}\\p{Zp}]`,
  'u',
);
const EVERY_FORBIDDEN = new RegExp(FORBIDDEN, 'gu');
const TOO_MANY_MARKS = new RegExp(`[\\p{Mn}\\p{Me}\\u200c\\u200d]{${MAX_MARKS_IN_A_ROW + 1},}`, 'gu');
/** Blanks, marks on nothing, the braille cell without dots. */
const NOTHING_SEEN = new RegExp(`^[\\s\\p{Z}\\p{M}${IGNORED}\\u2800]*$`, 'u');

/** Rounds of `tidy`: what people write takes one or two, only what was made to take more does. */
const MAX_ROUNDS = 4;

/** NFC, without characters that nobody sees (except where a script or an emoji needs them), without blanks around it. */
function tidy(text: string): string {
  let seen = text.normalize('NFC').trim();
  for (let round = 1; round <= MAX_ROUNDS; round++) {
    // What stood on both sides of something that is taken out may belong together then, or stand elsewhere.
    const next = seen.replace(INVISIBLE_OUT_OF_PLACE, '$1').normalize('NFC').trim();
    if (next === seen) return seen;
    seen = next;
  }
  return seen.replace(INVISIBLE, '').normalize('NFC').trim();
}

/** As `tidy`, for one line: each line break or tab becomes a blank. */
export function tidyLine(text: string): string {
  return tidy(text.replace(/\r\n|[\t\n\v\f\r\u0085\u2028\u2029]/g, ' '));
}

/** Whether two lines are one to their readers: what is kept from before today's rule is not another text for being untidy. */
export function isSameLine(a: string, b: string): boolean {
  return a === b || tidyLine(a) === tidyLine(b);
}

/** As `tidy`, for several lines: line breaks are `\n`, tabs become blanks, of several empty lines one is left. */
export function tidyLines(text: string): string {
  const lines = text.replace(/\r\n|[\v\f\r\u0085\u2028\u2029]/g, '\n').replaceAll('\t', ' ');
  return tidy(lines).replace(/\n(?:\p{Zs}*\n){2,}/gu, '\n\n');
}

/** Whether a tidied text holds nothing that may not be shown. */
export function isPlain(text: string): boolean {
  return !FORBIDDEN.test(text) && text.search(TOO_MANY_MARKS) < 0;
}

/** Whether anybody sees anything of a text. */
export function isVisible(text: string): boolean {
  return !NOTHING_SEEN.test(text);
}

/**
 * A line that others are shown, as it is kept: tidied, 1 to `max` code points, one of them visible. Else, and for controls, what
 * turns the direction, and more than `MAX_MARKS_IN_A_ROW` marks: `DomainError('InvalidInput')` naming the field.
 */
export function spokenText(text: string, field: string, max = MAX_TEXT_CHARS): string {
  const line = optionalLine(text, field, max);
  if (!isVisible(line)) throw new DomainError('InvalidInput', `${field} takes 1 to ${max} characters`, field);
  return line;
}

/** As `spokenText`, of several lines. */
export function spokenLines(text: string, field: string, max: number): string {
  const lines = optionalLines(text, field, max);
  if (!isVisible(lines)) throw new DomainError('InvalidInput', `${field} takes 1 to ${max} characters`, field);
  return lines;
}

/** As `spokenText`, and may be empty. */
export function optionalLine(text: string, field: string, max: number): string {
  return within(text, field, max, tidyLine);
}

/** As `optionalLine`, of several lines. */
export function optionalLines(text: string, field: string, max: number): string {
  return within(text, field, max, tidyLines);
}

function within(text: string, field: string, max: number, tidied: (text: string) => string): string {
  // Two units a character, and as much again for what is tidied away: not more is looked at.
  const kept = text.length > 4 * max ? null : tidied(text);
  if (kept === null || codePoints(kept) > max) {
    throw new DomainError('InvalidInput', `${field} takes at most ${max} characters`, field);
  }
  if (!isPlain(kept)) throw new DomainError('InvalidInput', `${field} holds characters that cannot be shown`, field);
  return kept;
}

/**
 * A note that operators read in the log, such as the reason of a ban: tidied, without what has no place in a text, at most
 * `MAX_NOTE_CHARS` code points. Nothing is refused: no ban and no payment fails for its note.
 */
export function noteLine(text: string): string {
  const line = tidyLine(text.slice(0, 4 * MAX_NOTE_CHARS))
    .replace(EVERY_FORBIDDEN, '')
    .replace(TOO_MANY_MARKS, '');
  return tidyLine([...tidyLine(line)].slice(0, MAX_NOTE_CHARS).join(''));
}

/** Another scheme than the web's (`javascript:`, `data:`), or a character that a link would be cut at, or that hides where it leads. */
const NO_LINK = new RegExp(`^(?!https?:)[a-z][a-z0-9+.-]*:|[\\s\\p{C}${IGNORED}<>"'\`\\\\]`, 'iu');

/** The address of a picture, or '': of the web, or relative to where the app keeps its pictures. Else `InvalidInput` naming the field. */
export function pictureAddress(text: string, field: string): string {
  if (!isPictureAddress(text)) throw new DomainError('InvalidInput', `${field} is no address of a picture`, field);
  return text;
}

/** Whether a text is '' or the address of a picture: see `pictureAddress`. */
export function isPictureAddress(text: string): boolean {
  return !NO_LINK.test(text);
}

/** Longest address of a page, in characters. */
const MAX_LINK_CHARS = 500;

/** Whether a text is the address of a page that everybody may be sent to: https, without a user, and nothing that hides where it leads. */
export function isWebLink(text: string): boolean {
  return (
    text.length <= MAX_LINK_CHARS && /^https:\/\/[a-z0-9.-]+(?::\d{1,5})?(?:[/?#]|$)/i.test(text) && !NO_LINK.test(text)
  );
}
