import type { DomainEvent, EventTypes } from '../kernel/event.ts';
import { notPersonal, type PersonalFields } from '../kernel/personal.ts';
import { cardAt, type PersonCard } from '../user/events.ts';

/** How long a call or an invitation waits for its answer (heihei 申请连麦接口). */
export const CALL_TIMEOUT_MS = 30_000;
/** From the first join to both sides' success (heihei 加入连麦接口); also from the acceptance to the first join. */
export const CONNECT_TIMEOUT_MS = 6_000;

export type ConferenceEndReason = 'host' | 'guest' | 'timeout' | 'guest-left' | 'live-stopped';

interface InLive {
  liveId: number;
  hostId: number;
}

/** `conference-<app>.<liveId>`. `callId` and `conferenceId` name one attempt, so that an old deadline can't end a new one. */
export type CallRequested = DomainEvent<
  'CallRequested',
  InLive & { callId: string; viewer: PersonCard; expiresAt: number }
>;
export type CallInvited = DomainEvent<
  'CallInvited',
  InLive & { callId: string; viewer: PersonCard; expiresAt: number }
>;
export type CallExpired = DomainEvent<
  'CallExpired',
  InLive & { callId: string; userId: number; by: 'viewer' | 'host' }
>;
/** `refusedBy` is who said no; `userId` the viewer whose call or invitation it was. */
export type CallRefused = DomainEvent<'CallRefused', InLive & { callId: string; userId: number; refusedBy: number }>;
/** The viewer left or withdrew before an answer. */
export type CallWithdrawn = DomainEvent<'CallWithdrawn', InLive & { callId: string; userId: number }>;
export type ConferenceAccepted = DomainEvent<
  'ConferenceAccepted',
  InLive & { conferenceId: string; callId: string; guest: PersonCard; connectBy: number }
>;
/** Each join (first or again) of either side; the first one of a conference moves `connectBy`. */
export type ConferenceJoined = DomainEvent<
  'ConferenceJoined',
  InLive & {
    conferenceId: string;
    userId: number;
    guest: PersonCard;
    connectBy: number;
    first: boolean;
    connected: boolean;
  }
>;
export type ConferenceConfirmed = DomainEvent<'ConferenceConfirmed', InLive & { conferenceId: string; userId: number }>;
export type ConferenceConnected = DomainEvent<
  'ConferenceConnected',
  InLive & { conferenceId: string; guest: PersonCard }
>;
export type ConferenceEnded = DomainEvent<
  'ConferenceEnded',
  InLive & { conferenceId: string; guest: PersonCard; reason: ConferenceEndReason }
>;

export type ConferenceEvent =
  | CallRequested
  | CallInvited
  | CallExpired
  | CallRefused
  | CallWithdrawn
  | ConferenceAccepted
  | ConferenceJoined
  | ConferenceConfirmed
  | ConferenceConnected
  | ConferenceEnded;

export const conferenceEventTypes: EventTypes<ConferenceEvent> = {
  CallRequested: true,
  CallInvited: true,
  CallExpired: true,
  CallRefused: true,
  CallWithdrawn: true,
  ConferenceAccepted: true,
  ConferenceJoined: true,
  ConferenceConfirmed: true,
  ConferenceConnected: true,
  ConferenceEnded: true,
};

export const conferencePersonal: PersonalFields<ConferenceEvent> = {
  CallRequested: { callId: notPersonal, ...cardAt('viewer') },
  CallInvited: { callId: notPersonal, ...cardAt('viewer') },
  CallExpired: { callId: notPersonal },
  CallRefused: { callId: notPersonal },
  CallWithdrawn: { callId: notPersonal },
  ConferenceAccepted: { conferenceId: notPersonal, callId: notPersonal, ...cardAt('guest') },
  ConferenceJoined: { conferenceId: notPersonal, ...cardAt('guest') },
  ConferenceConfirmed: { conferenceId: notPersonal },
  ConferenceConnected: { conferenceId: notPersonal, ...cardAt('guest') },
  ConferenceEnded: { conferenceId: notPersonal, ...cardAt('guest') },
};
