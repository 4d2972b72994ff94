import { Type } from '@sinclair/typebox';
import {
  pastUsers,
  type RoomUser as UserInRoom,
  type UsersPage,
  usersInRoom,
} from '../../../application/rooms/room-users.ts';
import { AtPosition } from '../../http/answers.ts';
import { endpoint } from '../../http/endpoint.ts';
import { LiveId } from '../../http/params.ts';
import { LIVE_ID, person, roomUser } from './examples.ts';
import { personDocument } from './people.ts';
import { ExpireTime, LivePerson, RoomUser } from './schemas.ts';
import { LIST_EXPIRE_S } from './shapes.ts';

/**
 * The page that is asked for: the newest when `lastJoinTime` is 0; with direction 0 those who joined next after it, with direction
 * 1 those who joined last before it.
 */
function pageOf(direction: number, lastJoinTime: number): UsersPage {
  if (lastJoinTime === 0) return { newest: true };
  return direction === 0 ? { joinedAfter: lastJoinTime } : { joinedBefore: lastJoinTime };
}

/**
 * heihei, 观看直播用户列表 (v1.5.0), for those in the room (506); the host is among the users, the newest first. Unknown live: 710. A socket
 * goes on from `position`.
 */
export const listLiveUsers = endpoint({
  path: '/api/live/list-live-users',
  module: 'live',
  name: 'listLiveUsers',
  summary: 'List who is in a live',
  auth: 'user',
  params: Type.Object({
    liveId: LiveId,
    lastJoinTime: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, default: 0 }),
    direction: Type.Integer({ minimum: 0, maximum: 1, default: 0 }),
  }),
  answer: Type.Object({
    expireTime: ExpireTime,
    roomSeatCount: Type.Integer({ minimum: 0, description: "All seats, the host's among them." }),
    roomLockedCount: Type.Integer({ minimum: 0 }),
    totalCount: Type.Integer({ minimum: 0, description: 'Who is in the room, the host among them.' }),
    users: Type.Array(RoomUser, { description: 'A page of them, the newest first.' }),
    ...AtPosition,
  }),
  examples: [
    {
      params: { liveId: LIVE_ID, lastJoinTime: 0, direction: 0 },
      answer: {
        ...{ expireTime: LIST_EXPIRE_S, roomSeatCount: 8, roomLockedCount: 2, totalCount: 1 },
        users: [roomUser],
        position: 8_721,
      },
    },
  ],
  errors: ['LiveNotFound', 'NotInLive'],
  async handle({ core, caller, params }) {
    const { liveId, lastJoinTime, direction } = params;
    const room = await usersInRoom(core, caller, { liveId, page: pageOf(direction, lastJoinTime) });
    return {
      expireTime: LIST_EXPIRE_S,
      roomSeatCount: room.seatCount,
      roomLockedCount: room.lockedCount,
      totalCount: room.memberCount,
      users: room.users.map(userInRoom),
      position: room.position,
    };
  },
});

function userInRoom({ card, isFollowed, joinTime }: UserInRoom) {
  const { userId, displayName, coverUrl, gender, birthDay } = card;
  return { id: userId, name: displayName, isFollowed, coverUrl, gender, birthDay, joinTime };
}

/** heihei, 回放观看用户列表: who was in a live that has been stopped. */
export const listReplayUsers = endpoint({
  path: '/api/live/list-replay-users',
  module: 'live',
  name: 'listReplayUsers',
  summary: 'List who was in a live that has been stopped',
  auth: 'user',
  params: Type.Object({ liveId: LiveId }),
  answer: Type.Object({ users: Type.Array(LivePerson) }),
  examples: [{ params: { liveId: LIVE_ID }, answer: { users: [person] } }],
  errors: ['LiveNotFound'],
  async handle({ core, caller, params }) {
    const people = await pastUsers(core, caller, params);
    return { users: people.map(({ card, isFollowed }) => personDocument(card, isFollowed)) };
  },
});
