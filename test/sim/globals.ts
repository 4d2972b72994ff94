import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers';
import type { Random } from './random.ts';
import type { Scheduler, Task } from './scheduler.ts';

/** What the simulated machines' clocks show at the start, epoch ms. */
export const EPOCH_MS = Date.UTC(2026, 5, 1, 12);
/** Node's own: a longer wait is a wait of 1 ms. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** As Node's timers, for what asks more of one than to be cleared. */
class SimTimer {
  private readonly scheduler: Scheduler;
  private readonly delayMs: number;
  private readonly ring: () => void;
  private readonly owner: Task['owner'];
  private task: Task | null = null;

  constructor(scheduler: Scheduler, delayMs: number, ring: () => void) {
    this.scheduler = scheduler;
    this.delayMs = delayMs;
    this.ring = ring;
    this.owner = scheduler.current;
    this.refresh();
  }

  refresh(): this {
    this.close();
    this.task = this.scheduler.after(this.owner, this.delayMs, this.ring);
    return this;
  }

  close(): this {
    if (this.task) this.scheduler.cancel(this.task);
    this.task = null;
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  hasRef(): boolean {
    return true;
  }
}

type Callback = (...args: unknown[]) => void;

/**
 * Puts simulated timers, clocks and randomness in the place of this process's; returns what puts the real ones back.
 * Whatever the code under test imports from Node for these follows, since it is all looked up when it is called.
 */
export function installGlobals(scheduler: Scheduler, random: Random): () => void {
  const clear = (timer?: unknown) => void (timer instanceof SimTimer && timer.close());
  const milliseconds = (ms: unknown) => {
    const delayMs = Math.trunc(Number(ms ?? 0));
    return delayMs >= 1 && delayMs <= MAX_TIMEOUT_MS ? delayMs : 1;
  };
  const simulated = {
    setTimeout: (callback: Callback, ms?: number, ...args: unknown[]) =>
      new SimTimer(scheduler, milliseconds(ms), () => callback(...args)),
    setInterval(callback: Callback, ms?: number, ...args: unknown[]) {
      const timer: SimTimer = new SimTimer(scheduler, milliseconds(ms), () => {
        timer.refresh();
        callback(...args);
      });
      return timer;
    },
    setImmediate: (callback: Callback, ...args: unknown[]) => new SimTimer(scheduler, 0, () => callback(...args)),
    clearTimeout: clear,
    clearInterval: clear,
    clearImmediate: clear,
  };
  const bytes = (count: number) => Buffer.from(Array.from({ length: count }, () => random.integer(0, 255)));
  const undo = [
    replace(globalThis, simulated),
    replace(timers, simulated),
    replace(Date, { now: () => EPOCH_MS + Math.floor(scheduler.nowMs) + scheduler.current.clockOffsetMs }),
    replace(performance, { now: () => scheduler.nowMs }),
    replace(Math, { random: random.next }),
    replace(crypto, { randomUUID: () => uuidOf(bytes(16)), randomBytes: bytes }),
  ];
  syncBuiltinESMExports();
  return () => {
    for (const step of undo) step();
    syncBuiltinESMExports();
  };
}

function replace(target: object, values: object): () => void {
  const before = Object.keys(values).map((name) => [name, Object.getOwnPropertyDescriptor(target, name)] as const);
  for (const [name, value] of Object.entries(values)) {
    Object.defineProperty(target, name, { value, writable: true, configurable: true });
  }
  return () => {
    for (const [name, descriptor] of before) {
      if (descriptor) Object.defineProperty(target, name, descriptor);
      else Reflect.deleteProperty(target, name);
    }
  };
}

function uuidOf(bytes: Buffer): string {
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
