import { Type } from '@sinclair/typebox';
import type { Shown } from '../../../application/commands.ts';
import {
  pauseLive as pause,
  deleteLive as remove,
  renameLive,
  continueLive as resume,
  setLiveVisible as setVisible,
} from '../../../application/rooms/host-commands.ts';
import type { LiveSummary } from '../../../application/rooms/standing.ts';
import { MAX_TITLE_CHARS } from '../../../domain/live/limits.ts';
import { UpToDate } from '../../http/answers.ts';
import { endpoint, type UserCall } from '../../http/endpoint.ts';
import { LiveId } from '../../http/params.ts';
import { addressBook } from './addresses.ts';
import { LIVE_ID, ownLive } from './examples.ts';
import { ChangedLive } from './schemas.ts';
import { liveDocument } from './shapes.ts';

const OfLive = Type.Object({ liveId: LiveId });
const Visible = Type.Object({ liveId: LiveId, visible: Type.Integer({ minimum: 0, maximum: 1 }) });
const Titled = Type.Object({ liveId: LiveId, title: Type.String({ minLength: 1, maxLength: MAX_TITLE_CHARS }) });

/** The live as it is after the command. */
async function changedLive(call: UserCall<unknown>, work: Promise<{ live: LiveSummary } & Shown>) {
  const { live, ...shown } = await work;
  return { live: liveDocument(live, addressBook(call), call.caller.userId), ...shown };
}

/** heihei, 更新直播: another title. */
export const changeLive = endpoint({
  path: '/api/live/change-live',
  module: 'live',
  name: 'changeLive',
  summary: 'Give a live another title',
  auth: 'user',
  cost: 'fanOut',
  params: Titled,
  answer: ChangedLive,
  examples: [{ params: { liveId: LIVE_ID, title: ownLive.title }, answer: { live: ownLive } }],
  errors: ['LiveNotFound', 'NotHost', 'TextNotAllowed'],
  handle: (call) => changedLive(call, renameLive(call.core, call.caller, call.params, call.meta)),
});

/** heihei, 删除直播: for good; nobody finds it any more. */
export const deleteLive = endpoint({
  path: '/api/live/delete-live',
  module: 'live',
  name: 'deleteLive',
  summary: 'Delete a live for good',
  auth: 'user',
  cost: 'write',
  params: OfLive,
  answer: ChangedLive,
  examples: [{ params: { liveId: LIVE_ID }, answer: { live: { ...ownLive, status: 4 } } }],
  errors: ['LiveNotFound', 'NotHost'],
  handle: (call) => changedLive(call, remove(call.core, call.caller, call.params, call.meta)),
});

/** heihei, 设置直播可见: whether others find it in lists. */
export const setLiveVisible = endpoint({
  path: '/api/live/set-live-visible',
  module: 'live',
  name: 'setLiveVisible',
  summary: 'Say whether others find a live in lists',
  auth: 'user',
  cost: 'fanOut',
  params: Visible,
  answer: ChangedLive,
  examples: [{ params: { liveId: LIVE_ID, visible: 0 }, answer: { live: { ...ownLive, visible: 0 } } }],
  errors: ['LiveNotFound', 'NotHost'],
  handle(call) {
    const { liveId, visible } = call.params;
    return changedLive(call, setVisible(call.core, call.caller, { liveId, visible: visible === 1 }, call.meta));
  },
});

/** heihei, 暂停直播. A live that has ended: 735. */
export const pauseLive = endpoint({
  path: '/api/live/pause-live',
  module: 'live',
  name: 'pauseLive',
  summary: 'Pause a live',
  auth: 'user',
  cost: 'fanOut',
  params: OfLive,
  answer: Type.Object(UpToDate),
  examples: [{ params: { liveId: LIVE_ID }, answer: {} }],
  errors: ['LiveNotFound', 'NotHost', 'LiveEnded'],
  async handle({ core, caller, params, meta }) {
    const { live: _, ...shown } = await pause(core, caller, params, meta);
    return shown;
  },
});

/** heihei, 继续直播. A live that has ended: 735. */
export const continueLive = endpoint({
  path: '/api/live/continue-live',
  module: 'live',
  name: 'continueLive',
  summary: 'Go on with a live that was paused',
  auth: 'user',
  cost: 'fanOut',
  params: OfLive,
  answer: Type.Object(UpToDate),
  examples: [{ params: { liveId: LIVE_ID }, answer: {} }],
  errors: ['LiveNotFound', 'NotHost', 'LiveEnded'],
  async handle({ core, caller, params, meta }) {
    const { live: _, ...shown } = await resume(core, caller, params, meta);
    return shown;
  },
});
