import type { LRUCache } from 'lru-cache';
import { type Position, START } from '../event-store/event-store.ts';
import { createLruCache } from '../event-store/lru-cache.ts';
import { streamsOf } from './channels.ts';
import { MAX_RING_CHANNELS, RING_BYTES, RING_MESSAGES, SENDER_RING_MESSAGES } from './limits.ts';
import type { Channel } from './message.ts';
import { type KeptMessage, type Replay, Ring, type RingEntry } from './ring.ts';

/** What a message costs in memory besides its bytes: its entry, and the Buffer object in V8. */
const ENTRY_OVERHEAD_BYTES = 400;
/** What a channel costs besides its messages. */
const RING_OVERHEAD_BYTES = 1_000;
/** A sender or a channel with more than this share of all bytes loses messages first. */
const SENDER_SHARE = 1 / 8;
const CHANNEL_SHARE = 1 / 16;
/** Share of all bytes that is freed at a time once they run out: to find a sender's oldest messages takes a walk over all. */
const FREED_SHARE = 1 / 64;

export interface RingLimits {
  /** Kept in each channel: this many gifts and actions, and as many texts. */
  maxMessages: number;
  /** Of them at most this many of one sender, once the channel is full. */
  maxSenderMessages: number;
  /** Kept in all. */
  maxBytes: number;
  maxChannels: number;
}

/**
 * The latest messages of every channel as ready frames, for clients that come back. Each channel is bounded by count, all
 * together by bytes, and both by sender: a sender above their share loses their own oldest messages first, then a channel
 * above its share. Losses are recorded: a replay is complete, or says where it is not.
 */
export class ReplayRings {
  private readonly limits: RingLimits;
  private readonly rings: LRUCache<Channel, Ring>;
  /** Every message that is held, oldest first; removed ones stay in it until the next `sweep`. */
  private order: RingEntry[] = [];
  private held = 0;
  private sizeBytes = 0;
  private readonly bytesOf = new Map<string, number>();
  private readonly greedySenders = new Set<string>();
  private readonly greedyRings = new Set<Ring>();
  /** Messages up to here are unknown in channels that have no ring: they came before the start, or were forgotten since. */
  private unknownUpTo: Position = START;

  constructor(limits: Partial<RingLimits> = {}) {
    this.limits = {
      maxMessages: RING_MESSAGES,
      maxSenderMessages: SENDER_RING_MESSAGES,
      maxBytes: RING_BYTES,
      maxChannels: MAX_RING_CHANNELS,
      ...definedOf(limits),
    };
    this.rings = createLruCache(this.limits.maxChannels, { dispose: (ring) => this.forget(ring) });
  }

  /** Says that messages up to `position` will never be known here. */
  startAfter(position: Position): void {
    this.unknownUpTo = Math.max(this.unknownUpTo, position);
  }

  /** Keeps a message. Positions come in the log's order. */
  push(channel: Channel, message: KeptMessage): void {
    const ring = this.ringOf(channel);
    const entry: RingEntry = {
      ...message,
      ring,
      state: 'kept',
      costBytes: message.bytes.length + ENTRY_OVERHEAD_BYTES,
    };
    const superseded = ring.add(entry);
    this.order.push(entry);
    this.held++;
    this.count(entry, entry.costBytes);
    if (superseded) this.remove(superseded, 'superseded');
    const surplus = ring.surplus(entry.isMust);
    if (surplus) this.remove(surplus, 'lost');
    if (this.sizeBytes > this.limits.maxBytes) this.makeRoom();
    if (this.order.length > 2 * this.held + 1_000) this.sweep();
  }

  /** The messages of a channel after a position, and where some are missing. */
  after(channel: Channel, position: Position): Replay {
    const ring = this.rings.peek(channel);
    if (ring) return ring.after(position);
    return { messages: [], lost: position < this.unknownUpTo ? [this.unknownUpTo] : [] };
  }

