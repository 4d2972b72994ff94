import type { DomainEvent, EventTypes } from '../kernel/event.ts';
import { notPersonal, type PersonalFields, textOf } from '../kernel/personal.ts';

/**
 * `identity-<app>.<kind>.<hash of the value>`: whose a name is that people outside know somebody by (a phone, a number, an app's own id). One
 * owner at a time: a name is claimed again only after it was released.
 */
export type IdentityClaimed = DomainEvent<'IdentityClaimed', { kind: string; value: string; userId: number }>;
/** `userId` is the one who had it. */
export type IdentityReleased = DomainEvent<'IdentityReleased', { kind: string; value: string; userId: number }>;
export type IdentityEvent = IdentityClaimed | IdentityReleased;

export const identityEventTypes: EventTypes<IdentityEvent> = {
  IdentityClaimed: true,
  IdentityReleased: true,
};

export const identityPersonal: PersonalFields<IdentityEvent> = {
  IdentityClaimed: { kind: notPersonal, value: textOf('userId') },
  IdentityReleased: { kind: notPersonal, value: textOf('userId') },
};
