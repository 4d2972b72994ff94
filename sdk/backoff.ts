/** The longest pause between two tries, ms: longer than most restarts of a server, shorter than people wait. */
const LONGEST_MS = 10_000;
const FIRST_MS = 250;

/**
 * How long to wait before the next try, ms: 250, 500, 1,000, … up to 10 s, each by chance between a half and the whole, so that thousands of
 * clients do not come back at once. At least `atLeastMs`, where a server said so.
 */
export function pauseMs(failedTries: number, atLeastMs = 0, random: () => number = Math.random): number {
  const wholeMs = Math.min(LONGEST_MS, FIRST_MS * 2 ** (failedTries - 1));
  return Math.max(atLeastMs, wholeMs * (0.5 + random() / 2));
}
