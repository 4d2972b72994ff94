import { readPath } from '../file/path.ts';
import { dropOldest } from '../kernel/bounded.ts';
import type { CommandMeta, Decider } from '../kernel/decider.ts';
import { DomainError } from '../kernel/errors.ts';
import { assertNever } from '../kernel/event.ts';
import { PLACEHOLDERS } from '../kernel/personal.ts';
import { isSameLine, noteLine, optionalLine, optionalLines } from '../kernel/text.ts';
import { type AppCard, EMPTY_APP_CARD, isSameCard, vouchedAppCard } from './app-card.ts';
import type { UserCommand } from './commands.ts';
import { type Gender, type PersonCard, type UserEvent, userEventTypes } from './events.ts';
import { MAX_ADDRESS_CHARS, MAX_DESCRIPTION_CHARS, MAX_LATLNG_CHARS } from './limits.ts';
import { allowedBirthDay, allowedName, realDay, vouchedName, vouchedPicture } from './profile.ts';

/** Live sessions per user; the next one ends the oldest. */
export const MAX_SESSIONS = 10;
/**
 * Payments for renames that are remembered as used up: some 1 MB for a user who made as many. A payment can come again, from a request
 * that is under way or from the reactor that repairs lost ones; neither is ever that many paid renames of one user behind.
 */
export const MAX_PAID_RENAMES = 10_000;
/** The picture of people who have set none: clients show their own. */
export const DEFAULT_COVER_URL = '';

export interface User {
  /** 0 until registered. */
  userId: number;
  /** '' and 0 for people who came through another API than heihei's. */
  phone: string;
  heiNum: number;
  /** What an app's server calls this person; '' when none does. */
  uid: string;
  /** What the third party calls this person through which they first came; '' for others. */
  outsideId: string;
  /** What this person signs in with; '' when they have no password. */
  username: string;
  passwordHash: string;
  /** What an app's server keeps with this person; null unless one registered them with it. */
  appCard: AppCard | null;
  displayName: string;
  gender: Gender;
  birthDay: string;
  coverUrl: string;
  address: string;
  latlng: string;
  description: string;
  /** The profile was filled in once; until then clients show the registration page. */
  completed: boolean;
  renameCount: number;
  /** Payments for renames that were carried out, oldest first. */
  paidRenames: Set<string>;
  banned: boolean;
  /** Forgotten for good: nothing above says who it was. */
  erased: boolean;
  /** The person's keys are destroyed, too. */
  erasureCompleted: boolean;
  /** Wants notifications while the app is closed. */
  pushEnabled: boolean;
  /** Session id → expiry (epoch ms), oldest first. Expired ones may still be in it: ask `isSessionValid`. */
  sessions: Map<string, number>;
}

function initialState(): User {
  return {
    userId: 0,
    phone: '',
    heiNum: 0,
    uid: '',
    outsideId: '',
    username: '',
    passwordHash: '',
    appCard: null,
    displayName: '',
    gender: 'Unspecified',
    birthDay: '',
    coverUrl: DEFAULT_COVER_URL,
    address: '',
    latlng: '',
    description: '',
    completed: false,
    renameCount: 0,
    paidRenames: new Set(),
    banned: false,
    pushEnabled: true,
    erased: false,
    erasureCompleted: false,
    sessions: new Map(),
  };
}

type Meta = Pick<CommandMeta, 'at' | 'actor'>;

/**
 * One person: registration, profile, sessions, ban. Anything before registration: `UserNotFound`. Of a banned user
 * `OpenSession` and `UpdateProfile` are refused with `UserBanned`. Banning is for the system alone: `SystemOnly`. An erased person is
 * as if they were not there: `UserNotFound`. Erasing again, and signing out, changes nothing.
 */
