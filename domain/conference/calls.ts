import type { CommandMeta } from '../kernel/decider.ts';
import { DomainError } from '../kernel/errors.ts';
import type { PersonCard } from '../user/events.ts';
import { mustBeOfAge } from '../user/profile.ts';
import type { ConferenceCommand, ConferenceRoom } from './commands.ts';
import { CALL_TIMEOUT_MS, CONNECT_TIMEOUT_MS, type ConferenceEvent } from './events.ts';
import { ended } from './room.ts';
import { type Call, type Conference, currentConference, waitingCall } from './state.ts';

/** Calls and invitations that may wait in one live: more than a host can answer, few enough to end in one append. */
export const MAX_QUEUED_CALLS = 100;

type Meta = Pick<CommandMeta, 'at' | 'actor'>;
type Of<Type extends ConferenceCommand['type']> = Extract<ConferenceCommand, { type: Type }>;

/**
 * heihei, 申请连麦接口, the viewer's side. Not in the room, the host, or the guest of the conference that goes on:
 * `ConferenceStateWrong`; muted: `Muted`; no birthday given: `Underage`, since a guest is seen as the host is. A second request keeps the first
 * deadline. Requesting while invited accepts the invitation.
 */
export function requestCall({ room, callId, viewer }: Of<'RequestCall'>, state: Conference, meta: Meta) {
  const { at } = meta;
  const current = currentConference(state, at);
  const { userId } = viewer;
  if (meta.actor !== userId || userId === room.hostId || !room.viewerIsMember || current?.guest.userId === userId) {
    throw new DomainError('ConferenceStateWrong');
  }
  if (room.viewerIsMuted) throw new DomainError('Muted');
  const waiting = waitingCall(state, userId, at);
  if (waiting?.by === 'host' && !current) return accepted(room, waiting, viewer, state, at);
  if (waiting) return [];
  return requestOrInvite('CallRequested', { room, callId, viewer }, state, at);
}

/**
 * heihei, 申请连麦接口, the host's side: a viewer in the queue is accepted, any other in the room invited. Another than the
 * host, a viewer outside, or a conference that goes on: `ConferenceStateWrong`. A viewer who gave no birthday: `Underage`.
 */
export function callViewer({ room, callId, viewer }: Of<'CallViewer'>, state: Conference, meta: Meta) {
  const { at, actor } = meta;
  const { userId } = viewer;
  if (actor !== room.hostId || userId === room.hostId || !room.viewerIsMember || currentConference(state, at)) {
    throw new DomainError('ConferenceStateWrong');
  }
  const waiting = waitingCall(state, userId, at);
  if (waiting?.by === 'host') return [];
  if (waiting) return accepted(room, waiting, waiting.viewer, state, at);
  return requestOrInvite('CallInvited', { room, callId, viewer }, state, at);
}

/**
 * heihei, 接受连麦: the host accepts a viewer's call, an invited viewer (in the room) the host's. One's own call, or none
 * ever: `ConferenceStateWrong`; while another conference goes on: `ConferenceBusy`; one that is over, or whose viewer has
 * left: `ConferenceTooLate`.
 */
export function acceptCall({ room, userId }: Of<'AcceptCall'>, state: Conference, meta: Meta): ConferenceEvent[] {
  const { at } = meta;
  requireAnswerer(room, userId, state, meta);
  if (meta.actor === userId && !room.viewerIsMember) throw new DomainError('ConferenceStateWrong');
  if (currentConference(state, at)) throw new DomainError('ConferenceBusy');
  const waiting = waitingCall(state, userId, at);
  if (!waiting || !room.viewerIsMember) throw new DomainError('ConferenceTooLate');
  return accepted(room, waiting, waiting.viewer, state, at);
}

/**
 * heihei, 拒绝连麦接口: the host refuses a viewer's call, an invited viewer the host's. One's own call, none ever, or one that
 * was accepted: `ConferenceStateWrong`. One that is over in another way is `[]`.
 */
export function refuseCall({ room, userId }: Of<'RefuseCall'>, state: Conference, meta: Meta): ConferenceEvent[] {
  const { liveId, hostId } = room;
  requireAnswerer(room, userId, state, meta);
  if (currentConference(state, meta.at)?.guest.userId === userId) throw new DomainError('ConferenceStateWrong');
  const waiting = waitingCall(state, userId, meta.at);
  if (!waiting) return [];
  return [{ type: 'CallRefused', data: { liveId, hostId, callId: waiting.callId, userId, refusedBy: meta.actor } }];
}

/** Throws `ConferenceStateWrong` unless the viewer's last call, waiting or over, was addressed to the actor. */
function requireAnswerer(room: ConferenceRoom, userId: number, state: Conference, { actor }: Meta): void {
  const by = state.calls.get(userId)?.by ?? state.pastCalls.get(userId);
  const answerer = by === 'viewer' ? room.hostId : by === 'host' ? userId : undefined;
  if (actor !== answerer) throw new DomainError('ConferenceStateWrong');
}

function requestOrInvite(
  type: 'CallRequested' | 'CallInvited',
  { room, callId, viewer }: Pick<Of<'RequestCall'>, 'room' | 'callId' | 'viewer'>,
  state: Conference,
  at: number,
): ConferenceEvent[] {
  const { liveId, hostId } = room;
  const over = overdue(state, at);
  const waiting = state.calls.size - over.filter((event) => event.type === 'CallExpired').length;
  if (waiting >= MAX_QUEUED_CALLS) throw new DomainError('ConferenceStateWrong', 'the queue is full');
  mustBeOfAge(viewer);
  return [...over, { type, data: { liveId, hostId, callId, viewer, expiresAt: at + CALL_TIMEOUT_MS } }];
}

function accepted(
  room: ConferenceRoom,
  call: Call,
  guest: PersonCard,
  state: Conference,
  at: number,
): ConferenceEvent[] {
  const { liveId, hostId } = room;
  const { callId } = call;
  const data = { liveId, hostId, conferenceId: callId, callId, guest, connectBy: at + CONNECT_TIMEOUT_MS };
  return [...overdue(state, at), { type: 'ConferenceAccepted', data }];
}

/** Ends what has expired though its deadline has not fired yet, so that nothing new begins on top of it. */
function overdue(state: Conference, at: number): ConferenceEvent[] {
  const { liveId, hostId, current } = state;
  const over: ConferenceEvent[] = [];
  for (const [userId, { callId, by, expiresAt }] of state.calls) {
    if (at >= expiresAt) over.push({ type: 'CallExpired', data: { liveId, hostId, callId, userId, by } });
  }
  if (current && !currentConference(state, at)) over.push(ended(state, current, 'timeout'));
  return over;
}
