import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { type EffectsLag, KEPT_MS } from '../effects-lag.ts';

/** Every time is taken from Redis, because the machines' clocks differ. */
const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)`;

const REPORT = `${NOW}
redis.call('HSET', KEYS[1], ARGV[1], now .. ' ' .. ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])`;

/** The largest lag that was reported within ARGV[1] ms; drops what is older. */
const ASK = `${NOW}
local most = 0
local all = redis.call('HGETALL', KEYS[1])
for at = 1, #all, 2 do
  local said, lag = string.match(all[at + 1], '^(%d+) (%d+)$')
  if now - said > tonumber(ARGV[1]) then redis.call('HDEL', KEYS[1], all[at])
  elseif tonumber(lag) > most then most = tonumber(lag) end
end
return most`;

/** The lag of effects over Redis: a hash of processes, by what each said last and when. */
export function redisEffectsLag(redis: Redis, prefix: string): EffectsLag {
  const key = `${prefix}effects-lag`;
  const id = randomUUID();
  return {
    async report(lagMs) {
      await redis.eval(REPORT, 1, key, id, Math.max(0, Math.round(lagMs)), KEPT_MS);
    },
    ask: async () => Number(await redis.eval(ASK, 1, key, KEPT_MS)),
  };
}
