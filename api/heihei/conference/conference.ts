import { Type } from '@sinclair/typebox';
import { roomFacts, runOnConference } from '../../../application/conferences/room-facts.ts';
import { DomainError } from '../../../domain/kernel/errors.ts';
import { endpoint } from '../../http/endpoint.ts';
import { LiveId } from '../../http/params.ts';
import { confStatus } from './conf-status.ts';
import { rtcRoomName, rtcToken } from './rtc-token.ts';

const OfLive = Type.Object({ liveId: LiveId });

/**
 * heihei, 加入连麦接口: the host or the guest enters, or comes again for a fresh token. Over, or another's by now: 750.
 */
export const joinConference = endpoint({
  path: '/api/live/join-conference',
  module: 'live',
  name: 'joinConference',
  auth: 'user',
  params: OfLive,
  errors: ['LiveNotFound', 'ConferenceStateWrong', 'ConferenceFailed'],
  async handle({ core, caller, params, meta }) {
    const { liveId } = params;
    const { room } = await roomFacts(core, caller, liveId, undefined);
    const command = { type: 'JoinConference', room } as const;
    const { events, state } = await runOnConference(core, caller, command, meta(`join-conference ${liveId}`), liveId);
    const joined = events.map(({ data }) => data).find((data) => 'connected' in data);
    // Every join is an event of its own, also a repeated one's answer is read from it.
    if (!joined || !('connected' in joined)) throw new DomainError('ConferenceFailed');
    // A repetition is answered with a token of now: not to who has left meanwhile, nor for a conference that is over.
    const isOn = state.current?.conferenceId === joined.conferenceId;
    if (!isOn || !(room.viewerIsMember || caller.userId === room.hostId)) throw new DomainError('ConferenceFailed');
    const token = await rtcToken(core, caller.userId, rtcRoomName(liveId, joined.conferenceId));
    return { token, confStatus: confStatus(liveId, joined) };
  },
});

/** heihei, 连麦成功: the caller's side is connected. Once both are, the room is told. */
export const conferenceSuccess = endpoint({
  path: '/api/live/conference-success',
  module: 'live',
  name: 'conferenceSuccess',
  auth: 'user',
  params: OfLive,
  errors: ['LiveNotFound', 'ConferenceStateWrong'],
  async handle({ core, caller, params, meta }) {
    const { liveId } = params;
    const { room } = await roomFacts(core, caller, liveId, undefined);
    const command = { type: 'ConfirmConference', room } as const;
    const handled = await runOnConference(core, caller, command, meta(`conference-success ${liveId}`), liveId);
    const { current } = handled.state;
    if (!current) throw new DomainError('ConferenceStateWrong');
    return { confStatus: confStatus(liveId, current) };
  },
});

/** heihei, 退出连麦接口: the host or the guest ends it, a viewer in the queue takes the call back. */
export const quitConference = endpoint({
  path: '/api/live/quit-conference',
  module: 'live',
  name: 'quitConference',
  auth: 'user',
  params: OfLive,
  errors: ['LiveNotFound', 'ConferenceStateWrong'],
  async handle({ core, caller, params, meta }) {
    const { liveId } = params;
    const { room } = await roomFacts(core, caller, liveId, undefined);
    const command = { type: 'QuitConference', room } as const;
    await runOnConference(core, caller, command, meta(`quit-conference ${liveId}`), liveId);
    return {};
  },
});
