import { MAX_BATCH_EVENTS } from '../event-store/event-store.ts';

/**
 * A batch of this many reactions comes of a load: it is followed by a pause of GATHER_MS, in which the next reactions gather,
 * unless it was full and they have gathered already. Together they cost a fraction: one append a stream, fewer syncs, fewer
 * messages between threads. Effects lag by at most that much for each leg, and a quiet log by nothing.
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
