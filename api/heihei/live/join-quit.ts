import { Type } from '@sinclair/typebox';
import { shown, withInput } from '../../../application/commands.ts';
import { hasBlocked, personCard } from '../../../application/people.ts';
import { documentOf, liveStream, standing, standingIn } from '../../../application/rooms/standing.ts';
import { DomainError } from '../../../domain/kernel/errors.ts';
import { liveDecider } from '../../../domain/live/decider.ts';
import { liveMembers } from '../../../projections/views/live-members.ts';
import { lives } from '../../../projections/views/lives.ts';
import { endpoint } from '../../http/endpoint.ts';
import { LiveId } from '../../http/params.ts';
import { addressBook } from './addresses.ts';
import { hostOf } from './get-live.ts';
import { liveDocument, shareDocument } from './shapes.ts';

/** Seconds between a client's heartbeats (heihei, 心跳: nextTimeout). */
export const HEARTBEAT_INTERVAL_S = 15;
/** Longest invitation key; ours have 32 characters. */
const MAX_LIVE_KEY_CHARS = 64;

/** heihei, 加入直播 (v1.5.0). `liveKey` of an invitation opens a full room once. */
export const joinLive = endpoint({
  path: '/api/live/join-live',
  module: 'live',
  name: 'joinLive',
  auth: 'user',
  params: Type.Object({ liveId: LiveId, liveKey: Type.String({ maxLength: MAX_LIVE_KEY_CHARS, default: '' }) }),
  errors: ['LiveNotFound', 'LiveNotRunning', 'BlockedByHost', 'RoomFull'],
  async handle(call) {
    const { core, caller, params } = call;
    const { appId, userId } = caller;
    const { liveId, liveKey } = params;
    const { hostId } = await standing(core, appId, liveId, userId);
    const blockedByHost = await hasBlocked(core, appId, hostId, userId);
    const viewer = await personCard(core, appId, userId);
    const meta = withInput(call.meta(`join-live ${liveId}`), { liveId, liveKey });
    const command = { type: 'JoinLive', viewer, blockedByHost, invitationKey: liveKey } as const;
    const joined = await core.commands.handle(liveDecider, liveStream(appId, liveId), command, meta);
    const found = standingIn(joined.state, userId);
    core.presence.beat(appId, liveId, userId);
    const answer = await shown(core, joined.position, [lives, liveMembers]);
    const { card, userInfo } = await hostOf(core, appId, hostId, userId);
    const live = await documentOf(core, appId, found);
    const book = addressBook(call);
    const host = card ?? (await personCard(core, appId, hostId));
    return {
      live: {
        ...liveDocument(found, book, userId),
        totalUsers: found.totalUsers,
        totalTickets: live.totalPoints,
        onlineUsers: found.memberCount,
      },
      share: shareDocument(found, host, book, userId),
      ...(userInfo ? { userInfo } : {}),
      ...answer,
    };
  },
});

/** heihei, 退出直播. Who is not in the room has nothing to leave: success. The host leaves by 结束直播. */
export const quitLive = endpoint({
  path: '/api/live/quit-live',
  module: 'live',
  name: 'quitLive',
  auth: 'user',
  params: Type.Object({ liveId: LiveId }),
  errors: ['LiveNotFound'],
  async handle({ core, caller, params, meta }) {
    const left = await core.commands.handle(
      liveDecider,
      liveStream(caller.appId, params.liveId),
      { type: 'LeaveLive', userId: caller.userId, reason: 'quit' },
      meta(`quit-live ${params.liveId}`),
    );
    return shown(core, left.position, [lives, liveMembers]);
  },
});

/** heihei, 心跳 (v1.5.0). Three missed ones: the viewer has left, or the host's live is stopped. */
export const heartBeat = endpoint({
  path: '/api/live/heart-beat',
  module: 'live',
  name: 'heartBeat',
  auth: 'user',
  params: Type.Object({ liveId: LiveId, isCreator: Type.Integer({ minimum: 0, maximum: 1 }) }),
  errors: ['LiveNotFound', 'LiveNotRunning', 'NotHost', 'NotInLive'],
  async handle({ core, caller, params }) {
    const { liveId, isCreator } = params;
    const found = await standing(core, caller.appId, liveId, caller.userId);
    if (!found.playing) throw new DomainError('LiveNotRunning');
    if (isCreator === 1 && !found.isHost) throw new DomainError('NotHost');
    if (!found.isMember) throw new DomainError('NotInLive');
    core.presence.beat(caller.appId, liveId, caller.userId);
    return { liveId, nextTimeout: HEARTBEAT_INTERVAL_S };
  },
});
