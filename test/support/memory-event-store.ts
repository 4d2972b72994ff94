import {
  type Appended,
  ConcurrencyError,
  type EventStore,
  type ExpectedRevision,
  type LoggedEvent,
  logged,
  MAX_BATCH_EVENTS,
  type NewEvent,
  type Position,
  type ReadOptions,
  START,
  StoreUnavailableError,
  type SubscribeOptions,
  type Subscription,
} from '../../event-store/event-store.ts';
import {
  checkAppendBytes,
  checkEventCount,
  checkEventId,
  checkEventType,
  checkExpected,
  checkPosition,
  checkRevision,
  checkStreamName,
  dataText,
  readLimit,
} from '../../event-store/limits.ts';

const BACKOFF_MS = 10;

/** An event store in memory that keeps the port's contract, for tests of what uses one. Positions have gaps, as in real stores. */
export class MemoryEventStore implements EventStore {
  readonly all: LoggedEvent[] = [];
  private readonly streams = new Map<string, LoggedEvent[]>();
  private readonly wakes = new Set<() => void>();
  /** Revision and stream that each refused append would have led to, until its caller knows of the refusal. */
  private readonly refused = new Set<string>();
  private closed = false;

  async append(stream: string, events: NewEvent[], { expected }: { expected: ExpectedRevision }): Promise<Appended> {
    this.checkOpen();
    checkAppend(stream, events, expected);
    const known = this.streams.get(stream) ?? [];
    const actual = known.length - 1;
    const wanted = expected === 'none' ? -1 : expected === 'any' ? actual : expected;
    const buildsOnRefused = expected !== 'any' && this.refused.has(`${wanted} ${stream}`);
    if (wanted !== actual || buildsOnRefused) {
      const before = known.slice(wanted + 1, wanted + 1 + events.length);
      const isRepeated = before.length === events.length && before.every(({ id }, i) => id === events[i]!.id);
      if (isRepeated && !buildsOnRefused) return resultOf(before);
      this.refuse(`${wanted + events.length} ${stream}`);
      throw new ConcurrencyError(stream, expected, actual);
    }
    for (const event of events) {
      const recorded = logged({
        ...jsonCopy(event),
        stream,
        revision: known.length,
        position: this.all.length * 3 + 1,
      });
      known.push(recorded);
      this.all.push(recorded);
    }
    this.streams.set(stream, known);
    for (const wake of this.wakes) wake();
    return resultOf(known);
  }

  async read(stream: string, options: ReadOptions = {}): Promise<LoggedEvent[]> {
    this.checkOpen();
    checkStreamName(stream);
    const limit = readLimit(options.limit);
    const known = this.streams.get(stream) ?? [];
    const backwards = options.direction === 'backwards';
    const from = options.from ?? (backwards ? known.length : 0);
    checkRevision(from);
    const picked = backwards ? known.slice(0, from + 1).reverse() : known.slice(from);
    return structuredClone(picked.slice(0, limit));
  }

  async readAll({ after, limit }: { after: Position; limit?: number }): Promise<LoggedEvent[]> {
    this.checkOpen();
    checkPosition(after);
    return structuredClone(this.after(after, readLimit(limit)));
  }

  async readAllBackwards({ before, limit }: { before?: Position; limit?: number } = {}): Promise<LoggedEvent[]> {
    this.checkOpen();
    if (before !== undefined) checkPosition(before);
    const earlier = before === undefined ? this.all : this.all.filter(({ position }) => position < before);
    return structuredClone(earlier.slice(-readLimit(limit)).reverse());
  }

  subscribe(options: SubscribeOptions): Subscription {
    this.checkOpen();
    checkPosition(options.after);
    let after = options.after;
    let stopped = false;
    let wake = () => {};
    const onWake = () => wake();
    this.wakes.add(onWake);
    const loop = async () => {
      // The first batch comes after `subscribe` has returned.
      await Promise.resolve();
      while (!stopped) {
        const batch = structuredClone(this.after(after, MAX_BATCH_EVENTS));
        if (batch.length === 0) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
          continue;
        }
        try {
          await options.onBatch(batch);
          after = batch[batch.length - 1]!.position;
        } catch (error) {
          options.onFault?.(error as Error);
          await new Promise((resolve) => setTimeout(resolve, BACKOFF_MS));
        }
      }
    };
    const done = loop();
    return {
      stop: async () => {
        stopped = true;
        this.wakes.delete(onWake);
        wake();
        await done;
      },
    };
  }

  async head(): Promise<Position> {
    this.checkOpen();
    return this.all[this.all.length - 1]?.position ?? START;
  }

  async last(): Promise<LoggedEvent | undefined> {
    this.checkOpen();
    return structuredClone(this.all[this.all.length - 1]);
  }

  async close(): Promise<void> {
    this.closed = true;
  }

  private after(after: Position, limit: number): LoggedEvent[] {
    // The inverse of the positions that `append` gives out.
    const start = Math.max(0, Math.floor((after - 1) / 3) + 1);
    return this.all.slice(start, start + limit);
  }

  private refuse(outcome: string): void {
    this.refused.add(outcome);
    // Runs before the caller handles the rejection, which is queued later.
    queueMicrotask(() => this.refused.delete(outcome));
  }

  private checkOpen(): void {
    if (this.closed) throw new StoreUnavailableError('the log is closed');
  }
}

/** Throws `RangeError` for an append outside the port's limits. */
export function checkAppend(stream: string, events: NewEvent[], expected: ExpectedRevision): void {
  checkStreamName(stream);
  checkExpected(expected);
  checkEventCount(events.length);
  for (const { id, type } of events) {
    checkEventId(id);
    checkEventType(type);
  }
  checkAppendBytes(
    events,
    events.map(({ data }) => dataText(data)),
  );
}

function jsonCopy(event: NewEvent): NewEvent {
  return JSON.parse(JSON.stringify(event));
}

function resultOf(events: LoggedEvent[]): Appended {
  const { revision, position } = events[events.length - 1]!;
  return { revision, position };
}
