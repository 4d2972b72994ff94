import { EVENT_TYPES } from '../../domain/events.ts';
import type { EventMeta } from '../../domain/kernel/event.ts';
import type { LoggedEvent } from '../../event-store/event-store.ts';
import type { EventRule, EventRules, Indexes, View } from '../read-models.ts';
import { documentId } from './ids.ts';

/**
 * Where in the log to look for what followed from a request. A request's id that this server made tells the time, so of these only the first event of each second is
 * kept (`<app>.at.<second>`): a document a gift would cost each gift some 5 %, and grow with the log. Ids that tell nothing, a client's own or
 * a deadline's command, have a document each (`<app>.of.<correlation id>`). It holds nothing of what events say.
 */
export interface ChainDocument {
  /** Stream and revision of the first event. */
  stream: string;
  revision: number;
}

/** By how much, in ms, the time of a request's event may be from that in the request's id: clocks differ, and requests wait. */
export const BEFORE_ID_MS = 1_000;
export const AFTER_ID_MS = 30_000;

/** The form of ids that servers make: `newRequestId`. */
const TIMED_ID = /^0[0-9a-f]{23}$/;
const TIME_DIGITS = 12;

const indexes = {} as const satisfies Indexes<ChainDocument>;

/** What events of one request have in common: the request's id, or where nobody asked (a deadline) the first command's. */
export function correlationOf({ correlationId, commandId }: EventMeta): string {
  return correlationId ?? commandId;
}

/** The documents that may tell where a chain begins, the surest first: at most 33. */
export function placesOf(appId: string, correlationId: string): string[] {
  const own = `${appId}.of.${correlationId}`;
  const madeAt = timeIn(correlationId);
  if (madeAt === null) return [own];
  const first = secondOf(madeAt - BEFORE_ID_MS);
  const seconds = secondOf(madeAt + AFTER_ID_MS) - first + 1;
  return [own, ...Array.from({ length: seconds }, (_, n) => `${appId}.at.${first + n}`)];
}

/** Epoch ms; null for an id that tells no time. */
function timeIn(correlationId: string): number | null {
  return TIMED_ID.test(correlationId) ? Number.parseInt(correlationId.slice(0, TIME_DIGITS), 16) : null;
}

function secondOf(ms: number): number {
  return Math.floor(ms / 1_000);
}

const NOWHERE: readonly string[] = [];

const begun: EventRule<ChainDocument, LoggedEvent> = {
  ids(event) {
    const { meta } = event;
    if (meta.cause) return NOWHERE;
    const id = correlationOf(meta);
    const madeAt = timeIn(id);
    const isTimed = madeAt !== null && meta.at >= madeAt - BEFORE_ID_MS && meta.at <= madeAt + AFTER_ID_MS;
    return [documentId(event, isTimed ? 'at' : 'of', isTimed ? secondOf(meta.at) : id)];
  },
  evolve: (known, { stream, revision }) => known ?? { stream, revision },
};

/** Where what followed from a request begins. */
export const chains: View<ChainDocument, typeof indexes> = {
  name: 'chains',
  version: 2,
  indexes,
  on: Object.fromEntries(Object.keys(EVENT_TYPES).map((type) => [type, begun])) as EventRules<ChainDocument>,
};
