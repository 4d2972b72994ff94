import { Type } from '@sinclair/typebox';
import {
  confirmConference,
  joinConference as join,
  quitConference as quit,
} from '../../../application/conferences/conference.ts';
import { NoAnswer } from '../../http/answers.ts';
import { endpoint } from '../../http/endpoint.ts';
import { LiveId } from '../../http/params.ts';
import { LIVE_ID } from '../live/examples.ts';
import { confStatus, exampleStatus } from './conf-status.ts';
import { ConfStatus, RtcToken } from './schemas.ts';

const OfLive = Type.Object({ liveId: LiveId });

/**
 * heihei, 加入连麦接口: the host or the guest enters, or comes again for a fresh token. 750 when their conference is over, or another one
 * has taken its place.
 */
export const joinConference = endpoint({
  path: '/api/live/join-conference',
  module: 'live',
  name: 'joinConference',
  summary: 'Enter a conference, or get a fresh token for it',
  auth: 'user',
  cost: 'fanOut',
  params: OfLive,
  answer: Type.Object({ token: RtcToken, confStatus: ConfStatus }),
  examples: [
    {
      params: { liveId: LIVE_ID },
      answer: {
        token: {
          roomName: `${LIVE_ID}.7d9f3b0e-6c1a-5b0e-9d3f-0c8b1f2a4e5d`,
          roomToken: 'eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl',
          expireTime: 1_796_050_800,
        },
        confStatus: { ...exampleStatus, status: 0 },
      },
    },
  ],
  errors: ['LiveNotFound', 'ConferenceStateWrong', 'ConferenceFailed'],
  async handle({ core, caller, params, meta }) {
    const { access, ...conference } = await join(core, caller, params, meta);
    const { roomName, token: roomToken, expiresAtS: expireTime } = access;
    return { token: { roomName, roomToken, expireTime }, confStatus: confStatus(params.liveId, conference) };
  },
});

/** heihei, 连麦成功: the caller's side is connected. Once both are, the room is told. */
export const conferenceSuccess = endpoint({
  path: '/api/live/conference-success',
  module: 'live',
  name: 'conferenceSuccess',
  summary: 'Say that the side of the caller is connected',
  auth: 'user',
  cost: 'fanOut',
  params: OfLive,
  answer: Type.Object({ confStatus: ConfStatus }),
  examples: [{ params: { liveId: LIVE_ID }, answer: { confStatus: exampleStatus } }],
  errors: ['LiveNotFound', 'ConferenceStateWrong'],
  async handle({ core, caller, params, meta }) {
    return { confStatus: confStatus(params.liveId, await confirmConference(core, caller, params, meta)) };
  },
});

/** heihei, 退出连麦接口: the host or the guest ends the conference; a viewer in the queue withdraws the call. */
export const quitConference = endpoint({
  path: '/api/live/quit-conference',
  module: 'live',
  name: 'quitConference',
  summary: 'End a conference, or take a call back',
  auth: 'user',
  cost: 'fanOut',
  params: OfLive,
  answer: NoAnswer,
  examples: [{ params: { liveId: LIVE_ID }, answer: {} }],
  errors: ['LiveNotFound', 'ConferenceStateWrong'],
  async handle({ core, caller, params, meta }) {
    await quit(core, caller, params, meta);
    return {};
  },
});
