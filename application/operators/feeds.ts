import { DomainError } from '../../domain/kernel/errors.ts';
import { operatorDecider } from '../../domain/operator/decider.ts';
import type { EventStore, LoggedEvent, Position, Subscription } from '../../event-store/event-store.ts';
import { Feed, type FeedClient, type FeedEnd } from './feed.ts';
import { eventsFor } from './log.ts';

/** Feeds of one process: a console has one a page. */
export const MAX_FEEDS = 32;
/** Feeds of one operator: some browser tabs. */
export const MAX_FEEDS_OF_OPERATOR = 6;
/** How often feeds tell what has come. */
export const TICK_MS = 250;
/** Ticks from one telling of counts to the next: a second. */
const COUNT_TICKS = 4;
/** Ticks after which every session is looked at again, besides at once when an operator's stream changes: 10 s. */
const RENEW_TICKS = 40;
/** Ticks after which a silent feed says that it is there: 15 s, below the time limits of proxies. */
const BEAT_TICKS = 60;

/**
 * The feeds of this process: one subscription to the log for all of them, which exists only while there are any. A feed is told in steps, each with a bounded
 * number of events, so that a console costs the same however much happens; what it leaves out it counts, and says so.
 */
export class Feeds {
  private readonly log: EventStore;
  private readonly open = new Set<Feed>();
  /** Feeds that read what came before they follow; they count, too. */
  private readonly beginning = new Map<object, number>();
  private following: Following | null = null;
  private isClosed = false;

  constructor(log: EventStore) {
    this.log = log;
  }

  /**
   * Follows the log for a client: from after a position (what it missed comes first, as much as a page holds), or from now on. Returns what ends it. Throws
   * `TooOften` past MAX_FEEDS and MAX_FEEDS_OF_OPERATOR.
   */
  async follow(client: FeedClient, after?: Position): Promise<() => void> {
    const { operatorId } = client.operator;
    this.requirePlace(operatorId);
    const place = {};
    this.beginning.set(place, operatorId);
    try {
      this.following ??= new Following(this.log, this.open, (feed, reason) => this.end(feed, reason));
      const following = this.following;
      const now = await following.start();
      // A position past the end is another log's: what came after it is not known.
      const isKnown = after !== undefined && after <= (await this.log.head());
      const before = isKnown ? await this.missed(client, after, following) : null;
      const feed = new Feed(client, before?.reached ?? Math.max(now, following.position));
      if (this.isClosed) {
        feed.end('stopping');
        return () => {};
      }
      this.open.add(feed);
      if (before && !feed.begin(before.events, before.isComplete)) this.end(feed, 'too-slow');
      return () => this.leave(feed);
    } finally {
      this.beginning.delete(place);
      this.stopIfIdle();
    }
  }

  /** Ends every feed, and takes no more: the process stops. */
  async close(): Promise<void> {
    this.isClosed = true;
    // The last feed that ends gives it up.
    const { following } = this;
    for (const feed of [...this.open]) this.end(feed, 'stopping');
    await following?.stop();
  }

  private requirePlace(operatorId: number): void {
    const own = [...this.open].filter((feed) => feed.operatorId === operatorId).length;
    const ownBeginning = [...this.beginning.values()].filter((id) => id === operatorId).length;
    if (own + ownBeginning >= MAX_FEEDS_OF_OPERATOR || this.open.size + this.beginning.size >= MAX_FEEDS)
      throw new DomainError('TooOften', 'too many feeds are open: close another page');
  }

  /** What a client missed, up to where feeds are now, or further. */
  private async missed({ wanted }: FeedClient, after: Position, following: Following) {
    const events: LoggedEvent[] = [];
    for (let reached = after; ; ) {
      const limit = MAX_MISSED_EVENTS - events.length;
      const page = await eventsFor({ log: this.log }, { ...wanted, after: reached, limit });
      events.push(...page.events);
      reached = page.next;
      if (reached >= following.position) return { events, reached, isComplete: true };
      if (!page.isEnd) return { events, reached: following.position, isComplete: false };
    }
  }

  private end(feed: Feed, reason: FeedEnd): void {
    if (!this.open.has(feed)) return;
    this.leave(feed);
    feed.end(reason);
  }

  private leave(feed: Feed): void {
    this.open.delete(feed);
    this.stopIfIdle();
  }

  private stopIfIdle(): void {
    if (this.open.size + this.beginning.size > 0) return;
    void this.following?.stop();
    this.following = null;
  }
}

/** Events of what a client missed, at most: a page of `events/list`. */
const MAX_MISSED_EVENTS = 200;

const OPERATOR_STREAM = `${operatorDecider.category}-`;

/** The one subscription behind all feeds. */
class Following {
  /** Up to which feeds were offered the log. */
  position: Position = 0;
  private readonly log: EventStore;
  private readonly feeds: ReadonlySet<Feed>;
  private readonly end: (feed: Feed, reason: FeedEnd) => void;
  private started: Promise<Position> | null = null;
  private subscription: Subscription | null = null;
  private timer: NodeJS.Timeout | null = null;
  private isStopped = false;
  private ticks = 0;
  private countedAtMs = performance.now();
  private isRenewDue = false;

  constructor(log: EventStore, feeds: ReadonlySet<Feed>, end: (feed: Feed, reason: FeedEnd) => void) {
    this.log = log;
    this.feeds = feeds;
    this.end = end;
  }

  /** Resolves with the position after which feeds are offered events. */
  start(): Promise<Position> {
    this.started ??= this.subscribe();
    return this.started;
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    if (this.timer) clearInterval(this.timer);
    await this.subscription?.stop();
  }

  private async subscribe(): Promise<Position> {
    const head = await this.log.head();
    if (this.isStopped) return head;
    this.position = head;
    this.subscription = this.log.subscribe({
      after: head,
      reads: ({ type }) => this.opens(type),
      onBatch: (events) => this.offer(events),
    });
    this.timer = setInterval(() => this.tick(), TICK_MS).unref();
    return head;
  }

  /** Whether a feed would show an event of a type now: nobody else needs it opened. */
  private opens(type: string): boolean {
    for (const feed of this.feeds) if (feed.takes(type)) return true;
    return false;
  }

  private offer(events: readonly LoggedEvent[]): void {
    for (const event of events) {
      if (event.stream.startsWith(OPERATOR_STREAM)) this.isRenewDue = true;
      for (const feed of this.feeds) feed.offer(event);
    }
    this.position = events.at(-1)!.position;
  }

  private tick(): void {
    this.ticks++;
    const isEvery = (ticks: number) => this.ticks % ticks === 0;
    const now = performance.now();
    for (const feed of [...this.feeds]) {
      const keepsUp =
        feed.flush() &&
        (!isEvery(COUNT_TICKS) || feed.count(now - this.countedAtMs)) &&
        (!isEvery(BEAT_TICKS) || feed.beat());
      if (!keepsUp) this.end(feed, 'too-slow');
    }
    if (isEvery(COUNT_TICKS)) this.countedAtMs = now;
    if (this.isRenewDue || isEvery(RENEW_TICKS)) void this.renew();
  }

  private async renew(): Promise<void> {
    this.isRenewDue = false;
    for (const feed of [...this.feeds]) {
      // A store that does not answer ends no session: the next look will.
      const reason = await feed.reasonToEnd().catch(() => null);
      if (reason) this.end(feed, reason);
    }
  }
}
