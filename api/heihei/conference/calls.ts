import { Type } from '@sinclair/typebox';
import { acceptCall, refuseCall, requestCall } from '../../../application/conferences/calls.ts';
import { NoAnswer } from '../../http/answers.ts';
import { endpoint } from '../../http/endpoint.ts';
import { LiveId, UserId } from '../../http/params.ts';
import { LIVE_ID, VIEWER_ID } from '../live/examples.ts';
import { AnswerWithin, JoinWithin } from './schemas.ts';

/** Seconds that 接受连麦 gives a client to join: one less than the server waits, as documented. */
const JOIN_WITHIN_S = 5;

/**
 * heihei, 申请连麦接口. A viewer queues for the host. The host names a viewer by `userId`: accepts that viewer's call, or invites them.
 * `expireTime`: seconds that the other side has to answer; 0 when there is nothing left to wait for.
 */
export const callRequest = endpoint({
  path: '/api/live/call-request',
  module: 'live',
  name: 'callRequest',
  summary: 'Ask for a place on air, or call a viewer to it',
  auth: 'user',
  cost: 'fanOut',
  params: Type.Object({ liveId: LiveId, userId: Type.Optional(UserId) }),
  answer: AnswerWithin,
  examples: [{ params: { liveId: LIVE_ID }, answer: { expireTime: 30 } }],
  errors: ['LiveNotFound', 'Muted', 'ConferenceStateWrong', 'Underage'],
  async handle({ core, caller, params: { liveId, userId: viewerId }, meta }) {
    const waitsMs = await requestCall(core, caller, { liveId, viewerId }, meta);
    return { expireTime: Math.ceil(waitsMs / 1000) };
  },
});

/** heihei, 接受连麦: the host accepts the call of `userId`, or the caller accepts the host's invitation. Too late: 409. */
export const acceptConference = endpoint({
  path: '/api/live/accept-conference',
  module: 'live',
  name: 'acceptConference',
  summary: 'Accept a call',
  auth: 'user',
  cost: 'fanOut',
  params: Type.Object({ liveId: LiveId, userId: Type.Optional(UserId) }),
  answer: JoinWithin,
  examples: [{ params: { liveId: LIVE_ID, userId: VIEWER_ID }, answer: { expireTime: JOIN_WITHIN_S } }],
  errors: ['LiveNotFound', 'ConferenceStateWrong', 'ConferenceBusy', 'ConferenceTooLate'],
  async handle({ core, caller, params: { liveId, userId: viewerId }, meta }) {
    await acceptCall(core, caller, { liveId, viewerId }, meta);
    return { expireTime: JOIN_WITHIN_S };
  },
});

/** heihei, 拒绝连麦接口: the host refuses the call of `userId`, or the caller refuses the host's invitation. */
export const refuseConference = endpoint({
  path: '/api/live/refuse-conference',
  module: 'live',
  name: 'refuseConference',
  summary: 'Refuse a call',
  auth: 'user',
  cost: 'fanOut',
  params: Type.Object({ liveId: LiveId, userId: UserId }),
  answer: NoAnswer,
  examples: [{ params: { liveId: LIVE_ID, userId: VIEWER_ID }, answer: {} }],
  errors: ['LiveNotFound', 'ConferenceStateWrong'],
  async handle({ core, caller, params: { liveId, userId: viewerId }, meta }) {
    await refuseCall(core, caller, { liveId, viewerId }, meta);
    return {};
  },
});
