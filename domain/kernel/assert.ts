/** Something that the kernel relies on does not hold: a bug, never the caller's fault. */
export class BrokenInvariantError extends Error {
  override readonly name = 'BrokenInvariantError';
}

/**
 * States what must hold. A broken invariant throws `BrokenInvariantError`: it stops the command that met it, before anything is written
 * that would rest on it. `invariant` says what should hold.
 */
export function assert(holds: boolean, invariant: string): asserts holds {
  if (!holds) throw new BrokenInvariantError(`broken invariant: ${invariant}`);
}
