import type { Endpoint } from '../../http/endpoint.ts';
import { acceptConference, callRequest, refuseConference } from './calls.ts';
import { conferenceSuccess, joinConference, quitConference } from './conference.ts';

/** heihei, 连麦. */
export const conferenceEndpoints: readonly Endpoint[] = [
  callRequest,
  acceptConference,
  refuseConference,
  joinConference,
  conferenceSuccess,
  quitConference,
];
