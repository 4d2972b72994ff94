import type { Clock, Timer } from '../domain/kernel/clock.ts';

/** setTimeout takes at most this; longer waits are armed again. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** The system's clock; `advance` moves it forwards, and every timer with it (dev mode and tests). */
export interface AdjustableClock extends Clock {
  advance(byMs: number): void;
}

/**
 * A clock that starts at `notBeforeMs` or the machine's time, whichever is later, and never goes backwards: events
 * written before a restart are not in the future, whatever happened to the machine's time or the dev clock.
 */
export function createClock(notBeforeMs = 0, machineNow: () => number = Date.now): AdjustableClock {
  let offsetMs = Math.max(0, notBeforeMs - machineNow());
  let lastMs = 0;
  const armed = new Set<() => void>();

  function now(): number {
    lastMs = Math.max(lastMs, machineNow() + offsetMs);
    return lastMs;
  }

  function at(atMs: number, callback: () => void): Timer {
    let timeout: NodeJS.Timeout | undefined;
    let isRinging = false;
    const arm = () => {
      // One that is due rings in its own time: armed anew with every step of a clock that is advanced quickly, it never would.
      if (isRinging) return;
      clearTimeout(timeout);
      const waitMs = Math.max(0, atMs - now());
      isRinging = waitMs === 0;
      timeout = setTimeout(ring, Math.min(MAX_TIMEOUT_MS, waitMs));
    };
    // A timeout may ring a little early, or long before its time when the wait was longer than it can hold.
    const ring = () => {
      isRinging = false;
      if (now() < atMs) return arm();
      armed.delete(arm);
      callback();
    };
    armed.add(arm);
    arm();
    return {
      cancel() {
        clearTimeout(timeout);
        armed.delete(arm);
      },
    };
  }

  return {
    now,
    at,
    advance(byMs) {
      offsetMs += byMs;
      for (const arm of [...armed]) arm();
    },
  };
}
