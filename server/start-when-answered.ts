import type { Logger } from 'pino';
import type { Clock, Timer } from '../domain/kernel/clock.ts';
import { StoreUnavailableError } from '../event-store/event-store.ts';

/** How long a part that could not start waits before it tries again. */
const RETRY_MS = 2_000;

/**
 * Starts a part that first asks the read models, and goes on trying while a view that it asks does not answer: the parts beside
 * it work meanwhile. Any other failure is tried again as well, loudly. Returns what ends it.
 */
export function startWhenAnswered(
  name: string,
  { clock, logger }: { clock: Clock; logger: Logger },
  start: () => Promise<{ stop(): Promise<void> }>,
): () => Promise<void> {
  let isStopped = false;
  let timer: Timer | undefined;
  let part: { stop(): Promise<void> } | null = null;
  let starting = begin();

  async function begin(): Promise<void> {
    try {
      part = await start();
    } catch (error) {
      const isTemporary = error instanceof StoreUnavailableError;
      logger[isTemporary ? 'warn' : 'error']({ err: error, task: name }, 'a part of the workers waits and tries again');
      if (isStopped) return;
      timer = clock.at(clock.now() + RETRY_MS, () => {
        starting = begin();
      });
    }
  }

  return async () => {
    isStopped = true;
    timer?.cancel();
    await starting;
    await part?.stop();
  };
}

/**
 * Carries a step of the start out, and again while a store does not answer: the process listens already, and says in its readiness
 * that it is starting. Rejects with any other failure, and once `isGivenUp`.
 */
export async function whenAnswered<Result>(
  name: string,
  logger: Logger,
  isGivenUp: () => boolean,
  step: () => Promise<Result>,
): Promise<Result> {
  for (;;) {
    try {
      return await step();
    } catch (error) {
      if (!(error instanceof StoreUnavailableError) || isGivenUp()) throw error;
      logger.warn({ err: error, task: name }, 'the start waits for a store and tries again');
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}
