import { randomUUID } from 'node:crypto';
import {
  type Appended,
  ConcurrencyError,
  type EventStore,
  type ExpectedRevision,
  type LoggedEvent,
  MAX_STREAM_NAME_CHARS,
  type NewEvent,
  type Position,
  type ReadOptions,
  START,
  type SubscribeOptions,
  type Subscription,
} from '../../../event-store/event-store.ts';

/**
 * A log that is not empty, and cannot be emptied, seen as if it were: what comes after its end of now, and streams under
 * names of their own.
 */
export class FreshLog implements EventStore {
  inner: EventStore;
  private readonly base: Position;
  private readonly suffix = `.${randomUUID().slice(0, 8)}`;
  private readonly names = new Map<string, string>();

  static async of(inner: EventStore): Promise<FreshLog> {
    return new FreshLog(inner, await inner.head());
  }

  private constructor(inner: EventStore, base: Position) {
    this.inner = inner;
    this.base = base;
  }

  async append(stream: string, events: NewEvent[], options: { expected: ExpectedRevision }): Promise<Appended> {
    try {
      return await this.inner.append(this.named(stream), events, options);
    } catch (error) {
      throw error instanceof ConcurrencyError ? new ConcurrencyError(stream, error.expected, error.actual) : error;
    }
  }

  async read(stream: string, options?: ReadOptions): Promise<LoggedEvent[]> {
    return this.renamed(await this.inner.read(this.named(stream), options));
  }

  async readAll({ after, limit }: { after: Position; limit?: number }): Promise<LoggedEvent[]> {
    return this.renamed(await this.inner.readAll({ after: this.from(after), limit }));
  }

  async readAllBackwards(options: { before?: Position; limit?: number } = {}): Promise<LoggedEvent[]> {
    const events = await this.inner.readAllBackwards(options);
    return this.renamed(events.filter(({ position }) => position > this.base));
  }

  subscribe(options: SubscribeOptions): Subscription {
    const onBatch = (events: LoggedEvent[]) => options.onBatch(this.renamed(events));
    return this.inner.subscribe({ ...options, after: this.from(options.after), onBatch });
  }

  async head(): Promise<Position> {
    const head = await this.inner.head();
    return head <= this.base ? START : head;
  }

  async last(): Promise<LoggedEvent | undefined> {
    const last = await this.inner.last();
    return last && last.position > this.base ? this.renamed([last])[0] : undefined;
  }

  close(): Promise<void> {
    return this.inner.close();
  }

  private from(after: Position): Position {
    return after === START ? this.base : after;
  }

  /** Names that no store takes stay as they are. */
  private named(stream: string): string {
    if (stream === '' || stream.startsWith('$') || stream.length > MAX_STREAM_NAME_CHARS) return stream;
    const name = stream.slice(0, MAX_STREAM_NAME_CHARS - this.suffix.length) + this.suffix;
    this.names.set(name, stream);
    return name;
  }

  private renamed(events: LoggedEvent[]): LoggedEvent[] {
    return events.map((event) => ({ ...event, stream: this.names.get(event.stream) ?? event.stream }));
  }
}