export function decide(command: UserCommand, user: User, meta: Meta): UserEvent[] {
  if (command.type === 'RegisterUser') {
    if (user.userId !== 0) return [];
    const { type: _, ...given } = command;
    const data = given.uid === undefined ? given : { ...given, displayName: vouchedName(given.displayName) };
    if (given.uid !== undefined) vouchedPicture(given.coverUrl);
    if (given.uid !== undefined && given.birthDay !== undefined) realDay(given.birthDay);
    return [{ type: 'UserRegistered', data: { ...data, coverUrl: data.coverUrl || DEFAULT_COVER_URL } }];
  }
  const { userId } = user;
  if (userId === 0) throw new DomainError('UserNotFound');
  if (user.erased) return decideErased(command, user, meta);
  switch (command.type) {
    case 'ErasePerson':
      return erasePerson(command, user, meta);
    case 'CompleteErasure':
      throw new DomainError('UserNotFound', 'nobody has erased this person');
    case 'UpdateProfile':
      return updateProfile(command, user, meta);
    case 'SetProfile':
      return setProfile(command, user, meta);
    case 'SetAppCard':
      return setAppCard(command, user, meta);
    case 'RenameUser':
      return renameUser(command, user, meta);
    case 'BindPhone':
      return bindPhone(command, user, meta);
    case 'OpenSession':
      return openSession(command, user, meta);
    case 'CloseSession': {
      const { sessionId } = command;
      return user.sessions.has(sessionId) ? [{ type: 'SessionClosed', data: { userId, sessionId } }] : [];
    }
    case 'SetPushEnabled': {
      const { enabled: pushEnabled } = command;
      if (meta.actor !== userId) throw new DomainError('NotOwner');
      if (pushEnabled === user.pushEnabled) return [];
      return [{ type: 'UserConfigChanged', data: { userId, pushEnabled }, ignorable: true }];
    }
    case 'BanUser':
      if (meta.actor !== 0) throw new DomainError('SystemOnly');
      return user.banned ? [] : [{ type: 'UserBanned', data: { userId, reason: noteLine(command.reason) } }];
    case 'UnbanUser':
      if (meta.actor !== 0) throw new DomainError('SystemOnly');
      return user.banned ? [{ type: 'UserUnbanned', data: { userId } }] : [];
    default:
      return assertNever(command);
  }
}

function erasePerson(
  { reason }: Extract<UserCommand, { type: 'ErasePerson' }>,
  user: User,
  { actor }: Meta,
): UserEvent[] {
  const { userId } = user;
  if (actor !== 0 && actor !== userId) throw new DomainError('NotOwner');
  return [{ type: 'PersonErased', data: { userId, reason } }];
}

function decideErased(command: UserCommand, { userId, erasureCompleted }: User, { actor }: Meta): UserEvent[] {
  switch (command.type) {
    case 'ErasePerson':
    case 'CloseSession':
      return [];
    case 'CompleteErasure':
      if (actor !== 0) throw new DomainError('SystemOnly');
      return erasureCompleted ? [] : [{ type: 'ErasureCompleted', data: { userId } }];
    default:
      throw new DomainError('UserNotFound');
  }
}

/**
 * The new name, when `UpdateProfile` is a rename that has to be paid for first (heihei, 更新用户信息: the first rename is free, and
 * completing the profile is no rename); null otherwise. Throws every error that the command would throw, except `RenameUnpaid`: nobody
 * pays for a rename that is then refused.
 */
export function renameToPay(command: UpdateProfile, user: Readonly<User>, meta: Meta): string | null {
  const { displayName } = nextProfile(command, user, meta);
  return isUnpaid(command, user, displayName) ? displayName : null;
}

function isUnpaid({ paymentId }: UpdateProfile, user: Readonly<User>, displayName: string): boolean {
  return paymentId === undefined && user.completed && user.renameCount > 0 && displayName !== user.displayName;
}

type UpdateProfile = Extract<UserCommand, { type: 'UpdateProfile' }>;

/** A rename past the free one, without a payment: `RenameUnpaid`. */
function updateProfile(command: UpdateProfile, user: User, meta: Meta): UserEvent[] {
  const { paymentId } = command;
  const next = nextProfile(command, user, meta);
  const differs = (Object.keys(next) as (keyof typeof next)[]).some((field) => next[field] !== user[field]);
  if (user.completed && !differs) return [];
  if (isUnpaid(command, user, next.displayName)) throw new DomainError('RenameUnpaid');
  const renamed = user.completed && next.displayName !== user.displayName;
  const payment = renamed && paymentId !== undefined ? { paymentId } : {};
  const { coverUrl, ...profile } = next;
  const picture = coverUrl === user.coverUrl ? {} : { coverUrl, ...replaced(user) };
  return [{ type: 'ProfileUpdated', data: { userId: user.userId, ...profile, ...picture, renamed, ...payment } }];
}

