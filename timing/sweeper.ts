/** Default for how often a sweep runs, in ms. */
const SWEEP_MS = 1_000;
/** A sweep that comes later than this (ms) shows that the process stood still: that time does not count. */
const STALLED_MS = 1_000;
/** After a standstill of more than this (ms) every limit begins anew: what was sent meanwhile may still be on its way. */
const SUSPENDED_MS = 3_000;
/** Pause (ms) between the two turns of the event loop in which everything that waits unread is read before a sweep. */
const READING_MS = 20;

/**
 * Calls `sweep` regularly to end what has been silent for too long, without taking this process's own absence (suspended,
 * or too busy) for the silence of others. Two promises:
 *
 * - Time in which the process stood still does not count; after more than SUSPENDED_MS of it every limit begins anew.
 * - Each sweep runs after everything that had arrived was read. A plain timer would fire before, since Node runs timers first.
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

  /** `monotonicNow`: milliseconds since any moment, by a clock that nobody sets. */
  constructor(sweep: () => void, everyMs = SWEEP_MS, monotonicNow: () => number = () => performance.now()) {
    this.sweep = sweep;
    this.everyMs = everyMs;
    this.monotonicNow = monotonicNow;
  }

  /** Starts sweeping; does nothing when it has started already. */
  start(): void {
    if (this.timer) return;
    this.lastMs = this.monotonicNow();
    this.timer = setInterval(() => this.tick(), this.everyMs).unref();
  }

  /** Stops sweeping; time until the next start does not count. */
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

  /** Milliseconds that counted since `sinceMs` (a value of `now`), or since the last suspension where that was later. */
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
