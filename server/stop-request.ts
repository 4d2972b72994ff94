import type { EventEmitter } from 'node:events';

/** A stop that takes longer is cut off, in ms: the sender of the signal grants 12 s, and nothing acknowledged is lost. */
export const STOP_LIMIT_MS = 11_000;
/** How long a start that is told to stop may take to end, in ms: nobody is served yet. */
const START_LIMIT_MS = 1_000;

export interface StopOptions {
  /** What emits the signals; default: this process. */
  signals?: EventEmitter;
  limitMs?: number;
  /** Called when the limit has passed; default: says so, and ends the process with code 1. */
  cutOff?(): void;
}

/**
 * Resolves with the first SIGINT or SIGTERM. Later ones change nothing: npm passes on the Ctrl-C that the terminal has sent to all
 * processes already, and by default it would end the process in the middle of its stop. `STOP_LIMIT_MS` bounds the stop.
 */
export function stopRequest({
  signals = process,
  limitMs = STOP_LIMIT_MS,
  cutOff = endNow,
}: StopOptions = {}): Promise<string> {
  return new Promise((resolve) => {
    let isRequested = false;
    for (const signal of ['SIGINT', 'SIGTERM']) {
      signals.on(signal, () => {
        if (isRequested) return;
        isRequested = true;
        setTimeout(cutOff, limitMs).unref();
        resolve(signal);
      });
    }
  });
}

/**
 * The result of a start; null when it was told to stop and did not end soon after. It can then be abandoned: checking a long log,
 * or waiting for an engine, holds nothing that a client was promised.
 */
export async function unlessStopped<T>(starting: Promise<T>, stopRequested: Promise<string>): Promise<T | null> {
  const givenUp = stopRequested.then(
    () => new Promise<null>((resolve) => setTimeout(() => resolve(null), START_LIMIT_MS).unref()),
  );
  return Promise.race([starting, givenUp]);
}

function endNow(): void {
  console.error(
    `The stop took longer than ${STOP_LIMIT_MS / 1000} s and is cut off; what was acknowledged is in the log.`,
  );
  process.exit(1);
}
