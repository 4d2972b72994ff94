import type { DomainEvent, EventTypes } from '../kernel/event.ts';
import { notPersonal, type PersonalFields } from '../kernel/personal.ts';

/** Systems that apps run on. */
export const SYSTEMS = ['android', 'ios'] as const;
export type System = (typeof SYSTEMS)[number];

/** One release of the app for a system; `channel` '': for every store, else for one alone. */
export interface Release {
  channel: string;
  /** Numbers with dots between them: `1.0.4`. */
  versionCode: string;
  /** The app does not go on without it. */
  force: boolean;
  url: string;
  title: string;
  text: string;
  fileName: string;
}

/** `release-<app>.<system>`: what the app's newest version is, for clients that ask. */
export type ReleaseAnnounced = DomainEvent<'ReleaseAnnounced', { system: System } & Release>;
export type ReleaseWithdrawn = DomainEvent<
  'ReleaseWithdrawn',
  { system: System; channel: string; versionCode: string; reason: string }
>;
export type ReleaseEvent = ReleaseAnnounced | ReleaseWithdrawn;

export const releaseEventTypes: EventTypes<ReleaseEvent> = {
  ReleaseAnnounced: true,
  ReleaseWithdrawn: true,
};

export const releasePersonal: PersonalFields<ReleaseEvent> = {
  ReleaseAnnounced: {
    channel: notPersonal,
    versionCode: notPersonal,
    url: notPersonal,
    title: notPersonal,
    text: notPersonal,
    fileName: notPersonal,
  },
  ReleaseWithdrawn: { channel: notPersonal, versionCode: notPersonal, reason: notPersonal },
};
