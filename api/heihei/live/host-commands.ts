import { Type } from '@sinclair/typebox';
import { shown } from '../../../application/commands.ts';
import { factsOf, liveStream } from '../../../application/rooms/standing.ts';
import type { LiveCommand } from '../../../domain/live/commands.ts';
import { liveDecider, MAX_TITLE_CHARS } from '../../../domain/live/decider.ts';
import { lives } from '../../../projections/views/lives.ts';
import { endpoint, type UserCall } from '../../http/endpoint.ts';
import { LiveId } from '../../http/params.ts';
import { addressBook } from './addresses.ts';
import { liveDocument } from './shapes.ts';

type HostCommand = Extract<
  LiveCommand,
  { type: 'ChangeLive' | 'DeleteLive' | 'SetLiveVisible' | 'PauseLive' | 'ContinueLive' }
>;

/** Runs one of the host's commands on its live; the answer shows the live as it is then. */
export async function runOnLive(call: UserCall<{ liveId: number }>, command: HostCommand) {
  const { core, caller, params } = call;
  const stream = liveStream(caller.appId, params.liveId);
  const meta = call.meta(`${command.type} ${params.liveId}`);
  const handled = await core.commands.handle(liveDecider, stream, command, meta);
  const live = factsOf(handled.state);
  const answer = await shown(core, handled.position, [lives]);
  return { live: liveDocument(live, addressBook(call), caller.userId), ...answer };
}

const OfLive = Type.Object({ liveId: LiveId });
const Visible = Type.Object({ liveId: LiveId, visible: Type.Integer({ minimum: 0, maximum: 1 }) });
const Titled = Type.Object({ liveId: LiveId, title: Type.String({ minLength: 1, maxLength: MAX_TITLE_CHARS }) });

/** heihei, 更新直播: another title. */
export const changeLive = endpoint({
  path: '/api/live/change-live',
  module: 'live',
  name: 'changeLive',
  auth: 'user',
  params: Titled,
  errors: ['LiveNotFound', 'NotHost'],
  handle: (call) => runOnLive(call, { type: 'ChangeLive', title: call.params.title }),
});

/** heihei, 删除直播: for good; nobody finds it any more. */
export const deleteLive = endpoint({
  path: '/api/live/delete-live',
  module: 'live',
  name: 'deleteLive',
  auth: 'user',
  params: OfLive,
  errors: ['LiveNotFound', 'NotHost'],
  handle: (call) => runOnLive(call, { type: 'DeleteLive' }),
});

/** heihei, 设置直播可见: whether others find it in lists. */
export const setLiveVisible = endpoint({
  path: '/api/live/set-live-visible',
  module: 'live',
  name: 'setLiveVisible',
  auth: 'user',
  params: Visible,
  errors: ['LiveNotFound', 'NotHost'],
  handle: (call) => runOnLive(call, { type: 'SetLiveVisible', visible: call.params.visible === 1 }),
});

async function bare(work: Promise<{ upToDate?: false }>): Promise<object> {
  const { upToDate } = await work;
  return upToDate === undefined ? {} : { upToDate };
}

/** heihei, 暂停直播. A live that has ended: 735. */
export const pauseLive = endpoint({
  path: '/api/live/pause-live',
  module: 'live',
  name: 'pauseLive',
  auth: 'user',
  params: OfLive,
  errors: ['LiveNotFound', 'NotHost', 'LiveEnded'],
  handle: (call) => bare(runOnLive(call, { type: 'PauseLive' })),
});

/** heihei, 继续直播. A live that has ended: 735. */
export const continueLive = endpoint({
  path: '/api/live/continue-live',
  module: 'live',
  name: 'continueLive',
  auth: 'user',
  params: OfLive,
  errors: ['LiveNotFound', 'NotHost', 'LiveEnded'],
  handle: (call) => bare(runOnLive(call, { type: 'ContinueLive' })),
});