  /** Whether every message of the channel after the position is here. */
  isComplete(channel: Channel, position: Position): boolean {
    const ring = this.rings.peek(channel);
    return position >= (ring ? ring.lostUpTo : this.unknownUpTo);
  }

  /**
   * Forgets somebody who was erased. Rooms and talks lose all their messages: resumes read the log instead, which says what may still be shown.
   * Other channels, which the log is not read for, lose the messages that hold the person's id, as though they had been replaced: who
   * comes back misses nothing that concerns anybody.
   */
  forgetPerson(userId: number): void {
    const id = String(userId);
    // Not within a longer number.
    const holdsId = new RegExp(`(?<!\\d)${id}(?!\\d)`);
    const names = ({ bytes }: RingEntry) => bytes.includes(id) && holdsId.test(bytes.toString('latin1'));
    for (const [channel, ring] of this.rings.entries()) {
      const isReadAgain = streamsOf(channel) !== null;
      for (const entry of ring.entries())
        if (isReadAgain || names(entry)) this.remove(entry, isReadAgain ? 'lost' : 'superseded');
    }
    this.sweep();
  }

  /** Bytes held now, for metrics. */
  get heldBytes(): number {
    return this.sizeBytes;
  }

  private ringOf(channel: Channel): Ring {
    let ring = this.rings.get(channel);
    if (!ring) {
      const { maxMessages, maxSenderMessages } = this.limits;
      ring = new Ring(this.unknownUpTo, maxMessages, maxSenderMessages);
      this.sizeBytes += RING_OVERHEAD_BYTES;
      this.rings.set(channel, ring);
    }
    return ring;
  }

  /** Called when a ring was dropped: the channel that was quiet for longest, when there are too many. */
  private forget(ring: Ring): void {
    for (const entry of ring.entries()) this.remove(entry, 'lost');
    this.sizeBytes -= RING_OVERHEAD_BYTES;
    this.unknownUpTo = Math.max(this.unknownUpTo, ring.lostUpTo);
  }

  /** Frees bytes: of senders above their share, then of channels above theirs, then the oldest messages, then the quietest channels. */
  private makeRoom(): void {
    const targetBytes = this.limits.maxBytes * (1 - FREED_SHARE);
    const isDone = () => this.sizeBytes <= targetBytes;
    this.sweep();
    for (const sender of this.greedySenders) {
      for (const entry of this.order) {
        if (isDone() || !this.greedySenders.has(sender)) break;
        if (entry.sender === sender) this.remove(entry, 'lost');
      }
    }
    for (const ring of this.greedyRings) {
      while (!isDone() && this.greedyRings.has(ring)) this.remove(ring.oldest()!, 'lost');
    }
    for (const entry of this.order) {
      if (isDone()) return;
      this.remove(entry, 'lost');
    }
    while (!isDone() && this.rings.size > 0) this.rings.pop();
  }

  private sweep(): void {
    this.order = this.order.filter(({ state }) => state === 'kept');
  }

  private remove(entry: RingEntry, state: 'lost' | 'superseded'): void {
    if (entry.state !== 'kept') return;
    this.held--;
    this.count(entry, -entry.costBytes);
    entry.ring.remove(entry, state);
  }

  private count({ ring, sender }: RingEntry, bytes: number): void {
    const { maxBytes } = this.limits;
    this.sizeBytes += bytes;
    ring.bytes += bytes;
    if (ring.bytes > maxBytes * CHANNEL_SHARE) this.greedyRings.add(ring);
    else this.greedyRings.delete(ring);
    const ofSender = (this.bytesOf.get(sender) ?? 0) + bytes;
    if (ofSender > 0) this.bytesOf.set(sender, ofSender);
    else this.bytesOf.delete(sender);
    if (ofSender > maxBytes * SENDER_SHARE) this.greedySenders.add(sender);
    else this.greedySenders.delete(sender);
  }
}

function definedOf<Values extends object>(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Values;
}
