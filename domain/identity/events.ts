import type { DomainEvent } from '../kernel/event.ts';

/** The first and only event of `identity-<app>.<kind>.<value>`: whoever creates the stream owns the name. */
export type IdentityClaimed = DomainEvent<'IdentityClaimed', { kind: string; value: string; userId: number }>;
export type IdentityEvent = IdentityClaimed;
