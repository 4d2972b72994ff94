import { Type } from '@sinclair/typebox';
import {
  createLive as create,
  type OwnLive,
  unclosedLive as unclosed,
} from '../../../application/rooms/create-live.ts';
import { MAX_TITLE_CHARS } from '../../../domain/live/limits.ts';
import { NoAnswer, UpToDate } from '../../http/answers.ts';
import { endpoint, type UserCall } from '../../http/endpoint.ts';
import { addressBook } from './addresses.ts';
import { options, ownLive, share } from './examples.ts';
import { Creation } from './schemas.ts';
import { liveDocument, liveOptions, shareDocument } from './shapes.ts';

function creationDocument(call: UserCall<unknown>, { live, host }: OwnLive) {
  const book = addressBook(call);
  const { userId } = call.caller;
  return {
    live: liveDocument(live, book, userId),
    share: shareDocument(live, host, book, userId),
    liveOptions: liveOptions(book),
  };
}

/**
 * heihei, 创建直播 (v1.5.0). Creates a live that is not started. Older lives of the host stay, so that 未关闭的直播查询 can offer them. A host
 * without a birthday gets 501 (更新用户信息 refuses minors). With an `Idempotency-Key`, a repetition within a day answers with the same
 * live.
 */
export const createLive = endpoint({
  path: '/api/live/create-live',
  module: 'live',
  name: 'createLive',
  summary: 'Create a live that is started later',
  auth: 'user',
  cost: 'write',
  params: Type.Object({ title: Type.String({ minLength: 1, maxLength: MAX_TITLE_CHARS }) }),
  answer: Type.Object({ ...Creation, ...UpToDate }),
  examples: [{ params: { title: ownLive.title }, answer: { live: ownLive, share, liveOptions: options } }],
  errors: ['Underage', 'TextNotAllowed'],
  async handle(call) {
    const { live, host, ...shown } = await create(call.core, call.caller, call.params, call.meta);
    return { ...creationDocument(call, { live, host }), ...shown };
  },
});

/** heihei, 未关闭的直播查询 (v1.4.0): the caller's newest live that was not stopped, as 创建直播 answers; else a bare success. */
export const unclosedLive = endpoint({
  path: '/api/live/unclosed-live',
  module: 'live',
  name: 'unclosedLive',
  summary: 'Find the newest live of the caller that was not stopped',
  auth: 'user',
  params: Type.Object({}),
  answer: Type.Union([Type.Object(Creation), NoAnswer]),
  examples: [
    { summary: 'There is one', params: {}, answer: { live: ownLive, share, liveOptions: options } },
    { summary: 'There is none', params: {}, answer: {} },
  ],
  errors: [],
  async handle(call) {
    const found = await unclosed(call.core, call.caller);
    return found ? creationDocument(call, found) : {};
  },
});
