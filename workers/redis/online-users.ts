import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { OnlineUsers } from '../online-users.ts';

/** What a gateway said of a person counts for this long: after a gateway's death its people count as online until then. */
const KEPT_MS = 60_000;
/** A gateway says it of everybody again this often, so that two failures in a row change nothing. */
const REPEAT_MS = 20_000;
/** People in one call to Redis: a few milliseconds of its time. */
const PEOPLE_PER_CALL = 500;

/** Every time is taken from Redis, because the machines' clocks differ. */
const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)`;

/** A sorted set a person: gateways, by the time until which they count. */
const SAY = `${NOW}
for _, key in ipairs(KEYS) do
  redis.call('ZADD', key, now + ARGV[2], ARGV[1])
  redis.call('PEXPIRE', key, ARGV[2])
end`;

const ASK = `${NOW}
return redis.call('ZCOUNT', KEYS[1], '(' .. now, '+inf')`;

/** Who is online at any gateway, over Redis. */
export function redisOnlineUsers(redis: Redis, prefix: string, logger: Logger): OnlineUsers {
  const gateway = randomUUID();
  const here = new Set<string>();
  const keyOf = (appId: string, userId: number) => `${prefix}online:${appId}.${userId}`;
  const warn = (error: unknown) => logger.warn({ err: error }, 'Redis was not told who is online');
  const say = (keys: string[]) => redis.eval(SAY, keys.length, ...keys, gateway, KEPT_MS);

  async function repeat(): Promise<void> {
    const keys = [...here];
    for (let at = 0; at < keys.length; at += PEOPLE_PER_CALL) {
      // Without those who left meanwhile: they would count as online again.
      const still = keys.slice(at, at + PEOPLE_PER_CALL).filter((key) => here.has(key));
      if (still.length > 0) await say(still);
    }
  }
  const repeating = setInterval(() => void repeat().catch(warn), REPEAT_MS).unref();

  return {
    came(appId, userId) {
      const key = keyOf(appId, userId);
      here.add(key);
      say([key]).catch(warn);
    },
    left(appId, userId) {
      const key = keyOf(appId, userId);
      here.delete(key);
      redis.zrem(key, gateway).catch(warn);
    },
    isOnline: async (appId, userId) => Number(await redis.eval(ASK, 1, keyOf(appId, userId))) > 0,
    async close() {
      clearInterval(repeating);
      const keys = [...here];
      here.clear();
      await Promise.all(keys.map((key) => redis.zrem(key, gateway))).catch(() => {});
    },
  };
}
