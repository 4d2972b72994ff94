import { Type } from '@sinclair/typebox';
import { knock, seatsLeft, setSeatLocked } from '../../../application/rooms/seats.ts';
import { NoAnswer, UpToDate } from '../../http/answers.ts';
import { endpoint } from '../../http/endpoint.ts';
import { LiveId } from '../../http/params.ts';
import { LIVE_ID } from './examples.ts';
import { Liveness } from './schemas.ts';
import { LIVE_STATUS_NUMBER } from './shapes.ts';

/** heihei, 锁/解锁座位: `unlock` 1 unlocks a seat, 0 locks one; at least two stay open (502). */
export const lockLiveSeat = endpoint({
  path: '/api/live/lock-live-seat',
  module: 'live',
  name: 'lockLiveSeat',
  summary: 'Lock or unlock a seat of a live',
  auth: 'user',
  cost: 'fanOut',
  params: Type.Object({ liveId: LiveId, unlock: Type.Boolean() }),
  answer: Type.Object(UpToDate),
  examples: [{ params: { liveId: LIVE_ID, unlock: false }, answer: {} }],
  errors: ['LiveNotFound', 'NotHost', 'SeatsAtMinimum'],
  handle: ({ core, caller, params: { liveId, unlock }, meta }) =>
    setSeatLocked(core, caller, { liveId, locked: !unlock }, meta),
});

/** heihei, 敲门状态: whether this user has to knock before joining. Answers for ended and deleted lives too, by their status. */
export const knockStatus = endpoint({
  path: '/api/live/knock-status',
  module: 'live',
  name: 'knockStatus',
  summary: 'Tell whether the caller has to knock before joining',
  auth: 'user',
  params: Type.Object({ liveId: LiveId }),
  answer: Type.Object({
    needKnock: Type.Boolean(),
    roomUserCount: Type.Integer({ minimum: 0, description: "Seats that are not locked, the host's among them." }),
    roomNowUserCount: Type.Integer({ minimum: 0, description: 'Who is in the room, the host among them.' }),
    liveStatus: Liveness,
  }),
  examples: [
    {
      params: { liveId: LIVE_ID },
      answer: { needKnock: true, roomUserCount: 8, roomNowUserCount: 8, liveStatus: 1 },
    },
  ],
  errors: ['LiveNotFound'],
  async handle({ core, caller, params }) {
    const { mustKnock, openSeats, memberCount, status } = await seatsLeft(core, caller, params);
    return {
      needKnock: mustKnock,
      roomUserCount: openSeats,
      roomNowUserCount: memberCount,
      liveStatus: LIVE_STATUS_NUMBER[status],
    };
  },
});

/** heihei, 敲门: asks the host for a seat, once in a while (504). Blocked by the host, or in the room already: 711. */
export const knockLiveRoom = endpoint({
  path: '/api/live/knock-live-room',
  module: 'live',
  name: 'knockLiveRoom',
  summary: 'Ask the host for a seat',
  auth: 'user',
  cost: 'notify',
  params: Type.Object({ liveId: LiveId }),
  answer: NoAnswer,
  examples: [{ params: { liveId: LIVE_ID }, answer: {} }],
  errors: ['LiveNotFound', 'BlockedByHost', 'TargetBlocked', 'AlreadyInLive', 'KnockedTooOften'],
  async handle({ core, caller, params, meta }) {
    await knock(core, caller, params, meta);
    return {};
  },
});
