import type { CommandMeta, Decider } from '../kernel/decider.ts';
import { DomainError } from '../kernel/errors.ts';
import { HONOURS, type Honour, type HonoursEvent, honoursEventTypes } from './events.ts';

/** What operators do. */
export interface HonoursCommand {
  type: 'GrantHonour' | 'RemoveHonour';
  userId: number;
  honour: Honour;
}

export interface HeldHonours {
  held: Set<Honour>;
}

/** Granting or removing again changes nothing. For the system alone: `SystemOnly`; another honour than `HONOURS`: `InvalidInput`. */
export function decide(
  { type, userId, honour }: HonoursCommand,
  { held }: HeldHonours,
  { actor }: Pick<CommandMeta, 'actor'>,
): HonoursEvent[] {
  if (actor !== 0) throw new DomainError('SystemOnly');
  if (!HONOURS.includes(honour)) throw new DomainError('InvalidInput', 'no such honour', 'honour');
  if (type === 'GrantHonour') return held.has(honour) ? [] : [{ type: 'HonourGranted', data: { userId, honour } }];
  return held.has(honour) ? [{ type: 'HonourRemoved', data: { userId, honour } }] : [];
}

export const honoursDecider: Decider<HeldHonours, HonoursCommand, HonoursEvent> = {
  category: 'honours',
  eventTypes: honoursEventTypes,
  initialState: () => ({ held: new Set() }),
  decide,
  evolve(state, { type, data }) {
    if (type === 'HonourGranted') state.held.add(data.honour);
    else state.held.delete(data.honour);
    return state;
  },
};
