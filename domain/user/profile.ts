import { DomainError } from '../kernel/errors.ts';
import { codePoints, isPictureAddress, isPlain, isVisible, pictureAddress, tidyLine } from '../kernel/text.ts';

/** Longest display name, in code points (heihei, 更新用户信息: 447). */
export const MAX_NAME_CHARS = 20;
/** Of a longer name nothing is looked at: several times what any rule takes, in UTF-16 units. */
const MAX_GIVEN_NAME_UNITS = 1_000;
/** Minimum age to be seen live (heihei, 更新用户信息: 501). */
export const MIN_AGE_YEARS = 18;

/** Besides what no text may hold: line breaks and tabs, which a line of a room may have as blanks, and HTML brackets. */
const NOT_IN_NAMES = /[\p{Cc}\p{Zl}\p{Zp}<>]/u;

/**
 * A display name as it is kept: tidied. Throws `NameNotAllowed` for a name that is empty or invisible, holds line breaks, HTML
 * brackets or what no text may hold (`kernel/text.ts`); `NameTooLong` past `MAX_NAME_CHARS` (heihei, 更新用户信息: 445, 447).
 */
export function allowedName(given: string): string {
  const name = tidiedName(given);
  if (name === null) throw new DomainError('NameNotAllowed');
  if (codePoints(name) > MAX_NAME_CHARS) throw new DomainError('NameTooLong');
  return name;
}

/** Longest name that an app's server may give, in bytes of UTF-8 (LinkV live, thGetToken). */
export const MAX_VOUCHED_NAME_BYTES = 128;

/**
 * A name that an app's server vouches for: as `allowedName`, but it may be longer and may be a member of the staff's. Throws
 * `InvalidInput` (field `name`).
 */
export function vouchedName(given: string): string {
  const name = tidiedName(given);
  if (name === null || Buffer.byteLength(name) > MAX_VOUCHED_NAME_BYTES) {
    throw new DomainError('InvalidInput', 'not a name', 'name');
  }
  return name;
}

/** As `vouchedName`, shortened to what may be kept; null for what is no name. */
export function vouchedNameOrNull(given: string): string | null {
  let kept = '';
  let bytes = 0;
  for (const character of tidiedName(given) ?? '') {
    bytes += Buffer.byteLength(character);
    if (bytes > MAX_VOUCHED_NAME_BYTES) break;
    kept += character;
  }
  return kept === '' ? null : tidiedName(kept);
}

/** As `allowedName`, shortened to what is allowed; null for what is no name. For names that somebody had elsewhere. */
export function allowedNameOrNull(given: string): string | null {
  const name = tidiedName([...given].slice(0, MAX_NAME_CHARS).join(''));
  return name !== null && codePoints(name) <= MAX_NAME_CHARS ? name : null;
}

/** Null for what is no name. */
function tidiedName(given: string): string | null {
  if (given.length > MAX_GIVEN_NAME_UNITS || NOT_IN_NAMES.test(given.trim())) return null;
  const name = tidyLine(given);
  return isPlain(name) && isVisible(name) ? name : null;
}

/** Longest address of a picture that an app's server may give, in bytes of UTF-8 (LinkV live, thGetToken). */
export const MAX_VOUCHED_PICTURE_BYTES = 1024;

/** The address of a person's picture as an app's server gives it, or ''. Throws `InvalidInput` (field `portraitUri`). */
export function vouchedPicture(given: string): string {
  if (Buffer.byteLength(given) > MAX_VOUCHED_PICTURE_BYTES) {
    throw new DomainError('InvalidInput', 'too long', 'portraitUri');
  }
  return pictureAddress(given, 'portraitUri');
}

/** As `vouchedPicture`, null for what is none. */
export function pictureOrNull(given: string): string | null {
  return Buffer.byteLength(given) <= MAX_VOUCHED_PICTURE_BYTES && isPictureAddress(given) ? given : null;
}

/** The day if it is a real one, `YYYY-MM-DD`; else null. */
export function dayOrNull(day: string): string | null {
  return isRealDay(day) ? day : null;
}

/** A birthday that an app's server gives: `InvalidInput` (field `birthday`) unless it is a real day, `YYYY-MM-DD`. */
export function realDay(birthDay: string): string {
  if (!isRealDay(birthDay)) throw new DomainError('InvalidInput', 'birthday must be a day, YYYY-MM-DD', 'birthday');
  return birthDay;
}

/**
 * Checks a birthday: `InvalidInput` (field `birthDay`) unless it is a real day, `YYYY-MM-DD`, from 1900 to today;
 * `Underage` below `MIN_AGE_YEARS`. Today is the day in China (UTC+8) at `at`, epoch ms.
 */
export function allowedBirthDay(birthDay: string, at: number): string {
  const today = new Date(at + 8 * 3600_000).toISOString().slice(0, 10);
  // Days of four-digit years compare as text.
  if (!isRealDay(birthDay) || birthDay < '1900-01-01' || birthDay > today) {
    throw new DomainError('InvalidInput', 'birthDay must be a past day, YYYY-MM-DD', 'birthDay');
  }
  const latest = `${Number(today.slice(0, 4)) - MIN_AGE_YEARS}${today.slice(4)}`;
  if (birthDay > latest) throw new DomainError('Underage');
  return birthDay;
}

/**
 * Throws `Underage` unless the person has given a birthday, which was checked when it was given. To be called for everybody who is to be
 * seen live: hosts, and guests of their conferences.
 */
export function mustBeOfAge({ birthDay }: { readonly birthDay: string }): void {
  if (birthDay === '') throw new DomainError('Underage', 'no birthday was given', 'birthDay');
}

function isRealDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  // A date that does not exist either fails to parse or rolls over into the next month.
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
