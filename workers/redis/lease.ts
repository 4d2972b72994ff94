import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Redis } from 'ioredis';
import { LEASE_MS, type Lease } from '../lease.ts';

/** What a lease's key holds: `<holder's id> <epoch s of Redis when it was taken> <host>/<pid>`. */
const ID_CHARS = 36;

/** Takes a free lease or renews the caller's own, in one step: 1 when held afterwards. After a flush the lease is free. */
const ACQUIRE = `
local held = redis.call('GET', KEYS[1])
if held == false then held = ARGV[1] .. ' ' .. redis.call('TIME')[1] .. ' ' .. ARGV[3] end
if string.sub(held, 1, ${ID_CHARS}) == ARGV[1] then
  redis.call('SET', KEYS[1], held, 'PX', ARGV[2])
  return 1
end
return 0`;

const RELEASE = `
local held = redis.call('GET', KEYS[1])
if held and string.sub(held, 1, ${ID_CHARS}) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0`;

/** A lease kept in Redis under `<prefix>lease:<name>`. `of`: the log that the task is about, by its name. */
export function redisLease(redis: Redis, prefix: string, name: string, of = ''): Lease {
  const key = `${prefix}lease:${name}`;
  const id = randomUUID();
  const where = `${hostname()}/${process.pid}`;
  return {
    async acquire() {
      return (await redis.eval(ACQUIRE, 1, key, id, LEASE_MS, where)) === 1;
    },
    async release() {
      await redis.eval(RELEASE, 1, key, id);
    },
    async holder() {
      const held = await redis.get(key);
      if (held === null) return null;
      const [, sinceSeconds, holder] = held.split(' ');
      const since = new Date(Number(sinceSeconds) * 1_000).toISOString();
      return `process ${holder} since ${since}${of === '' ? '' : ` of log ${of}`}`;
    },
  };
}