/** The profile as the command would leave it, payment apart. */
function nextProfile(command: UpdateProfile, user: Readonly<User>, { at, actor }: Meta) {
  if (!isThere(user)) throw new DomainError('UserNotFound');
  if (actor !== 0 && actor !== user.userId) throw new DomainError('NotOwner');
  if (user.banned) throw new DomainError('UserBanned');
  if (!['Male', 'Female', 'Unspecified'].includes(command.gender)) {
    throw new DomainError('InvalidInput', 'no such gender', 'gender');
  }
  const { paymentId } = command;
  const wanted = isSameLine(command.displayName, user.displayName)
    ? user.displayName
    : allowedName(command.displayName);
  // This payment's rename was carried out already, and the name may have changed again since: one payment carries one rename.
  const isUsedUp = paymentId !== undefined && user.paidRenames.has(paymentId);
  return {
    displayName: isUsedUp ? user.displayName : wanted,
    gender: command.gender,
    birthDay: allowedBirthDay(command.birthDay, at),
    address: changed(command.address, user.address, (text) => optionalLine(text, 'address', MAX_ADDRESS_CHARS)),
    latlng: changed(command.latlng, user.latlng, (text) => optionalLine(text, 'latlng', MAX_LATLNG_CHARS)),
    description: changed(command.description, user.description, (text) =>
      optionalLines(text, 'description', MAX_DESCRIPTION_CHARS),
    ),
    coverUrl: changed(command.coverUrl, user.coverUrl, (path) => ownPicture(path, user.userId)),
  };
}

/** The picture that another one takes the place of, where it is a file of ours. */
function replaced({ coverUrl }: User): { replacedPicture?: string } {
  return readPath(coverUrl) ? { replacedPicture: coverUrl } : {};
}

/** A picture that this person has uploaded, by its path. Throws `FileInvalid`. */
function ownPicture(path: string, userId: number): string {
  const file = readPath(path);
  if (file?.module !== 'avatar' || file.userId !== userId) throw new DomainError('FileInvalid');
  return path;
}

/** For an app's server, which vouches for what it says, also of a banned person. `SystemOnly` for anybody else. */
function setProfile(command: Extract<UserCommand, { type: 'SetProfile' }>, user: User, { actor }: Meta): UserEvent[] {
  if (actor !== 0) throw new DomainError('SystemOnly');
  const displayName = command.displayName === undefined ? user.displayName : vouchedName(command.displayName);
  const birthDay = command.birthDay === undefined ? user.birthDay : realDay(command.birthDay);
  const { gender = user.gender } = command;
  const coverUrl = changed(command.coverUrl, user.coverUrl, vouchedPicture);
  const isSame = displayName === user.displayName && birthDay === user.birthDay && gender === user.gender;
  if (isSame && coverUrl === user.coverUrl) return [];
  const { userId, address, latlng, description } = user;
  const profile = { displayName, gender, birthDay, coverUrl, address, latlng, description };
  const picture = coverUrl === user.coverUrl ? {} : replaced(user);
  return [{ type: 'ProfileUpdated', data: { userId, ...profile, ...picture, renamed: false } }];
}

/**
 * For an app's server. `SystemOnly` for anybody else; `InvalidInput` for a text that is too long; `IdempotencyConflict` for a person who is to be
 * registered and was before.
 */
function setAppCard(
  { card, isFirst }: Extract<UserCommand, { type: 'SetAppCard' }>,
  { userId, appCard }: User,
  { actor }: Meta,
): UserEvent[] {
  if (actor !== 0) throw new DomainError('SystemOnly');
  if (isFirst && appCard) throw new DomainError('IdempotencyConflict', 'an app has registered this person before');
  const next = vouchedAppCard({ ...EMPTY_APP_CARD, ...appCard, ...card });
  if (appCard && isSameCard(next, appCard)) return [];
  return [{ type: 'AppCardSet', data: { userId, ...next }, ignorable: true }];
}

/**
 * Carries out a paid rename, unless the owner's own command has done so already. For the system alone, which vouches for the payment. A ban
 * does not stop it.
 */
