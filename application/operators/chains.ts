import type { LoggedEvent } from '../../event-store/event-store.ts';
import { chains } from '../../projections/views/chains.ts';
import { type Shown, shown } from '../commands.ts';
import type { Core } from '../core.ts';

/** Longest correlation id: what a client may send as `X-Request-Id`. */
export const MAX_CORRELATION_CHARS = 64;

/** An event of a chain, and which one it follows from. */
export interface ChainedEvent {
  event: LoggedEvent;
  /** Id of the event that a reactor reacted to; null where a person, an operator or a deadline acted. */
  causationId: string | null;
}

/** What followed from one request, in the order of the log. */
export interface Chain extends Shown {
  events: ChainedEvent[];
  /** How many more there are than are listed. */
  more: number;
}

/**
 * What followed from a request, by its id (`X-Request-Id`, `correlationId` of its events), up to the log's end as it is now: empty where nothing did, or
 * nobody made that request. A deadline's chain goes by its command's id. Rejects only with the stores' errors.
 */
export async function chainOf(core: Core, appId: string, correlationId: string): Promise<Chain> {
  const isShown = await shown(core, await core.log.head(), [chains]);
  const found = await core.models.get(chains, `${appId}.${correlationId}`);
  const reads = (found?.events ?? []).map(([stream, revision]) => core.log.read(stream, { from: revision, limit: 1 }));
  const events = (await Promise.all(reads)).flat();
  const ids = new Map(events.map(({ position, id }) => [position, id]));
  const linked = events.map((event) => ({ event, causationId: causeIn(ids, event) }));
  return { events: linked, more: found?.more ?? 0, ...isShown };
}

function causeIn(ids: ReadonlyMap<number, string>, { meta: { cause } }: LoggedEvent): string | null {
  return cause ? (ids.get(cause.position) ?? null) : null;
}
