import type { Decider } from '../kernel/decider.ts';
import { assertNever } from '../kernel/event.ts';
import type { IdentityCommand } from './commands.ts';
import { type IdentityEvent, identityEventTypes } from './events.ts';

export interface Identity {
  /** Who owns the name; 0 when nobody does. */
  userId: number;
}

/**
 * The first claim of a free name wins. Every later one changes nothing, whoever it is for: the state says whose the name is. To release
 * what is somebody else's, or nobody's, changes nothing either.
 */
export function decide(command: IdentityCommand, identity: Identity): IdentityEvent[] {
  const { kind, value, userId } = command;
  switch (command.type) {
    case 'ClaimIdentity':
      return identity.userId === 0 ? [{ type: 'IdentityClaimed', data: { kind, value, userId } }] : [];
    case 'ReleaseIdentity':
      return identity.userId === userId ? [{ type: 'IdentityReleased', data: { kind, value, userId } }] : [];
    default:
      return assertNever(command);
  }
}

export function evolve(identity: Identity, event: IdentityEvent): Identity {
  identity.userId = event.type === 'IdentityClaimed' ? event.data.userId : 0;
  return identity;
}

export const identityDecider: Decider<Identity, IdentityCommand, IdentityEvent> = {
  category: 'identity',
  eventTypes: identityEventTypes,
  initialState: () => ({ userId: 0 }),
  decide,
  evolve,
};
