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

/** How many messages of one kind (gifts and actions, or texts) a ring holds, and whose they are. */
class Room {
  count = 0;
  private readonly maxOfSender: number;
  private readonly bySender = new Map<string, number>();
  private readonly greedy = new Set<string>();

  constructor(maxOfSender: number) {
    this.maxOfSender = maxOfSender;
  }

  add({ sender }: RingEntry, by: 1 | -1): void {
    this.count += by;
    const ofSender = (this.bySender.get(sender) ?? 0) + by;
    if (ofSender > 0) this.bySender.set(sender, ofSender);
    else this.bySender.delete(sender);
    if (ofSender > this.maxOfSender) this.greedy.add(sender);
    else this.greedy.delete(sender);
  }

  /** The sender of the most messages, if they are more than `maxOfSender`; null when nobody has more. */
  greediest(): string | null {
    let most = 0;
    let greediest: string | null = null;
    for (const sender of this.greedy) {
      const count = this.bySender.get(sender)!;
      if (count <= most) continue;
      most = count;
      greediest = sender;
    }
    return greediest;
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
    this.roomOf(entry.isMust).add(entry, 1);
    if (entry.replaces === undefined) return undefined;
    const superseded = this.replaceable.get(entry.replaces);
    this.replaceable.set(entry.replaces, entry);
    return superseded;
  }

  remove(entry: RingEntry, state: 'lost' | 'superseded'): void {
    entry.state = state;
    entry.bytes = NO_BYTES;
    this.roomOf(entry.isMust).add(entry, -1);
    if (entry.replaces !== undefined && this.replaceable.get(entry.replaces) === entry) {
      this.replaceable.delete(entry.replaces);
    }
    if (state === 'lost') this.lostUpTo = Math.max(this.lostUpTo, entry.position);
    while (this.order[0] && this.order[0].state !== 'kept') this.dropFirst();
    const kept = this.must.count + this.texts.count;
    if (this.order.length > 2 * kept + 64) this.sweep();
  }

  /** The message to remove when there are too many of a kind: the greediest sender's oldest, or the oldest. Else null. */
  surplus(isMust: boolean): RingEntry | null {
    const room = this.roomOf(isMust);
    if (room.count <= this.maxMessages) return null;
    const sender = room.greediest();
    for (const entry of this.order) {
      if (entry.state !== 'kept' || entry.isMust !== isMust) continue;
      if (sender === null || entry.sender === sender) return entry;
    }
    return null;
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
