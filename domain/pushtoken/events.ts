import type { DomainEvent, EventTypes } from '../kernel/event.ts';
import { notPersonal, type PersonalFields } from '../kernel/personal.ts';

/**
 * `pushtoken-<app>.<tokenHash>`: whose a phone is. From this event on nobody else is notified there, whatever their own list of phones
 * still says. `formerUserId`: whose it was, if it was somebody's.
 */
export type PushTokenTaken = DomainEvent<
  'PushTokenTaken',
  { tokenHash: string; userId: number; formerUserId?: number }
>;
export type PushTokenEvent = PushTokenTaken;

export const pushTokenEventTypes: EventTypes<PushTokenEvent> = { PushTokenTaken: true };

export const pushTokenPersonal: PersonalFields<PushTokenEvent> = { PushTokenTaken: { tokenHash: notPersonal } };
