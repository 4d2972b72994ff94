import type { Position } from '../event-store/event-store.ts';
import type { FrameBytes } from './frame.ts';

/** A message as it is kept for resumes. */
export interface KeptMessage {
  position: Position;
  /** In a buffer of its own. */
  bytes: FrameBytes;
  /** A gift or an action. These are counted apart from texts, which can't displace them. */
  isMust: boolean;
  /** The `userKey` of the user who caused it: each sender has a limit, so that nobody takes the room of others. */
  sender: string;
  /** A later message of the channel under the same key makes this one void (an invitation, by the next one). */
  replaces?: string;
}

/** A channel's messages after some position, oldest first. */
export interface Replay {
  messages: KeptMessage[];
  /** Just before or at each of these positions, oldest first, at least one message may be missing. Empty: the replay is complete. */
  lost: Position[];
}

/** A message in a ring. 'lost': gone, so that replays are incomplete without it; 'superseded': gone and void. */
export interface RingEntry extends KeptMessage {
  ring: Ring;
  state: 'kept' | 'lost' | 'superseded';
  /** What it counts as in memory. */
  costBytes: number;
}

const NO_BYTES = Buffer.alloc(0);

/** Kept messages in their order, for finding the oldest at once however many of them have gone. */
class Line {
  count = 0;
  private entries: RingEntry[] = [];
  /** The entries before it have gone. */
  private from = 0;

  add(entry: RingEntry): void {
    this.entries.push(entry);
    this.count++;
  }

  /** One of the entries is not kept any more. What has gone stays in the list until it is most of it. */
  remove(): void {
    this.count--;
    if (this.entries.length <= 2 * this.count + 16) return;
    this.entries = this.entries.filter(({ state }) => state === 'kept');
    this.from = 0;
  }

  oldest(): RingEntry | undefined {
    while (this.from < this.entries.length && this.entries[this.from]!.state !== 'kept') this.from++;
    return this.entries[this.from];
  }
}

/** The messages of one kind (gifts and actions, or texts) that a ring holds, and whose they are. */
class Room {
  private readonly all = new Line();
  private readonly maxOfSender: number;
  private readonly bySender = new Map<string, Line>();
  private readonly greedy = new Set<string>();

  constructor(maxOfSender: number) {
    this.maxOfSender = maxOfSender;
  }

  get count(): number {
    return this.all.count;
  }

  add(entry: RingEntry): void {
    const { sender } = entry;
    this.all.add(entry);
    let line = this.bySender.get(sender);
    if (!line) {
      line = new Line();
      this.bySender.set(sender, line);
    }
    line.add(entry);
    if (line.count > this.maxOfSender) this.greedy.add(sender);
  }

  /** `entry` is not kept any more. */
  remove({ sender }: RingEntry): void {
    this.all.remove();
    const line = this.bySender.get(sender)!;
    line.remove();
    if (line.count <= this.maxOfSender) this.greedy.delete(sender);
    if (line.count === 0) this.bySender.delete(sender);
  }

  /** The first that goes where there are too many: the oldest of whoever has most, if that is more than `maxOfSender`; else the oldest of all. */
  first(): RingEntry | undefined {
    let most = this.all;
    for (const sender of this.greedy) {
      const line = this.bySender.get(sender)!;
      if (most === this.all || line.count > most.count) most = line;
    }
    return most.oldest();
  }
}

/** One channel's messages, in the log's order, with marks where some are gone. */
export class Ring {
  /** Bytes held now; `ReplayRings` counts them. */
  bytes = 0;
  /** Position of the newest message that is missing: replays from there on are complete. */
  lostUpTo: Position;
  /** Everything up to here is unknown. */
  private unknownUpTo: Position;
  /** Kept messages and, between them, lost ones. Of several lost ones in a row, a sweep leaves only the newest. */
  private order: RingEntry[] = [];
  private readonly maxMessages: number;
  private readonly must: Room;
  private readonly texts: Room;
  private readonly replaceable = new Map<string, RingEntry>();

  /** Holds up to `maxMessages` of each kind; above it, senders of more than `maxOfSender` lose messages first. */
  constructor(unknownUpTo: Position, maxMessages: number, maxOfSender: number) {
    this.unknownUpTo = unknownUpTo;
    this.lostUpTo = unknownUpTo;
    this.maxMessages = maxMessages;
    this.must = new Room(Math.min(maxMessages, maxOfSender));
    this.texts = new Room(Math.min(maxMessages, maxOfSender));
  }

  /** Takes a message in. Returns the one that it makes void, if any; the caller must remove it. */
  add(entry: RingEntry): RingEntry | undefined {
    this.order.push(entry);
    this.roomOf(entry.isMust).add(entry);
    if (entry.replaces === undefined) return undefined;
    const superseded = this.replaceable.get(entry.replaces);
    this.replaceable.set(entry.replaces, entry);
    return superseded;
  }

  remove(entry: RingEntry, state: 'lost' | 'superseded'): void {
    entry.state = state;
    entry.bytes = NO_BYTES;
    this.roomOf(entry.isMust).remove(entry);
    if (entry.replaces !== undefined && this.replaceable.get(entry.replaces) === entry) {
      this.replaceable.delete(entry.replaces);
    }
    if (state === 'lost') this.lostUpTo = Math.max(this.lostUpTo, entry.position);
    while (this.order[0] && this.order[0].state !== 'kept') this.dropFirst();
    const kept = this.must.count + this.texts.count;
    if (this.order.length > 2 * kept + 64) this.sweep();
  }

  /** The message to remove when there are too many of a kind: the greediest sender's oldest, or the oldest. Else undefined. */
  surplus(isMust: boolean): RingEntry | undefined {
    const room = this.roomOf(isMust);
    return room.count > this.maxMessages ? room.first() : undefined;
  }

  /** The oldest that is kept. */
  oldest(): RingEntry | undefined {
    return this.order[0];
  }

  /** All that is kept, oldest first. */
  entries(): RingEntry[] {
    return this.order.filter(({ state }) => state === 'kept');
  }

  after(position: Position): Replay {
    const messages: KeptMessage[] = [];
    const lost: Position[] = [];
    for (let i = this.order.length - 1; i >= 0; i--) {
      const entry = this.order[i]!;
      if (entry.position <= position) break;
      if (entry.state === 'kept') messages.push(entry);
      else if (entry.state === 'lost') lost.push(entry.position);
    }
    if (position < this.unknownUpTo) lost.push(this.unknownUpTo);
    return { messages: messages.reverse(), lost: lost.reverse() };
  }

  private roomOf(isMust: boolean): Room {
    return isMust ? this.must : this.texts;
  }

  private dropFirst(): void {
    const { state, position } = this.order.shift()!;
    if (state === 'lost') this.unknownUpTo = Math.max(this.unknownUpTo, position);
  }

  private sweep(): void {
    this.order = this.order.filter((entry, i) => {
      if (entry.state !== 'lost') return entry.state === 'kept';
      return this.order[i + 1]?.state !== 'lost';
    });
  }
}
