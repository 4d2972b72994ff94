import type { Position } from '../event-store/event-store.ts';
import { type Batch, type Connection, joinFrames } from './connection.ts';
import type { Frame } from './frame.ts';
import { MAX_BATCH_BYTES, type RealtimeLimits } from './limits.ts';
import type { Channel } from './message.ts';
import type { RealtimeMetrics } from './metrics.ts';

/** A room of this size gets the longest batching window. */
const LARGE_ROOM_MEMBERS = 5_000;

/**
 * How long (ms) a channel's messages are gathered before they go out, at most: 0 in small rooms, then growing with the members, since
 * a flush costs one write a member. The first message after a quiet window goes at once everywhere.
 */
export function windowMs(members: number, limits: RealtimeLimits): number {
  const { batchFromMembers, minWindowMs, maxWindowMs } = limits;
  if (members < batchFromMembers) return 0;
  const share = Math.min(1, (members - batchFromMembers) / (LARGE_ROOM_MEMBERS - batchFromMembers));
  return minWindowMs + share * (maxWindowMs - minWindowMs);
}

/**
 * How long (ms) a channel's messages are gathered, when the last flush took `flushMs` for `flushed` members: by what it costs, and never longer than
 * `windowMs` of the members there are now. One message after another in a room of some hundred is so hardly held back.
 */
export function gatherMs(members: number, last: { flushMs: number; flushed: number }, limits: RealtimeLimits): number {
  const costMs = last.flushed === 0 ? 0 : (last.flushMs / last.flushed) * members;
  return Math.min(windowMs(members, limits), limits.gatherPerFlush * costMs);
}

/** The members of one channel in this process, and what is on its way to them, in the log's order. */
export class FanOut {
  readonly channel: Channel;
  private readonly limits: RealtimeLimits;
  private readonly metrics: RealtimeMetrics;
  private readonly members = new Set<Connection>();
  /** Members who get only what comes after a position: they joined later than pending frames, or had them in a replay. */
  private readonly late = new Map<Connection, Position>();
  /** Members who have just connected and have not been shown the channel's state. */
  readonly newcomers = new Set<Connection>();
  private pending: (Frame | null)[] = [];
  private pendingBytes = 0;
  private readonly pendingByKey = new Map<string, number>();
  private flushed: Position;
  private flushedAtMs = Number.NEGATIVE_INFINITY;
  private lastFlush = { flushMs: 0, flushed: 0 };
  private cancelFlush: (() => void) | null = null;

  constructor(channel: Channel, position: Position, limits: RealtimeLimits, metrics: RealtimeMetrics) {
    this.channel = channel;
    this.flushed = position;
    this.limits = limits;
    this.metrics = metrics;
  }

  get size(): number {
    return this.members.size;
  }

  /** From now on the connection gets every message after `after`, once. */
  add(connection: Connection, after: Position): void {
    if (this.members.has(connection)) return;
    this.members.add(connection);
    this.late.set(connection, after);
  }

  /** Removes a member; what was published before still arrives. */
  remove(connection: Connection): void {
    if (!this.members.has(connection)) return;
    const batch = this.pendingBatch();
    if (batch) connection.deliver(batch, this.late.get(connection));
    this.drop(connection);
  }

  /** Forgets a connection that is gone. */
  drop(connection: Connection): void {
    this.members.delete(connection);
    this.late.delete(connection);
    this.newcomers.delete(connection);
    if (this.members.size === 0) this.cancel();
  }

  publish(frame: Frame, urgent: boolean): void {
    this.enqueue(frame);
    if (urgent || this.pendingBytes > MAX_BATCH_BYTES) this.flush();
    else if (!this.cancelFlush) this.schedule();
  }

  /** Hands everything pending to every member now. */
  flush(): void {
    this.cancel();
    const batch = this.pendingBatch();
    if (!batch) return;
    this.pending = [];
    this.pendingBytes = 0;
    this.pendingByKey.clear();
    this.flushedAtMs = performance.now();
    for (const connection of this.members) {
      connection.deliver(batch, this.late.size > 0 ? this.late.get(connection) : undefined);
    }
    this.lastFlush = { flushMs: performance.now() - this.flushedAtMs, flushed: this.members.size };
    for (const frame of batch.frames) if (!frame.isState) this.flushed = frame.position;
    for (const [connection, after] of this.late) if (after <= this.flushed) this.late.delete(connection);
  }

  connections(): Connection[] {
    return [...this.members];
  }

  private enqueue(frame: Frame): void {
    if (frame.coalesceKey !== undefined) {
      const earlier = this.pendingByKey.get(frame.coalesceKey);
      if (earlier !== undefined) {
        this.pending[earlier] = null;
        this.metrics.coalesced++;
      }
      this.pendingByKey.set(frame.coalesceKey, this.pending.length);
    }
    this.pending.push(frame);
    this.pendingBytes += frame.bytes.length;
  }

  private pendingBatch(): Batch | null {
    const frames = this.pending.filter((frame) => frame !== null);
    if (frames.length === 0) return null;
    return { channel: this.channel, frames, before: this.flushed, joined: joinFrames(frames) };
  }

  private schedule(): void {
    const waitMs = this.flushedAtMs + gatherMs(this.members.size, this.lastFlush, this.limits) - performance.now();
    if (waitMs <= 0) {
      const immediate = setImmediate(() => this.flush());
      this.cancelFlush = () => clearImmediate(immediate);
    } else {
      const timer = setTimeout(() => this.flush(), waitMs);
      this.cancelFlush = () => clearTimeout(timer);
    }
  }

  private cancel(): void {
    this.cancelFlush?.();
    this.cancelFlush = null;
  }
}
