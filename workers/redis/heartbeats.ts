import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { Beat, Heartbeats } from '../heartbeats.ts';

/** Beats older than this are deleted: their senders have long been removed. */
const KEPT_MS = 10 * 60_000;
/** A process that receives heartbeats says so this often … */
const REPORT_MS = 2_000;
/** … and may have missed some when it has been silent for this long. */
const SILENT_MS = 6_000;
/** A process that stays silent for longer has died: its clients have long come back to another one. */
const FORGOTTEN_MS = 60_000;

/** Every time is taken from Redis, because the machines' clocks differ. */
const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)`;

const BEAT = `${NOW}
redis.call('ZADD', KEYS[1], now, ARGV[1])`;

/**
 * Returns the time, the oldest report of a receiving process, and the beats since ARGV[1] with their times. When Redis' clock went
 * back (another server took over) beats may lie in the future: everything that is kept is returned once more, as new.
 */
const TAKE = `${NOW}
local since = tonumber(ARGV[1])
if now < since then since = 0 end
local rows = redis.call('ZRANGEBYSCORE', KEYS[1], since, '+inf', 'WITHSCORES')
redis.call('ZREMRANGEBYSCORE', KEYS[1], '(' .. now, '+inf')
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now - ARGV[3])
local takers = redis.call('ZRANGE', KEYS[2], 0, 0, 'WITHSCORES')
return { now, takers[2] or now, rows }`;

/** Heartbeats over Redis: a sorted set of senders by the time of their last beat, and one of the processes that receive beats. */
export function redisHeartbeats(redis: Redis, prefix: string, logger: Logger): Heartbeats {
  const key = `${prefix}heartbeats`;
  const takers = `${prefix}heartbeat-takers`;
  const taker = randomUUID();
  let since = 0;
  let isTaker = false;
  const report = () => {
    // A failure needs no report: the process that watches presence cannot read from Redis then, either.
    if (isTaker) redis.eval(BEAT, 1, takers, taker).catch(() => {});
  };
  const reports = setInterval(report, REPORT_MS).unref();
  return {
    beat(beat) {
      if (!isTaker) {
        isTaker = true;
        report();
      }
      redis.eval(BEAT, 1, key, textOf(beat)).catch((error) => {
        logger.warn({ err: error }, 'a heartbeat was lost');
      });
    },
    async take() {
      const [now, oldestReport, rows] = (await redis.eval(TAKE, 2, key, takers, since, KEPT_MS, FORGOTTEN_MS)) as [
        number,
        string | number,
        string[],
      ];
      since = now;
      const beats = [];
      for (let index = 0; index + 1 < rows.length; index += 2) {
        const ageMs = Math.max(0, now - Number(rows[index + 1]));
        beats.push({ ...beatOf(rows[index]!), ageMs });
      }
      return { beats, isComplete: now - Number(oldestReport) < SILENT_MS };
    },
    async close() {
      clearInterval(reports);
      if (isTaker) await redis.zrem(takers, taker).catch(() => {});
      isTaker = false;
    },
  };
}

/** `<app>.<liveId>.<userId>`, and `<app>.chat<chatId>.<userId>`, of which a release without talks knows no live. */
function textOf({ appId, kind, roomId, userId }: Beat): string {
  return `${appId}.${kind === 'chat' ? CHAT : ''}${roomId}.${userId}`;
}

const CHAT = 'chat';

function beatOf(text: string): Beat {
  const [appId = '', room = '', userId] = text.split('.');
  const isChat = room.startsWith(CHAT);
  const roomId = Number(isChat ? room.slice(CHAT.length) : room);
  return { appId, kind: isChat ? 'chat' : 'live', roomId, userId: Number(userId) };
}
