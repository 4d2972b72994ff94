import { setTimeout as pause } from 'node:timers/promises';
import type { Position } from '../../event-store/event-store.ts';

/** After each page of the log the check rests as long as the page took, at most so many ms: callers get half of the time at least. */
const MAX_REST_MS = 250;

/** Told after each page of the log; what is checked waits for it. */
export type OnProgress = (events: number, position: Position) => Promise<void>;

/** How a check of the whole log stands. Times are epoch ms. */
export interface CheckState<Result> {
  state: 'running' | 'done' | 'failed';
  beganAt: number;
  /** Null while it runs. */
  endedAt: number | null;
  /** What was looked at so far, and where the log ended when it began. */
  events: number;
  position: Position;
  head: Position;
  /** Null until it is done. */
  result: Result | null;
}

/** Goes through the whole log for operators, one run at a time in a process, and remembers the last one. */
export class LongCheck<Result> {
  private last: CheckState<Result> | null = null;

  /** The run under way, or the last one; null before the first. */
  get now(): CheckState<Result> | null {
    return this.last;
  }

  /** Begins a run; one that is under way goes on. It fails with its error, of which the state says no more. */
  begin(now: () => number, head: Position, check: (onProgress: OnProgress) => Promise<Result>): CheckState<Result> {
    if (this.last?.state === 'running') return this.last;
    const run: CheckState<Result> = {
      ...{ state: 'running', beganAt: now(), endedAt: null },
      ...{ events: 0, position: 0, head, result: null },
    };
    this.last = run;
    let pageBegan = performance.now();
    const onProgress: OnProgress = async (events, position) => {
      Object.assign(run, { events, position });
      await pause(Math.min(MAX_REST_MS, performance.now() - pageBegan), undefined, { ref: false });
      pageBegan = performance.now();
    };
    check(onProgress).then(
      (result) => Object.assign(run, { state: 'done', endedAt: now(), result }),
      () => Object.assign(run, { state: 'failed', endedAt: now() }),
    );
    return run;
  }
}
