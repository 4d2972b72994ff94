import type { Logger } from 'pino';
import { StoreUnavailableError } from '../event-store/event-store.ts';
import { campaign, type Task } from '../workers/lease.ts';
import type { Engines } from './engines.ts';
import type { Part } from './parts.ts';

/** A part that one process runs at a time. One that has failed by itself is started again. */
export type ElectedPart = Part & Pick<Task, 'hasFailed'>;

export interface OnlyOneOptions {
  engines: Engines;
  logger: Logger;
  /** As a campaign's: the store that the task writes to lets only the latest one write. */
  isFenced?: boolean;
}

/**
 * Runs a part in this process at once when it is alone on its stores, else whenever it holds the part's lease. Alone, it
 * resolves when the part runs, and rejects when that cannot start. With a lease it resolves at once, and `notReady` says why
 * this process does not run the part although it should.
 */
export async function asOnlyOne(
  name: string,
  { engines, logger, isFenced = false }: OnlyOneOptions,
  start: (isHeld: () => boolean) => Promise<ElectedPart>,
): Promise<Part> {
  if (!engines.lease) return start(() => true);
  let running: ElectedPart | null = null;
  const startKnown = async (isHeld: () => boolean): Promise<Task> => {
    const part = await start(isHeld);
    running = part;
    return {
      hasFailed: () => part.hasFailed?.() ?? false,
      async stop() {
        running = null;
        await part.stop();
      },
    };
  };
  const elected = campaign({ name, lease: engines.lease(name), logger, isFenced, start: startKnown });
  return {
    stop: () => elected.stop(),
    warnings: () => running?.warnings?.() ?? [],
    reactorGroups: () => running?.reactorGroups?.() ?? [],
    notReady() {
      const error = elected.fault();
      if (!error) return running?.notReady?.() ?? [];
      return [
        error instanceof StoreUnavailableError ? `${name} waits for an engine` : `${name} fails: ${error.message}`,
      ];
    },
  };
}
