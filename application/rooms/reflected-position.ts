import type { Position } from '../../event-store/event-store.ts';
import type { Core } from '../core.ts';

/**
 * A position that every later read reflects: every event up to it is in the read models, and in the states that this process folds.
 * A client that gets such an answer and then follows the room's messages from this position misses nothing; it may get again what
 * the answer shows already. Cheap: reads nothing.
 */
export function reflectedPosition({ models, observedUpTo }: Core): Position {
  return Math.min(models.position(), observedUpTo());
}
