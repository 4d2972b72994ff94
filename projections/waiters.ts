import type { Position } from '../event-store/event-store.ts';
import { afterReading } from '../timing/sweeper.ts';

interface Waiter {
  position: Position;
  timer: NodeJS.Timeout;
  answer(passed: boolean): void;
}

/** Callers that wait for a position to be passed, lowest position first. */
export class Waiters {
  private waiting: Waiter[] = [];

  /** True once the position is passed; false when `timeoutMs` pass first, or when it will not be passed any more. */
  wait(position: Position, timeoutMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const waiter: Waiter = {
        position,
        answer: resolve,
        // After the process was suspended, what passes the position may have arrived but not been read yet.
        timer: setTimeout(() => afterReading(() => this.giveUpOn(waiter)), timeoutMs),
      };
      // Most callers wait for the newest event: look for the place from the end.
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
