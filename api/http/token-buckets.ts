import { createLruCache } from '../../event-store/lru-cache.ts';

/** A rate limit: `burst` tokens at once, refilled evenly at `perSecond`. */
export interface Bucket {
  perSecond: number;
  /** What a full bucket holds: at least 1. */
  burst: number;
}

/** Buckets of tokens by key. Each is full when nothing was taken from it yet, or for long enough. */
export interface TokenBuckets {
  /**
   * Takes tokens (whole, default 1, at most what a full bucket holds) and returns 0, or takes none and returns the ms until there are so
   * many. `tokens` 0 only asks for one. Never rejects: when shared buckets cannot be reached, the process's own decide.
   */
  take(key: string, bucket: Bucket, tokens?: number): number | Promise<number>;
}

/** Most buckets in memory. Beyond that the least recently used one is forgotten, and so full again. */
export const MAX_BUCKETS = 100_000;

/** Sums of fractions may be off by less than this. */
const ROUNDING_MS = 0.001;

/**
 * Buckets of one process, by the generic cell rate algorithm: all that is kept is when each bucket will be full. `now`: monotonic,
 * in ms.
 */
export class LocalTokenBuckets implements TokenBuckets {
  private readonly now: () => number;
  /** When each bucket will be full, by key. */
  private readonly fullAt = createLruCache<string, number>(MAX_BUCKETS);

  constructor(now: () => number = () => performance.now()) {
    this.now = now;
  }

  take(key: string, bucket: Bucket, tokens = 1): number {
    const { waitMs, fullAt } = this.after(key, bucket, tokens);
    if (waitMs === 0 && tokens > 0) this.fullAt.set(key, fullAt);
    return waitMs;
  }

  /** What `take` would return; takes nothing. */
  ask(key: string, bucket: Bucket, tokens = 1): number {
    return this.after(key, bucket, tokens).waitMs;
  }

  private after(key: string, { perSecond, burst }: Bucket, tokens: number): { waitMs: number; fullAt: number } {
    const now = this.now();
    const msPerToken = 1_000 / perSecond;
    const asked = Math.max(1, Math.min(tokens, burst));
    const fullAt = Math.max(this.fullAt.get(key) ?? 0, now) + msPerToken * asked;
    const waitMs = fullAt - burst * msPerToken - now;
    return { waitMs: waitMs > ROUNDING_MS ? waitMs : 0, fullAt };
  }
}
