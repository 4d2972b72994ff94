import { Type } from '@sinclair/typebox';
import { roomFacts, runOnConference } from '../../../application/conferences/room-facts.ts';
import { personCard } from '../../../application/people.ts';
import { waitingCall } from '../../../domain/conference/decider.ts';
import { DomainError } from '../../../domain/kernel/errors.ts';
import { endpoint } from '../../http/endpoint.ts';
import { LiveId, UserId } from '../../http/params.ts';

/** Seconds that the answer to 接受连麦 gives a client to join: as documented, a second less than the server waits. */
export const JOIN_WITHIN_S = 5;

/**
 * heihei, 申请连麦接口. A viewer queues for the host; the host, naming a viewer by `userId`, takes that viewer's call, or
 * invites. `expireTime`: seconds that the other side has for an answer; 0 when there is nothing left to wait for.
 */
export const callRequest = endpoint({
  path: '/api/live/call-request',
  module: 'live',
  name: 'callRequest',
  auth: 'user',
  params: Type.Object({ liveId: LiveId, userId: Type.Optional(UserId) }),
  errors: ['LiveNotFound', 'Muted', 'ConferenceStateWrong', 'Underage'],
  async handle({ core, caller, params, meta }) {
    const { liveId, userId } = params;
    const { room, isHost } = await roomFacts(core, caller, liveId, userId);
    if (isHost && userId === undefined) throw new DomainError('InvalidInput', 'a host names the viewer', 'userId');
    const commandMeta = meta(`call-request ${liveId}`);
    const viewerId = isHost && userId !== undefined ? userId : caller.userId;
    if (!room.viewerIsMember) throw new DomainError('ConferenceStateWrong');
    const viewer = await personCard(core, caller.appId, viewerId);
    const type = isHost ? 'CallViewer' : 'RequestCall';
    const command = { type, room, callId: commandMeta.commandId, viewer } as const;
    const { state } = await runOnConference(core, caller, command, commandMeta, userId ?? null);
    const waiting = waitingCall(state, viewerId, commandMeta.at);
    return { expireTime: waiting ? Math.ceil((waiting.expiresAt - commandMeta.at) / 1000) : 0 };
  },
});

/** heihei, 接受连麦: the host takes the call of `userId`, or the caller the host's invitation. Too late: 409. */
export const acceptConference = endpoint({
  path: '/api/live/accept-conference',
  module: 'live',
  name: 'acceptConference',
  auth: 'user',
  params: Type.Object({ liveId: LiveId, userId: Type.Optional(UserId) }),
  errors: ['LiveNotFound', 'ConferenceStateWrong', 'ConferenceBusy', 'ConferenceTooLate'],
  async handle({ core, caller, params, meta }) {
    const { liveId, userId: named } = params;
    const { room, isHost } = await roomFacts(core, caller, liveId, named);
    if (isHost && named === undefined) throw new DomainError('InvalidInput', 'a host names the viewer', 'userId');
    const userId = isHost && named !== undefined ? named : caller.userId;
    const command = { type: 'AcceptCall', room, userId } as const;
    await runOnConference(core, caller, command, meta(`accept-conference ${liveId}`), userId);
    return { expireTime: JOIN_WITHIN_S };
  },
});

/** heihei, 拒绝连麦接口: the host refuses the call of `userId`, or the caller the host's invitation. */
export const refuseConference = endpoint({
  path: '/api/live/refuse-conference',
  module: 'live',
  name: 'refuseConference',
  auth: 'user',
  params: Type.Object({ liveId: LiveId, userId: UserId }),
  errors: ['LiveNotFound', 'ConferenceStateWrong'],
  async handle({ core, caller, params, meta }) {
    const { liveId } = params;
    const { room, isHost } = await roomFacts(core, caller, liveId, params.userId);
    const userId = isHost ? params.userId : caller.userId;
    const command = { type: 'RefuseCall', room, userId } as const;
    await runOnConference(core, caller, command, meta(`refuse-conference ${liveId}`), userId);
    return {};
  },
});
