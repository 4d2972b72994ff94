/**
 * The only source of time. Timers follow it: in dev mode it can be advanced, and what falls due then runs.
 */
export interface Clock {
  /** Epoch milliseconds; never goes backwards within a process. */
  now(): number;
  /** Runs `callback` once, at or soon after `atMs` of this clock. */
  at(atMs: number, callback: () => void): Timer;
}

export interface Timer {
  cancel(): void;
}
