import { EVENT_TYPES } from '../../domain/events.ts';
import type { LoggedEvent } from '../../event-store/event-store.ts';
import type { EventRule, EventRules, Indexes, View } from '../read-models.ts';
import { correlationOf } from './chains.ts';
import { documentId } from './ids.ts';

/** Events of one command that are named; the others follow from the same words of the operator. */
const MAX_TYPES = 20;

/** What an operator did by one command; id `<app>.<command id>`. The app of what is no tenant's (operators themselves) is the installation's. */
export interface AuditDocument {
  appId: string;
  /** Of the command's first event. */
  position: number;
  /** Epoch ms. */
  at: number;
  operator: number;
  /** Why, as they said; sealed where it is about a person. */
  reason: string;
  /** The person whom it is about; 0 for none. */
  userId: number;
  stream: string;
  types: string[];
  commandId: string;
  correlationId: string;
}

const indexes = {
  latest: ['appId', '-position'],
  byOperator: ['appId', 'operator', '-position'],
  ofUser: ['appId', 'userId', '-position'],
} as const satisfies Indexes<AuditDocument>;

const NOBODY: readonly string[] = [];

const audited: EventRule<AuditDocument, LoggedEvent> = {
  ids: (event) => (event.meta.operator === undefined ? NOBODY : [documentId(event, event.meta.commandId)]),
  evolve(done, { type, data, meta, stream, position }) {
    if (done) return done.types.length < MAX_TYPES ? { ...done, types: [...done.types, type] } : done;
    const { appId, at, operator = 0, reason = '', commandId } = meta;
    const by = { operator, reason, userId: personIn(data) };
    return { appId, position, at, ...by, stream, types: [type], commandId, correlationId: correlationOf(meta) };
  },
};

/** The person whom an event is about, of a live its host; 0 for none. */
function personIn(data: object): number {
  const { userId, hostId } = data as { userId?: unknown; hostId?: unknown };
  const person = userId ?? hostId;
  return typeof person === 'number' ? person : 0;
}

/** What operators did: whatever command names one. */
export const audit: View<AuditDocument, typeof indexes> = {
  name: 'audit',
  version: 1,
  indexes,
  on: Object.fromEntries(Object.keys(EVENT_TYPES).map((type) => [type, audited])) as EventRules<AuditDocument>,
};
