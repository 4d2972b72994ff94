import { Type } from '@sinclair/typebox';
import { isMuted, kickViewer, muteViewer, unmuteViewer } from '../../../application/rooms/moderation.ts';
import { UpToDate } from '../../http/answers.ts';
import { endpoint } from '../../http/endpoint.ts';
import { LiveId, UserId } from '../../http/params.ts';
import { LIVE_ID, VIEWER_ID } from './examples.ts';

const Somebody = Type.Object({ liveId: LiveId, userId: UserId });

/** heihei, 踢出直播间的用户. The kicked user comes back by invitation only. */
export const kickOutUser = endpoint({
  path: '/api/live/kick-out-user',
  module: 'live',
  name: 'kickOutUser',
  summary: 'Put a viewer out of a live',
  auth: 'user',
  cost: 'fanOut',
  params: Somebody,
  answer: Type.Object(UpToDate),
  examples: [{ params: { liveId: LIVE_ID, userId: VIEWER_ID }, answer: {} }],
  errors: ['LiveNotFound', 'NotHost'],
  handle: ({ core, caller, params, meta }) => kickViewer(core, caller, params, meta),
});

/** heihei, 禁言. For the host (else 711). Mutes any existing user (else 700), in the room or not. */
export const shutupUser = endpoint({
  path: '/api/live/shutupuser',
  module: 'live',
  name: 'shutupUser',
  summary: 'Keep somebody from talking in a live',
  auth: 'user',
  cost: 'fanOut',
  params: Somebody,
  answer: Type.Object(UpToDate),
  examples: [{ params: { liveId: LIVE_ID, userId: VIEWER_ID }, answer: {} }],
  errors: ['LiveNotFound', 'NotHost', 'UserNotFound'],
  handle: ({ core, caller, params, meta }) => muteViewer(core, caller, params, meta),
});

/** heihei, 取消禁言. For the host (else 711). */
export const shutupOpen = endpoint({
  path: '/api/live/shutupopen',
  module: 'live',
  name: 'shutupOpen',
  summary: 'Let somebody talk in a live again',
  auth: 'user',
  cost: 'fanOut',
  params: Somebody,
  answer: Type.Object(UpToDate),
  examples: [{ params: { liveId: LIVE_ID, userId: VIEWER_ID }, answer: {} }],
  errors: ['LiveNotFound', 'NotHost'],
  handle: ({ core, caller, params, meta }) => unmuteViewer(core, caller, params, meta),
});

/** heihei, 是否禁言: 1 yes, 2 no. For the host, those in the room, and the user in question. */
export const isShutup = endpoint({
  path: '/api/live/isshutup',
  module: 'live',
  name: 'isshutup',
  summary: 'Tell whether somebody was muted in a live',
  auth: 'user',
  params: Somebody,
  answer: Type.Object({ isshutup: Type.Integer({ enum: [1, 2], description: '1 yes, 2 no.' }) }),
  examples: [{ params: { liveId: LIVE_ID, userId: VIEWER_ID }, answer: { isshutup: 1 } }],
  errors: ['LiveNotFound', 'NotInLive'],
  async handle({ core, caller, params }) {
    return { isshutup: (await isMuted(core, caller, params)) ? 1 : 2 };
  },
});
