import { Type } from '@sinclair/typebox';
import { exportPage } from '../../application/exports/export-person.ts';
import { banUser, erasePerson, unbanUser } from '../../application/operators/accounts.ts';
import { setHonour } from '../../application/operators/honours.ts';
import { endSession, findPeople, MAX_FOUND_PEOPLE, showPerson } from '../../application/operators/people.ts';
import type { UserCard } from '../../application/people/cards.ts';
import { PUSH_PROVIDERS } from '../../domain/devices/events.ts';
import { HONOURS } from '../../domain/honours/events.ts';
import { ERASURE_REASONS } from '../../domain/user/events.ts';
import { Nullable, named } from '../http/answers.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { action, NothingElse, query } from './endpoint.ts';
import { AT_POSITION, SOME_TIME } from './session.ts';
import { Count, Id, oneOf, SOME_PERSON, Time } from './shapes.ts';

const whom = { userId: Id };
const SOMEBODY = { userId: SOME_PERSON };

const GENDERS = ['Male', 'Female', 'Unspecified'] as const;

const Person = named(
  'OperatorsPerson',
  Type.Object({
    userId: Id,
    heiNum: Type.Integer({ minimum: 0, description: '0 for people who came through another API.' }),
    displayName: Type.String(),
    gender: oneOf(GENDERS),
    coverUrl: Type.String(),
    isBanned: Type.Boolean(),
    isErased: Type.Boolean(),
    gold: Count,
    points: Count,
  }),
);
const SOME_CARD = {
  ...SOMEBODY,
  heiNum: 10000123,
  displayName: '小红',
  gender: 'Female' as const,
  coverUrl: '',
  isBanned: false,
  isErased: false,
  gold: 100,
  points: 20,
};

/** A person in a list. */
export function listedPerson({ userId, heiNum, displayName, gender, coverUrl, gold, points, ...card }: UserCard) {
  const { banned: isBanned, erased: isErased } = card;
  return { userId, heiNum, displayName, gender, coverUrl, isBanned, isErased, gold, points };
}

const search = query({
  path: 'people/search',
  name: 'searchPeopleAsOperator',
  role: 'viewer',
  cost: 'search',
  summary: 'Find people by id, number, phone, an app’s uid, or the beginning of their name; also the banned',
  params: { text: Type.String({ minLength: 1, maxLength: 100 }) },
  answer: Type.Object({ people: Type.Array(Person, { maxItems: MAX_FOUND_PEOPLE }) }),
  example: { params: { text: '小红' }, answer: { people: [SOME_CARD] } },
  handle: async ({ core, tenant, params: { text } }) => ({
    people: (await findPeople(core, tenant, text)).map(listedPerson),
  }),
});

const show = query({
  path: 'people/show',
  name: 'showPerson',
  role: 'support',
  summary: 'Show a person: profile, names, sessions, phones, wallet',
  params: whom,
  answer: Type.Object({
    ...Person.properties,
    birthDay: Type.String(),
    description: Type.String(),
    address: Type.String(),
    names: Type.Array(
      Type.Object({
        kind: Type.String({ description: 'phone, heiNum, uid, username …' }),
        value: Type.String(),
        claimedAt: Time,
      }),
    ),
    sessions: Type.Array(Type.Object({ sessionRef: Type.String(), expiresAt: Time })),
    devices: Type.Array(
      Type.Object({
        uuid: Type.String(),
        provider: oneOf(PUSH_PROVIDERS),
        platform: oneOf(['ios', 'android']),
        sessionRef: Type.String(),
      }),
    ),
    wallet: Type.Object({
      gold: Count,
      points: Count,
      earnedPoints: Count,
      outlayGold: Count,
      isFrozen: Type.Boolean(),
    }),
    honours: Type.Array(oneOf(HONOURS)),
    liveCount: Count,
    followerCount: Count,
    followingCount: Count,
  }),
  example: {
    params: SOMEBODY,
    answer: {
      ...SOME_CARD,
      birthDay: '1996-07-08',
      description: '',
      address: '',
      names: [{ kind: 'phone', value: '13800138000', claimedAt: SOME_TIME }],
      sessions: [{ sessionRef: 'q1Jx0c2v5Y8mN3bH7kT4wZ', expiresAt: SOME_TIME }],
      devices: [{ uuid: 'phone-1', provider: 'jpush', platform: 'android', sessionRef: 'q1Jx0c2v5Y8mN3bH7kT4wZ' }],
      wallet: { gold: 100, points: 20, earnedPoints: 20, outlayGold: 0, isFrozen: false },
      honours: ['verified'],
      liveCount: 0,
      followerCount: 0,
      followingCount: 0,
    },
  },
  errors: ['UserNotFound'],
  async handle({ core, tenant, params: { userId } }) {
    const { person, card, names, sessions, devices, wallet } = await showPerson(core, tenant, { userId });
    const { heiNum, displayName, gender, coverUrl, banned, erased, birthDay, description, address } = person;
    return {
      ...{ userId, heiNum, displayName, gender, coverUrl: card?.coverUrl ?? coverUrl },
      ...{ isBanned: banned, isErased: erased, gold: wallet.gold, points: wallet.points },
      ...{ birthDay, description, address, names, sessions, devices, wallet },
      honours: card?.honours.map(({ honour }) => honour) ?? [],
      liveCount: card?.liveCount ?? 0,
      followerCount: card?.followerCount ?? 0,
      followingCount: card?.followingCount ?? 0,
    };
  },
});

