/** Skips a test, and says why: the runner repeats the line at its end, so that nobody takes the test for one that passed. */
export function skipAloud(test: Mocha.Context, why: string): void {
  console.log(`SKIPPED: ${why}`);
  test.skip();
}
