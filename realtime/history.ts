import { LRUCache } from 'lru-cache';
import type { EventStore, LoggedEvent, Position } from '../event-store/event-store.ts';
import { streamsOf } from './channels.ts';
import { type LiveAddresses, type MessageFacts, RememberedFacts } from './heihei/facts.ts';
import { leavesMessages, messagesOf } from './heihei/index.ts';
import { keptMessage } from './heihei/kept.ts';
import { HISTORY_BYTES, HISTORY_EVENTS, HISTORY_MESSAGES, HISTORY_MS, HISTORY_READS, HISTORY_ROOMS } from './limits.ts';
import type { Channel } from './message.ts';
import type { KeptMessage } from './ring.ts';

/** Events a page. The first page is small, since most clients that come back were away for moments only. */
const FIRST_PAGE = 100;
const PAGE = 1_000;
/** Events made into messages before the event loop gets its turn: some milliseconds. */
const MADE_AT_ONCE = 500;

/** A room's messages as the log has them: every one after `from`, up to `upTo`, oldest first. */
export interface Stretch {
  from: Position;
  upTo: Position;
  messages: KeptMessage[];
  /** There is more before `from`, but the limits allow no read that far back. */
  isFarthest: boolean;
}

export interface HistoryLimits {
  /** Read of one stream. */
  events?: number;
  messages?: number;
  forMs?: number;
}

interface Options {
  log: Pick<EventStore, 'read'>;
  /** Up to where the log has been announced. */
  position(): Position;
  /** Told of an event that makes no messages because of an error. */
  onParked(event: LoggedEvent, error: unknown): void;
  limits?: HistoryLimits;
  /** Default: messages name no addresses. */
  addresses?: LiveAddresses | undefined;
}

/**
 * Reads a room's messages from the log, for clients that missed more than its ring has. Bounded in events, messages, time
 * and reads at once. Clients that come back to one room share a read. Only rooms can be read: messages for one user come
 * from streams all over the log.
 */
export class History {
  private readonly options: Options;
  private readonly maxEvents: number;
  private readonly maxMessages: number;
  private readonly forMs: number;
  private readonly underWay = new Map<Channel, Promise<Stretch>>();
  private readonly lately = new LRUCache<Channel, Stretch>({
    max: HISTORY_ROOMS,
    maxSize: HISTORY_BYTES,
    sizeCalculation: ({ messages }) => messages.reduce((sum, { bytes }) => sum + bytes.length, 1),
  });
  /** Counts the calls of `clear`: what was read before one is not kept after it. */
  private generation = 0;
  private free = HISTORY_READS;
  private readonly waiting: (() => void)[] = [];

  constructor(options: Options) {
    this.options = options;
    this.maxEvents = options.limits?.events ?? HISTORY_EVENTS;
    this.maxMessages = options.limits?.messages ?? HISTORY_MESSAGES;
    this.forMs = options.limits?.forMs ?? HISTORY_MS;
  }

  /**
   * The messages of rooms after the given positions, as far back as the limits allow; nothing of other channels. `isComplete`
   * says whether the rings have everything of a channel after a position. Rejects when the log cannot be read now.
   */
  async missedIn(
    since: readonly (readonly [Channel, Position])[],
    isComplete: (channel: Channel, position: Position) => boolean,
  ): Promise<Map<Channel, Stretch>> {
    const deadlineMs = performance.now() + this.forMs;
    const stretches = new Map<Channel, Stretch>();
    for (const [channel, seen] of since) {
      if (isComplete(channel, seen) || !streamsOf(channel)) continue;
      const stretch = await this.stretch(channel, seen, (upTo) => isComplete(channel, upTo), deadlineMs);
      if (stretch) stretches.set(channel, stretch);
    }
    return stretches;
  }

  /** Forgets what was read: what may be shown of it has changed. */
  clear(): void {
    this.generation++;
    this.lately.clear();
  }

  private async stretch(
    channel: Channel,
    seen: Position,
    isEnough: (upTo: Position) => boolean,
    deadlineMs: number,
  ): Promise<Stretch | null> {
    for (;;) {
      const known = this.lately.get(channel);
      if (known && (known.from <= seen || known.isFarthest) && isEnough(known.upTo)) return known;
      const underWay = this.underWay.get(channel);
      if (performance.now() >= deadlineMs) return known && isEnough(known.upTo) ? known : null;
      if (underWay) {
        // Perhaps it reaches as far back as this client needs.
        await underWay.catch(() => {});
        continue;
      }
      const { generation } = this;
      const reading = this.inTurn(() => this.read(channel, seen, deadlineMs));
      this.underWay.set(channel, reading);
      try {
        const read = await reading;
        if (this.generation === generation) this.lately.set(channel, read);
        return read;
      } finally {
        this.underWay.delete(channel);
      }
    }
  }

  private async inTurn<Answer>(read: () => Promise<Answer>): Promise<Answer> {
    if (this.free > 0) this.free--;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await read();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.free++;
    }
  }

  private async read(channel: Channel, after: Position, deadlineMs: number): Promise<Stretch> {
    const upTo = this.options.position();
    let from = after;
    let isFarthest = false;
    const events: LoggedEvent[] = [];
    for (const stream of streamsOf(channel)!) {
      const read = await this.readStream(stream, after, upTo, deadlineMs);
      from = Math.max(from, read.reachedBack);
      isFarthest ||= read.isFarthest;
      events.push(...read.found);
    }
    const wanted = events.filter(({ position }) => position > from).sort((a, b) => a.position - b.position);
    return { from, upTo, messages: await this.messages(channel, wanted), isFarthest };
  }

  /** A stream's events that leave something to replay: `found` has all of them after position `reachedBack`. */
  private async readStream(stream: string, after: Position, upTo: Position, deadlineMs: number) {
    const found: LoggedEvent[] = [];
    let looked = 0;
    let from: number | undefined;
    let limit = FIRST_PAGE;
    for (;;) {
      const page = await this.options.log.read(stream, { from, direction: 'backwards', limit });
      for (const event of page) {
        if (event.position <= after) return { reachedBack: after, isFarthest: false, found };
        if (event.position <= upTo && leavesMessages(event)) found.push(event);
      }
      const last = page[page.length - 1];
      if (!last || last.revision === 0) return { reachedBack: after, isFarthest: false, found };
      looked += page.length;
      const isFarthest = looked >= this.maxEvents || found.length >= this.maxMessages;
      if (isFarthest || performance.now() >= deadlineMs) return { reachedBack: last.position, isFarthest, found };
      from = last.revision - 1;
      limit = PAGE;
    }
  }

  private async messages(channel: Channel, events: LoggedEvent[]): Promise<KeptMessage[]> {
    const facts = new RememberedFacts(this.options.addresses);
    const messages: KeptMessage[] = [];
    for (const [index, event] of events.entries()) {
      if (index % MADE_AT_ONCE === MADE_AT_ONCE - 1) await new Promise((resolve) => setImmediate(resolve));
      const known: MessageFacts = facts.take(event);
      try {
        messagesOf(event, known).forEach((message, n) => {
          const isKept = message.channel === channel && message.class !== 'latest';
          if (isKept) messages.push(keptMessage(message, event, n));
        });
      } catch (error) {
        this.options.onParked(event, error);
      }
    }
    return messages;
  }
}
