import { Type } from '@sinclair/typebox';
import { likeLive } from '../../../application/rooms/talk.ts';
import { LIKE_KINDS } from '../../../domain/feed/events.ts';
import { NoAnswer } from '../../http/answers.ts';
import { endpoint } from '../../http/endpoint.ts';
import { LiveId } from '../../http/params.ts';
import { LIVE_ID } from '../live/examples.ts';

/** heihei, 点亮 (`type` 1: a, 2: b, 3: c); for those in the room (506). */
export const liveLike = endpoint({
  path: '/api/live/live-like',
  module: 'live',
  name: 'liveLike',
  summary: 'Like a live',
  auth: 'user',
  cost: 'fanOut',
  params: Type.Object({ type: Type.Integer({ minimum: 1, maximum: 3 }), liveId: LiveId }),
  answer: NoAnswer,
  examples: [{ params: { type: 1, liveId: LIVE_ID }, answer: {} }],
  errors: ['LiveNotFound', 'NotInLive'],
  async handle({ core, caller, params: { liveId, type }, meta }) {
    await likeLive(core, caller, { liveId, kind: LIKE_KINDS[type - 1]! }, meta);
    return {};
  },
});
