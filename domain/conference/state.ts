import { dropOldest } from '../kernel/bounded.ts';
import { assertNever } from '../kernel/event.ts';
import type { PersonCard } from '../user/events.ts';
import type { ConferenceEvent } from './events.ts';

/** People remembered as having called, been called or been guests of one live; the oldest gives way. */
export const MAX_PAST_CALLS = 10_000;

/** A viewer's call, or the host's invitation, that waits for its answer. */
export interface Call {
  callId: string;
  /** Who asked; the other side answers. */
  by: 'viewer' | 'host';
  viewer: PersonCard;
  /** Epoch ms; from then on it counts as expired, whether its deadline has fired or not. */
  expiresAt: number;
}

/** The one conference that goes on, from its acceptance on. */
export interface CurrentConference {
  conferenceId: string;
  guest: PersonCard;
  /** Epoch ms by which both sides must have confirmed; of no meaning once connected. */
  connectBy: number;
  joined: Set<number>;
  confirmed: Set<number>;
  connected: boolean;
}

export interface Conference {
  liveId: number;
  hostId: number;
  /** At most one a viewer, by user id, oldest first; expired ones may still be in it: ask `waitingCall`. */
  calls: Map<number, Call>;
  current: CurrentConference | null;
  /** By viewer: who asked in their last call that is over, however it ended. */
  pastCalls: Map<number, Call['by']>;
  /** Guests of conferences so far. */
  pastGuests: Set<number>;
}

export function emptyConference(): Conference {
  return { liveId: 0, hostId: 0, calls: new Map(), current: null, pastCalls: new Map(), pastGuests: new Set() };
}

/** The viewer's call or invitation that still waits at `now` (epoch ms). */
export function waitingCall(conference: Readonly<Conference>, userId: number, now: number): Call | undefined {
  const call = conference.calls.get(userId);
  return call && now < call.expiresAt ? call : undefined;
}

/** The conference that goes on at `now` (epoch ms): connected, or still within its time to connect. */
export function currentConference(conference: Readonly<Conference>, now: number): CurrentConference | null {
  const { current } = conference;
  return current && (current.connected || now < current.connectBy) ? current : null;
}

export function evolve(conference: Conference, event: ConferenceEvent): Conference {
  conference.liveId = event.data.liveId;
  conference.hostId = event.data.hostId;
  switch (event.type) {
    case 'CallRequested':
    case 'CallInvited': {
      const { callId, viewer, expiresAt } = event.data;
      const by = event.type === 'CallRequested' ? 'viewer' : 'host';
      settle(conference, viewer.userId);
      conference.calls.set(viewer.userId, { callId, by, viewer, expiresAt });
      return conference;
    }
    case 'CallExpired':
    case 'CallRefused':
    case 'CallWithdrawn':
      settle(conference, event.data.userId);
      return conference;
    case 'ConferenceAccepted': {
      const { conferenceId, guest, connectBy } = event.data;
      settle(conference, guest.userId);
      conference.pastGuests.add(guest.userId);
      dropOldest(conference.pastGuests, MAX_PAST_CALLS);
      const joined = new Set<number>();
      conference.current = { conferenceId, guest, connectBy, joined, confirmed: new Set(), connected: false };
      return conference;
    }
    case 'ConferenceJoined':
    case 'ConferenceConfirmed':
    case 'ConferenceConnected':
    case 'ConferenceEnded':
      return evolveCurrent(conference, event);
    default:
      return assertNever(event);
  }
}

type CurrentEvent = Extract<
  ConferenceEvent,
  { type: 'ConferenceJoined' | 'ConferenceConfirmed' | 'ConferenceConnected' | 'ConferenceEnded' }
>;

function evolveCurrent(conference: Conference, event: CurrentEvent): Conference {
  const { current } = conference;
  if (current?.conferenceId !== event.data.conferenceId) return conference;
  switch (event.type) {
    case 'ConferenceJoined':
      current.joined.add(event.data.userId);
      current.connectBy = event.data.connectBy;
      return conference;
    case 'ConferenceConfirmed':
      current.confirmed.add(event.data.userId);
      return conference;
    case 'ConferenceConnected':
      current.connected = true;
      return conference;
    case 'ConferenceEnded':
      conference.current = null;
      return conference;
    default:
      return assertNever(event);
  }
}

/** Ends the viewer's call, and remembers who asked: `ConferenceTooLate` and `ConferenceStateWrong` are told apart by it. */
function settle(conference: Conference, userId: number): void {
  const call = conference.calls.get(userId);
  if (!call) return;
  conference.calls.delete(userId);
  conference.pastCalls.delete(userId);
  conference.pastCalls.set(userId, call.by);
  dropOldest(conference.pastCalls, MAX_PAST_CALLS);
}
