import type { Logger } from 'pino';
import { StoreUnavailableError } from '../event-store/event-store.ts';
import { campaign, type Task } from '../workers/lease.ts';
import type { Engines } from './engines.ts';

/** Questions that a readiness probe asks: each answers with the reasons why this process is not ready. */
export type NotReady = (() => string[])[];

export interface OnlyOneOptions {
  engines: Engines;
  logger: Logger;
  /** Gets the question why this process does not do the task although it should. */
  notReady: NotReady;
  /** As a campaign's: the store that the task writes to lets only the latest one write. */
  isFenced?: boolean;
}

/**
 * Runs a task in this process at once when it is alone on its stores, else whenever it holds the task's lease. Resolves with
 * what ends it; alone, when the task runs, and then rejects when it cannot start.
 */
export async function asOnlyOne(
  name: string,
  { engines, logger, notReady, isFenced = false }: OnlyOneOptions,
  start: (isHeld: () => boolean) => Promise<Task>,
): Promise<() => Promise<void>> {
  if (!engines.lease) {
    const task = await start(() => true);
    return () => task.stop();
  }
  const elected = campaign({ name, lease: engines.lease(name), logger, isFenced, start });
  notReady.push(() => {
    const error = elected.fault();
    if (!error) return [];
    return [error instanceof StoreUnavailableError ? `${name} waits for an engine` : `${name} fails: ${error.message}`];
  });
  return () => elected.stop();
}
