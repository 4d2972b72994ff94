import { Type } from '@sinclair/typebox';
import { shown, withInput } from '../../../application/commands.ts';
import { hasBlocked, personCard } from '../../../application/people.ts';
import { anyStanding, liveStream, standing } from '../../../application/rooms/standing.ts';
import { liveDecider } from '../../../domain/live/decider.ts';
import { lives } from '../../../projections/views/lives.ts';
import { UpToDate } from '../../http/answers.ts';
import { endpoint } from '../../http/endpoint.ts';
import { LiveId } from '../../http/params.ts';
import { LIVE_STATUS_NUMBER, seatsOpen } from './shapes.ts';

/** heihei, 锁/解锁座位: `unlock` 1 unlocks a seat, 0 locks one; two stay open at least (502). */
export const lockLiveSeat = endpoint({
  path: '/api/live/lock-live-seat',
  module: 'live',
  name: 'lockLiveSeat',
  summary: 'Lock or unlock a seat of a live',
  auth: 'user',
  params: Type.Object({ liveId: LiveId, unlock: Type.Boolean() }),
  answer: Type.Object(UpToDate),
  errors: ['LiveNotFound', 'NotHost', 'SeatsAtMinimum'],
  async handle({ core, caller, params, meta }) {
    const { liveId, unlock } = params;
    const command = unlock ? ({ type: 'UnlockSeat' } as const) : ({ type: 'LockSeat' } as const);
    const locked = await core.commands.handle(
      liveDecider,
      liveStream(caller.appId, liveId),
      command,
      meta(`lock-live-seat ${liveId}`),
    );
    return shown(core, locked.position, [lives]);
  },
});

/** heihei, 敲门状态: whether this user has to knock before joining. Answers for ended and deleted lives too, by their status. */
export const knockStatus = endpoint({
  path: '/api/live/knock-status',
  module: 'live',
  name: 'knockStatus',
  auth: 'user',
  params: Type.Object({ liveId: LiveId }),
  errors: ['LiveNotFound'],
  async handle({ core, caller, params }) {
    const found = await anyStanding(core, caller.appId, params.liveId, caller.userId);
    return {
      needKnock: found.playing && found.isFull && !found.isMember && !found.isInvited,
      roomUserCount: seatsOpen(found),
      roomNowUserCount: found.memberCount,
      liveStatus: LIVE_STATUS_NUMBER[found.status],
    };
  },
});

/** heihei, 敲门: asks the host for a seat, once in a while (504). Blocked by the host, or in the room already: 711. */
export const knockLiveRoom = endpoint({
  path: '/api/live/knock-live-room',
  module: 'live',
  name: 'knockLiveRoom',
  auth: 'user',
  params: Type.Object({ liveId: LiveId }),
  errors: ['LiveNotFound', 'BlockedByHost', 'AlreadyInLive', 'KnockedTooOften'],
  async handle({ core, caller, params, meta }) {
    const { appId, userId } = caller;
    const { hostId } = await standing(core, appId, params.liveId, userId);
    const blockedByHost = await hasBlocked(core, appId, hostId, userId);
    const viewer = await personCard(core, appId, userId);
    await core.commands.handle(
      liveDecider,
      liveStream(appId, params.liveId),
      { type: 'Knock', viewer, blockedByHost },
      withInput(meta(`knock-live-room ${params.liveId}`), params.liveId),
    );
    return {};
  },
});
