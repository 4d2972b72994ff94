import { type Position, type RecordedEvent, START } from '../event-store.ts';
import { decodeRecord, type RecordFields } from './record.ts';

export interface RecentLimits {
  maxEvents: number;
  /** Of their records, in UTF-16 units. */
  maxChars: number;
}

export const RECENT_LIMITS: RecentLimits = { maxEvents: 20_000, maxChars: 16 * 1024 * 1024 };

interface Slot {
  stream: string;
  revision: number;
  record: string;
  /** Made when the first subscriber asks, then shared by all of them. */
  event: RecordedEvent | undefined;
}

/** The last events that were committed, without gaps, so that whoever follows the log closely needs no disk. */
export class RecentEvents {
  private readonly limits: RecentLimits;
  private readonly slots: (Slot | undefined)[];
  private chars = 0;
  private first: Position;
  /** Position of the last event. */
  head: Position;

  constructor(head: Position, limits: RecentLimits = RECENT_LIMITS) {
    this.limits = limits;
    this.slots = new Array(limits.maxEvents);
    this.head = head;
    this.first = head + 1;
  }

  /** Adds the event at the position after the head. */
  push(stream: string, revision: number, record: string): void {
    if (this.head + 1 - this.first >= this.limits.maxEvents) this.dropFirst();
    this.head++;
    this.slots[this.head % this.limits.maxEvents] = { stream, revision, record, event: undefined };
    this.chars += record.length;
    while (this.chars > this.limits.maxChars) this.dropFirst();
  }

  /** True when every event after the position is here. */
  holdsAllAfter(after: Position): boolean {
    return after + 1 >= this.first;
  }

  /** Up to `limit` events after a position that `holdsAllAfter` was true for. */
  after(after: Position, limit: number): RecordedEvent[] {
    const count = Math.min(limit, this.head - Math.max(after, START));
    return Array.from({ length: count }, (_, i) => this.at(after + 1 + i));
  }

  private at(position: Position): RecordedEvent {
    const slot = this.slots[position % this.limits.maxEvents]!;
    slot.event ??= decodeRecord(JSON.parse(slot.record) as RecordFields, slot.stream, slot.revision, position);
    return slot.event;
  }

  private dropFirst(): void {
    const index = this.first % this.limits.maxEvents;
    this.first++;
    this.chars -= this.slots[index]!.record.length;
    this.slots[index] = undefined;
  }
}
