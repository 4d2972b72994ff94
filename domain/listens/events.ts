import type { DomainEvent, EventTypes } from '../kernel/event.ts';
import { namesNobody, type PersonalFields } from '../kernel/personal.ts';

/** `listens-<app>.<userId>`: whose recordings a person has heard, for their history. Chatty, and nothing is decided by it. */
export type RecordHeard = DomainEvent<'RecordHeard', { recordId: number; userId: number; ownerId: number }>;
export type ListensEvent = RecordHeard;

export const listensEventTypes: EventTypes<ListensEvent> = {
  RecordHeard: true,
};

export const listensPersonal: PersonalFields<ListensEvent> = { RecordHeard: namesNobody };
