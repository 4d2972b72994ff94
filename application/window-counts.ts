import type { LRUCache } from 'lru-cache';
import type { Clock } from '../domain/kernel/clock.ts';
import { createLruCache } from '../event-store/lru-cache.ts';

export interface Window {
  /** Epoch ms. */
  since: number;
  count: number;
}

/** Counts of one process by key, in windows of time: a key's window begins when it is first asked for. */
export class WindowCounts {
  private readonly clock: Clock;
  private readonly windowMs: number;
  private readonly windows: LRUCache<string, Window>;

  /** `maxKeys`: remembered at a time; the least recently seen are forgotten first. */
  constructor(clock: Clock, { windowMs, maxKeys }: { windowMs: number; maxKeys: number }) {
    this.clock = clock;
    this.windowMs = windowMs;
    this.windows = createLruCache(maxKeys);
  }

  /** The window of a key that is running now. */
  of(key: string): Window {
    const now = this.clock.now();
    const known = this.windows.get(key);
    if (known && now - known.since < this.windowMs) return known;
    const window = { since: now, count: 0 };
    this.windows.set(key, window);
    return window;
  }

  /** Counts one more; false, and not counted, when there are `most` in the key's window already. */
  take(key: string, most: number): boolean {
    const window = this.of(key);
    if (window.count >= most) return false;
    window.count++;
    return true;
  }
}
