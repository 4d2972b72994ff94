import type { EventStore } from '../event-store/event-store.ts';
import { DamagedReadModelsError, type ReadModelStore, type View } from './read-models.ts';

/**
 * Makes sure that no view, and no checkpoint of the names, has come further than the log: whatever is appended then would be
 * skipped in silence, up to there. Throws `DamagedReadModelsError`, which says what to do.
 */
export async function checkNotAhead(
  log: Pick<EventStore, 'head'>,
  store: Pick<ReadModelStore, 'current' | 'checkpoint'>,
  views: readonly View[],
  checkpointNames: readonly string[],
): Promise<void> {
  const tables = await Promise.all(views.map(({ name }) => store.current(name)));
  const names = [...tables.filter((table) => table !== null), ...checkpointNames];
  const positions = await Promise.all(names.map((name) => store.checkpoint(name)));
  const reached = Math.max(0, ...positions);
  // After the checkpoints: the log may grow meanwhile, and they with it.
  const head = await log.head();
  if (reached <= head) return;
  throw new DamagedReadModelsError(
    `The read models have come to position ${reached} of a log that ends at ${head}, so it was put back to an earlier state: ` +
      'stop every process, delete the read models (read-models.db in DATA_DIR, or the MongoDB database), and start again; they are built anew.',
  );
}
