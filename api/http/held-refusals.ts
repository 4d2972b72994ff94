import { type LimitedCaller, retryAfter, type TooManyRequests } from './refusals.ts';
import { LocalTokenBuckets } from './token-buckets.ts';

/**
 * Refusals of one person that are answered at once, in tokens. Whoever comes back when `Retry-After` says (after 1 s or more) has none held back,
 * nor has an app that opens a screen while it is over its limit.
 */
export const AT_ONCE = { perSecond: 1, burst: 20 };
/** Further ones are held back for this long, or longer where many wait: 16 connections that ask without pause are answered 16 times a second. */
export const HOLD_MS = 1_000;
/**
 * Between two of one person that were held back, so that however many connections ask, they are answered 20 times a second. Together they would
 * also be followed by their next questions together, for which everybody else would wait.
 */
export const SPACING_MS = 50;
/** Refusals of one caller that are held back at a time: more connections than any proper client opens. The last one waits for 3.2 s. */
export const MAX_HELD_EACH = 64;
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

/** What of one caller waits. */
interface Waiting {
  releases: Set<() => void>;
  /** When the last one is due. */
  lastMs: number;
}

/**
 * Slows down whoever goes on asking while over a limit: answering at once would let them ask as fast as this process can refuse, at the cost
 * of everybody else. What is held back costs nothing but its connection.
 */
export class HeldRefusals {
  readonly metrics: HeldMetrics = { waiting: 0, held: 0, closed: 0 };
  private readonly now: () => number;
  private readonly later: NonNullable<HeldOptions['later']>;
  private readonly atOnce: LocalTokenBuckets;
  /** Those that wait, by caller. */
  private readonly waiting = new Map<string, Waiting>();
  private isStopped = false;

  constructor({ now = () => performance.now(), later }: HeldOptions = {}) {
    this.now = now;
    this.atOnce = new LocalTokenBuckets(now);
    this.later = later ?? ((ms, callback) => void setTimeout(callback, ms).unref());
  }

  /**
   * Has a refusal written: now, or after HOLD_MS and more when its caller was refused more often than AT_ONCE. Not at all when the client goes away
   * meanwhile.
   */
  answer(refusal: TooManyRequests, response: Response, write: Write): void {
    const { caller } = refusal;
    if (!caller || this.isStopped || !this.isFrequent(caller)) write(retryAfter(refusal));
    else if (this.hasRoom(caller)) this.hold(caller, response, (heldMs) => write(retryAfter(refusal, heldMs)));
    else {
      this.metrics.closed++;
      write({ ...retryAfter(refusal), Connection: 'close' });
    }
  }

  /** Answers what is held back, and holds nothing back from now on: a process that ends waits for nobody. */
  stop(): void {
    this.isStopped = true;
    for (const { releases } of [...this.waiting.values()]) for (const release of [...releases]) release();
  }

  private isFrequent({ key, people }: LimitedCaller): boolean {
    const { perSecond, burst } = AT_ONCE;
    return this.atOnce.take(key, { perSecond: perSecond * people, burst: burst * people }) > 0;
  }

  private hasRoom({ key }: LimitedCaller): boolean {
    return this.metrics.waiting < MAX_HELD && (this.waiting.get(key)?.releases.size ?? 0) < MAX_HELD_EACH;
  }

  private hold({ key, people }: LimitedCaller, response: Response, write: (heldMs: number) => void): void {
    const now = this.now();
    const ofCaller = this.waiting.get(key) ?? { releases: new Set(), lastMs: 0 };
    const { releases } = ofCaller;
    ofCaller.lastMs = Math.max(now + HOLD_MS, ofCaller.lastMs + SPACING_MS / people);
    const heldMs = ofCaller.lastMs - now;
    const leave = () => {
      if (!releases.delete(release)) return false;
      this.metrics.waiting--;
      if (releases.size === 0) this.waiting.delete(key);
      return true;
    };
    const release = () => {
      if (leave()) write(heldMs);
    };
    releases.add(release);
    this.waiting.set(key, ofCaller);
    this.metrics.held++;
    this.metrics.waiting++;
    response.once('close', leave);
    this.later(heldMs, release);
  }
}
