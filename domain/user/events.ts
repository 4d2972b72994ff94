import type { DomainEvent, EventTypes } from '../kernel/event.ts';
import {
  genderOf,
  nameOf,
  namesNobody,
  notPersonal,
  type Personal,
  type PersonalFields,
  PLACEHOLDERS,
  textOf,
} from '../kernel/personal.ts';
import type { AppCard } from './app-card.ts';

export type Gender = 'Male' | 'Female' | 'Unspecified';

/** A person as others see them; events carry it so that messages need no look-up. */
export interface PersonCard {
  userId: number;
  displayName: string;
  gender: Gender;
  /** `YYYY-MM-DD`, or '' when not given. */
  birthDay: string;
  /** Their picture: an address, or in a profile also the path of a file of theirs (domain/file/path.ts). */
  coverUrl: string;
}

/** What is read in a card in the place of somebody who was erased. */
export const PLACEHOLDER_CARD: Readonly<Omit<PersonCard, 'userId'>> = {
  displayName: PLACEHOLDERS.name,
  gender: PLACEHOLDERS.gender,
  birthDay: PLACEHOLDERS.text,
  coverUrl: PLACEHOLDERS.text,
};

/** The fields of the `PersonCard` at a path of an event's data, for its declaration. They are sealed together. */
export function cardAt<const Path extends string>(path: Path) {
  const of = `${path}.userId` as const;
  const inCard = true;
  return {
    [`${path}.displayName`]: { ...nameOf(of), inCard },
    [`${path}.gender`]: { ...genderOf(of), inCard },
    [`${path}.birthDay`]: { ...textOf(of), inCard },
    [`${path}.coverUrl`]: { ...textOf(of), inCard },
  } as { readonly [Field in Exclude<keyof PersonCard, 'userId'> as `${Path}.${Field}`]: Personal<`${Path}.userId`> };
}

export type UserRegistered = DomainEvent<
  'UserRegistered',
  {
    userId: number;
    /** How people outside know this one: by phone and number in heihei, by the uid that an app's server gave. */
    phone?: string;
    heiNum?: number;
    uid?: string;
    /** What a third party calls somebody who came from there: `wechat:<open id>`, `wechatunion:<union id>`, `weibo:<uid>`. */
    outsideId?: string;
    /** The name that they sign in with, and how their password is checked: never the password itself. */
    username?: string;
    passwordHash?: string;
    displayName: string;
    coverUrl: string;
    gender?: Gender;
    birthDay?: string;
  }
>;
export type ProfileUpdated = DomainEvent<
  'ProfileUpdated',
  {
    userId: number;
    displayName: string;
    gender: Gender;
    birthDay: string;
    address: string;
    latlng: string;
    description: string;
    /** Absent where it stays as it is. */
    coverUrl?: string;
    /** The picture before it, where that was an upload of the person's: nobody is shown it any more, and it goes. */
    replacedPicture?: string;
    /** True when the display name changed after registration was complete: renames are counted, the first is free. */
    renamed: boolean;
    /** The payment that this rename carries out, where it was paid for. */
    paymentId?: string;
  }
>;
/** From now on this phone signs in the person, and no other does. */
export type PhoneBound = DomainEvent<
  'PhoneBound',
  {
    userId: number;
    phone: string;
    /** The phone before it; absent where there was none. */
    replacedPhone?: string;
  }
>;
/** What an app's server keeps with the person, whole: see `AppCard`. */
export type AppCardSet = DomainEvent<'AppCardSet', { userId: number } & AppCard>;
export type SessionOpened = DomainEvent<'SessionOpened', { userId: number; sessionId: string; expiresAt: number }>;
export type SessionClosed = DomainEvent<'SessionClosed', { userId: number; sessionId: string }>;
/** Whether the person wants notifications while the app is closed: yes, until they say otherwise. */
export type UserConfigChanged = DomainEvent<'UserConfigChanged', { userId: number; pushEnabled: boolean }>;
/** Ends every session; the user can't sign in until unbanned. */
export type UserBanned = DomainEvent<'UserBanned', { userId: number; reason: string }>;
export type UserUnbanned = DomainEvent<'UserUnbanned', { userId: number }>;

/** Why somebody is erased. One of a few words, so that the log says nothing of the person who is to be forgotten. */
export const ERASURE_REASONS = ['own-wish', 'request', 'court-order', 'underage', 'abuse'] as const;
export type ErasureReason = (typeof ERASURE_REASONS)[number];

/** Ends every session and forgets the profile, for good. What follows from it is done by the reactor `forget-person`. */
export type PersonErased = DomainEvent<'PersonErased', { userId: number; reason: ErasureReason }>;
/** Everything that follows from `PersonErased` is done: the person's keys are destroyed, nothing of them can be read any more. */
export type ErasureCompleted = DomainEvent<'ErasureCompleted', { userId: number }>;

export type UserEvent =
  | UserRegistered
  | ProfileUpdated
  | PhoneBound
  | AppCardSet
  | SessionOpened
  | SessionClosed
  | UserConfigChanged
  | UserBanned
  | UserUnbanned
  | PersonErased
  | ErasureCompleted;

export const userEventTypes: EventTypes<UserEvent> = {
  UserRegistered: true,
  ProfileUpdated: true,
  PhoneBound: true,
  AppCardSet: true,
  SessionOpened: true,
  SessionClosed: true,
  UserConfigChanged: true,
  UserBanned: true,
  UserUnbanned: true,
  PersonErased: true,
  ErasureCompleted: true,
};

const profileFields = {
  displayName: nameOf('userId'),
  gender: genderOf('userId'),
  birthDay: textOf('userId'),
  coverUrl: textOf('userId'),
} as const;

export const userPersonal: PersonalFields<UserEvent> = {
  UserRegistered: {
    ...profileFields,
    phone: textOf('userId'),
    uid: textOf('userId'),
    outsideId: textOf('userId'),
    username: textOf('userId'),
    passwordHash: textOf('userId'),
  },
  ProfileUpdated: {
    ...profileFields,
    address: textOf('userId'),
    latlng: textOf('userId'),
    description: textOf('userId'),
    replacedPicture: textOf('userId'),
    paymentId: notPersonal,
  },
  PhoneBound: { phone: textOf('userId'), replacedPhone: textOf('userId') },
  AppCardSet: {
    name: nameOf('userId'),
    icon: textOf('userId'),
    mobile: textOf('userId'),
    birth: textOf('userId'),
    email: textOf('userId'),
    ex: textOf('userId'),
  },
  SessionOpened: { sessionId: notPersonal },
  SessionClosed: { sessionId: notPersonal },
  UserConfigChanged: namesNobody,
  UserBanned: { reason: textOf('userId') },
  UserUnbanned: namesNobody,
  PersonErased: namesNobody,
  ErasureCompleted: namesNobody,
};
