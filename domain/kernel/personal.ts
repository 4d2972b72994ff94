import type { DomainEvent } from './event.ts';

/**
 * Which fields of events say who somebody is, or what they said. Declared beside each event, and complete: a text that is in no
 * declaration does not compile, so whoever adds a field decides. On its way into the log each such field is sealed under the key of
 * the person that it is about; when that key is destroyed, the field reads as `PLACEHOLDERS` says.
 */

/** What a field is; it decides what is read in its place once the person is erased. */
export type PersonalKind = 'name' | 'text' | 'gender';

/** What is read where the person has been erased. The same values in a living person's event say nothing, and are not sealed. */
export const PLACEHOLDERS = {
  name: '已注销用户',
  text: '',
  gender: 'Unspecified',
} as const satisfies Readonly<Record<PersonalKind, string>>;

/** A field that is personal. */
export interface Personal<Of extends string = string> {
  readonly kind: PersonalKind;
  /** Path to what names its subject: a person's id, or for `phone` the phone itself. */
  readonly of: Of;
  readonly subject: 'user' | 'phone';
  /** Stands with others in the card of a person, which are sealed together: as one text. */
  readonly inCard?: true;
}

/** A text that is about nobody: an id, a word of Salon's own, a thing's name. */
export const notPersonal = 'not personal';

/** For events without a field to decide on. */
export const namesNobody = {} as const;

/** A name that a person shows; `of` is the path to their id. */
export function nameOf<const Of extends string>(of: Of): Personal<Of> {
  return { kind: 'name', of, subject: 'user' };
}

/** What a person said, or what says who they are: a phone, an address, a picture; `of` is the path to their id. */
export function textOf<const Of extends string>(of: Of): Personal<Of> {
  return { kind: 'text', of, subject: 'user' };
}

/** A person's gender; `of` is the path to their id. */
export function genderOf<const Of extends string>(of: Of): Personal<Of> {
  return { kind: 'gender', of, subject: 'user' };
}

/** A phone that has no account yet, at the path `of`: its subject is the phone itself, by a keyed hash. */
export function phoneAt<const Of extends string>(of: Of): Personal<Of> {
  return { kind: 'text', of, subject: 'phone' };
}

/** A path below another one. */
type Below<Path extends string, Rest extends string> = Rest extends '' ? Path : `${Path}.${Rest}`;

/** Levels that data may be nested, so that the compiler comes to an end. */
type Levels = [0, 0, 0, 0, 0];
type OneLess<Left extends unknown[]> = Left extends [unknown, ...infer Rest] ? Rest : [];

/** Paths to the values of a type that are `Wanted`: `from.userId`, `lots.*.gold` (of every item). */
type Paths<T, Wanted extends 'text' | 'literal' | 'number', Left extends unknown[] = Levels> = Left extends []
  ? never
  : T extends string
    ? Wanted extends (string extends T ? 'text' : 'literal')
      ? ''
      : never
    : T extends number
      ? Wanted extends 'number'
        ? ''
        : never
      : T extends readonly (infer Item)[]
        ? Below<'*', Paths<Item, Wanted, OneLess<Left>>>
        : T extends object
          ? { [Key in keyof T & string]-?: Below<Key, Paths<T[Key], Wanted, OneLess<Left>>> }[keyof T & string]
          : never;

/** What may stand for a field: personal, of a person or a phone that the same event names; or about nobody. */
type Decision<Data> = Personal<Paths<Data, 'number'> | Paths<Data, 'text'>> | typeof notPersonal;

/** Every text of an event's data, by its path, and what was decided. Words of a fixed list (a gender) may be left out. */
export type DeclaredFields<Data> = { readonly [Path in Paths<Data, 'text'>]: Decision<Data> } & {
  readonly [Path in Paths<Data, 'literal'>]?: Decision<Data>;
};

/** The declaration of a union of events: every type, and every text in it. */
export type PersonalFields<Event extends DomainEvent> = {
  readonly [Type in Event['type']]: DeclaredFields<Extract<Event, { type: Type }>['data']>;
};

/** Any declaration, for what reads them at run time. */
export type AnyPersonalFields = Readonly<Record<string, Readonly<Record<string, Personal | typeof notPersonal>>>>;
