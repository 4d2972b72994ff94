import type { Decider } from '../kernel/decider.ts';
import { type ListensEvent, listensEventTypes } from './events.ts';

/** Nothing: a hearing does not depend on another, so the stream is appended to without being read. */
export type Listens = Readonly<Record<string, never>>;

/** `userId` hears a recording of `ownerId`. Whether they may is checked before. */
export interface ListensCommand {
  type: 'HearRecord';
  recordId: number;
  userId: number;
  ownerId: number;
}

export function decide({ recordId, userId, ownerId }: ListensCommand): ListensEvent[] {
  return [{ type: 'RecordHeard', data: { recordId, userId, ownerId } }];
}

export const listensDecider: Decider<Listens, ListensCommand, ListensEvent> = {
  category: 'listens',
  eventTypes: listensEventTypes,
  concurrency: 'any',
  initialState: () => ({}),
  decide,
  evolve: (listens) => listens,
};
