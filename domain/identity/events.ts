import type { DomainEvent, EventTypes } from '../kernel/event.ts';

/** The first and only event of `identity-<app>.<kind>.<value>`: whoever creates the stream owns the name. */
export type IdentityClaimed = DomainEvent<'IdentityClaimed', { kind: string; value: string; userId: number }>;
export type IdentityEvent = IdentityClaimed;

export const identityEventTypes: EventTypes<IdentityEvent> = {
  IdentityClaimed: true,
};
