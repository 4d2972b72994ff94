import { type Appended, ConcurrencyError, type ExpectedRevision, StoreUnavailableError } from '../event-store.ts';

/** An append as its caller gave it: where it goes, how many events, what it expects there. */
export interface CalledAppend {
  stream: string;
  count: number;
  expected: ExpectedRevision;
}

/** What was refused while appends to a stream wait: `at` is its number, in the order in which callers heard of it. */
interface Refusal {
  at: number;
  error: Error;
}

interface Lane {
  /** Resolves when everything that was called so far has been issued. Never rejects. */
  issued: Promise<void>;
  waiting: number;
  refusals: number;
  /** By the revision that the refused append would have led to. */
  refused: Map<number, Refusal>;
}

/**
 * Appends that cannot go to the log at once, because they wait for keys, and those to the same stream that were called after them. Keeps the
 * port's fifth guarantee for them: they are issued in the order of their calls, and what builds on a refused append is refused, although the
 * log has answered that one before it gets this one.
 */
export class WaitingAppends {
  private readonly lanes = new Map<string, Lane>();

  isWaiting(stream: string): boolean {
    return this.lanes.has(stream);
  }

  /** Issues an append once it is ready and those before it have been issued. Never throws; rejects as `ready` and `issue` do. */
  add<Ready>(
    append: CalledAppend,
    ready: () => Promise<Ready>,
    issue: (ready: Ready) => Promise<Appended>,
  ): Promise<Appended> {
    const lane = this.laneOf(append.stream);
    const calledAt = lane.refusals;
    const before = lane.issued;
    lane.waiting++;
    return new Promise((resolve, reject) => {
      lane.issued = before
        .then(ready)
        .then((prepared) => {
          const refusal = refusalOf(append, lane, calledAt);
          if (refusal) throw refusal;
          // In an object: the log's answer is not to be waited for here.
          return { appended: issue(prepared) };
        })
        .catch((error: Error) => ({ appended: Promise.reject<Appended>(error) }))
        // Before the next one is looked at, which may build on this one and be ready at once.
        .then(({ appended }) => void this.heed(append, appended).then(resolve, reject))
        .then(() => this.leave(append.stream, lane));
    });
  }

  /** Takes note of a refusal, in the very moment in which the caller hears of it, for appends that were called before. */
  heed({ stream, expected, count }: CalledAppend, result: Promise<Appended>): Promise<Appended> {
    result.then(undefined, (error: Error) => {
      const lane = this.lanes.get(stream);
      if (!lane || expected === 'any') return;
      lane.refusals++;
      lane.refused.set(revisionOf(expected) + count, { at: lane.refusals, error });
    });
    return result;
  }

  /** Resolves when everything that was called so far has been issued. */
  async issued(): Promise<void> {
    await Promise.all([...this.lanes.values()].map((lane) => lane.issued));
  }

  private laneOf(stream: string): Lane {
    const known = this.lanes.get(stream);
    if (known) return known;
    const lane: Lane = { issued: Promise.resolve(), waiting: 0, refusals: 0, refused: new Map() };
    this.lanes.set(stream, lane);
    return lane;
  }

  private leave(stream: string, lane: Lane): void {
    if (--lane.waiting === 0) this.lanes.delete(stream);
  }
}

/** Why an append is refused that builds on one whose refusal its caller had not heard of. */
function refusalOf({ stream, expected }: CalledAppend, lane: Lane, calledAt: number): Error | null {
  if (expected === 'any' || expected === 'none') return null;
  const refusal = lane.refused.get(expected);
  if (!refusal || refusal.at <= calledAt) return null;
  if (refusal.error instanceof ConcurrencyError) return new ConcurrencyError(stream, expected, refusal.error.actual);
  return new StoreUnavailableError('what this append builds on was not written', { cause: refusal.error });
}

function revisionOf(expected: number | 'none'): number {
  return expected === 'none' ? -1 : expected;
}
