import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';

/** How often the marker is checked: a flushed Redis is noticed within this time. */
const LOOK_MS = 1_000;
/** The marker of a process that has died expires after this. */
const MARKER_MS = 60_000;

/** Keeps a marker in Redis, and calls `onLost` when it is gone: then jobs may be gone as well. Returns what ends it. */
export function watchRedis(redis: Redis, prefix: string, onLost: () => void): () => void {
  const marker = `${prefix}job-markers:${randomUUID()}`;
  let isStopped = false;
  let isSet = false;
  let timer: NodeJS.Timeout | undefined;

  async function look(): Promise<void> {
    try {
      if (!isSet || !(await redis.set(marker, '1', 'PX', MARKER_MS, 'XX'))) {
        await redis.set(marker, '1', 'PX', MARKER_MS);
        if (isSet && !isStopped) onLost();
        isSet = true;
      }
    } catch {
      // Redis is away; the next look finds out whether the marker is still there.
    }
    if (!isStopped) timer = setTimeout(look, LOOK_MS);
  }
  void look();

  return () => {
    isStopped = true;
    clearTimeout(timer);
    redis.del(marker).catch(() => {});
  };
}
