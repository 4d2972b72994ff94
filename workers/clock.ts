import type { ProcessClock, Timer } from '../domain/kernel/clock.ts';

/** setTimeout takes at most this; longer waits take several timeouts. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;
/** The clock reads the time at least this often, so that a much longer pause can only be a suspended process. */
const TICK_MS = 1_000;
/** A pause between two readings that is longer than this counts as a suspension; a busy event loop pauses less. */
export const SUSPENDED_MS = 3_000;
/** The machine's clock was set when its difference to the monotonic clock changes by more than this between two readings. */
const SET_MS = 2_000;
/** After a suspension timers wait this long for what arrived meanwhile to be read. */
export const READ_FIRST_MS = 1_000;
/** Until it agrees with its source, the clock runs faster or slower by this share. */
const CORRECTION = 0.05;
/** A greater difference to the source is not corrected before a restart: the source was wrong, or is now. */
const MAX_CORRECTED_MS = 24 * 3_600_000;
/** Suspensions up to this do not count in `now` of a process that is alone: no deadline of ours is longer. */
export const MAX_FORGIVEN_MS = 5 * 60_000;
/** A clock with a shared source that is behind it by more than this leaps at once: agreement matters more than an even pace. */
const MAX_SHARED_LAG_MS = 2_000;

/** The clock of the process; `advance` moves it forwards, and every timer with it (dev mode and tests). */
export interface AdjustableClock extends ProcessClock {
  advance(byMs: number): void;
  /** Ends the regular readings of the time. */
  stop(): void;
  readonly metrics: Readonly<ClockMetrics>;
}

export interface ClockMetrics {
  /** How far `now` is ahead of its source; below zero when behind. */
  aheadMs: number;
  /** Times that the process was suspended, and for how long in all. */
  suspensions: number;
  suspendedMs: number;
  /** Times that the machine's clock was set while the process ran. */
  sets: number;
}

/** Something that an operator should know of. */
export type ClockTrouble = { kind: 'suspended'; forMs: number } | { kind: 'set'; byMs: number };

export interface ClockOptions {
  /** `now` begins no earlier than this: the time of the log's last event. */
  notBeforeMs?: number;
  /** Epoch ms of the machine's clock. */
  machineNow?: () => number;
  /** Milliseconds since any moment, by a clock that nobody sets and that goes on while the process is suspended. */
  monotonicNow?: () => number;
  /** The clock that several processes go by, instead of the machine's own. */
  shared?: { now(): number };
  onTrouble?: (trouble: ClockTrouble) => void;
}

/**
 * A clock that starts at its source's time or `notBeforeMs`, whichever is later, and from then on goes by the monotonic
 * clock. A difference to the source is made up for gradually (5 % of the passing time), so a deadline is off by no more
 * than that, whatever happens to the source. It never goes backwards.
 *
 * A process that is alone does not count the time for which it was suspended (up to MAX_FORGIVEN_MS): nobody could reach
 * it, so nobody missed a deadline. One of several processes counts it, because the others went on.
 */
export function createClock(options: ClockOptions = {}): AdjustableClock {
  const { machineNow = () => Date.now(), monotonicNow = () => performance.now(), shared, onTrouble } = options;
  const sourceNow = shared ? () => shared.now() : machineNow;
  let advancedMs = 0;
  let nowMs = Math.max(sourceNow(), options.notBeforeMs ?? 0);
  let elapsedMs = 0;
  let interruptedAtMs = Number.NEGATIVE_INFINITY;
  let lastMonotonic = monotonicNow();
  let lastMachine = machineNow();
  const metrics: ClockMetrics = { aheadMs: 0, suspensions: 0, suspendedMs: 0, sets: 0 };
  const armed = new Set<() => void>();

  /** Reads the clocks and brings `nowMs` and `elapsedMs` up to date. */
  function look(): void {
    const monotonic = monotonicNow();
    const machine = machineNow();
    const stepMs = Math.max(0, monotonic - lastMonotonic);
    const setByMs = machine - lastMachine - stepMs;
    lastMonotonic = monotonic;
    lastMachine = machine;
    const isSuspended = stepMs > SUSPENDED_MS;
    const livedMs = isSuspended ? 0 : stepMs;
    elapsedMs += livedMs;
    nowMs += shared || stepMs > MAX_FORGIVEN_MS ? stepMs : livedMs;
    const hasLeapt = approach(sourceNow() + advancedMs, livedMs);
    if (isSuspended) interrupted({ kind: 'suspended', forMs: stepMs });
    // When a virtual machine was paused, only the machine's clock shows it: the monotonic one stood still.
    if (Math.abs(setByMs) > SET_MS) interrupted({ kind: 'set', byMs: setByMs });
    if (hasLeapt) for (const arm of [...armed]) arm();
  }

  /** True when `now` leapt forwards. */
  function approach(sourceMs: number, livedMs: number): boolean {
    const behindMs = sourceMs - nowMs;
    metrics.aheadMs = -behindMs;
    if (shared && behindMs > MAX_SHARED_LAG_MS) {
      nowMs = sourceMs;
      return true;
    }
    const mostMs = CORRECTION * livedMs;
    if (Math.abs(behindMs) <= MAX_CORRECTED_MS) nowMs += Math.max(-mostMs, Math.min(mostMs, behindMs));
    return false;
  }

  function interrupted(trouble: ClockTrouble): void {
    interruptedAtMs = elapsedMs;
    if (trouble.kind === 'suspended') {
      metrics.suspensions++;
      metrics.suspendedMs += trouble.forMs;
    } else metrics.sets++;
    onTrouble?.(trouble);
  }

  /** Calls back when `waitMs` returns 0 or less, but not within READ_FIRST_MS after an interruption. */
  function timer(waitMs: () => number, callback: () => void): Timer {
    let timeout: NodeJS.Timeout | undefined;
    let isRinging = false;
    const leftMs = () => {
      const left = waitMs();
      return Math.max(0, left, interruptedAtMs + READ_FIRST_MS - elapsedMs);
    };
    const arm = () => {
      // Leave a due timer alone: armed again with every step of a clock that is advanced quickly, it would never fire.
      if (isRinging) return;
      clearTimeout(timeout);
      const left = leftMs();
      isRinging = left === 0;
      timeout = setTimeout(ring, Math.min(MAX_TIMEOUT_MS, left));
    };
    // A timeout may fire a little early, or long before its time when the wait is longer than MAX_TIMEOUT_MS.
    const ring = () => {
      isRinging = false;
      if (leftMs() > 0) return arm();
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

  function now(): number {
    look();
    return Math.floor(nowMs);
  }
  function elapsed(): number {
    look();
    return elapsedMs;
  }
  const ticks = setInterval(look, TICK_MS).unref();

  return {
    now,
    elapsed,
    metrics,
    wall: () => Math.floor(sourceNow() + advancedMs),
    interruptedAt() {
      look();
      return interruptedAtMs;
    },
    at: (atMs, callback) => timer(() => atMs - now(), callback),
    after(delayMs, callback) {
      const untilMs = elapsed() + delayMs;
      return timer(() => untilMs - elapsed(), callback);
    },
    advance(byMs) {
      look();
      advancedMs += byMs;
      nowMs += byMs;
      elapsedMs += byMs;
      for (const arm of [...armed]) arm();
    },
    stop: () => clearInterval(ticks),
  };
}
