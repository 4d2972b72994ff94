/** Default for how often a sweep runs, in ms. */
const SWEEP_MS = 1_000;
/** A sweep that comes later than this (ms) shows that the process stood still: that time counts for nobody. */
const STALLED_MS = 1_000;
/** After standing still for longer than this (ms), everybody has the full time anew: what was sent meanwhile may still be on its way. */
const SUSPENDED_MS = 3_000;
/** Pause (ms) between the two turns of the event loop in which everything that waits unread is read before a sweep. */
const READING_MS = 20;

/**
 * Looks regularly for what is past its time, without taking this process's own absence (suspended, or too busy) for the
 * silence of others. Two promises:
 *
 * - Time in which the process stood still does not count; after more than SUSPENDED_MS of it every limit begins anew.
 * - Each sweep runs after what had arrived until then was read. Plain timers ring before, since Node runs timers first.
 *
 * Its timers keep no process alive.
 */
export class Sweeper {
  private readonly sweep: () => void;
  private readonly everyMs: number;
  private readonly monotonicNow: () => number;
  private timer: NodeJS.Timeout | null = null;
  private isReading = false;
  private lastMs = 0;
  private countedMs = 0;
  private anewMs = Number.NEGATIVE_INFINITY;

  /** `monotonicNow`: milliseconds from any beginning, that are never set. */
  constructor(sweep: () => void, everyMs = SWEEP_MS, monotonicNow: () => number = () => performance.now()) {
    this.sweep = sweep;
    this.everyMs = everyMs;
    this.monotonicNow = monotonicNow;
  }

  /** Sweeps from now on; does nothing when it does already. */
  start(): void {
    if (this.timer) return;
    this.lastMs = this.monotonicNow();
    this.timer = setInterval(() => this.tick(), this.everyMs).unref();
  }

  /** No sweep runs any more, and no time passes until the next start. */
  stop(): void {
    if (!this.timer) return;
    this.now();
    clearInterval(this.timer);
    this.timer = null;
  }

  /** Milliseconds that counted so far. */
  now(): number {
    if (!this.timer) return this.countedMs;
    const monotonicMs = this.monotonicNow();
    const lateMs = monotonicMs - this.lastMs - this.everyMs;
    this.countedMs += lateMs > STALLED_MS ? this.everyMs : monotonicMs - this.lastMs;
    this.lastMs = monotonicMs;
    if (lateMs > SUSPENDED_MS) this.anewMs = this.countedMs;
    return this.countedMs;
  }

  /** How long something lasts that began at `sinceMs` of `now`, or began anew when the process was suspended. */
  passedSince(sinceMs: number): number {
    return this.now() - Math.max(sinceMs, this.anewMs);
  }

  private tick(): void {
    this.now();
    if (this.isReading) return;
    this.isReading = true;
    afterReading(() => {
      this.isReading = false;
      if (this.timer) this.sweep();
    });
  }
}

/** Calls back when what waits unread has been read. A second turn also reads from connections that the first one took in. */
export function afterReading(callback: () => void): void {
  setImmediate(() => {
    setTimeout(() => setImmediate(callback), READING_MS).unref();
  });
}
