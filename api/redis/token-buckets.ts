import type { Redis } from 'ioredis';
import { LRUCache } from 'lru-cache';
import { type Bucket, LocalTokenBuckets, MAX_BUCKETS, type TokenBuckets } from '../http/token-buckets.ts';

/** A Redis that does not answer within this decides nothing: a request must not wait for a limit. */
const ANSWER_MS = 100;
/** … and is not asked for so long then. */
const LEFT_ALONE_MS = 1_000;

/**
 * As `LocalTokenBuckets.take`, by Redis' own time: when the bucket in KEYS[1] will be full, in microseconds. ARGV: microseconds a token,
 * tokens a full bucket, whether one is taken. Answers how long to wait, in microseconds. A full bucket is no key.
 */
const TAKE = `
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local each = tonumber(ARGV[1])
local full = tonumber(redis.call('GET', KEYS[1]) or now)
if full < now then full = now end
local taken = full + each
local wait = taken - ARGV[2] * each - now
if wait > 0 then return math.ceil(wait) end
if ARGV[3] == '1' then
  redis.call('SET', KEYS[1], string.format('%.0f', taken), 'PX', math.ceil((taken - now) / 1000))
end
return 0`;

/**
 * Buckets that all processes share, in Redis under `<prefix>bucket:`. Each process also has buckets of its own, which decide first: what is more
 * than all may, one may not; and while Redis is away they are all there is. Whoever was refused is refused here until then.
 */
export class RedisTokenBuckets implements TokenBuckets {
  private readonly redis: Redis;
  private readonly prefix: string;
  private readonly now: () => number;
  private readonly own: LocalTokenBuckets;
  /** Until when a key's next token is known not to be there. */
  private readonly refusedUntil = new LRUCache<string, number>({ max: MAX_BUCKETS });
  private leftAloneUntil = Number.NEGATIVE_INFINITY;

  constructor(redis: Redis, prefix: string, now: () => number = () => performance.now()) {
    this.redis = redis;
    this.prefix = `${prefix}bucket:`;
    this.now = now;
    this.own = new LocalTokenBuckets(now);
  }

  take(key: string, bucket: Bucket, tokens: 0 | 1 = 1): number | Promise<number> {
    const now = this.now();
    const knownWaitMs = (this.refusedUntil.get(key) ?? 0) - now;
    if (knownWaitMs > 0) return knownWaitMs;
    const ownWaitMs = this.own.take(key, bucket, tokens);
    if (ownWaitMs > 0) return ownWaitMs;
    if (this.redis.status !== 'ready' || now < this.leftAloneUntil) return 0;
    return this.takeShared(key, bucket, tokens);
  }

  private async takeShared(key: string, { perSecond, burst }: Bucket, tokens: 0 | 1): Promise<number> {
    const asked = this.redis.eval(TAKE, 1, this.prefix + key, 1_000_000 / perSecond, burst, tokens) as Promise<number>;
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), ANSWER_MS);
    });
    try {
      const waitMicros = await Promise.race([asked, tooLate]);
      if (waitMicros === 'late') throw new Error('no answer in time');
      const waitMs = waitMicros / 1_000;
      if (waitMs > 0) this.refusedUntil.set(key, this.now() + waitMs);
      return waitMs;
    } catch {
      // What it answers later, or why it fails, is nobody's matter here: the engine's state is told by whoever needs it.
      asked.catch(() => {});
      this.leftAloneUntil = this.now() + LEFT_ALONE_MS;
      return 0;
    } finally {
      clearTimeout(timer);
    }
  }
}
