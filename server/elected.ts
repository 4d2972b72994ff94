import type { Logger } from 'pino';
import { StoreUnavailableError } from '../event-store/event-store.ts';
import { campaign, type Task } from '../workers/lease.ts';
import type { Engines } from './engines.ts';
import type { Part } from './parts.ts';

/** A part that one process runs at a time. It is started again after it has failed by itself. */
export type ElectedPart = Part & Pick<Task, 'hasFailed'>;

export interface OnlyOneOptions {
  engines: Engines;
  logger: Logger;
  /** As for `campaign`: the store that the part writes to accepts writes of the latest writer only. */
  isFenced?: boolean;
}

/**
 * Runs a part in one process at a time. On stores of its own, this process runs it at once: resolves when it runs, rejects when it
 * cannot start. Otherwise it runs while this process holds the part's lease: resolves at once, and `notReady` says why the part
 * does not run although it should.
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
    jobs: () => running?.jobs?.() ?? [],
    notReady() {
      const error = elected.fault();
      if (!error) return running?.notReady?.() ?? [];
      return [
        error instanceof StoreUnavailableError ? `${name} waits for an engine` : `${name} fails: ${error.message}`,
      ];
    },
  };
}
