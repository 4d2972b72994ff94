import type { CommandMeta } from '../kernel/decider.ts';
import { DomainError } from '../kernel/errors.ts';
import type { ConferenceCommand } from './commands.ts';
import { CONNECT_TIMEOUT_MS, type ConferenceEndReason, type ConferenceEvent } from './events.ts';
import { type Call, type Conference, type CurrentConference, currentConference, waitingCall } from './state.ts';

type Meta = Pick<CommandMeta, 'at' | 'actor'>;
type Of<Type extends ConferenceCommand['type']> = Extract<ConferenceCommand, { type: Type }>;

/**
 * heihei, 加入连麦接口: the host or the guest enters, or comes again for a fresh token. The first of all joins starts the time
 * to connect anew. When the conference is over, or has another guest now: `ConferenceFailed` for those who had a part in one before,
 * `ConferenceStateWrong` for others. A guest who is not in the room: `ConferenceStateWrong`.
 */
export function joinConference({ room }: Of<'JoinConference'>, state: Conference, meta: Meta): ConferenceEvent[] {
  const { at, actor } = meta;
  const { liveId, hostId } = room;
  const current = currentConference(state, at);
  if (!current || !isPart(current, hostId, actor)) {
    const hadPart = actor === hostId ? state.pastGuests.size > 0 : state.pastGuests.has(actor);
    throw new DomainError(hadPart ? 'ConferenceFailed' : 'ConferenceStateWrong');
  }
  if (actor !== hostId && !room.viewerIsMember) throw new DomainError('ConferenceStateWrong');
  const { conferenceId, guest, connected } = current;
  const first = current.joined.size === 0;
  const connectBy = first ? at + CONNECT_TIMEOUT_MS : current.connectBy;
  const data = { liveId, hostId, conferenceId, userId: actor, guest, connectBy, first, connected };
  return [{ type: 'ConferenceJoined', data }];
}

/** heihei, 连麦成功: once both sides have joined and confirmed, they are connected. Before joining: `ConferenceStateWrong`. */
export function confirmConference({ room }: Of<'ConfirmConference'>, state: Conference, meta: Meta): ConferenceEvent[] {
  const { actor } = meta;
  const { liveId, hostId } = room;
  const current = currentConference(state, meta.at);
  if (!current?.joined.has(actor)) throw new DomainError('ConferenceStateWrong');
  if (current.confirmed.has(actor)) return [];
  const { conferenceId, guest } = current;
  const inLive = { liveId, hostId, conferenceId };
  const confirmed: ConferenceEvent = { type: 'ConferenceConfirmed', data: { ...inLive, userId: actor } };
  // Only the two sides can have joined, so another one's confirmation is the other side's.
  if (current.confirmed.size === 0) return [confirmed];
  return [confirmed, { type: 'ConferenceConnected', data: { ...inLive, guest } }];
}

/**
 * heihei, 退出连麦接口: the host or the guest ends the conference, a viewer in the queue takes the call back; anybody else:
 * `ConferenceStateWrong`.
 */
export function quitConference({ room }: Of<'QuitConference'>, state: Conference, meta: Meta): ConferenceEvent[] {
  const { actor, at } = meta;
  const { current } = state;
  if (current && isPart(current, room.hostId, actor)) {
    return [ended(state, current, actor === room.hostId ? 'host' : 'guest')];
  }
  const waiting = waitingCall(state, actor, at);
  if (waiting?.by !== 'viewer') throw new DomainError('ConferenceStateWrong');
  return [withdrawn(state, waiting)];
}

function isPart(current: CurrentConference, hostId: number, userId: number): boolean {
  return userId === hostId || userId === current.guest.userId;
}

export function ended(state: Conference, current: CurrentConference, reason: ConferenceEndReason): ConferenceEvent {
  const { liveId, hostId } = state;
  const { conferenceId, guest } = current;
  return { type: 'ConferenceEnded', data: { liveId, hostId, conferenceId, guest, reason } };
}

export function withdrawn(state: Conference, { callId, viewer }: Call): ConferenceEvent {
  const { liveId, hostId } = state;
  return { type: 'CallWithdrawn', data: { liveId, hostId, callId, userId: viewer.userId } };
}
