/**
 * How long a test waits for something that should come at once, before it fails: longer than a machine stalls that runs many other
 * things beside it.
 */
export const PATIENCE_MS = 120_000;

/** Resolves with what a promise rejects with; fails when it does not. */
export async function rejection(promise: Promise<unknown>): Promise<Error> {
  const error = await promise.then(
    () => undefined,
    (reason: Error) => reason,
  );
  if (error === undefined) throw new Error('expected a rejection');
  return error;
}

/** How soon a condition is looked at again, ms: at first, and once it has let itself be waited for, since a look may cost a request. */
const LOOK_MS = { first: 5, last: 100, growth: 1.2 };

/** Waits for a condition. The test's own time limit ends it; with `what`, it fails after PATIENCE_MS and says what did not come. */
export async function until(condition: () => boolean | Promise<boolean>, what?: string): Promise<void> {
  const deadline = what === undefined ? Number.POSITIVE_INFINITY : performance.now() + PATIENCE_MS;
  for (let pauseMs = LOOK_MS.first; !(await condition()); pauseMs = Math.min(LOOK_MS.last, pauseMs * LOOK_MS.growth)) {
    if (performance.now() > deadline) throw new Error(`did not come: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

/** Runs checks until they pass; after 30 s fails as they do. */
export async function eventually(check: () => Promise<void>): Promise<void> {
  for (const deadline = performance.now() + 30_000; ; ) {
    try {
      return await check();
    } catch (failure) {
      if (performance.now() > deadline) throw failure;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
