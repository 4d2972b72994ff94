import { createHash } from 'node:crypto';
import { devicesDecider } from '../../domain/devices/decider.ts';
import type { Platform, PushProvider } from '../../domain/devices/events.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { tidyLine } from '../../domain/kernel/text.ts';
import { devicesStream, userStream, walletStream } from '../../domain/streams.ts';
import { type User, userDecider } from '../../domain/user/decider.ts';
import { spendableGold, walletDecider } from '../../domain/wallet/decider.ts';
import { userCards } from '../../projections/views/user-cards.ts';
import { normalisePhone, PHONE_NO } from '../accounts/codes.ts';
import { identityOf, ownerOf } from '../accounts/identities.ts';
import { personByUid } from '../accounts/named-person.ts';
import { type NameOfUser, namesOf } from '../accounts/names.ts';
import { type MakeMeta, withInput } from '../commands.ts';
import type { Core } from '../core.ts';
import { cardsOf, type UserCard } from '../people/cards.ts';
import { type Done, done } from './done.ts';

/** Most people that a search answers with. */
export const MAX_FOUND_PEOPLE = 50;
/** Sorts after every other character. */
const LAST_CHARACTER = '\u{10ffff}';

/**
 * Finds people by their id, their number (黑号), their phone, the uid that an app gave them, or the beginning of their name, in any case; also those
 * who are banned. Whoever is found by an exact name of theirs comes first. At most `MAX_FOUND_PEOPLE`.
 */
export async function findPeople(core: Core, appId: string, text: string): Promise<UserCard[]> {
  const wanted = tidyLine(text);
  if (wanted === '') return [];
  const number = /^[1-9]\d{0,15}$/.test(wanted) && Number.isSafeInteger(Number(wanted)) ? Number(wanted) : 0;
  const from = wanted.toLowerCase();
  const [byNumber, byPhone, byUid, byName] = await Promise.all([
    number > 0 ? core.models.find(userCards, { index: 'byHeiNum', equals: [appId, number], limit: 1 }) : [],
    PHONE_NO.test(wanted) ? ownerOf(core, identityOf(core, appId, 'phone', normalisePhone(wanted))) : 0,
    personByUid(core, appId, wanted),
    core.models.find(userCards, {
      index: 'byName',
      equals: [appId],
      from,
      until: from + LAST_CHARACTER,
      limit: MAX_FOUND_PEOPLE,
    }),
  ]);
  const exact = [number, byPhone, byUid ?? 0].filter((id) => id > 0);
  const listed = [...byNumber, ...byName].map(({ document }) => document.userId);
  const ids = [...new Set([...exact, ...listed])].slice(0, MAX_FOUND_PEOPLE);
  const cards = await cardsOf(core, appId, ids);
  return ids.flatMap((id) => cards.get(id) ?? []);
}

export interface ShownDevice {
  uuid: string;
  provider: PushProvider;
  platform: Platform;
  /** The session under which it is notified. */
  sessionRef: string;
}

/** Everything about one person that an operator looks at first. */
export interface ShownPerson {
  person: Readonly<User>;
  /** null while the read model does not have them yet. */
  card: UserCard | null;
  /** Phones, uids and numbers that they are known by. */
  names: NameOfUser[];
  /** Open ones; epoch ms. */
  sessions: { sessionRef: string; expiresAt: number }[];
  devices: ShownDevice[];
  wallet: { gold: number; points: number; earnedPoints: number; outlayGold: number; isFrozen: boolean };
}

/** Looks a person up. Throws `UserNotFound`; one who was erased is shown as 已注销用户. */
export async function showPerson(core: Core, appId: string, { userId }: { userId: number }): Promise<ShownPerson> {
  const { state: person } = await core.commands.load(userDecider, userStream(appId, userId));
  if (person.userId === 0) throw new DomainError('UserNotFound');
  const now = core.clock.now();
  const sessions = [...person.sessions]
    .filter(([, expiresAt]) => expiresAt > now)
    .map(([sessionId, expiresAt]) => ({ sessionRef: refOf(sessionId), expiresAt }));
  const [cards, names, { state: phones }, { state: wallet }] = await Promise.all([
    cardsOf(core, appId, [userId]),
    namesOf(core, appId, userId),
    core.commands.load(devicesDecider, devicesStream(appId, userId)),
    core.commands.load(walletDecider, walletStream(appId, userId)),
  ]);
  const devices = [...phones.devices.values()].map(({ uuid, provider, platform, sessionId }) => {
    return { uuid, provider, platform, sessionRef: refOf(sessionId) };
  });
  const { points, earnedPoints, outlayGold, frozen: isFrozen } = wallet;
  const held = { gold: spendableGold(wallet, now), points, earnedPoints, outlayGold, isFrozen };
  return { person, card: cards.get(userId) ?? null, names, sessions, devices, wallet: held };
}

/** What stands for a session: its id is part of what proves who somebody is. */
function refOf(sessionId: string): string {
  return createHash('sha256').update(`session ${sessionId}`).digest('base64url').slice(0, 22);
}

/** Ends one session of a person: the phone has to sign in again. One that is not open changes nothing. Throws `UserNotFound`. */
export async function endSession(
  core: Core,
  appId: string,
  { userId, sessionRef }: { userId: number; sessionRef: string },
  makeMeta: MakeMeta,
): Promise<Done> {
  const stream = userStream(appId, userId);
  const { state } = await core.commands.load(userDecider, stream);
  const sessionId = [...state.sessions.keys()].find((id) => refOf(id) === sessionRef) ?? '';
  const meta = withInput(makeMeta(`/users/${userId}/end-session`), { sessionRef });
  const { position } = await core.commands.handle(userDecider, stream, { type: 'CloseSession', sessionId }, meta);
  return done(core, position, []);
}
