import { Type } from '@sinclair/typebox';
import { blockersAmong, cardsOf, followedAmong, hasBlocked } from '../../../application/people.ts';
import { DomainError } from '../../../domain/kernel/errors.ts';
import { LIVE_STATUS, type LiveStatus } from '../../../domain/live/events.ts';
import { MAX_QUERY_DOCUMENTS } from '../../../projections/read-models.ts';
import { follows } from '../../../projections/views/follows.ts';
import { type LiveDocument, lives } from '../../../projections/views/lives.ts';
import { endpoint, type UserCall } from '../../http/endpoint.ts';
import { Limit, Offset, UserId } from '../../http/params.ts';
import { addressBook } from './addresses.ts';
import { LIST_EXPIRE_S, listedLive, USER_LIST_EXPIRE_S } from './shapes.ts';

/** Lives, and lookbacks, of a list. */
export const LISTED_LIVES = 50;
/** Followed users, newest first, whose lives 关注用户直播与回放 looks for. */
export const FOLLOWED_READ = 200;
/** Newest lives of each of them. */
const LIVES_READ_PER_USER = 10;

/**
 * Lives as lists show them. Left out: a live whose host is not in the read model yet, and those of hosts who block the caller, to
 * whom 加入直播 would answer 737.
 */
async function listed(call: UserCall<unknown>, found: readonly LiveDocument[]) {
  const { core, caller } = call;
  const hostIds = found.map((live) => live.hostId);
  const [cards, followed, blockers] = await Promise.all([
    cardsOf(core, caller.appId, hostIds),
    followedAmong(core, caller.appId, caller.userId, hostIds),
    blockersAmong(core, caller.appId, caller.userId, hostIds),
  ]);
  const book = addressBook(call);
  return found.flatMap((live) => {
    const host = cards.get(live.hostId);
    return host && !blockers.has(live.hostId) ? [listedLive(live, host, followed.has(live.hostId), book)] : [];
  });
}

/** heihei, 直播推荐列表: what plays and is visible, newest first, and lookbacks. */
export const listLiveByRecommend = endpoint({
  path: '/api/live/list-live-by-recommend',
  module: 'live',
  name: 'listLiveByRecommend',
  auth: 'user',
  params: Type.Object({}),
  errors: [],
  async handle(call) {
    const { core, caller } = call;
    const visible = async (status: LiveStatus) => {
      const equals = [caller.appId, true, status];
      const found = await core.models.find(lives, { index: 'recommended', equals, limit: LISTED_LIVES });
      return listed(
        call,
        found.map(({ document }) => document),
      );
    };
    const [playing, stopped] = await Promise.all([visible(LIVE_STATUS.playing), visible(LIVE_STATUS.stopped)]);
    return { expireTime: LIST_EXPIRE_S, lives: playing, liveskback: stopped };
  },
});

/** heihei, 关注用户直播与回放 (v1.5.0): what the followed play now, and their lookbacks, newest first. */
export const listLiveByFollow = endpoint({
  path: '/api/live/list-live-by-follow',
  module: 'live',
  name: 'listLiveByFollow',
  auth: 'user',
  params: Type.Object({}),
  errors: [],
  async handle(call) {
    const { core, caller } = call;
    const { appId, userId } = caller;
    const edges = await core.models.find(follows, {
      index: 'following',
      equals: [appId, userId],
      limit: FOLLOWED_READ,
    });
    const cards = await cardsOf(
      core,
      appId,
      edges.map(({ document }) => document.targetId),
    );
    // Most people never go live: one look-up of all the cards spares most of the queries.
    const hosts = [...cards.values()].filter((card) => card.liveCount > 0);
    const newest = await Promise.all(
      hosts.map((host) =>
        core.models.find(lives, { index: 'byHost', equals: [appId, host.userId], limit: LIVES_READ_PER_USER }),
      ),
    );
    const found = newest
      .flat()
      .map(({ document }) => document)
      .filter((live) => live.visible)
      .sort((a, b) => b.startedAt - a.startedAt);
    const having = (status: LiveStatus) => found.filter((live) => live.status === status).slice(0, LISTED_LIVES);
    return {
      expireTime: LIST_EXPIRE_S,
      lives: await listed(call, having(LIVE_STATUS.playing)),
      lookbacks: await listed(call, having(LIVE_STATUS.stopped)),
    };
  },
});

/** Others see what plays or can be looked back at and is not hidden; the host sees all but the deleted. */
function shownTo(viewerId: number, live: LiveDocument): boolean {
  if (live.status === LIVE_STATUS.deleted) return false;
  if (live.hostId === viewerId) return true;
  return live.visible && (live.status === LIVE_STATUS.playing || live.status === LIVE_STATUS.stopped);
}

/**
 * heihei, 我的/ta的直播: of a user, default the caller, newest first; out of the newest `MAX_QUERY_DOCUMENTS`. None to whom the user
 * blocks. Unknown: 710.
 */
export const listLiveByUser = endpoint({
  path: '/api/live/list-live-by-user',
  module: 'live',
  name: 'listLiveByUser',
  auth: 'user',
  params: Type.Object({ offset: Offset, limit: Limit, userId: Type.Optional(UserId) }),
  errors: ['UserNotFound'],
  async handle(call) {
    const { core, caller, params } = call;
    const { appId } = caller;
    const hostId = params.userId ?? caller.userId;
    if (!(await cardsOf(core, appId, [hostId])).has(hostId)) throw new DomainError('UserNotFound');
    const found = await core.models.find(lives, {
      index: 'byHost',
      equals: [appId, hostId],
      limit: MAX_QUERY_DOCUMENTS,
    });
    const isBlocked = await hasBlocked(core, appId, hostId, caller.userId);
    const shown = found.map(({ document }) => document).filter((live) => !isBlocked && shownTo(caller.userId, live));
    return {
      expireTime: USER_LIST_EXPIRE_S,
      totalCount: shown.length,
      isFollowed: (await followedAmong(core, appId, caller.userId, [hostId])).has(hostId),
      lives: await listed(call, shown.slice(params.offset, params.offset + params.limit)),
    };
  },
});
