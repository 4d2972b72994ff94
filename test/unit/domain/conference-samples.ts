import { conferenceDecider } from '../../../domain/conference/decider.ts';
import {
  CALL_TIMEOUT_MS,
  CONNECT_TIMEOUT_MS,
  type ConferenceEndReason,
  type ConferenceEvent,
} from '../../../domain/conference/events.ts';
import { given, person, T0 } from '../../support/given.ts';

/** Live 5 of host 1, whom viewer 2 calls; and what can happen then. */
export const HOST = 1;
export const inLive = { liveId: 5, hostId: HOST };
export const room = { ...inLive, viewerIsMember: true, viewerIsMuted: false };
export const outside = { ...room, viewerIsMember: false };
export const as = (actor: number, at = T0) => ({ actor, at });
export const request = (userId: number, callId = `c${userId}`, facts = room) =>
  ({ type: 'RequestCall', room: facts, callId, viewer: person(userId) }) as const;
export const call = (userId: number, callId = `c${userId}`, facts = room) =>
  ({ type: 'CallViewer', room: facts, callId, viewer: person(userId) }) as const;
export const accept = (userId: number, facts = room) => ({ type: 'AcceptCall', room: facts, userId }) as const;
export const refuse = (userId: number) => ({ type: 'RefuseCall', room, userId }) as const;
export const join = (facts = room) => ({ type: 'JoinConference', room: facts }) as const;
export const confirm = { type: 'ConfirmConference', room } as const;
export const quit = { type: 'QuitConference', room } as const;
export const expire = (callId = 'c2') => ({ type: 'ExpireCall', callId }) as const;
export const timeOut = (conferenceId = 'c2') => ({ type: 'TimeOutConference', conferenceId }) as const;
export const gone = (userId: number) => ({ type: 'ViewerGone', userId }) as const;

export const asked = (
  type: 'CallRequested' | 'CallInvited',
  userId: number,
  callId = `c${userId}`,
  at = T0,
): ConferenceEvent => ({
  type,
  data: { ...inLive, callId, viewer: person(userId), expiresAt: at + CALL_TIMEOUT_MS },
});
export const requested = (userId: number, callId?: string, at?: number) => asked('CallRequested', userId, callId, at);
export const invited = (userId: number, callId?: string, at?: number) => asked('CallInvited', userId, callId, at);
export const expired = (userId: number, by: 'viewer' | 'host' = 'viewer', callId = `c${userId}`): ConferenceEvent => ({
  type: 'CallExpired',
  data: { ...inLive, callId, userId, by },
});
export const refused = (userId: number, refusedBy: number): ConferenceEvent => ({
  type: 'CallRefused',
  data: { ...inLive, callId: `c${userId}`, userId, refusedBy },
});
export const withdrawn = (userId: number, callId = `c${userId}`): ConferenceEvent => ({
  type: 'CallWithdrawn',
  data: { ...inLive, callId, userId },
});
export const accepted = (userId: number, callId = `c${userId}`, at = T0): ConferenceEvent => ({
  type: 'ConferenceAccepted',
  data: { ...inLive, conferenceId: callId, callId, guest: person(userId), connectBy: at + CONNECT_TIMEOUT_MS },
});
export const part = { ...inLive, conferenceId: 'c2' };
export const guest = person(2);
export const joined = (userId: number, { at = T0, first = false, connected = false } = {}): ConferenceEvent => ({
  type: 'ConferenceJoined',
  data: { ...part, userId, guest, connectBy: at + CONNECT_TIMEOUT_MS, first, connected },
});
export const confirmed = (userId: number): ConferenceEvent => ({
  type: 'ConferenceConfirmed',
  data: { ...part, userId },
});
export const connected: ConferenceEvent = { type: 'ConferenceConnected', data: { ...part, guest } };
export const ended = (reason: ConferenceEndReason): ConferenceEvent => ({
  type: 'ConferenceEnded',
  data: { ...part, guest, reason },
});

/** Viewer 2's call was accepted; both came; both succeeded. */
export const waiting = [requested(2), accepted(2)];
export const bothIn = [...waiting, joined(HOST, { first: true }), joined(2)];
export const talking = [...bothIn, confirmed(HOST), confirmed(2), connected];
export const story = (...events: ConferenceEvent[]) => given(conferenceDecider, ...events);
