import type { RequestHandler } from 'express';
import type { Core } from '../../application/core.ts';
import { type LiveNumbers, liveNumbers } from '../../application/live-numbers.ts';

/** However many look at them, they are counted at most this often, in ms. */
const FRESH_MS = 2_000;

/** Answers the numbers of the landing page, which everybody may see who sees that page. */
export function serveLiveNumbers(core: Core): RequestHandler {
  let counted: Promise<LiveNumbers> | undefined;
  let countedAt = Number.NEGATIVE_INFINITY;
  return async (_request, response) => {
    const now = performance.now();
    if (!counted || now - countedAt > FRESH_MS) {
      countedAt = now;
      counted = liveNumbers(core);
      // Counted anew by the next who asks.
      counted.catch(() => {
        counted = undefined;
      });
    }
    response.set('Cache-Control', 'no-store').json(await counted);
  };
}
