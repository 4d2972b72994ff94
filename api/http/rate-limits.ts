import { networkOf } from '../../application/networks.ts';
import { createLruCache } from '../../event-store/lru-cache.ts';
import type { Proof } from './dialect.ts';
import type { Cost, Endpoint } from './endpoint.ts';
import { HeldRefusals } from './held-refusals.ts';
import { type LimitedCaller, TooManyRequests } from './refusals.ts';
import type { Bucket, TokenBuckets } from './token-buckets.ts';
import { Turns } from './turns.ts';

/**
 * Cost classes of known callers; 'growth' for what their calls add to the log; 'stranger' for calls without a valid proof, counted by
 * address.
 */
export type Limit = Cost | 'growth' | 'stranger';
export type Limits = Readonly<Record<Limit, Bucket>>;

/** KB: what calls of `write`, `fanOut` and `notify` add to the log, by what they carry. */
const GROWTH_UNIT_BYTES = 1_024;
/** What an event holds besides what its call carried: ids, times, who did it. */
const EVENT_BYTES = 512;

/**
 * Limits of one person, in tokens; a call takes one, of 'growth' one for each KB. They are several times what the busiest person does in the official app, and
 * stop a script.
 */
export const DEFAULT_LIMITS: Limits = {
  /** Lists, lookups, heartbeats: an app that opens a screen makes some ten of them at once. */
  read: { perSecond: 20, burst: 200 },
  /**
   * Searches of people: a hundred at once, then 1,728 a day of at most 20 people each. So going through 20 million people takes one account
   * more than a year and a half, and trying all 8-digit numbers 150 years.
   */
  search: { perSecond: 0.02, burst: 100 },
  /** What is appended to the log: nobody changes their profile, follows or blocks more than a few times in a second. */
  write: { perSecond: 5, burst: 50 },
  /** What a whole room hears (texts, likes, joins, knocks): a like is a tap, and nobody taps faster for long. */
  fanOut: { perSecond: 10, burst: 60 },
  /** What reaches people outside the room, on their phones (a start, an invitation): a few in a minute, and a list of friends at once. */
  notify: { perSecond: 0.5, burst: 30 },
  /** What is paid for. Only calls that fail count: whoever pays is never stopped, not even in a fast combo. */
  paid: { perSecond: 5, burst: 50 },
  /** 10 MB of log at once, and 86 MB in a day: less than 100 MB of one person in any day. What is paid for is not counted. */
  growth: { perSecond: 1, burst: 10_000 },
  /** Calls with no proof or a wrong one, of nothing that there is, and preflights, by address: behind a carrier's address there may be some thousand people who sign in. */
  stranger: { perSecond: 20, burst: 400 },
};

/** Factor for an app's server: it calls for all of its people. */
const PEOPLE_OF_AN_APP = 100;

const LIMITS = Object.keys(DEFAULT_LIMITS) as Limit[];
const OVERRIDE = /^(\w+)=(\d{1,6}(?:\.\d{1,3})?)\/(\d{1,6})$/;

/**
 * Reads limits from text: `off` is null, '' the defaults, and `read=40/400,notify=0.2/10` the defaults with other numbers (tokens a
 * second / burst). Throws `RangeError` saying what is wrong.
 */
export function readLimits(text: string): Limits | null {
  if (text === 'off') return null;
  const limits: Record<Limit, Bucket> = { ...DEFAULT_LIMITS };
  for (const part of text.split(',').filter((each) => each.trim() !== '')) {
    const [, name, perSecond, burst] = OVERRIDE.exec(part.trim()) ?? [];
    if (!LIMITS.includes(name as Limit)) throw new RangeError(`takes off, or ${LIMITS.join(', ')} as read=20/200`);
    if (!(Number(perSecond) > 0) || !(Number(burst) >= 1))
      throw new RangeError(`${name}: both numbers must be positive`);
    limits[name as Limit] = { perSecond: Number(perSecond), burst: Number(burst) };
  }
  return limits;
}

/** Refusals that are remembered until there is a token again: callers who ask too often at one time, and what each is refused. */
const MAX_REFUSALS = 10_000;
/** When too many calls of somebody wait for their turn, another may come after this. */
const TURN_RETRY_MS = 1_000;
const NO_TURN = () => {};
/** Longer tokens are none of ours. */
const MAX_SHOWN_CHARS = 256;

/** What a request shows of its caller before anything of it is verified. */
export interface Shown {
  dialect: string;
  /** `Dialect.bearer`. */
  bearer: string | undefined;
  address: string;
}

export interface RateLimitsOptions {
  /** Monotonic, in ms. */
  now?: () => number;
  held?: HeldRefusals;
}

/** Decides whether a call may go on: one bucket per person (or app) and cost class, one per address for strangers. */
export class RateLimits {
  /** Calls that were refused, by limit. */
  readonly refused: Record<Limit, number> = {
    read: 0,
    search: 0,
    write: 0,
    fanOut: 0,
    notify: 0,
    paid: 0,
    growth: 0,
    stranger: 0,
  };
  /** Answers what was refused. */
  readonly held: HeldRefusals;
  readonly turns = new Turns();
  private readonly limits: Limits | null;
  private readonly buckets: TokenBuckets;
  private readonly now: () => number;
  /** Who was refused, by limit and by what they showed. */
  private readonly refusals = createLruCache<string, { proof: Proof; untilMs: number }>(MAX_REFUSALS);

