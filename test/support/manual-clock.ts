import type { Clock } from '../../domain/kernel/clock.ts';

/** A clock that stands still until it is moved. */
export class ManualClock implements Clock {
  private time = 1_000_000;
  private timers: { atMs: number; callback: () => void }[] = [];

  now(): number {
    return this.time;
  }

  at(atMs: number, callback: () => void) {
    const timer = { atMs, callback };
    this.timers.push(timer);
    const cancel = () => {
      this.timers = this.timers.filter((one) => one !== timer);
    };
    return { cancel };
  }

  /** Moves on, running what falls due, and lets what that started come to rest. */
  async advance(ms: number): Promise<void> {
    this.time += ms;
    for (;;) {
      const due = this.timers.find(({ atMs }) => atMs <= this.time);
      if (!due) break;
      this.timers = this.timers.filter((one) => one !== due);
      due.callback();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await new Promise((resolve) => setImmediate(resolve));
  }

  get pending(): number {
    return this.timers.length;
  }
}
