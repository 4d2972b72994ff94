import { AppendFailure, isLeaderless } from './failures.ts';

/**
 * How long a call is made again while no node leads. A killed leader was replaced within 0.5–1.3 s on a real cluster; what takes longer
 * than this is no election but a missing majority, and callers are told to come back.
 */
const ELECTION_MS = 3_000;
const FIRST_PAUSE_MS = 25;
const MAX_PAUSE_MS = 250;

/**
 * Makes a call again, at the node that leads by then, while it is refused because the one that was asked does not lead. Nothing of such a
 * call was done; an append for which that is not certain is the caller's to repeat. Rejects with the last refusal.
 */
export async function throughElection<Result>(call: () => Promise<Result>): Promise<Result> {
  const deadline = performance.now() + ELECTION_MS;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS)) {
    try {
      return await call();
    } catch (error) {
      const mayBeDone = error instanceof AppendFailure && error.outcome === 'unknown';
      if (mayBeDone || !isLeaderless(error) || performance.now() + pauseMs > deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