function renameUser(command: Extract<UserCommand, { type: 'RenameUser' }>, user: User, { actor }: Meta): UserEvent[] {
  if (actor !== 0) throw new DomainError('SystemOnly');
  const { paymentId } = command;
  const displayName = allowedName(command.displayName);
  if (displayName === user.displayName || user.paidRenames.has(paymentId)) return [];
  const { userId, gender, birthDay, address, latlng, description, completed } = user;
  const profile = { displayName, gender, birthDay, address, latlng, description };
  return [{ type: 'ProfileUpdated', data: { userId, ...profile, renamed: completed, paymentId } }];
}

/** What stays as it is may be older than today's rule for texts, and keeps nobody from changing something else. */
function changed(text: string | undefined, current: string, kept: (text: string) => string): string {
  return text === undefined || text === current ? current : kept(text);
}

function bindPhone({ phone }: Extract<UserCommand, { type: 'BindPhone' }>, user: User, { actor }: Meta): UserEvent[] {
  const { userId, banned, phone: replacedPhone } = user;
  if (actor !== userId) throw new DomainError('NotOwner');
  if (banned) throw new DomainError('UserBanned');
  if (phone === replacedPhone) return [];
  return [{ type: 'PhoneBound', data: { userId, phone, ...(replacedPhone && { replacedPhone }) } }];
}

function openSession(
  { sessionId, expiresAt }: Extract<UserCommand, { type: 'OpenSession' }>,
  user: User,
  { at }: Meta,
): UserEvent[] {
  const { userId } = user;
  if (user.banned) throw new DomainError('UserBanned');
  if (user.sessions.has(sessionId)) return [];
  const live = [...user.sessions].filter(([, until]) => until > at).map(([id]) => id);
  const closed = live.slice(0, Math.max(0, live.length + 1 - MAX_SESSIONS));
  return [
    { type: 'SessionOpened', data: { userId, sessionId, expiresAt } },
    ...closed.map((id): UserEvent => ({ type: 'SessionClosed', data: { userId, sessionId: id } })),
  ];
}

export function evolve(user: User, event: UserEvent, meta: { at: number }): User {
  switch (event.type) {
    case 'UserRegistered':
      return Object.assign(user, event.data);
    case 'ProfileUpdated': {
      const { renamed, paymentId, ...profile } = event.data;
      if (renamed) user.renameCount++;
      if (paymentId !== undefined) user.paidRenames.add(paymentId);
      dropOldest(user.paidRenames, MAX_PAID_RENAMES);
      user.completed = true;
      return Object.assign(user, profile);
    }
    case 'PhoneBound':
      user.phone = event.data.phone;
      return user;
    case 'AppCardSet': {
      const { userId: _, ...card } = event.data;
      user.appCard = card;
      return user;
    }
    case 'SessionOpened':
      for (const [id, until] of user.sessions) if (until <= meta.at) user.sessions.delete(id);
      user.sessions.set(event.data.sessionId, event.data.expiresAt);
      return user;
    case 'SessionClosed':
      user.sessions.delete(event.data.sessionId);
      return user;
    case 'UserConfigChanged':
      user.pushEnabled = event.data.pushEnabled;
      return user;
    case 'UserBanned':
      user.banned = true;
      user.sessions.clear();
      return user;
    case 'UserUnbanned':
      user.banned = false;
      return user;
    case 'PersonErased':
      return erased(user);
    case 'ErasureCompleted':
      user.erasureCompleted = true;
      return user;
    default:
      return assertNever(event);
  }
}

/** What is left of an erased person: that the id was given out, and whether they were banned. */
function erased({ userId, banned }: User): User {
  return { ...initialState(), userId, banned, displayName: PLACEHOLDERS.name, erased: true };
}

/** Registered, and not erased since: somebody whom others can find. */
export function isThere({ userId, erased }: Readonly<Pick<User, 'userId' | 'erased'>>): boolean {
  return userId !== 0 && !erased;
}

/** A session counts while it is open, not expired at `now` (epoch ms), and its user is not banned. */
export function isSessionValid(user: Readonly<User>, sessionId: string, now: number): boolean {
  return !user.banned && (user.sessions.get(sessionId) ?? 0) > now;
}

/** The user as events and messages show them. */
export function cardOf(user: Readonly<User>): PersonCard {
  const { userId, displayName, gender, birthDay, coverUrl } = user;
  return { userId, displayName, gender, birthDay, coverUrl };
}

export const userDecider: Decider<User, UserCommand, UserEvent> = {
  category: 'user',
  eventTypes: userEventTypes,
  version: 7,
  initialState,
  decide,
  evolve,
};
