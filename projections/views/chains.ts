import { EVENT_TYPES } from '../../domain/events.ts';
import type { EventMeta } from '../../domain/kernel/event.ts';
import type { LoggedEvent } from '../../event-store/event-store.ts';
import type { EventRule, EventRules, Indexes, View } from '../read-models.ts';
import { documentId } from './ids.ts';

/** Events that a chain names; what follows from one request is rarely more than ten, and what goes to a host's followers is only counted. */
export const MAX_CHAIN_EVENTS = 64;

/** Where in the log the events stand that follow from one request; id `<app>.<correlation id>`. It holds nothing of what they say. */
export interface ChainDocument {
  /** Stream and revision of each, in the log's order: the first `MAX_CHAIN_EVENTS`. */
  events: (readonly [stream: string, revision: number])[];
  /** How many came after those. */
  more: number;
}

const indexes = {} as const satisfies Indexes<ChainDocument>;

/** What events of one request have in common: the request's id, or where nobody asked (a deadline) the first command's. */
export function correlationOf({ correlationId, commandId }: EventMeta): string {
  return correlationId ?? commandId;
}

const chained: EventRule<ChainDocument, LoggedEvent> = {
  ids: (event) => [documentId(event, correlationOf(event.meta))],
  evolve(chain, { stream, revision }) {
    const { events, more } = chain ?? { events: [], more: 0 };
    if (events.length === MAX_CHAIN_EVENTS) return { events, more: more + 1 };
    events.push([stream, revision]);
    return { events, more };
  },
};

/** What follows from one request: every event of the log, by its correlation id. */
export const chains: View<ChainDocument, typeof indexes> = {
  name: 'chains',
  version: 1,
  indexes,
  on: Object.fromEntries(Object.keys(EVENT_TYPES).map((type) => [type, chained])) as EventRules<ChainDocument>,
};
