import { Type } from '@sinclair/typebox';
import { sayText } from '../../../application/rooms/talk.ts';
import { MAX_TEXT_CHARS } from '../../../domain/kernel/limits.ts';
import { NoAnswer } from '../../http/answers.ts';
import { endpoint } from '../../http/endpoint.ts';
import { Id, LiveId } from '../../http/params.ts';
import { LIVE_ID } from '../live/examples.ts';

/**
 * heihei, sendMsg. For people in the room of a playing live; `roomId` must be that live's (733). Muted: 722. With an
 * `Idempotency-Key`, a repetition is said once.
 */
export const sendMsg = endpoint({
  path: '/api/msg/send-msg',
  module: 'message',
  name: 'sendMsg',
  summary: 'Say something in a room',
  auth: 'user',
  cost: 'fanOut',
  params: Type.Object({ text: Type.String({ minLength: 1, maxLength: MAX_TEXT_CHARS }), roomId: Id, liveId: LiveId }),
  answer: NoAnswer,
  examples: [{ params: { text: '大家好', roomId: LIVE_ID, liveId: LIVE_ID }, answer: {} }],
  errors: ['RoomInvalid', 'NotInLive', 'Muted', 'TextNotAllowed'],
  async handle({ core, caller, params, meta }) {
    await sayText(core, caller, params, meta);
    return {};
  },
});
