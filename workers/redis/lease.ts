import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { LEASE_MS, type Lease } from '../lease.ts';

/** Takes a free lease or renews the caller's own, in one step: 1 when held afterwards. After a flush the lease is free. */
const ACQUIRE = `
local holder = redis.call('GET', KEYS[1])
if holder == false or holder == ARGV[1] then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  return 1
end
return 0`;

const RELEASE = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0`;

/** A lease kept in Redis under `<prefix>lease:<name>`. */
export function redisLease(redis: Redis, prefix: string, name: string): Lease {
  const key = `${prefix}lease:${name}`;
  const holder = randomUUID();
  return {
    async acquire() {
      return (await redis.eval(ACQUIRE, 1, key, holder, LEASE_MS)) === 1;
    },
    async release() {
      await redis.eval(RELEASE, 1, key, holder);
    },
  };
}
