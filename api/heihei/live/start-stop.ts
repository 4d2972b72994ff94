import { Type } from '@sinclair/typebox';
import { startLive as start, stopLive as stop } from '../../../application/rooms/start-stop.ts';
import { UpToDate } from '../../http/answers.ts';
import { endpoint } from '../../http/endpoint.ts';
import { LiveId } from '../../http/params.ts';
import { addressBook } from './addresses.ts';
import { LIVE_ID, ownLive, share } from './examples.ts';
import { EndedLive, Share } from './schemas.ts';
import { liveDocument, shareDocument } from './shapes.ts';

/** heihei, 开始直播. A host without a birthday cannot start (501). The host's other playing lives are stopped. */
export const startLive = endpoint({
  path: '/api/live/start-live',
  module: 'live',
  name: 'startLive',
  summary: 'Start a live; others of the host are stopped',
  auth: 'user',
  cost: 'notify',
  params: Type.Object({ liveId: LiveId }),
  answer: Type.Object(UpToDate),
  examples: [{ params: { liveId: LIVE_ID }, answer: {} }],
  errors: ['LiveNotFound', 'NotHost', 'Underage'],
  handle: ({ core, caller, params, meta }) => start(core, caller, params, meta),
});

/** heihei, 结束直播: the live's totals, and what to share of it. Tickets count the gifts that are credited by then. */
export const stopLive = endpoint({
  path: '/api/live/stop-live',
  module: 'live',
  name: 'stopLive',
  summary: 'Stop a live, and get its totals',
  auth: 'user',
  cost: 'fanOut',
  params: Type.Object({ liveId: LiveId }),
  answer: Type.Object({ live: EndedLive, share: Share, ...UpToDate }),
  examples: [
    {
      params: { liveId: LIVE_ID },
      answer: {
        live: { ...ownLive, status: 2, totalUsers: 4, totalTickets: 15, liveTotalTicket: 15, onlineUsers: 3 },
        share,
      },
    },
  ],
  errors: ['LiveNotFound', 'NotHost'],
  async handle(call) {
    const { core, caller, params, meta } = call;
    const stopped = await stop(core, caller, params, meta);
    const { live, host, totalUsers, totalPoints, onlineUsers, ...shown } = stopped;
    const book = addressBook(call);
    return {
      live: {
        ...liveDocument(live, book, caller.userId),
        totalUsers,
        totalTickets: totalPoints,
        liveTotalTicket: totalPoints,
        onlineUsers,
      },
      share: shareDocument(live, host, book, caller.userId),
      ...shown,
    };
  },
});
