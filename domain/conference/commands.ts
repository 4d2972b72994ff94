import type { PersonCard } from '../user/events.ts';

/** What the room says at the moment of the command, taken from `live-` by the caller: the conference has no members of its own. */
export interface ConferenceRoom {
  liveId: number;
  hostId: number;
  /** The acting user (or the viewer that the host names) is in the room now. */
  viewerIsMember: boolean;
  viewerIsMuted: boolean;
}

export type ConferenceCommand =
  /** A viewer asks (actor = viewer), or the host calls a viewer (actor = host): a viewer in the queue is accepted, else invited. */
  | { type: 'RequestCall'; room: ConferenceRoom; callId: string; viewer: PersonCard }
  | { type: 'CallViewer'; room: ConferenceRoom; callId: string; viewer: PersonCard }
  /** The host accepts `userId`'s call, or the viewer (actor = userId) the host's invitation. */
  | { type: 'AcceptCall'; room: ConferenceRoom; userId: number }
  | { type: 'RefuseCall'; room: ConferenceRoom; userId: number }
  | { type: 'JoinConference'; room: ConferenceRoom }
  | { type: 'ConfirmConference'; room: ConferenceRoom }
  | { type: 'QuitConference'; room: ConferenceRoom }
  /** Deadlines; nothing happens when the matter is settled. */
  | { type: 'ExpireCall'; callId: string }
  | { type: 'TimeOutConference'; conferenceId: string }
  /** The room's own events reach the conference: a viewer left, the live stopped. */
  | { type: 'ViewerGone'; userId: number }
  | { type: 'LiveGone' };
