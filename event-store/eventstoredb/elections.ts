import { AppendFailure, isLeaderless, wasLeftBehind } from './failures.ts';

/**
 * How long a call is repeated while no node leads. A killed leader was replaced within 0.5–1.3 s on a real cluster; if it takes
 * longer than this, a majority is missing rather than electing, and callers are told to come back.
 */
export const ELECTION_MS = 3_000;
const FIRST_PAUSE_MS = 25;
const MAX_PAUSE_MS = 250;

/**
 * Repeats a call, for `electionMs` at most, while it is refused because the node does not lead, or comes too late for a connection that
 * was left for another node's; each repetition goes to the node that leads by then. Such a call has done nothing. An append that may have been written is not repeated here: its caller decides. Rejects with the last
 * refusal.
 */
export async function throughElection<Result>(call: () => Promise<Result>, electionMs: number): Promise<Result> {
  const deadline = performance.now() + electionMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS)) {
    try {
      return await call();
    } catch (error) {
      const mayBeDone = error instanceof AppendFailure && error.outcome === 'unknown';
      const passes = isLeaderless(error) || wasLeftBehind(error);
      if (mayBeDone || !passes || performance.now() + pauseMs > deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
