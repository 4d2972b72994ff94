import { type LoggedEvent, logged, type NewEvent, type Position } from '../event-store.ts';
import type { Upcast } from '../upcast.ts';
import { decodeRecord, type RecordFields } from './record.ts';

export interface RecentLimits {
  maxEvents: number;
  /** Of their records, in UTF-8. */
  maxBytes: number;
}

export const RECENT_LIMITS: RecentLimits = { maxEvents: 65_536, maxBytes: 32 * 1024 * 1024 };

/**
 * The last so many events are kept as objects, as their callers appended them: parsing their records again took a tenth of the main
 * thread's time under load. A subscriber that is further behind gets parsed records.
 */
const MAX_PARSED = 512;

const NOTHING = Buffer.alloc(0);

/**
 * The last committed events, without gaps, so that a subscriber that follows the log closely needs no disk. Records stay in the bytes of
 * the batch that they came in, and numbers in arrays: one object for each event would live long enough to cost the garbage collector
 * more than the rest of an append.
 */
export class RecentEvents {
  private readonly limits: RecentLimits;
  private readonly upcast: Upcast;
  private readonly streams: string[];
  private readonly batches: Buffer[];
  private readonly starts: Uint32Array;
  private readonly lengths: Uint32Array;
  private readonly revisions: Float64Array;
  private readonly parsed: (LoggedEvent | undefined)[] = new Array(MAX_PARSED);
  /** Of the records that are kept. */
  bytes = 0;
  private first: Position;
  /** Position of the last event. */
  head: Position;

  constructor(head: Position, upcast: Upcast, limits: RecentLimits = RECENT_LIMITS) {
    const { maxEvents } = limits;
    this.limits = limits;
    this.upcast = upcast;
    this.streams = new Array(maxEvents).fill('');
    this.batches = new Array(maxEvents).fill(NOTHING);
    this.starts = new Uint32Array(maxEvents);
    this.lengths = new Uint32Array(maxEvents);
    this.revisions = new Float64Array(maxEvents);
    this.head = head;
    this.first = head + 1;
  }

  /** Adds the event at the position after the head; its record is the part of `bytes` from `start`. */
  push(event: NewEvent, stream: string, revision: number, bytes: Buffer, start: number, length: number): void {
    if (this.head + 1 - this.first >= this.limits.maxEvents) this.dropFirst();
    this.head++;
    const slot = this.head % this.limits.maxEvents;
    this.streams[slot] = stream;
    this.batches[slot] = bytes;
    this.starts[slot] = start;
    this.lengths[slot] = length;
    this.revisions[slot] = revision;
    const { id, type, data, meta } = event;
    this.parsed[this.head % MAX_PARSED] = logged({ id, type, data, meta, stream, revision, position: this.head });
    this.bytes += length;
    while (this.bytes > this.limits.maxBytes) this.dropFirst();
  }

  /** True when every event after the position is here. */
  holdsAllAfter(after: Position): boolean {
    return after + 1 >= this.first;
  }

  /** Up to `limit` events after a position that `holdsAllAfter` was true for. */
  after(after: Position, limit: number): LoggedEvent[] {
    const count = Math.min(limit, this.head - after);
    return Array.from({ length: count }, (_, i) => this.at(after + 1 + i));
  }

  private at(position: Position): LoggedEvent {
    const parsed = this.parsed[position % MAX_PARSED];
    if (parsed?.position === position) return parsed;
    const slot = position % this.limits.maxEvents;
    const start = this.starts[slot]!;
    const record = this.batches[slot]!.toString('utf8', start, start + this.lengths[slot]!);
    const fields = JSON.parse(record) as RecordFields;
    const event = this.upcast(decodeRecord(fields, this.streams[slot]!, this.revisions[slot]!, position));
    this.parsed[position % MAX_PARSED] = event;
    return event;
  }

  private dropFirst(): void {
    const slot = this.first % this.limits.maxEvents;
    this.first++;
    this.bytes -= this.lengths[slot]!;
    this.batches[slot] = NOTHING;
  }
}
