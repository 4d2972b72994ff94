import { Type } from '@sinclair/typebox';
import { cardsOf, followedAmong } from '../../../application/people.ts';
import { anyStanding, requireShown, standing } from '../../../application/rooms/standing.ts';
import { DomainError } from '../../../domain/kernel/errors.ts';
import { LIVE_STATUS } from '../../../domain/live/events.ts';
import type { Query } from '../../../projections/read-models.ts';
import { type LiveMember, liveMembers } from '../../../projections/views/live-members.ts';
import type { UserCard } from '../../../projections/views/user-cards.ts';
import { endpoint } from '../../http/endpoint.ts';
import { LiveId } from '../../http/params.ts';
import { personDocument } from './people.ts';
import { LIST_EXPIRE_S } from './shapes.ts';

/** People of a page of 观看直播用户列表. */
export const USERS_PAGE = 20;
/** People whom 回放观看用户列表 shows, the last to come first. */
export const REPLAY_USERS = 100;

/**
 * Which page is asked for: direction 0 with `lastJoinTime` 0 the newest; direction 0 those who joined next after
 * `lastJoinTime`; direction 1 those who joined last before it. Every page is answered newest first.
 */
function pageQuery(appId: string, liveId: number, direction: number, lastJoinTime: number): Query {
  const query = { index: 'present', equals: [appId, liveId, true], limit: USERS_PAGE };
  if (lastJoinTime === 0) return { ...query, reverse: true };
  return direction === 0 ? { ...query, after: lastJoinTime } : { ...query, before: lastJoinTime, reverse: true };
}

/** heihei, 观看直播用户列表 (v1.5.0), for those in the room (506); the host is among the users. Unknown live: 710. */
export const listLiveUsers = endpoint({
  path: '/api/live/list-live-users',
  module: 'live',
  name: 'listLiveUsers',
  auth: 'user',
  params: Type.Object({
    liveId: LiveId,
    lastJoinTime: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, default: 0 }),
    direction: Type.Integer({ minimum: 0, maximum: 1, default: 0 }),
  }),
  errors: ['LiveNotFound', 'NotInLive'],
  async handle({ core, caller, params }) {
    const { appId, userId } = caller;
    const { liveId, lastJoinTime, direction } = params;
    const found = await anyStanding(core, appId, liveId, userId);
    if (!found.isMember) throw new DomainError('NotInLive');
    const page = await core.models.find(liveMembers, pageQuery(appId, liveId, direction, lastJoinTime));
    const members = page.map(({ document }) => document).sort((a, b) => b.joinTime - a.joinTime);
    const ids = members.map((member) => member.userId);
    const [cards, followed] = await Promise.all([cardsOf(core, appId, ids), followedAmong(core, appId, userId, ids)]);
    return {
      expireTime: LIST_EXPIRE_S,
      roomSeatCount: found.seatCount,
      roomLockedCount: found.lockedCount,
      totalCount: found.memberCount,
      users: members.flatMap((member) => {
        const card = cards.get(member.userId);
        return card ? [userInRoom(member, card, followed.has(member.userId))] : [];
      }),
    };
  },
});

function userInRoom(
  member: LiveMember,
  { userId, displayName, coverUrl, gender, birthDay }: UserCard,
  isFollowed: boolean,
) {
  return { id: userId, name: displayName, isFollowed, coverUrl, gender, birthDay, joinTime: member.joinTime };
}

/** heihei, 回放观看用户列表: who was in a live that has been stopped. */
export const listReplayUsers = endpoint({
  path: '/api/live/list-replay-users',
  module: 'live',
  name: 'listReplayUsers',
  auth: 'user',
  params: Type.Object({ liveId: LiveId }),
  errors: ['LiveNotFound'],
  async handle({ core, caller, params }) {
    const { appId, userId } = caller;
    const found = await standing(core, appId, params.liveId, userId);
    if (found.status !== LIVE_STATUS.stopped) throw new DomainError('LiveNotFound');
    await requireShown(core, appId, found, userId);
    const everyone = await core.models.find(liveMembers, {
      index: 'everyone',
      equals: [appId, params.liveId],
      reverse: true,
      limit: REPLAY_USERS + 1,
    });
    const ids = everyone
      .map(({ document }) => document)
      .filter((member) => !member.isHost)
      .slice(0, REPLAY_USERS)
      .map((member) => member.userId);
    const [cards, followed] = await Promise.all([cardsOf(core, appId, ids), followedAmong(core, appId, userId, ids)]);
    return {
      users: ids.flatMap((id) => {
        const card = cards.get(id);
        return card ? [personDocument(card, followed.has(id))] : [];
      }),
    };
  },
});