  /** `limits` null: nothing is limited. */
  constructor(limits: Limits | null, buckets: TokenBuckets, { now, held }: RateLimitsOptions = {}) {
    this.limits = limits;
    this.buckets = buckets;
    this.now = now ?? (() => performance.now());
    this.held = held ?? new HeldRefusals();
  }

  /**
   * The refusal of a call that shows what `admit` refused for its cost a moment ago, while there is still no token for it, and who calls. Null: not known. To be asked
   * before the call's body is read and its proof is verified: refusing then costs least. Counts like `admit`.
   */
  again(endpoint: Endpoint, shown: Shown): { refusal: TooManyRequests; proof: Proof } | null {
    const key = keyOf(endpoint, shown);
    const known = key === null ? undefined : this.refusals.get(key);
    const waitMs = known ? known.untilMs - this.now() : 0;
    if (!known || waitMs <= 0) return null;
    const { proof } = known;
    this.refused[limitOf(endpoint, proof)]++;
    return { refusal: new TooManyRequests(waitMs, limitedCaller(proof, shown.address)), proof };
  }

  /**
   * To be called before handling. Takes a token, and of 'growth' by the `bytes` that the call carries, or throws `TooManyRequests`. Paid calls
   * take none here: see `failed`.
   */
  async admit(endpoint: Endpoint, proof: Proof, shown: Shown, bytes: number): Promise<void> {
    if (!this.limits) return;
    const limit = limitOf(endpoint, proof);
    const caller = limitedCaller(proof, shown.address);
    try {
      await this.take(limit, caller, limit === 'paid' ? 0 : 1);
    } catch (error) {
      // Calls without a declared proof are known by their address, unless they prove an app all the same.
      const isKnownBy = endpoint.auth === 'none' ? callerOf(proof) === null : true;
      const key = isKnownBy ? keyOf(endpoint, shown) : null;
      if (key !== null && error instanceof TooManyRequests)
        this.refusals.set(key, { proof, untilMs: this.now() + error.waitMs });
      throw error;
    }
    // By what a call carries: a shorter one may still be admitted, so a refusal is not kept.
    if (limit === 'write' || limit === 'fanOut' || limit === 'notify')
      await this.take('growth', caller, Math.ceil((EVENT_BYTES + bytes) / GROWTH_UNIT_BYTES));
  }

  /**
   * To be awaited before handling what was admitted: the caller's calls of its kind that are under way. Resolves to what ends the turn; rejects with
   * `TooManyRequests` when too many wait. Paid calls and those of strangers need none.
   */
  async turn(endpoint: Endpoint, proof: Proof): Promise<() => void> {
    const caller = callerOf(proof);
    const limit = limitOf(endpoint, proof);
    if (!this.limits || caller === null || limit === 'paid') return NO_TURN;
    const kind = limit === 'read' || limit === 'search' ? 'reads' : 'changes';
    const end = await this.turns.begin(`${kind} ${caller.key}`, caller.people);
    if (end) return end;
    this.refused[limit]++;
    throw new TooManyRequests(TURN_RETRY_MS, caller);
  }

  /** To be called after a rule refused a call: a paid call takes its token now. */
  async failed(endpoint: Endpoint, proof: Proof): Promise<void> {
    const caller = callerOf(proof);
    if (!this.limits || endpoint.cost !== 'paid' || caller === null) return;
    await this.buckets.take(`paid ${caller.key}`, times(this.limits.paid, caller.people));
  }

  /** To be called after a wrong proof, or none. Rejects with `TooManyRequests`, which then replaces the error about the proof. */
  async unproven(address: string): Promise<void> {
    if (this.limits) await this.take('stranger', strangerAt(address), 1);
  }

  private async take(limit: Limit, caller: LimitedCaller, tokens: number): Promise<void> {
    const { key, people } = caller;
    const waitMs = await this.buckets.take(`${limit} ${key}`, times(this.limits![limit], people), tokens);
    if (waitMs <= 0) return;
    this.refused[limit]++;
    throw new TooManyRequests(waitMs, caller);
  }
}

/** Null when nothing was proven. */
function callerOf({ appId, caller, app, isPersonal }: Proof): LimitedCaller | null {
  if (app && !isPersonal) return { key: `app ${app.dialect} ${app.appId}`, people: PEOPLE_OF_AN_APP };
  return caller ? { key: `user ${appId} ${caller.userId}`, people: 1 } : null;
}

/** The limit of which a call takes a token. */
function limitOf({ cost = 'read' }: Endpoint, proof: Proof): Limit {
  return callerOf(proof) === null ? 'stranger' : cost;
}

/** Under what a refusal is remembered; null: not at all. A call that needs no proof is its address's. */
function keyOf({ auth, cost = 'read' }: Endpoint, { dialect, bearer, address }: Shown): string | null {
  if (auth === 'none') return `${dialect} address ${networkOf(address)}`;
  return bearer === undefined || bearer.length > MAX_SHOWN_CHARS ? null : `${dialect} ${cost} ${bearer}`;
}

/** Whose limits count for a call: those of whoever was proven to call, else those of the address. */
export function limitedCaller(proof: Proof | null, address: string): LimitedCaller {
  return (proof && callerOf(proof)) ?? strangerAt(address);
}

function strangerAt(address: string): LimitedCaller {
  return { key: networkOf(address), people: 1 };
}

function times(bucket: Bucket, people: number): Bucket {
  return people === 1 ? bucket : { perSecond: bucket.perSecond * people, burst: bucket.burst * people };
}
