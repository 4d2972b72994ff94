import { type Aggregate, emptyAggregate, evolveOnce, UnknownEventError } from '../domain/kernel/aggregate.ts';
import { assert } from '../domain/kernel/assert.ts';
import type { Decider } from '../domain/kernel/decider.ts';
import type { DomainEvent } from '../domain/kernel/event.ts';
import { type EventStore, MAX_READ_EVENTS, NewerReleaseError, type RecordedEvent, START } from './event-store.ts';
import type { Folded, SnapshotKeeper } from './snapshot-keeper.ts';

/** Most streams end within these events, and then no snapshot is asked for. */
const FIRST_READ_EVENTS = 250;

/**
 * Folds a stream from its newest snapshot on, or from its start. `isLong`: it is known to have had a snapshot. Rejects with what reading the
 * log rejects with, with `NewerReleaseError`, and with `BrokenInvariantError` for a gap.
 */
export async function foldStream<State>(
  log: EventStore,
  decider: Decider<State, never, DomainEvent>,
  stream: string,
  { keeper, isLong }: { keeper: SnapshotKeeper | null; isLong: boolean },
): Promise<Folded<State>> {
  const fromStart: Folded<State> = {
    aggregate: emptyAggregate(decider),
    lastEventId: '',
    position: START,
    nextSnapshot: keeper ? keeper.every - 1 : Number.POSITIVE_INFINITY,
  };
  if (!keeper) return foldRest(log, decider, stream, fromStart);
  const firstRead = Math.min(FIRST_READ_EVENTS, keeper.every);
  if (!isLong && (await foldPage(log, decider, stream, fromStart, firstRead))) return fromStart;
  const restored = await keeper.restore<State>(decider, stream);
  if (!restored) return foldRest(log, decider, stream, fromStart);
  // Read the snapshot's last event again: a log that was restored from a backup may not have it.
  const { revision } = restored.aggregate;
  const events = await log.read(stream, { from: revision, limit: MAX_READ_EVENTS });
  if (events[0]?.id !== restored.lastEventId) {
    keeper.refuse(stream, `the log has another event at revision ${revision}`);
    return foldRest(log, decider, stream, fromStart);
  }
  evolveAll(decider, restored, events.slice(1));
  return events.length < MAX_READ_EVENTS ? restored : foldRest(log, decider, stream, restored);
}

/** Folds into `folded` what a stream has beyond it. */
export async function foldRest<State>(
  log: EventStore,
  decider: Decider<State, never, DomainEvent>,
  stream: string,
  folded: Folded<State>,
): Promise<Folded<State>> {
  while (!(await foldPage(log, decider, stream, folded, MAX_READ_EVENTS)));
  return folded;
}

/** Folds the next page; true when it was the stream's last. */
async function foldPage<State>(
  log: EventStore,
  decider: Decider<State, never, DomainEvent>,
  stream: string,
  folded: Folded<State>,
  limit: number,
): Promise<boolean> {
  const events = await log.read(stream, { from: folded.aggregate.revision + 1, limit });
  evolveAll(decider, folded, events);
  return events.length < limit;
}

function evolveAll<State>(
  decider: Decider<State, never, DomainEvent>,
  folded: Folded<State>,
  events: Awaited<ReturnType<EventStore['read']>>,
): void {
  for (const event of events) evolveRecorded(decider, folded.aggregate, event);
  const last = events[events.length - 1];
  if (!last) return;
  folded.lastEventId = last.id;
  folded.position = Math.max(folded.position, last.position);
}

/** Folds an event of the log in. Throws `NewerReleaseError` for one that is not known and may not be left out. */
export function evolveRecorded<State>(
  decider: Decider<State, never, DomainEvent>,
  aggregate: Aggregate<State>,
  event: RecordedEvent,
): void {
  assert(event.revision === aggregate.revision + 1, 'events of a stream are folded in order, without a gap');
  try {
    evolveOnce(decider, aggregate, event, event.meta);
  } catch (error) {
    throw error instanceof UnknownEventError ? new NewerReleaseError(event) : error;
  }
}
