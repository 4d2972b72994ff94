import type { Redis } from 'ioredis';
import { createLruCache } from '../../event-store/lru-cache.ts';
import { type Bucket, LocalTokenBuckets, MAX_BUCKETS, type TokenBuckets } from '../http/token-buckets.ts';

/** Wait for Redis at most this long: a request must not wait for a limit. */
const ANSWER_MS = 100;
/** After a failure, do not ask Redis for this long. */
const LEFT_ALONE_MS = 1_000;

/**
 * As `LocalTokenBuckets.take`, by Redis' own time. KEYS[1] holds when the bucket will be full, in microseconds; a full bucket has
 * no key. ARGV: microseconds a token, tokens of a full bucket, how many are taken (0: none, and one is asked for). Answers how long to wait, in microseconds.
 */
const TAKE = `
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local each = tonumber(ARGV[1])
local full = tonumber(redis.call('GET', KEYS[1]) or now)
if full < now then full = now end
local taken = full + each * math.max(1, math.min(tonumber(ARGV[3]), tonumber(ARGV[2])))
local wait = taken - ARGV[2] * each - now
if wait > 0 then return math.ceil(wait) end
if ARGV[3] ~= '0' then
  redis.call('SET', KEYS[1], string.format('%.0f', taken), 'PX', math.ceil((taken - now) / 1000))
end
return 0`;

/**
 * Buckets that all processes share, in Redis under `<prefix>bucket:`. The process's own buckets, with the same limits, decide
 * first: a caller over the limit here is over it in total. While Redis is away they decide alone. A caller whom Redis refused is
 * refused here, without asking again, until the next token is due.
 */
export class RedisTokenBuckets implements TokenBuckets {
  private readonly redis: Redis;
  private readonly prefix: string;
  private readonly answerMs: number;
  private readonly own: LocalTokenBuckets;
  /** When each refused key's next token is due, as Redis answered. */
  private readonly refusedUntil = createLruCache<string, number>(MAX_BUCKETS);
  private leftAloneUntil = Number.NEGATIVE_INFINITY;

  /** `answerMs`: waits this long for Redis, then decides alone. */
  constructor(redis: Redis, prefix: string, answerMs = ANSWER_MS) {
    this.redis = redis;
    this.prefix = `${prefix}bucket:`;
    this.answerMs = answerMs;
    this.own = new LocalTokenBuckets();
  }

  take(key: string, bucket: Bucket, tokens = 1): number | Promise<number> {
    const now = performance.now();
    const knownWaitMs = (this.refusedUntil.get(key) ?? 0) - now;
    if (knownWaitMs > 0) return knownWaitMs;
    if (this.redis.status !== 'ready' || now < this.leftAloneUntil) return this.own.take(key, bucket, tokens);
    const ownWaitMs = this.own.ask(key, bucket, tokens);
    return ownWaitMs > 0 ? ownWaitMs : this.takeShared(key, bucket, tokens);
  }

  private async takeShared(key: string, bucket: Bucket, tokens: number): Promise<number> {
    const { perSecond, burst } = bucket;
    const asked = this.redis.eval(TAKE, 1, this.prefix + key, 1_000_000 / perSecond, burst, tokens) as Promise<number>;
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), this.answerMs);
    });
    try {
      const waitMicros = await Promise.race([asked, tooLate]);
      if (waitMicros === 'late') throw new Error('no answer in time');
      const waitMs = waitMicros / 1_000;
      // Of several tokens together it says nothing of one.
      if (waitMs > 0 && tokens <= 1) this.refusedUntil.set(key, performance.now() + waitMs);
      // Now, not when Redis was asked: else a wait told by the own bucket would end before Redis has a token.
      if (waitMs === 0) this.own.take(key, bucket, tokens);
      return waitMs;
    } catch {
      // Ignore a late answer or failure: what depends on Redis reports its state.
      asked.catch(() => {});
      this.leftAloneUntil = performance.now() + LEFT_ALONE_MS;
      return this.own.take(key, bucket, tokens);
    } finally {
      clearTimeout(timer);
    }
  }
}
