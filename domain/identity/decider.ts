import type { Decider } from '../kernel/decider.ts';
import { DomainError } from '../kernel/errors.ts';
import type { IdentityCommand } from './commands.ts';
import { type IdentityEvent, identityEventTypes } from './events.ts';

export interface Identity {
  /** Who owns the name; 0 when nobody does. */
  userId: number;
}

/** The first claim wins; the owner's own claim again is nothing new, anybody else's is `IdentityTaken`. */
export function decide(command: IdentityCommand, identity: Identity): IdentityEvent[] {
  if (identity.userId === command.userId) return [];
  if (identity.userId !== 0) throw new DomainError('IdentityTaken');
  const { kind, value, userId } = command;
  return [{ type: 'IdentityClaimed', data: { kind, value, userId } }];
}

export function evolve(identity: Identity, event: IdentityEvent): Identity {
  identity.userId = event.data.userId;
  return identity;
}

export const identityDecider: Decider<Identity, IdentityCommand, IdentityEvent> = {
  category: 'identity',
  eventTypes: identityEventTypes,
  initialState: () => ({ userId: 0 }),
  decide,
  evolve,
};
