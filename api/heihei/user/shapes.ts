import { levelOf } from '../../../domain/user/decider.ts';
import { RENAME_PRICE_GOLD } from '../../../domain/wallet/decider.ts';
import type { UserCard } from '../../../projections/views/user-cards.ts';

/** Switches of a user's own profile; strings, as documented. Push is on until it can be switched off. */
const DEFAULT_ATTRIBUTE = { push_enable: '1' };

/** What every shape of a user has (heihei, 搜索, 获取用户信息). */
function personFields(card: UserCard) {
  return {
    id: card.userId,
    heiNum: card.heiNum,
    displayName: card.displayName,
    description: card.description,
    level: levelOf(card.experience),
    experience: card.experience,
    gender: card.gender,
    birthDay: card.birthDay,
    coverUrl: card.coverUrl,
    region: '',
    address: card.address,
    user_type: card.liveCount > 0 ? 'Anchor' : 'Normal',
    user_status: 'Published',
    lastModified: card.lastModified,
    honours: [],
  };
}

/** A user in a list (heihei, 粉丝列表, 关注列表, 黑名单, 搜索). */
export function listedUser(card: UserCard, isFollowed: boolean) {
  return { ...personFields(card), attribute: {}, isFollowed };
}

function counters(card: UserCard) {
  return {
    followerCount: card.followerCount,
    followingCount: card.followingCount,
    liveCount: card.liveCount,
    postCount: card.outlayGold,
    point: card.points,
    goldCount: card.gold,
    allEarnPoint: card.earnedPoints,
  };
}

/** Somebody else's profile (heihei, 获取用户信息). The document's older chapter spells `userType`; clients of both find theirs. */
export function otherProfile(card: UserCard, isFollowed: boolean, isBlocked: boolean) {
  const person = personFields(card);
  return { ...person, userType: person.user_type, ...counters(card), isFollowed, isBlocked };
}

/** One's own profile: also the switches, and what the next rename costs. */
export function ownProfile(card: UserCard) {
  return {
    ...personFields(card),
    ...counters(card),
    attribute: DEFAULT_ATTRIBUTE,
    roomCount: card.liveCount,
    modifyCount: card.renameCount,
    modifyText:
      card.renameCount === 0
        ? `(本次改名免费,下次修改费用${RENAME_PRICE_GOLD}钻)`
        : `(本次修改费用${RENAME_PRICE_GOLD}钻)`,
  };
}
