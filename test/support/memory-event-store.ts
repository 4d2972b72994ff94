import {
  type Appended,
  ConcurrencyError,
  type EventStore,
  type ExpectedRevision,
  MAX_READ_EVENTS,
  type NewEvent,
  type ReadOptions,
  type RecordedEvent,
  type SubscribeOptions,
  type Subscription,
} from '../../event-store/event-store.ts';

/** The log's contract without a disk, for tests of what stands on it. Positions have gaps, as in real stores. */
export class MemoryEventStore implements EventStore {
  readonly all: RecordedEvent[] = [];
  private readonly streams = new Map<string, RecordedEvent[]>();
  private readonly wakes = new Set<() => void>();

  async append(stream: string, events: NewEvent[], { expected }: { expected: ExpectedRevision }): Promise<Appended> {
    const known = this.streams.get(stream) ?? [];
    const actual = known.length - 1;
    const wanted = expected === 'none' ? -1 : expected === 'any' ? actual : expected;
    if (wanted !== actual) {
      const first = known[wanted + 1];
      if (first && first.id === events[0]?.id) return known[wanted + events.length] ?? first;
      throw new ConcurrencyError(stream, expected, actual);
    }
    for (const event of events) {
      const recorded = { ...structuredClone(event), stream, revision: known.length, position: this.all.length * 3 + 1 };
      known.push(recorded);
      this.all.push(recorded);
    }
    this.streams.set(stream, known);
    for (const wake of this.wakes) wake();
    const last = known[known.length - 1]!;
    return { revision: last.revision, position: last.position };
  }

  async read(stream: string, options: ReadOptions = {}): Promise<RecordedEvent[]> {
    const known = this.streams.get(stream) ?? [];
    const limit = Math.min(options.limit ?? MAX_READ_EVENTS, MAX_READ_EVENTS);
    const backwards = options.direction === 'backwards';
    const from = options.from ?? (backwards ? known.length - 1 : 0);
    const picked = backwards ? known.slice(0, from + 1).reverse() : known.slice(from);
    return structuredClone(picked.slice(0, limit));
  }

  async readAll({ after, limit = MAX_READ_EVENTS }: { after: number; limit?: number }): Promise<RecordedEvent[]> {
    const start = this.all.findIndex((event) => event.position > after);
    return start < 0 ? [] : structuredClone(this.all.slice(start, start + limit));
  }

  subscribe(options: SubscribeOptions): Subscription {
    let after = options.after;
    let stopped = false;
    let wake = () => {};
    const loop = async () => {
      while (!stopped) {
        const batch = await this.readAll({ after });
        if (batch.length === 0) {
          await new Promise<void>((resolve) => {
            wake = resolve;
            this.wakes.add(resolve);
          });
          this.wakes.delete(wake);
          continue;
        }
        try {
          await options.onBatch(batch);
          after = batch[batch.length - 1]!.position;
        } catch (error) {
          options.onFault?.(error as Error);
          await new Promise((resolve) => setTimeout(resolve, 10));
        }
      }
    };
    const done = loop();
    return {
      stop: async () => {
        stopped = true;
        wake();
        await done;
      },
    };
  }

  async head(): Promise<number> {
    return this.all[this.all.length - 1]?.position ?? 0;
  }

  async close(): Promise<void> {}
}
