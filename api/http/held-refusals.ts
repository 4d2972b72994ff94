import { type LimitedCaller, retryAfter, type TooManyRequests } from './refusals.ts';
import { LocalTokenBuckets } from './token-buckets.ts';

/**
 * Refusals of one person that are answered at once, in tokens. Whoever comes back when `Retry-After` says (after 1 s or more) has none held back,
 * nor has an app that opens a screen while it is over its limit.
 */
export const AT_ONCE = { perSecond: 1, burst: 20 };
/**
 * Further ones are held back for this long. 16 connections that ask without pause then ask 16 times a second instead of thousands of times; apps give
 * up after 2 s.
 */
export const HOLD_MS = 1_000;
/** Refusals of one caller that are held back at a time: more connections than any proper client opens. */
export const MAX_HELD_EACH = 256;
/** The same of all callers: each is an open request, of some KB. */
export const MAX_HELD = 4_096;

/** Plain numbers for `/metrics`; all but `waiting` only grow. */
export interface HeldMetrics {
  /** Held back now. */
  waiting: number;
  held: number;
  /** Not held back, because too many were: answered at once, and the connection closed. */
  closed: number;
}

/** What says when the client is gone, or has its answer: a `ServerResponse`. */
interface Response {
  once(event: 'close', listener: () => void): unknown;
}

/** Writes a refusal with these headers beside its own. */
type Write = (headers: Record<string, string>) => void;

export interface HeldOptions {
  /** Monotonic, in ms. */
  now?(): number;
  /** Calls back once after `ms`; default: a timer that does not keep the process alive. */
  later?(ms: number, callback: () => void): void;
}

/**
 * Slows down whoever goes on asking while over a limit: answering at once would let them ask as fast as this process can refuse, at the cost
 * of everybody else. What is held back costs nothing but its connection.
 */
export class HeldRefusals {
  readonly metrics: HeldMetrics = { waiting: 0, held: 0, closed: 0 };
  private readonly later: NonNullable<HeldOptions['later']>;
  private readonly atOnce: LocalTokenBuckets;
  /** Those that wait, by caller. */
  private readonly waiting = new Map<string, Set<() => void>>();
  private isStopped = false;

  constructor({ now, later }: HeldOptions = {}) {
    this.atOnce = new LocalTokenBuckets(now);
    this.later = later ?? ((ms, callback) => void setTimeout(callback, ms).unref());
  }

  /**
   * Has a refusal written: now, or after HOLD_MS when its caller was refused more often than AT_ONCE. Not at all when the client goes away
   * meanwhile.
   */
  answer(refusal: TooManyRequests, response: Response, write: Write): void {
    const { caller } = refusal;
    if (!caller || this.isStopped || !this.isFrequent(caller)) write(retryAfter(refusal));
    else if (this.hasRoom(caller)) this.hold(caller, response, () => write(retryAfter(refusal, HOLD_MS)));
    else {
      this.metrics.closed++;
      write({ ...retryAfter(refusal), Connection: 'close' });
    }
  }

  /** Answers what is held back, and holds nothing back from now on: a process that ends waits for nobody. */
  stop(): void {
    this.isStopped = true;
    for (const ofCaller of [...this.waiting.values()]) for (const release of [...ofCaller]) release();
  }

  private isFrequent({ key, people }: LimitedCaller): boolean {
    const { perSecond, burst } = AT_ONCE;
    return this.atOnce.take(key, { perSecond: perSecond * people, burst: burst * people }) > 0;
  }

  private hasRoom({ key }: LimitedCaller): boolean {
    return this.metrics.waiting < MAX_HELD && (this.waiting.get(key)?.size ?? 0) < MAX_HELD_EACH;
  }

  private hold({ key }: LimitedCaller, response: Response, write: () => void): void {
    const ofCaller = this.waiting.get(key) ?? new Set();
    const leave = () => {
      if (!ofCaller.delete(release)) return false;
      this.metrics.waiting--;
      if (ofCaller.size === 0) this.waiting.delete(key);
      return true;
    };
    const release = () => {
      if (leave()) write();
    };
    this.metrics.held++;
    this.metrics.waiting++;
    this.waiting.set(key, ofCaller.add(release));
    response.once('close', leave);
    this.later(HOLD_MS, release);
  }
}
