import type { Position } from '../../event-store/event-store.ts';
import type { Core } from '../core.ts';

/**
 * A position that whatever is read after this call reflects: every event up to it is in the read models, and in the states that this
 * process folds. A client that gets such an answer and then follows the room's messages since this position misses nothing
 * between the two; what the answer shows already it may get once more. Cheap: nothing is read for it.
 */
export function reflectedPosition({ models, observedUpTo }: Core): Position {
  return Math.min(models.position(), observedUpTo());
}
