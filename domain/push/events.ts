import type { DomainEvent, EventTypes } from '../kernel/event.ts';
import { notPersonal, type PersonalFields, textOf } from '../kernel/personal.ts';

/** The event that somebody is to be notified of, where the log has it. */
export interface PushSource {
  stream: string;
  revision: number;
}

/**
 * `push-<app>.<userId>`: the notifications for a person, and those for the followers of a host. `pushId` is the id of the event that they
 * tell of. After `expiresAt` (epoch ms) nobody is notified any more.
 */
export type PushRequested = DomainEvent<
  'PushRequested',
  {
    pushId: string;
    userId: number;
    fromUserId: number;
    source: PushSource;
    expiresAt: number;
    /** Of a message in a conversation, which the stream of `source` is: there is no other of it until the person has read this one. */
    seq?: number;
  }
>;
/**
 * `skipped`: the person was online, had switched notifications off, or may not be reached by the sender; `failed`: no provider took it.
 * `devices`: the phones that it was handed to a provider for.
 */
export type PushOutcome = 'sent' | 'skipped' | 'expired' | 'failed';
export type PushSettled = DomainEvent<
  'PushSettled',
  { pushId: string; userId: number; outcome: PushOutcome; devices: number }
>;
export type FansPushRequested = DomainEvent<
  'FansPushRequested',
  { pushId: string; hostId: number; source: PushSource; expiresAt: number }
>;
/** Every follower with an id up to `afterUserId` was taken care of. */
export type FansPushed = DomainEvent<
  'FansPushed',
  { pushId: string; hostId: number; afterUserId: number; devices: number }
>;
export type FansPushEnded = DomainEvent<
  'FansPushEnded',
  { pushId: string; hostId: number; outcome: 'done' | 'expired'; devices: number }
>;
/** What the server of an app tells people; `command` is for their app alone, and shown to nobody. */
export interface Announcement {
  kind: 'text' | 'image' | 'command';
  title: string;
  body: string;
  attachmentUrl: string;
  /** JSON of an object for the app, or ''. */
  ext: string;
}
/**
 * The server of an app tells a person something, or everybody (`userId` 0, on the app's own `push-<app>.0`): on their sockets, else on their
 * phones. `tokenHashes`: of their phones on these alone.
 */
export type Announced = DomainEvent<
  'Announced',
  { userId: number; announcement: Announcement; tokenHashes?: string[]; expiresAt: number }
>;
export type PushEvent = Announced | PushRequested | PushSettled | FansPushRequested | FansPushed | FansPushEnded;

export const pushEventTypes: EventTypes<PushEvent> = {
  Announced: true,
  PushRequested: true,
  PushSettled: true,
  FansPushRequested: true,
  FansPushed: true,
  FansPushEnded: true,
};

const source = { 'source.stream': notPersonal } as const;

export const pushPersonal: PersonalFields<PushEvent> = {
  Announced: {
    'announcement.title': textOf('userId'),
    'announcement.body': textOf('userId'),
    'announcement.attachmentUrl': textOf('userId'),
    'announcement.ext': textOf('userId'),
    'tokenHashes.*': notPersonal,
  },
  PushRequested: { pushId: notPersonal, ...source },
  PushSettled: { pushId: notPersonal },
  FansPushRequested: { pushId: notPersonal, ...source },
  FansPushed: { pushId: notPersonal },
  FansPushEnded: { pushId: notPersonal },
};
