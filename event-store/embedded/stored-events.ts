import type { LoggedEvent, Position, ReadOptions } from '../event-store.ts';
import { checkPosition, checkRevision, checkStreamName, readLimit } from '../limits.ts';
import type { Upcast } from '../upcast.ts';
import type { Page, ReadRequest, Stretch } from './log-reader.ts';
import type { ReaderAnswer, ReaderRequest } from './read-worker.ts';
import { decodeRecord, type RecordFields } from './record.ts';
import { Thread } from './thread.ts';

export const openReader = () => new Thread<ReaderRequest, ReaderAnswer>(new URL('./read-worker.ts', import.meta.url));

type Entry = [stream: string, revision: number, previous: Position, RecordFields];

/** The events of a log's file, read page by page by a thread that has the file open for reading. */
export class StoredEvents {
  private readonly reader: Thread<ReaderRequest, ReaderAnswer>;
  private readonly upcast: Upcast;
  private readonly endOf: (stream: string) => Position | undefined;

  /** `endOf`: the last position of a stream, where it may be later than the file's table of streams says. */
  constructor(
    reader: Thread<ReaderRequest, ReaderAnswer>,
    upcast: Upcast,
    endOf: (stream: string) => Position | undefined,
  ) {
    this.reader = reader;
    this.upcast = upcast;
    this.endOf = endOf;
  }

  /** As `EventStore.read`. */
  async read(stream: string, options: ReadOptions = {}): Promise<LoggedEvent[]> {
    checkStreamName(stream);
    const backwards = options.direction === 'backwards';
    const from = options.from ?? (backwards ? Number.MAX_SAFE_INTEGER : 0);
    checkRevision(from);
    const limit = readLimit(options.limit);
    const events: LoggedEvent[] = [];
    for (;;) {
      const last = events[events.length - 1];
      const next = last === undefined ? from : last.revision + (backwards ? -1 : 1);
      if (next < 0) return events;
      const end = this.endOf(stream);
      const request: ReadRequest = { kind: 'stream', stream, from: next, backwards, limit: limit - events.length, end };
      if (await this.readPage(request, events)) return events;
    }
  }

  /** As `EventStore.readAll`. */
  async readAll({ after, limit }: { after: Position; limit?: number }): Promise<LoggedEvent[]> {
    checkPosition(after);
    const most = readLimit(limit);
    const events: LoggedEvent[] = [];
    for (;;) {
      const next = events[events.length - 1]?.position ?? after;
      if (await this.readPage({ kind: 'all', after: next, limit: most - events.length }, events)) return events;
    }
  }

  /** The next events after a position, as many as one page holds and at most `limit`. */
  async pageAfter(after: Position, limit: number): Promise<LoggedEvent[]> {
    const events: LoggedEvent[] = [];
    await this.readPage({ kind: 'all', after, limit }, events);
    return events;
  }

  /** Reads one page onto `events`; true when nothing is left to read. */
  private async readPage(read: ReadRequest, events: LoggedEvent[]): Promise<boolean> {
    const { json, complete } = (await this.reader.request({ read })) as Page;
    const after = read.kind === 'all' ? read.after : 0;
    const room = events.length + read.limit;
    for (const stretch of JSON.parse(Buffer.from(json.buffer).toString()) as Stretch[]) {
      const [first] = stretch;
      for (let i = 1; i < stretch.length && events.length < room; i++) {
        const position = first + i - 1;
        const [stream, revision, , fields] = stretch[i] as Entry;
        if (position > after) events.push(this.upcast(decodeRecord(fields, stream, revision, position)));
      }
    }
    return complete;
  }
}
