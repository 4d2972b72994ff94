import { Type } from '@sinclair/typebox';
import { beatInLive, joinLive as join, quitLive as quit } from '../../../application/rooms/join-quit.ts';
import { AtPosition, UpToDate } from '../../http/answers.ts';
import { endpoint } from '../../http/endpoint.ts';
import { Id, LiveId } from '../../http/params.ts';
import { addressBook } from './addresses.ts';
import { LIVE_ID, live, share } from './examples.ts';
import { hostDocument } from './people.ts';
import { HostInfo, JoinedLive, Share } from './schemas.ts';
import { liveDocument, shareDocument } from './shapes.ts';

/** Seconds between a client's heartbeats (heihei, 心跳: nextTimeout). */
const HEARTBEAT_INTERVAL_S = 15;
/** Longest invitation key; ours have 32 characters. */
const MAX_LIVE_KEY_CHARS = 64;

/** heihei, 加入直播 (v1.5.0). `liveKey` comes with an invitation and opens a full room once. A socket goes on from `position`. */
export const joinLive = endpoint({
  path: '/api/live/join-live',
  module: 'live',
  name: 'joinLive',
  summary: 'Take a seat in a live',
  auth: 'user',
  cost: 'fanOut',
  params: Type.Object({ liveId: LiveId, liveKey: Type.String({ maxLength: MAX_LIVE_KEY_CHARS, default: '' }) }),
  answer: Type.Object({ live: JoinedLive, share: Share, ...HostInfo, ...AtPosition, ...UpToDate }),
  examples: [
    {
      params: { liveId: LIVE_ID },
      answer: { live: { ...live, totalUsers: 4, totalTickets: 15, onlineUsers: 3 }, share, position: 8_721 },
    },
  ],
  errors: ['LiveNotFound', 'LiveNotRunning', 'BlockedByHost', 'RoomFull', 'UserBanned'],
  async handle(call) {
    const { core, caller, params, meta } = call;
    const { liveId, liveKey: invitationKey } = params;
    const joined = await join(core, caller, { liveId, invitationKey }, meta);
    const { live, totalPoints, host, position, ...shown } = joined;
    const book = addressBook(call);
    return {
      live: {
        ...liveDocument(live, book, caller.userId),
        totalUsers: live.totalUsers,
        totalTickets: totalPoints,
        onlineUsers: live.memberCount,
      },
      share: shareDocument(live, host.person, book, caller.userId),
      ...hostDocument(host),
      position,
      ...shown,
    };
  },
});

/** heihei, 退出直播. Success without effect outside the room, and for the host, who leaves by 结束直播. */
export const quitLive = endpoint({
  path: '/api/live/quit-live',
  module: 'live',
  name: 'quitLive',
  summary: 'Give a seat in a live back',
  auth: 'user',
  cost: 'fanOut',
  params: Type.Object({ liveId: LiveId }),
  answer: Type.Object(UpToDate),
  examples: [{ params: { liveId: LIVE_ID }, answer: {} }],
  errors: ['LiveNotFound'],
  handle: ({ core, caller, params, meta }) => quit(core, caller, params, meta),
});

/** heihei, 心跳 (v1.5.0). After three missed ones the viewer is taken out; the host's live is stopped. */
export const heartBeat = endpoint({
  path: '/api/live/heart-beat',
  module: 'live',
  name: 'heartBeat',
  summary: 'Give a sign of life in a live',
  auth: 'user',
  params: Type.Object({ liveId: LiveId, isCreator: Type.Integer({ minimum: 0, maximum: 1 }) }),
  answer: Type.Object({
    liveId: Id,
    nextTimeout: Type.Integer({ minimum: 1, description: 'Seconds until the next one is due.' }),
  }),
  examples: [
    { params: { liveId: LIVE_ID, isCreator: 0 }, answer: { liveId: LIVE_ID, nextTimeout: HEARTBEAT_INTERVAL_S } },
  ],
  errors: ['LiveNotFound', 'LiveNotRunning', 'NotHost', 'NotInLive'],
  async handle({ core, caller, params }) {
    const { liveId, isCreator } = params;
    await beatInLive(core, caller, { liveId, asHost: isCreator === 1 });
    return { liveId, nextTimeout: HEARTBEAT_INTERVAL_S };
  },
});
