import { Type } from '@sinclair/typebox';
import { cardsOf, followedAmong, personCard } from '../../../application/people.ts';
import { streamName } from '../../../domain/kernel/ids.ts';
import { relationsDecider } from '../../../domain/relations/decider.ts';
import { blocks } from '../../../projections/views/blocks.ts';
import { follows } from '../../../projections/views/follows.ts';
import { userCards } from '../../../projections/views/user-cards.ts';
import { endpoint, type UserCall } from '../../http/endpoint.ts';
import { Limit, Offset, UserId } from '../../http/params.ts';
import { listedUser } from './shapes.ts';

/** Most users that a search answers with. */
export const MAX_SEARCH_RESULTS = 20;
const MAX_SEARCH_CHARS = 50;
/** Behind every other character, so that a prefix and this bound all that starts with the prefix. */
const LAST_CHARACTER = '\u{10ffff}';

const UserList = Type.Object({
  userId: UserId,
  offset: Offset,
  limit: Limit,
  // Whose follows are shown: the token says who asks, so it is taken and ignored.
  curUserId: Type.Optional(UserId),
});

/** People as lists show them, in the order of `userIds`, with whether the caller follows them. */
async function listed({ core, caller }: UserCall<unknown>, userIds: readonly number[]) {
  const [cards, followed] = await Promise.all([
    cardsOf(core, caller.appId, userIds),
    followedAmong(core, caller.appId, caller.userId, userIds),
  ]);
  return userIds.flatMap((userId) => {
    const card = cards.get(userId);
    return card ? [listedUser(card, followed.has(userId))] : [];
  });
}

/** Counters of a user that exists; a user too new for the read model has none yet. */
async function countersOf({ core, caller }: UserCall<unknown>, userId: number) {
  await personCard(core, caller.appId, userId);
  const card = await core.models.get(userCards, `${caller.appId}.${userId}`);
  return { followers: card?.followerCount ?? 0, following: card?.followingCount ?? 0 };
}

/** heihei, 粉丝列表: newest first. */
export const listFollower = endpoint({
  path: '/api/user/list-follower',
  module: 'user',
  name: 'listFollower',
  auth: 'user',
  params: UserList,
  errors: ['UserNotFound'],
  async handle(call) {
    const { core, caller, params } = call;
    const { userId, offset, limit } = params;
    const { followers } = await countersOf(call, userId);
    const equals = [caller.appId, userId];
    const edges = await core.models.find(follows, { index: 'followers', equals, offset, limit });
    const ids = edges.map(({ document }) => document.userId);
    return { totalSize: followers, result: await listed(call, ids) };
  },
});

/** heihei, 关注列表: newest first. The document spells the key `reslut`; clients that expect `result` find that too. */
export const listFollowing = endpoint({
  path: '/api/user/list-following',
  module: 'user',
  name: 'listFollowing',
  auth: 'user',
  params: UserList,
  errors: ['UserNotFound'],
  async handle(call) {
    const { core, caller, params } = call;
    const { userId, offset, limit } = params;
    const { following } = await countersOf(call, userId);
    const equals = [caller.appId, userId];
    const edges = await core.models.find(follows, { index: 'following', equals, offset, limit });
    const ids = edges.map(({ document }) => document.targetId);
    const result = await listed(call, ids);
    return { totalSize: following, reslut: result, result };
  },
});

/** heihei, 黑名单: the caller's own, newest first. */
export const listBlockedUser = endpoint({
  path: '/api/user/list-blocked-user',
  module: 'user',
  name: 'listBlockedUser',
  auth: 'user',
  params: Type.Object({ offset: Offset, limit: Limit }),
  errors: [],
  async handle(call) {
    const { core, caller, params } = call;
    const { appId, userId } = caller;
    const { state } = await core.commands.load(relationsDecider, streamName(relationsDecider.category, appId, userId));
    const totalSize = state.blocked.size;
    const edges = await core.models.find(blocks, { index: 'blocked', equals: [appId, userId], ...params });
    const ids = edges.map(({ document }) => document.targetId);
    return { totalSize, result: await listed(call, ids) };
  },
});

/** heihei, 搜索: a number (黑号) exactly, or names that begin so, in any case. Banned users are not found. */
export const search = endpoint({
  path: '/api/user/search',
  module: 'user',
  name: 'search',
  auth: 'user',
  params: Type.Object({ queryParameter: Type.String({ minLength: 1, maxLength: MAX_SEARCH_CHARS }) }),
  errors: [],
  async handle(call) {
    const { core, caller, params } = call;
    const wanted = params.queryParameter.trim().normalize('NFC');
    if (wanted === '') return { users: [] };
    const prefix = wanted.toLowerCase();
    const [byNumber, byName] = await Promise.all([
      /^[1-9]\d{0,14}$/.test(wanted)
        ? core.models.find(userCards, { index: 'byHeiNum', equals: [caller.appId, Number(wanted)], limit: 1 })
        : [],
      core.models.find(userCards, {
        index: 'byName',
        equals: [caller.appId],
        from: prefix,
        until: prefix + LAST_CHARACTER,
        limit: MAX_SEARCH_RESULTS,
      }),
    ]);
    const found = [...byNumber, ...byName].map(({ document }) => document).filter((card) => !card.banned);
    const ids = [...new Set(found.map((card) => card.userId))].slice(0, MAX_SEARCH_RESULTS);
    return { users: await listed(call, ids) };
  },
});
