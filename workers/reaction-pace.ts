import { MAX_BATCH_EVENTS } from '../event-store/event-store.ts';

/**
 * After a batch of at least this many reactions the group pauses for GATHER_MS, so that the next reactions gather, unless the
 * batch was full: then they have gathered already. Gathered reactions cost a fraction: one append a stream, fewer syncs, fewer
 * messages between threads. Each leg is later by at most GATHER_MS; with few events there is no pause.
 */
const GATHER_FROM_REACTIONS = 16;
export const GATHER_MS = 10;
/** Under load pause this many times the last batch's duration, at most MAX_GIVE_WAY_MS: callers wait for answers, nobody for effects … */
export const GIVE_WAY = 6;
const MAX_GIVE_WAY_MS = 250;
/** … unless reactions lag by more than this: then effects come first, and callers wait. */
export const MAX_LAG_MS = 3_000;

interface Batch {
  events: number;
  reactions: number;
  /** Age of its first event. */
  lagMs: number;
  tookMs: number;
  isUnderLoad: boolean;
}

/** How long a group of reactors pauses after a batch, in ms. */
export function restAfter({ events, reactions, lagMs, tookMs, isUnderLoad }: Batch): number {
  if (isUnderLoad && lagMs < MAX_LAG_MS) return Math.min(GIVE_WAY * tookMs, MAX_GIVE_WAY_MS);
  return reactions >= GATHER_FROM_REACTIONS && events < MAX_BATCH_EVENTS ? GATHER_MS : 0;
}
