import { type Static, Type } from '@sinclair/typebox';
import type { ListedPerson, UserCard } from '../../../application/people/cards.ts';
import { RENAME_PRICE_GOLD } from '../../../domain/wallet/prices.ts';
import { named } from '../../http/answers.ts';
import { Person, personFields } from '../person.ts';

const Counters = {
  followerCount: Type.Integer({ minimum: 0 }),
  followingCount: Type.Integer({ minimum: 0 }),
  liveCount: Type.Integer({ minimum: 0 }),
  postCount: Type.Integer({ minimum: 0, description: 'Gold that was spent in all.' }),
  point: Type.Integer({ minimum: 0 }),
  goldCount: Type.Integer({ minimum: 0 }),
  allEarnPoint: Type.Integer({ minimum: 0 }),
};

/** A user in a list (heihei, 粉丝列表, 关注列表, 黑名单, 搜索). */
export const ListedUser = named(
  'ListedUser',
  Type.Object({ ...Person, attribute: Type.Object({}), isFollowed: Type.Boolean() }),
);
export const Users = Type.Array(ListedUser);

/** Somebody else's profile (heihei, 获取用户信息). */
export const OtherProfile = named(
  'OtherProfile',
  Type.Object({
    ...Person,
    userType: Type.Union([Type.Literal('Anchor'), Type.Literal('Normal')], {
      description: "The document's older chapter spells `user_type` so.",
    }),
    ...Counters,
    isFollowed: Type.Boolean(),
    isBlocked: Type.Boolean(),
  }),
);

/** The switches of a person (heihei, 上传配置). */
export const Attribute = named(
  'Attribute',
  Type.Object({
    push_enable: Type.Union([Type.Literal('0'), Type.Literal('1')], {
      description: 'Whether notifications come while the app is closed.',
    }),
  }),
);

export function attributeOf(pushEnabled: boolean): Static<typeof Attribute> {
  return { push_enable: pushEnabled ? '1' : '0' };
}

/** One's own profile: also the switches, and what the next rename costs. */
export const OwnProfile = named(
  'OwnProfile',
  Type.Object({
    ...Person,
    ...Counters,
    attribute: Attribute,
    roomCount: Type.Integer({ minimum: 0 }),
    modifyCount: Type.Integer({ minimum: 0, description: 'Renames so far.' }),
    modifyText: Type.String({ description: 'What the next rename costs, to be shown.' }),
  }),
);

/** A user for examples. */
export const samplePerson = {
  id: 7_012_345_678_901,
  heiNum: 12345678,
  displayName: '小明',
  description: '',
  level: 1,
  experience: 0,
  gender: 'Male',
  birthDay: '2000-01-01',
  coverUrl: '',
  region: '',
  address: '北京市',
  user_type: 'Normal',
  user_status: 'Published',
  lastModified: 1_767_225_600,
  honours: [],
} as const;

const sampleCounters = {
  followerCount: 12,
  followingCount: 3,
  liveCount: 0,
  postCount: 60,
  point: 0,
  goldCount: 40,
  allEarnPoint: 0,
} as const;

export const sampleListedUser: Static<typeof ListedUser> = {
  ...samplePerson,
  honours: [],
  attribute: {},
  isFollowed: true,
};

export const sampleOtherProfile: Static<typeof OtherProfile> = {
  ...samplePerson,
  honours: [],
  userType: 'Normal',
  ...sampleCounters,
  isFollowed: true,
  isBlocked: false,
};

export const sampleOwnProfile: Static<typeof OwnProfile> = {
  ...samplePerson,
  honours: [],
  ...sampleCounters,
  attribute: { push_enable: '1' },
  roomCount: 0,
  modifyCount: 0,
  modifyText: '(本次改名免费，下次修改费用10钻)',
};

/** The values of `Users`. */
export function users(people: readonly ListedPerson[]): Static<typeof Users> {
  return people.map(({ card, isFollowed }) => ({ ...personFields(card), attribute: {}, isFollowed }));
}

function counters(card: UserCard, gold: number) {
  return {
    followerCount: card.followerCount,
    followingCount: card.followingCount,
    liveCount: card.liveCount,
    postCount: card.outlayGold,
    point: card.points,
    goldCount: gold,
    allEarnPoint: card.earnedPoints,
  };
}

export function otherProfile(card: UserCard, isFollowed: boolean, isBlocked: boolean): Static<typeof OtherProfile> {
  const person = personFields(card);
  return { ...person, userType: person.user_type, ...counters(card, card.gold), isFollowed, isBlocked };
}

/** `gold`: what can be spent now. */
export function ownProfile(card: UserCard, gold: number, pushEnabled: boolean): Static<typeof OwnProfile> {
  return {
    ...personFields(card),
    ...counters(card, gold),
    attribute: attributeOf(pushEnabled),
    roomCount: card.liveCount,
    modifyCount: card.renameCount,
    modifyText:
      card.renameCount === 0
        ? `(本次改名免费，下次修改费用${RENAME_PRICE_GOLD}钻)`
        : `(本次修改费用${RENAME_PRICE_GOLD}钻)`,
  };
}
