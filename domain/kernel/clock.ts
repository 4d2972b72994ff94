/**
 * The only source of time. Timers follow it: in dev mode it can be advanced, and what falls due then runs.
 */
export interface Clock {
  /**
   * Epoch milliseconds, for what is written down and for deadlines that survive a restart. Never goes backwards, and goes
   * on evenly within a process: setting the machine's clock neither ends a deadline early nor holds it up.
   */
  now(): number;
  /** Runs `callback` once, at or soon after `atMs` of this clock. */
  at(atMs: number, callback: () => void): Timer;
}

/** What a process needs besides to measure absence, its own included. */
export interface ProcessClock extends Clock {
  /** Epoch milliseconds of the machine (or of the engine that several processes go by): for what other machines check. May leap. */
  wall(): number;
  /** Milliseconds that this process has been running: what it was suspended for does not count. For durations. */
  elapsed(): number;
  /**
   * Runs `callback` once, `delayMs` of `elapsed` from now. After a suspension nothing rings for READ_FIRST_MS, so that
   * requests which waited meanwhile are read first.
   */
  after(delayMs: number, callback: () => void): Timer;
  /** `elapsed` when the process last found that it had been suspended, or that the machine's clock had been set; -Infinity when never. */
  interruptedAt(): number;
}

export interface Timer {
  cancel(): void;
}
