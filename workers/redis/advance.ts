import type { Redis } from 'ioredis';

/** How often Redis is asked how far the time was moved: the other processes follow within this. */
const ASK_MS = 200;

/** Adds ARGV[1] to the greater of what is kept and ARGV[2], which survives a flush that way. */
const MOVE = `
local known = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), tonumber(ARGV[2]))
local moved = string.format('%.0f', known + tonumber(ARGV[1]))
redis.call('SET', KEYS[1], moved)
return moved`;

/** How far developers have moved the time of all processes forwards, in ms. */
export interface SharedAdvance {
  totalMs(): number;
  /** Moves this process's time before it resolves, and that of the others within ASK_MS. Rejects when Redis does not answer. */
  advance(byMs: number): Promise<void>;
  /** Tells of each move from now on, whichever process asked for it. */
  onMoved(listener: (byMs: number) => void): void;
  stop(): void;
}

/** Dev mode only: the time of several processes, moved over Redis. Knows how far it was moved before, once it resolves. */
export async function followAdvance(redis: Redis, prefix: string): Promise<SharedAdvance> {
  const key = `${prefix}dev-clock`;
  const listeners = new Set<(byMs: number) => void>();
  let totalMs = 0;

  async function move(byMs: number): Promise<void> {
    const moved = Number(await redis.eval(MOVE, 1, key, byMs, totalMs));
    const movedMs = moved - totalMs;
    if (movedMs <= 0) return;
    totalMs = moved;
    for (const listener of listeners) listener(movedMs);
  }
  await move(0);
  // While Redis is away, which is reported elsewhere, nobody can move the time either.
  const asking = setInterval(() => void move(0).catch(() => {}), ASK_MS).unref();
  return {
    totalMs: () => totalMs,
    advance: move,
    onMoved: (listener) => void listeners.add(listener),
    stop: () => clearInterval(asking),
  };
}
