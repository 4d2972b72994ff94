import { type Position, StoreUnavailableError } from '../event-store/event-store.ts';
import type { ReadModels, View } from './read-models.ts';

/** How long a reaction or job waits for the read models to show the event that it is about. */
const MODELS_TIMEOUT_MS = 30_000;
/** No document has this id. */
const NOTHING = '';

/**
 * Resolves once views show the log up to a position. Rejects with `StoreUnavailableError` while one is late, so that whoever waits tries
 * again; and with the view's own error where it is stopped and will not get there: a reaction is then parked.
 */
export async function shownBy(
  models: Pick<ReadModels, 'caughtUp' | 'get'>,
  position: Position,
  views: readonly View[],
): Promise<void> {
  if (await models.caughtUp(position, views, MODELS_TIMEOUT_MS)) return;
  for (const view of views) await models.get(view, NOTHING);
  throw new StoreUnavailableError('the read models are behind');
}
