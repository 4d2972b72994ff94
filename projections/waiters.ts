import type { Position } from '../event-store/event-store.ts';
import { afterReading } from '../timing/sweeper.ts';

interface Waiter {
  position: Position;
  timer: NodeJS.Timeout;
  answer(passed: boolean): void;
}

/** Those who wait for a position to be passed, lowest first. */
export class Waiters {
  private waiting: Waiter[] = [];

  /** True once the position is passed, false when `timeoutMs` pass first or nobody will come to pass it any more. */
  wait(position: Position, timeoutMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const waiter: Waiter = {
        position,
        answer: resolve,
        // After a suspension the answer may have come and wait unread.
        timer: setTimeout(() => afterReading(() => this.giveUpOn(waiter)), timeoutMs),
      };
      // Most wait for the newest event, so the place is found from the end.
      let at = this.waiting.length;
      while (at > 0 && this.waiting[at - 1]!.position > position) at--;
      this.waiting.splice(at, 0, waiter);
    });
  }

  isEmpty(): boolean {
    return this.waiting.length === 0;
  }

  pass(position: Position): void {
    const behind = this.waiting.findIndex((waiter) => waiter.position > position);
    this.answer(this.waiting.splice(0, behind < 0 ? this.waiting.length : behind), true);
  }

  giveUp(): void {
    this.answer(this.waiting.splice(0), false);
  }

  private giveUpOn(waiter: Waiter): void {
    const at = this.waiting.indexOf(waiter);
    if (at >= 0) this.answer(this.waiting.splice(at, 1), false);
  }

  private answer(waiters: Waiter[], passed: boolean): void {
    for (const { timer, answer } of waiters) {
      clearTimeout(timer);
      answer(passed);
    }
  }
}
