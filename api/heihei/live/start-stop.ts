import { Type } from '@sinclair/typebox';
import { shown, withInput } from '../../../application/commands.ts';
import { personCard } from '../../../application/people.ts';
import { documentOf, liveStream, standingIn } from '../../../application/rooms/standing.ts';
import { liveDecider } from '../../../domain/live/decider.ts';
import { LIVE_STATUS } from '../../../domain/live/events.ts';
import { liveMembers } from '../../../projections/views/live-members.ts';
import { lives } from '../../../projections/views/lives.ts';
import { userCards } from '../../../projections/views/user-cards.ts';
import { endpoint, type UserCall } from '../../http/endpoint.ts';
import { LiveId } from '../../http/params.ts';
import { addressBook } from './addresses.ts';
import { liveDocument, shareDocument } from './shapes.ts';

/** Lives of one host that a start looks through for others still playing; there is one at most but for races. */
const MAX_REPLACED = 20;

/**
 * heihei, 开始直播. Who gave no birthday does not go live (501). A host plays one live at a time: those started earlier are stopped. Looking for them after the start
 * lets two starts at the same time end with the later one alone.
 */
export const startLive = endpoint({
  path: '/api/live/start-live',
  module: 'live',
  name: 'startLive',
  auth: 'user',
  params: Type.Object({ liveId: LiveId }),
  errors: ['LiveNotFound', 'NotHost', 'Underage'],
  async handle(call) {
    const { core, caller, params } = call;
    const { liveId } = params;
    const host = await personCard(core, caller.appId, caller.userId);
    const meta = withInput(call.meta(`start-live ${liveId}`), { liveId });
    const stream = liveStream(caller.appId, liveId);
    const started = await core.commands.handle(liveDecider, stream, { type: 'StartLive', host }, meta);
    const answer = await shown(core, started.position, [lives, liveMembers, userCards]);
    await stopEarlier(call);
    return answer;
  },
});

async function stopEarlier(call: UserCall<{ liveId: number }>): Promise<void> {
  const { core, caller, params } = call;
  const playing = await core.models.find(lives, {
    index: 'byHostAndStatus',
    equals: [caller.appId, caller.userId, LIVE_STATUS.playing],
    limit: MAX_REPLACED,
  });
  const mine = playing.find(({ document }) => document.liveId === params.liveId)?.document;
  if (!mine) return;
  const earlier = playing.filter(
    ({ document: { liveId, startedAt } }) =>
      startedAt < mine.startedAt || (startedAt === mine.startedAt && liveId < mine.liveId),
  );
  for (const { document } of earlier) {
    const meta = call.meta(`replace-live ${document.liveId}`);
    const stream = liveStream(caller.appId, document.liveId);
    await core.commands.handle(liveDecider, stream, { type: 'StopLive', reason: 'replaced' }, meta);
  }
}

/** heihei, 结束直播: the live's totals, and what to share of it. Tickets are as of the gifts that have landed by then. */
export const stopLive = endpoint({
  path: '/api/live/stop-live',
  module: 'live',
  name: 'stopLive',
  auth: 'user',
  params: Type.Object({ liveId: LiveId }),
  errors: ['LiveNotFound', 'NotHost'],
  async handle(call) {
    const { core, caller, params } = call;
    const meta = call.meta(`stop-live ${params.liveId}`);
    const stream = liveStream(caller.appId, params.liveId);
    const stopped = await core.commands.handle(liveDecider, stream, { type: 'StopLive', reason: 'host' }, meta);
    const found = standingIn(stopped.state, caller.userId);
    const event = stopped.events.find(({ type }) => type === 'LiveStopped');
    const answer = await shown(core, stopped.position, [lives, liveMembers]);
    const live = await documentOf(core, caller.appId, found);
    const book = addressBook(call);
    const host = await personCard(core, caller.appId, caller.userId);
    return {
      live: {
        ...liveDocument(found, book, caller.userId),
        totalUsers: found.totalUsers,
        totalTickets: live.totalPoints,
        liveTotalTicket: live.totalPoints,
        onlineUsers: event && 'onlineUsers' in event.data ? event.data.onlineUsers : 0,
      },
      share: shareDocument(found, host, book, caller.userId),
      ...answer,
    };
  },
});