const endOneSession = action({
  path: 'people/end-session',
  name: 'endSessionOfPerson',
  role: 'support',
  summary: 'End one session of a person',
  params: { ...whom, sessionRef: Type.String({ minLength: 1, maxLength: 64 }) },
  answer: NothingElse,
  example: { params: { ...SOMEBODY, sessionRef: 'q1Jx0c2v5Y8mN3bH7kT4wZ' }, answer: AT_POSITION },
  errors: ['UserNotFound'],
  handle: ({ core, tenant, params: { userId, sessionRef }, meta }) =>
    endSession(core, tenant, { userId, sessionRef }, meta),
});

const ban = action({
  path: 'people/ban',
  name: 'banPerson',
  role: 'support',
  summary: 'Ban a person: their sessions end, and their rooms are cleared',
  params: whom,
  answer: NothingElse,
  example: { params: SOMEBODY, answer: AT_POSITION },
  errors: ['UserNotFound', 'IdempotencyConflict'],
  handle: ({ core, tenant, params: { userId }, reason, meta }) => banUser(core, tenant, { userId, reason }, meta),
});

const unban = action({
  path: 'people/unban',
  name: 'unbanPerson',
  role: 'support',
  summary: 'Let a banned person in again',
  params: whom,
  answer: NothingElse,
  example: { params: SOMEBODY, answer: AT_POSITION },
  errors: ['UserNotFound'],
  handle: ({ core, tenant, params: { userId }, meta }) => unbanUser(core, tenant, { userId }, meta),
});

const erase = action({
  path: 'people/erase',
  name: 'erasePersonAsOperator',
  role: 'admin',
  summary: 'Erase a person for good, with all that follows from it',
  params: { ...whom, because: oneOf(ERASURE_REASONS) },
  answer: NothingElse,
  example: { params: { ...SOMEBODY, because: 'request' }, answer: AT_POSITION },
  errors: ['UserNotFound', 'IdempotencyConflict'],
  handle: ({ core, tenant, params: { userId, because }, meta }) =>
    erasePerson(core, tenant, { userId, reason: because }, meta),
});

const exported = query({
  path: 'people/export',
  name: 'exportPersonAsOperator',
  role: 'admin',
  cost: 'search',
  summary: 'Show a page of everything that is known of a person',
  params: { ...whom, cursor: Type.String({ maxLength: 200, default: '' }) },
  answer: Type.Object({
    items: Type.Array(
      Type.Object({
        part: Type.String(),
        type: Type.String(),
        at: Type.Optional(Time),
        data: Type.Object({}, { additionalProperties: true, description: 'As `type` says.' }),
      }),
    ),
    next: Nullable(Type.String({ description: 'The `cursor` of the next page.' })),
  }),
  example: {
    params: SOMEBODY,
    answer: {
      items: [{ part: 'summary', type: 'name', at: SOME_TIME, data: { kind: 'phone', value: '13800138000' } }],
      next: null,
    },
  },
  errors: ['UserNotFound'],
  handle: ({ core, tenant: appId, params: { userId, cursor } }) => exportPage(core, { appId, userId }, { cursor }),
});

const honour = action({
  path: 'people/set-honour',
  name: 'setHonour',
  role: 'support',
  summary: 'Distinguish a person, or no longer',
  params: { ...whom, honour: oneOf(HONOURS), isGranted: Type.Boolean() },
  answer: NothingElse,
  example: { params: { ...SOMEBODY, honour: 'verified', isGranted: true }, answer: AT_POSITION },
  errors: ['UserNotFound', 'IdempotencyConflict'],
  handle: ({ core, tenant, params: { userId, honour, isGranted }, meta }) =>
    setHonour(core, tenant, { userId, honour, isGranted }, meta),
});

export const peopleEndpoints: readonly Endpoint[] = [search, show, endOneSession, ban, unban, erase, exported, honour];
