import type { Clock } from '../domain/kernel/clock.ts';
import { WindowCounts } from './window-counts.ts';

/** Keys of one process remembered at a time, of each length of windows; the least recently seen are forgotten first. */
const MAX_KEYS = 50_000;

/** What is counted, by a key that says of what and whose, and how many of it there may be in its window. */
export interface Counted {
  key: string;
  most: number;
}

/**
 * Counts in windows of time: a key's window begins with its first count. All processes share them where they share an engine for it
 * (test/contract/shared-counts.test.ts). What is counted says its window's length, which is always the same for a key.
 */
export interface SharedCounts {
  /** Counts one more of each; of none, and false, where one of them has as many as it may have. Never rejects: where what is shared does not answer, the process's own counts decide. */
  take(counted: readonly Counted[], windowMs: number): Promise<boolean>;
  /** Takes back what `take` counted. Never throws. */
  giveBack(counted: readonly Counted[], windowMs: number): void;
}

/** Counts of one process. */
export class LocalCounts implements SharedCounts {
  private readonly clock: Clock;
  private readonly byLength = new Map<number, WindowCounts>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  async take(counted: readonly Counted[], windowMs: number): Promise<boolean> {
    return this.takeNow(counted, windowMs);
  }

  /** As `take`, at once. */
  takeNow(counted: readonly Counted[], windowMs: number): boolean {
    const windows = counted.map(({ key, most }) => ({ window: this.windows(windowMs).of(key), most }));
    if (windows.some(({ window, most }) => window.count >= most)) return false;
    for (const { window } of windows) window.count++;
    return true;
  }

  giveBack(counted: readonly Counted[], windowMs: number): void {
    for (const { key } of counted) {
      const window = this.windows(windowMs).of(key);
      if (window.count > 0) window.count--;
    }
  }

  private windows(windowMs: number): WindowCounts {
    let windows = this.byLength.get(windowMs);
    if (!windows) {
      windows = new WindowCounts(this.clock, { windowMs, maxKeys: MAX_KEYS });
      this.byLength.set(windowMs, windows);
    }
    return windows;
  }
}
