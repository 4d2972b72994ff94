import type { Decider } from '../kernel/decider.ts';
import type { IdentityCommand } from './commands.ts';
import { type IdentityEvent, identityEventTypes } from './events.ts';

export interface Identity {
  /** Who owns the name; 0 when nobody does. */
  userId: number;
}

/** The first claim wins. Every later one changes nothing, whoever it is for: the state says whose the name is. */
export function decide(command: IdentityCommand, identity: Identity): IdentityEvent[] {
  if (identity.userId !== 0) return [];
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
