import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { LEASE_MS } from '../lease.ts';
import type { Membership } from '../partition-share.ts';

/** Notes a process at Redis' time, drops those that were silent for ARGV[2] ms, and returns how many are left. */
const COUNT = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return redis.call('ZCARD', KEYS[1])`;

/** The processes of a task, in a sorted set in Redis under `<prefix>members:<name>`. */
export function redisMembership(redis: Redis, prefix: string, name: string): Membership {
  const key = `${prefix}members:${name}`;
  const id = randomUUID();
  return {
    count: async () => Number(await redis.eval(COUNT, 1, key, id, LEASE_MS)),
    async leave() {
      await redis.zrem(key, id);
    },
  };
}
