import type { ProcessClock, Timer } from '../domain/kernel/clock.ts';

/** setTimeout takes at most this; longer waits are armed again. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;
/** The clock looks at the time at least this often, so that a longer pause can only be a suspended process. */
const TICK_MS = 1_000;
/** A pause between two looks that is longer than this counts as a suspension; a busy event loop pauses less. */
export const SUSPENDED_MS = 3_000;
/** A difference to the machine's clock that arises between two looks and is greater than this: somebody set that clock. */
const SET_MS = 2_000;
/** After a suspension timers wait this long for what arrived meanwhile to be read. */
export const READ_FIRST_MS = 1_000;
/** Share of the passing time by which the clock runs faster or slower until it agrees with its source again. */
const CORRECTION = 0.05;
/** A greater difference is not followed before a restart: the source was wrong, or is now. */
const MAX_CORRECTED_MS = 24 * 3_600_000;
/** Suspensions up to this do not count for `now` (when no other process shares the time): no deadline of ours is longer. */
export const MAX_FORGIVEN_MS = 5 * 60_000;
/** Several processes that go by one source take a lead of it greater than this at once: to agree is worth more than to go evenly. */
const MAX_SHARED_LAG_MS = 2_000;

/** The clock of the process; `advance` moves it forwards, and every timer with it (dev mode and tests). */
export interface AdjustableClock extends ProcessClock {
  advance(byMs: number): void;
  /** Ends its ticks. */
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
  /** Milliseconds from any beginning; never set, counts while the process is stopped. */
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
 * it, so nobody missed a deadline. One of several counts it, for the others went on.
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

  /** Brings everything up to this moment. */
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
    // A virtual machine that was paused shows in its clock alone.
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

  /** Rings when `waitMs` says that nothing is left to wait for. */
  function timer(waitMs: () => number, callback: () => void): Timer {
    let timeout: NodeJS.Timeout | undefined;
    let isRinging = false;
    const leftMs = () => {
      const left = waitMs();
      return Math.max(0, left, interruptedAtMs + READ_FIRST_MS - elapsedMs);
    };
    const arm = () => {
      // One that is due rings in its own time: armed anew with every step of a clock that is advanced quickly, it never would.
      if (isRinging) return;
      clearTimeout(timeout);
      const left = leftMs();
      isRinging = left === 0;
      timeout = setTimeout(ring, Math.min(MAX_TIMEOUT_MS, left));
    };
    // A timeout may ring a little early, or long before its time when the wait was longer than it can hold.
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
