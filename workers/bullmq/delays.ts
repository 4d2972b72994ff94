import type { Redis } from 'ioredis';
import type { Logger } from 'pino';

/** How often the machine's clock is compared: after it was set, jobs are late or early for no longer than this. */
const LOOK_MS = 1_000;
/** Differences up to this are taken for the time that the call to Redis takes. */
const TOLERANCE_MS = 500;
/** BullMQ's scores of delayed jobs: due time in ms times this, plus a counter. */
const SCORE_PER_MS = 0x1000;

/**
 * BullMQ measures delays by the clock of the asking worker's machine: the scores of delayed jobs are in that time. KEYS[1]
 * remembers by how much it was ahead of Redis' clock, which nobody sets; when that differs now (the clock was set, or the
 * worker is on another machine), all scores move by the difference, and the worker that waits is woken.
 */
const ALIGN = `
local time = redis.call('TIME')
local ahead = ARGV[1] - (time[1] * 1000 + math.floor(time[2] / 1000))
local known = redis.call('GET', KEYS[1])
local shift = known and (ahead - known) or 0
if not known or math.abs(shift) > tonumber(ARGV[2]) then redis.call('SET', KEYS[1], ahead) else return 0 end
local jobs = redis.call('ZRANGE', KEYS[2], 0, -1, 'WITHSCORES')
for at = 1, #jobs, 2 do
  local score = tonumber(jobs[at + 1]) + shift * ${SCORE_PER_MS}
  redis.call('ZADD', KEYS[2], string.format('%.0f', score), jobs[at])
end
if #jobs > 0 then redis.call('ZADD', KEYS[3], 0, '1') end
return shift`;

export interface DelayAlignment {
  /** Await it before a delay is written: when the clock was set since the last look, the waiting jobs are moved first. */
  settled(): Promise<void>;
  stop(): void;
}

export interface AlignmentOptions {
  prefix: string;
  queue: string;
  logger: Logger;
  /** How far Salon's clock was moved forwards by developers: jobs wait so much less. Default: not at all. */
  advancedMs?: (() => number) | undefined;
}

/** Keeps delayed jobs in this machine's time for as long as its worker runs. */
export function keepDelaysAligned(redis: Redis, options: AlignmentOptions): DelayAlignment {
  const { prefix, queue, logger, advancedMs = () => 0 } = options;
  const keys = [`${prefix}${queue}:clock-of-delays`, `${prefix}${queue}:delayed`, `${prefix}${queue}:marker`];
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let alignedAt = Number.NaN;
  /** A clock that is moved forwards leaves jobs as a machine's does that is set back: they wait too long. */
  const machineNow = () => Date.now() - advancedMs();
  /** Nearly constant; changes only when a clock is set or moved. */
  const reading = () => machineNow() - performance.now();

  async function align(): Promise<void> {
    const now = reading();
    try {
      const shiftMs = (await redis.eval(ALIGN, keys.length, ...keys, machineNow(), TOLERANCE_MS)) as number;
      alignedAt = now;
      if (shiftMs !== 0) logger.warn({ shiftMs }, 'waiting jobs were moved to the time of this machine');
    } catch {
      // Redis is away, which is reported elsewhere.
    }
  }
  async function look(): Promise<void> {
    await align();
    if (!isStopped) timer = setTimeout(look, LOOK_MS);
  }
  void look();

  return {
    async settled() {
      if (!(Math.abs(reading() - alignedAt) < TOLERANCE_MS)) await align();
    },
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
