import type { LRUCache } from 'lru-cache';
import { createLruCache } from '../event-store/lru-cache.ts';

/** Keys of one rate in memory; beyond that the least recently used one is forgotten, and may do everything at once again. */
const MAX_KEYS = 20_000;
/** How long a refusal is held back: 16 connections that try again without pause are then refused 16 times a second. */
export const HOLD_MS = 1_000;
/** Refusals that are held back at a time; further ones are given at once, and their connections are bounded elsewhere (`RealtimeLimits`). */
export const MAX_HELD = 1_000;

/** How often something may be done: so many times at once, and so many a second from then on. */
export interface Rate {
  atOnce: number;
  perSecond: number;
}

/** Counts what is done under each key: a user, an address. */
export class RateByKey {
  private readonly rate: Rate;
  private readonly now: () => number;
  private readonly known: LRUCache<string, { left: number; filledMs: number }> = createLruCache(MAX_KEYS);

  /** `now`: monotonic, in ms. */
  constructor(rate: Rate, now: () => number = () => performance.now()) {
    this.rate = rate;
    this.now = now;
  }

  /** Counts one; false when there are too many, which then counts nothing. */
  take(key: string): boolean {
    const { atOnce, perSecond } = this.rate;
    const filledMs = this.now();
    const before = this.known.get(key) ?? { left: atOnce, filledMs };
    const left = Math.min(atOnce, before.left + ((filledMs - before.filledMs) / 1_000) * perSecond);
    const isFree = left >= 1;
    this.known.set(key, { left: isFree ? left - 1 : left, filledMs });
    return isFree;
  }
}

export interface HeldOptions {
  now?(): number;
  /** Calls back once after `ms`; default: a timer that does not keep the process alive. */
  later?(ms: number, callback: () => void): void;
}

/**
 * Slows down whoever goes on trying although they are refused: refusals of an address beyond a rate are given HOLD_MS later. Nobody is refused for
 * it.
 */
export class HeldRefusals {
  private readonly rate: RateByKey;
  private readonly later: NonNullable<HeldOptions['later']>;
  private readonly waiting = new Set<() => void>();
  private isClosed = false;

  constructor(rate: Rate, { now, later }: HeldOptions = {}) {
    this.rate = new RateByKey(rate, now);
    this.later = later ?? ((ms, callback) => void setTimeout(callback, ms).unref());
  }

  /** Resolves when a refusal may be given to an address. */
  turn(address: string): Promise<void> | undefined {
    if (this.isClosed || this.rate.take(address) || this.waiting.size >= MAX_HELD) return undefined;
    return new Promise((resolve) => {
      const release = () => {
        this.waiting.delete(release);
        resolve();
      };
      this.waiting.add(release);
      this.later(HOLD_MS, release);
    });
  }

  /** Lets everything go that waits, and holds nothing back from now on. */
  close(): void {
    this.isClosed = true;
    for (const release of [...this.waiting]) release();
  }
}
