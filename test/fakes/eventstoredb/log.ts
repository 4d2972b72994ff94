/**
 * The fake server's log: what EventStoreDB 22.6 and later does with an append, as its sources have it (IndexWriter.cs:
 * CheckCommit; StorageWriterService.cs: WritePrepares). It is no EventStoreDB: no replication, no disk format, no scavenging.
 */

export interface FakeEvent {
  id: string;
  type: string;
  contentType: string;
  data: Uint8Array;
  meta: Uint8Array;
}

export interface FakeRecord extends FakeEvent {
  stream: string;
  revision: number;
  /** Commit and prepare position: the byte of the log where the event begins. */
  position: number;
}

export const ANY = -2;
export const NO_STREAM = -1;
export const STREAM_EXISTS = -4;

export interface FakeAppend {
  stream: string;
  /** A revision, or one of the above. */
  expected: number;
  events: FakeEvent[];
}

export type FakeOutcome =
  | { result: 'written'; records: FakeRecord[] }
  | { result: 'repeated'; revision: number; position: number }
  | { result: 'wrong-version'; current: number };

/** What a record takes besides its data, type and metadata. */
const RECORD_OVERHEAD_BYTES = 91;

export class FakeLog {
  readonly records: FakeRecord[] = [];
  private readonly streams = new Map<string, FakeRecord[]>();
  private readonly indexOfPosition = new Map<number, number>();
  /** Ids that this process has written; a restarted server knows none. */
  private readonly recentIds = new Map<string, FakeRecord>();
  private writes = 0;
  private end = 0;

  /** Takes back a record of an earlier life. */
  restore(record: FakeRecord): void {
    this.keep(record);
  }

  stream(name: string): readonly FakeRecord[] {
    return this.streams.get(name) ?? [];
  }

  /** Index of the record that begins at a position; undefined when none does. */
  indexAt(position: number): number | undefined {
    return position === this.end ? this.records.length : this.indexOfPosition.get(position);
  }

  append({ stream, expected, events }: FakeAppend): FakeOutcome {
    const known = this.stream(stream);
    const current = known.length - 1;
    if (expected === STREAM_EXISTS && current < 0) return { result: 'wrong-version', current };
    if (expected === ANY || expected === STREAM_EXISTS) {
      const repeated = events.map(({ id }) => this.recentIds.get(id)).filter((record) => record?.stream === stream);
      const last = repeated[repeated.length - 1];
      if (last && repeated.length === events.length) return { result: 'repeated', ...last };
      const [first] = events;
      const isPartly = first !== undefined && this.recentIds.get(first.id)?.stream === stream;
      return isPartly ? { result: 'wrong-version', current } : this.write(stream, events);
    }
    if (expected < current) {
      const before = known.slice(expected + 1, expected + 1 + events.length);
      const isRepeated = before.length === events.length && before.every(({ id }, i) => id === events[i]!.id);
      return isRepeated ? { result: 'repeated', ...before[before.length - 1]! } : { result: 'wrong-version', current };
    }
    // The same ids at the head itself are written again, as the real server does.
    return expected > current ? { result: 'wrong-version', current } : this.write(stream, events);
  }

  /**
   * What a real log holds besides: events of the system in between, so that positions and counts have gaps, and now and then
   * more of them than a page of a read.
   */
  systemEvents(): FakeRecord[] {
    this.writes++;
    const records: FakeRecord[] = [];
    const add = (stream: string, type: string, contentType = 'application/json') => {
      const text = new TextEncoder().encode(contentType === 'application/json' ? '{"system":true}' : '0@live-heihei.1');
      const event = { id: crypto.randomUUID(), type, contentType, data: text, meta: new Uint8Array() };
      records.push(...this.keepNew(stream, [event]));
    };
    if (this.writes === 1) add('$$$settings', '$metadata');
    if (this.writes % 3 === 1) add('$stats-127.0.0.1:2113', '$statsCollected');
    if (this.writes % 5 === 1) add('$ce-live', '$>', 'application/octet-stream');
    if (this.writes % 7 === 1) add('$projections-$all', 'ProjectionUpdated');
    if (this.writes % 11 === 1) add('$$live-heihei.1', '$metadata');
    if (this.writes % 40 === 1) for (let i = 0; i < 300; i++) add('$stats-127.0.0.1:2113', '$statsCollected');
    return records;
  }

  private write(stream: string, events: FakeEvent[]): FakeOutcome {
    const records = this.keepNew(stream, events);
    for (const record of records) this.recentIds.set(record.id, record);
    return { result: 'written', records };
  }

  private keepNew(stream: string, events: FakeEvent[]): FakeRecord[] {
    return events.map((event) => {
      const record = { ...event, stream, revision: this.stream(stream).length, position: this.end };
      this.keep(record);
      return record;
    });
  }

  private keep(record: FakeRecord): void {
    let stream = this.streams.get(record.stream);
    if (!stream) {
      stream = [];
      this.streams.set(record.stream, stream);
    }
    stream.push(record);
    this.indexOfPosition.set(record.position, this.records.length);
    this.records.push(record);
    const { data, meta, type } = record;
    this.end = record.position + RECORD_OVERHEAD_BYTES + data.length + meta.length + 2 * type.length;
  }
}
