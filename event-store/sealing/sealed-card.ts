import { PLACEHOLDERS } from '../../domain/kernel/personal.ts';
import type { Gender, PersonCard } from '../../domain/user/events.ts';
import { kindOf } from '../keys/sealed-text.ts';

/**
 * The card of a person (`cardAt`) is sealed as one text, which stands in the place of its fields: `{ userId, sealed: '~sc…' }`. Its text is
 * in the log for ever: a JSON list of the fields' values, in the order of `FIELDS`. A gender is its place in `GENDERS`: the length of the
 * text does not tell it.
 */
const FIELDS: ReadonlySet<string> = new Set<keyof CardFields>(['displayName', 'gender', 'birthDay', 'coverUrl']);
const GENDERS: readonly Gender[] = ['Unspecified', 'Male', 'Female'];

/** What a card says, without whose it is. */
export type CardFields = Readonly<Omit<PersonCard, 'userId'>>;

/** What looks like the sealed text of a card; null where there is none: the card is readable. */
export function sealedTextOf(card: object): string | null {
  const { sealed } = card as { sealed?: unknown };
  return typeof sealed === 'string' && kindOf(sealed) === 'card' ? sealed : null;
}

/** Whether a card says anything of anybody. */
export function saysSomething({ displayName, gender, birthDay, coverUrl }: CardFields): boolean {
  const isNameless = displayName === '' || displayName === PLACEHOLDERS.name;
  return !isNameless || gender !== 'Unspecified' || birthDay !== '' || coverUrl !== '';
}

export function isSameCard(one: CardFields, other: CardFields): boolean {
  return (
    one.displayName === other.displayName &&
    one.gender === other.gender &&
    one.birthDay === other.birthDay &&
    one.coverUrl === other.coverUrl
  );
}

/** The fields of a card alone. */
export function fieldsOf({ displayName, gender, birthDay, coverUrl }: CardFields): CardFields {
  return { displayName, gender, birthDay, coverUrl };
}

/** A copy of a card with a sealed text in the place of its fields. */
export function sealedCard(card: object, sealed: string): object {
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(card)) if (!FIELDS.has(key)) copy[key] = (card as Record<string, unknown>)[key];
  copy.sealed = sealed;
  return copy;
}

/** A copy of a sealed card with fields in the place of the text. */
export function openedCard(card: object, fields: CardFields): object {
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(card)) if (key !== 'sealed') copy[key] = (card as Record<string, unknown>)[key];
  return Object.assign(copy, fields);
}

/** The text of a card, as it is sealed. */
export function textOfCard({ displayName, gender, birthDay, coverUrl }: CardFields): string {
  return JSON.stringify([displayName, GENDERS.indexOf(gender), birthDay, coverUrl]);
}

/** The fields that `textOfCard` made a text of. */
export function cardOfText(text: string): CardFields {
  const [displayName, gender, birthDay, coverUrl] = JSON.parse(text) as [string, number, string, string];
  return { displayName, gender: GENDERS[gender] ?? 'Unspecified', birthDay, coverUrl };
}
