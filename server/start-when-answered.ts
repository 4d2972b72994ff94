import type { Logger } from 'pino';
import type { Clock, Timer } from '../domain/kernel/clock.ts';
import { StoreUnavailableError } from '../event-store/event-store.ts';
import { ViewNotBuiltError } from '../projections/read-models.ts';

/** How long a part that could not start waits before it tries again. */
const RETRY_MS = 2_000;

/**
 * Starts a part that first queries the read models, and retries while a view does not answer; the other parts work meanwhile. Other
 * failures are retried too, and logged as errors. Returns a function that stops it.
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
      logWait(logger, name, error, 'a part of the workers waits and tries again');
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
 * Runs a step of the start, and retries while a store does not answer: the process listens already, and its readiness says that it
 * is starting. Rejects with any other failure, and once `isGivenUp`.
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
      logWait(logger, name, error, 'the start waits for a store and tries again');
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

/** At a first start nobody has built the views yet: that wait is expected, and no fault. */
function logWait(logger: Logger, task: string, error: unknown, sentence: string): void {
  if (error instanceof ViewNotBuiltError) logger.info({ task }, error.message);
  else logger[error instanceof StoreUnavailableError ? 'warn' : 'error']({ err: error, task }, sentence);
}
