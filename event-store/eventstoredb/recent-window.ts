import type { LoggedEvent, Position } from '../event-store.ts';

export interface RecentLimits {
  maxEvents: number;
  /** Total size of their messages, in bytes. */
  maxBytes: number;
}

export const RECENT_LIMITS: RecentLimits = { maxEvents: 20_000, maxBytes: 16 * 1024 * 1024 };

/** Compact the array when this many of its entries were dropped. */
const COMPACT_AT = 4_096;

interface Entry {
  event: LoggedEvent;
  bytes: number;
}

/** The last events of the log, without gaps, so that a subscriber that follows the log closely needs no read. */
export class RecentWindow {
  private readonly limits: RecentLimits;
  private entries: Entry[] = [];
  /** Entries before it were dropped. */
  private first = 0;
  private bytes = 0;
  /** Every event after it, up to the head, is here. */
  private floor: Position;
  /** Position of the last event. */
  head: Position;

  constructor(head: Position, limits: RecentLimits = RECENT_LIMITS) {
    this.limits = limits;
    this.head = head;
    this.floor = head;
  }

  /** Adds the next event of the log; one that is here already changes nothing. */
  push(event: LoggedEvent, bytes: number): void {
    if (event.position <= this.head) return;
    this.entries.push({ event, bytes });
    this.bytes += bytes;
    this.head = event.position;
    const { maxEvents, maxBytes } = this.limits;
    while (this.entries.length - this.first > maxEvents || this.bytes > maxBytes) this.dropFirst();
  }

  /** True when every event after the position is here. */
  holdsAllAfter(after: Position): boolean {
    return after >= this.floor;
  }

  /** Up to `limit` events after a position that `holdsAllAfter` was true for. */
  after(after: Position, limit: number): LoggedEvent[] {
    let low = this.first;
    let high = this.entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.entries[middle]!.event.position <= after) low = middle + 1;
      else high = middle;
    }
    return this.entries.slice(low, low + limit).map(({ event }) => event);
  }

  private dropFirst(): void {
    const { event, bytes } = this.entries[this.first++]!;
    this.floor = event.position;
    this.bytes -= bytes;
    if (this.first < COMPACT_AT && this.first < this.entries.length) return;
    this.entries = this.entries.slice(this.first);
    this.first = 0;
  }
}
