import { isKnownEvent } from '../../domain/events.ts';
import { type LoggedEvent, MAX_READ_EVENTS, type Position } from '../../event-store/event-store.ts';
import { chains, correlationOf, placesOf } from '../../projections/views/chains.ts';
import { type Shown, shown } from '../commands.ts';
import type { Announced, Core } from '../core.ts';

/** Longest correlation id: what a client may send as `X-Request-Id`. */
export const MAX_CORRELATION_CHARS = 64;
/** Events of the log that one call looks at: some 0.2 s of work. */
const MAX_SEARCHED = 20_000;
/** It ends after so many without one of the chain: reactors follow within a few, and one that waited for long is found by the next call. */
const MAX_QUIET = 5_000;
/** Events of a chain in one answer. */
const MAX_CHAIN_EVENTS = 500;

/** An event of a chain, and which one it follows from. */
export interface ChainedEvent {
  event: LoggedEvent;
  /** Id of the event that a reactor reacted to; null where a person, an operator or a deadline acted, or where that one is on a page before. */
  causationId: string | null;
  /** What sockets were sent for it, whoever was there. */
  messages: Announced[];
}

/** What followed from one request, in the order of the log. */
export interface Chain extends Shown {
  events: ChainedEvent[];
  /** Where to look further, as `after`; null when all of the log was looked at. */
  next: Position | null;
}

/**
 * What followed from a request, by its id (`X-Request-Id`, `correlationId` of its events): empty where nothing did, or nobody made that request. A deadline's
 * chain goes by its command's id. The log is looked through from where the chain begins, as far as one call may. Rejects only with the stores' errors.
 */
export async function chainOf(
  core: Core,
  appId: string,
  { correlationId, after }: { correlationId: string; after?: Position | undefined },
): Promise<Chain> {
  const isShown = await shown(core, await core.log.head(), [chains]);
  const first = after === undefined ? await beginning(core, appId, correlationId) : null;
  const from = after ?? first?.position;
  if (from === undefined) return { events: [], next: null, ...isShown };
  const isPart = ({ meta }: LoggedEvent) => meta.appId === appId && correlationOf(meta) === correlationId;
  const events = first && isPart(first) ? [first] : [];
  const next = await search(core, from, isPart, events);
  const ids = new Map(events.map(({ position, id }) => [position, id]));
  const linked = events.map((event) => ({
    event,
    causationId: ids.get(event.meta.cause?.position ?? -1) ?? null,
    messages: announcedFor(core, event),
  }));
  return { events: linked, next, ...isShown };
}

/** The event from which on a chain is to be looked for; undefined where nothing is known of it. */
async function beginning(core: Core, appId: string, correlationId: string): Promise<LoggedEvent | undefined> {
  const found = await core.models.getMany(chains, placesOf(appId, correlationId));
  const place = found.find((each) => each !== null);
  return place && (await core.log.read(place.stream, { from: place.revision, limit: 1 }))[0];
}

function announcedFor({ announced }: Core, event: LoggedEvent): Announced[] {
  // What a newer release wrote makes messages that only that one knows.
  if (!announced || !isKnownEvent(event.type)) return [];
  return announced(event).map(({ channel, body }) => ({ channel, body }));
}

/** Adds the parts that come after a position to `events`. Answers where it ended; null at the log's end. */
async function search(
  { log }: Core,
  after: Position,
  isPart: (event: LoggedEvent) => boolean,
  events: LoggedEvent[],
): Promise<Position | null> {
  let position = after;
  let quiet = 0;
  for (let searched = 0; searched < MAX_SEARCHED; searched += MAX_READ_EVENTS) {
    const page = await log.readAll({ after: position, limit: MAX_READ_EVENTS });
    for (const event of page) {
      position = event.position;
      quiet++;
      if (!isPart(event)) continue;
      quiet = 0;
      events.push(event);
      if (events.length >= MAX_CHAIN_EVENTS) return position;
    }
    if (page.length < MAX_READ_EVENTS) return null;
    if (events.length > 0 && quiet >= MAX_QUIET) return position;
  }
  return position;
}
