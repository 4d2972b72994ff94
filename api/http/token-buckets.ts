import { LRUCache } from 'lru-cache';

/** How much of something is allowed: so many at once, and refilled evenly. */
export interface Bucket {
  perSecond: number;
  /** What a full bucket holds: at least 1. */
  burst: number;
}

/** Buckets of tokens by key. Each is full when nothing was taken from it yet, or for long enough. */
export interface TokenBuckets {
  /**
   * Takes a token, and tells 0; or takes none, and tells in how many ms there will be one. `tokens` 0 only asks. Never rejects: where
   * buckets are shared and cannot be reached, the process's own decide.
   */
  take(key: string, bucket: Bucket, tokens?: 0 | 1): number | Promise<number>;
}

/** Buckets that a process knows at a time: what comes on top lets the one that was used least recently be full again. */
export const MAX_BUCKETS = 100_000;

/**
 * Buckets of one process, by the generic cell rate algorithm: of a bucket it is enough to know when it will be full again.
 * `now` is in ms, of a clock that nobody sets.
 */
export class LocalTokenBuckets implements TokenBuckets {
  private readonly now: () => number;
  /** When each bucket will be full, by key. */
  private readonly fullAt = new LRUCache<string, number>({ max: MAX_BUCKETS });

  constructor(now: () => number = () => performance.now()) {
    this.now = now;
  }

  take(key: string, { perSecond, burst }: Bucket, tokens: 0 | 1 = 1): number {
    const now = this.now();
    const msPerToken = 1_000 / perSecond;
    const taken = Math.max(this.fullAt.get(key) ?? 0, now) + msPerToken;
    const waitMs = taken - burst * msPerToken - now;
    if (waitMs > 0) return waitMs;
    if (tokens > 0) this.fullAt.set(key, taken);
    return 0;
  }
}
