import { type Position, START } from '../event-store/event-store.ts';
import type { FrameBytes } from './frame.ts';
import { RING_BYTES, RING_MESSAGES } from './limits.ts';
import type { Channel } from './message.ts';

/** What an entry costs besides its bytes: itself, and the buffer around the bytes with what V8 notes of it. */
const ENTRY_OVERHEAD_BYTES = 400;

interface Entry {
  ring: Ring;
  position: Position;
  bytes: FrameBytes;
  nextInRing: Entry | null;
  older: Entry | null;
  newer: Entry | null;
}

interface Ring {
  channel: Channel;
  first: Entry | null;
  last: Entry | null;
  count: number;
  /** Position of the last message that this ring let go: whoever has not seen it can't be caught up. */
  evicted: Position;
}

export type Replay = { recovered: true; frames: FrameBytes[]; sizeBytes: number } | { recovered: false };

/**
 * The latest messages of every channel as ready frames, for clients that come back. Bounded a channel by count and in all
 * by bytes. It knows what it lost: a replay is complete or it is refused.
 */
export class ReplayRings {
  /** Everything up to here is unknown: what came before the warm-up, or went first when the bytes ran out. */
  private floor: Position = START;
  private sizeBytes = 0;
  private oldest: Entry | null = null;
  private newest: Entry | null = null;
  private readonly rings = new Map<Channel, Ring>();
  private readonly maxMessages: number;
  private readonly maxBytes: number;

  constructor(limits: { maxMessages?: number; maxBytes?: number } = {}) {
    this.maxMessages = limits.maxMessages ?? RING_MESSAGES;
    this.maxBytes = limits.maxBytes ?? RING_BYTES;
  }

  /** Says that messages up to `position` will never be known here. */
  startAfter(position: Position): void {
    this.floor = Math.max(this.floor, position);
  }

  /** Keeps a message, whose bytes must be in a buffer of its own. Positions come in the log's order. */
  push(channel: Channel, position: Position, bytes: FrameBytes): void {
    let ring = this.rings.get(channel);
    if (!ring) {
      ring = { channel, first: null, last: null, count: 0, evicted: START };
      this.rings.set(channel, ring);
    }
    const entry: Entry = { ring, position, bytes, nextInRing: null, older: this.newest, newer: null };
    if (this.newest) this.newest.newer = entry;
    else this.oldest = entry;
    this.newest = entry;
    if (ring.last) ring.last.nextInRing = entry;
    else ring.first = entry;
    ring.last = entry;
    ring.count++;
    this.sizeBytes += bytes.length + ENTRY_OVERHEAD_BYTES;
    if (ring.count > this.maxMessages) ring.evicted = this.removeFirst(ring);
    while (this.sizeBytes > this.maxBytes && this.oldest) this.evictOldest(this.oldest);
  }

  /** Every message of a channel after a position, oldest first, or `recovered: false` when some of them are gone. */
  after(channel: Channel, position: Position): Replay {
    if (position < this.floor) return { recovered: false };
    const ring = this.rings.get(channel);
    if (ring && position < ring.evicted) return { recovered: false };
    const frames: FrameBytes[] = [];
    let sizeBytes = 0;
    for (let entry = ring?.first ?? null; entry; entry = entry.nextInRing) {
      if (entry.position <= position) continue;
      frames.push(entry.bytes);
      sizeBytes += entry.bytes.length;
    }
    return { recovered: true, frames, sizeBytes };
  }

  /** Bytes held now, for metrics. */
  get heldBytes(): number {
    return this.sizeBytes;
  }

  /** The oldest entry of all is the first of its ring: both are in the log's order. */
  private evictOldest(entry: Entry): void {
    this.floor = Math.max(this.floor, entry.position);
    const { ring } = entry;
    this.removeFirst(ring);
    // What an empty ring let go lies below the floor, so that nothing is forgotten with it.
    if (ring.count === 0) this.rings.delete(ring.channel);
  }

  private removeFirst(ring: Ring): Position {
    const entry = ring.first!;
    ring.first = entry.nextInRing;
    if (!ring.first) ring.last = null;
    ring.count--;
    if (entry.older) entry.older.newer = entry.newer;
    else this.oldest = entry.newer;
    if (entry.newer) entry.newer.older = entry.older;
    else this.newest = entry.older;
    this.sizeBytes -= entry.bytes.length + ENTRY_OVERHEAD_BYTES;
    return entry.position;
  }
}
