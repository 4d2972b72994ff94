import type { Redis } from 'ioredis';
import type { Logger } from 'pino';

/** How often Redis is asked what time it is. */
const ASK_MS = 60_000;
/** Questions at a time: the quickest answer is the most exact. */
const ASKED_AT_ONCE = 3;
/** A slower answer is ignored: it may be wrong by half of the time that it took. */
const MAX_ANSWER_MS = 1_000;
/** A warning is logged when the machine's clock differs from Redis' by more than this. */
export const TOLD_SKEW_MS = 2_000;

/** Redis' clock, which several processes share, whatever their machines' clocks show. */
export interface RedisTime {
  /** Epoch ms by Redis: its last answer, continued by the monotonic clock. */
  now(): number;
  /** How far this machine's clock was ahead of Redis' when that was last asked; below zero when behind. */
  readonly metrics: { readonly aheadOfRedisMs: number };
  /** Asks again: something may have happened to the clocks. */
  ask(): Promise<void>;
  stop(): void;
}

/** Asks before it resolves, then every minute and after each reconnect. Rejects when Redis does not answer at first. */
export async function followRedisTime(redis: Redis, logger: Logger): Promise<RedisTime> {
  /** To be added to `performance.now()`. */
  let offsetMs: number | null = null;
  const metrics = { aheadOfRedisMs: 0 };
  let isTold = false;

  async function measure(): Promise<void> {
    let best = MAX_ANSWER_MS;
    for (let n = 0; n < ASKED_AT_ONCE; n++) {
      const askedAt = performance.now();
      const [seconds, microseconds] = await redis.time();
      const answeredAt = performance.now();
      const tookMs = answeredAt - askedAt;
      // The first answer counts even when it is slow.
      if (tookMs >= best && offsetMs !== null) continue;
      best = Math.min(best, tookMs);
      const redisMs = Number(seconds) * 1_000 + Number(microseconds) / 1_000 + tookMs / 2;
      offsetMs = redisMs - answeredAt;
      metrics.aheadOfRedisMs = Date.now() - (performance.now() + offsetMs);
    }
    const skewMs = metrics.aheadOfRedisMs;
    const isSkewed = Math.abs(skewMs) > TOLD_SKEW_MS;
    if (isSkewed && !isTold) logger.warn({ skewMs: Math.round(skewMs) }, sentence(skewMs));
    isTold = isSkewed;
  }

  await measure();
  const ask = async () => {
    try {
      await measure();
    } catch {
      // Redis is away, which is reported elsewhere; the last answer stays in use.
    }
  };
  const timer = setInterval(ask, ASK_MS).unref();
  redis.on('ready', ask);
  return {
    now: () => performance.now() + offsetMs!,
    metrics,
    ask,
    stop() {
      clearInterval(timer);
      redis.off('ready', ask);
    },
  };
}

function sentence(skewMs: number): string {
  const seconds = (Math.abs(skewMs) / 1_000).toFixed(1);
  return `This machine's clock is ${seconds} s ${skewMs > 0 ? 'ahead of' : 'behind'} Redis': Salon goes by Redis'. Have both follow the same time servers.`;
}
