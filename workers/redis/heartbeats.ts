import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { Beat, Heartbeats } from '../heartbeats.ts';

/** Beats older than this are of people who have long been removed. */
const KEPT_MS = 10 * 60_000;
/** Clocks of machines differ a little: each look goes back this far before the last beat seen. */
const OVERLAP_MS = 10_000;

/** Over Redis: a sorted set of who beat, by time. */
export function redisHeartbeats(redis: Redis, prefix: string, logger: Logger): Heartbeats {
  const key = `${prefix}heartbeats`;
  let seenUntil = 0;
  return {
    beat({ appId, liveId, userId, at }) {
      redis.zadd(key, at, `${appId}.${liveId}.${userId}`).catch((error) => {
        logger.warn({ err: error }, 'a heartbeat was lost');
      });
    },
    async take() {
      const rows = await redis.zrangebyscore(key, seenUntil - OVERLAP_MS, '+inf', 'WITHSCORES');
      const beats: Beat[] = [];
      for (let index = 0; index + 1 < rows.length; index += 2) {
        const [appId = '', liveId, userId] = rows[index]!.split('.');
        const at = Number(rows[index + 1]);
        beats.push({ appId, liveId: Number(liveId), userId: Number(userId), at });
        seenUntil = Math.max(seenUntil, at);
      }
      await redis.zremrangebyscore(key, '-inf', seenUntil - KEPT_MS);
      return beats;
    },
  };
}
