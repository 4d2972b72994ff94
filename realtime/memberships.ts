import type { Position } from '../event-store/event-store.ts';
import type { Connection } from './connection.ts';
import { FanOut } from './fan-out.ts';
import type { Frame, FrameBytes } from './frame.ts';
import type { RealtimeLimits } from './limits.ts';
import type { Channel } from './message.ts';
import type { RealtimeMetrics } from './metrics.ts';

interface Options {
  limits: RealtimeLimits;
  metrics: RealtimeMetrics;
  /** Up to where the log has been announced. */
  position(): Position;
}

/** Knows which connections are on which channels, and sends to them. A channel without connections is not kept. */
export class Memberships {
  private readonly options: Options;
  private readonly fanOuts = new Map<Channel, FanOut>();

  constructor(options: Options) {
    this.options = options;
  }

  /** Channels with connections. */
  get channelCount(): number {
    return this.fanOuts.size;
  }

  memberCount(channel: Channel): number {
    return this.fanOuts.get(channel)?.size ?? 0;
  }

  connectionsOn(channel: Channel): Connection[] {
    return this.fanOuts.get(channel)?.connections() ?? [];
  }

  /** From now on the connection gets all that comes after `after`. False when it was on the channel already. */
  add(connection: Connection, channel: Channel, after: Position): boolean {
    if (connection.channels.has(channel)) return false;
    let fanOut = this.fanOuts.get(channel);
    if (!fanOut) {
      const { limits, metrics, position } = this.options;
      fanOut = new FanOut(channel, position(), limits, metrics);
      this.fanOuts.set(channel, fanOut);
    }
    connection.channels.add(channel);
    fanOut.add(connection, after);
    return true;
  }

  /** The connection leaves; what was published before still arrives. False when it was not on the channel. */
  remove(connection: Connection, channel: Channel): boolean {
    if (!connection.channels.delete(channel)) return false;
    const fanOut = this.fanOuts.get(channel);
    fanOut?.remove(connection);
    this.forgetEmpty(channel, fanOut);
    return true;
  }

  /** A connection that is gone leaves everything. */
  drop(connection: Connection): void {
    for (const channel of connection.channels) {
      const fanOut = this.fanOuts.get(channel);
      fanOut?.drop(connection);
      this.forgetEmpty(channel, fanOut);
    }
    connection.channels.clear();
  }

  /** Everybody leaves; what was published before still arrives. Returns the connections that left. */
  close(channel: Channel): Connection[] {
    const fanOut = this.fanOuts.get(channel);
    if (!fanOut) return [];
    fanOut.flush();
    const connections = fanOut.connections();
    for (const connection of connections) connection.channels.delete(channel);
    this.fanOuts.delete(channel);
    return connections;
  }

  /** Sends a frame to all who are on the channel. */
  publish(channel: Channel, frame: Frame, urgent: boolean): void {
    this.fanOuts.get(channel)?.publish(frame, urgent);
  }

  /** The connection is to be shown the channel's state, with the next frame for newcomers. */
  addNewcomer(connection: Connection, channel: Channel): void {
    if (connection.channels.has(channel)) this.fanOuts.get(channel)?.newcomers.add(connection);
  }

  /** Sends a frame to newcomers, behind all that was published before. */
  publishToNewcomers(channel: Channel, frame: Frame): void {
    const fanOut = this.fanOuts.get(channel);
    if (!fanOut) return;
    fanOut.flush();
    const batch = { channel, frames: [frame], before: frame.position, joined: frame.bytes };
    for (const connection of fanOut.newcomers) connection.deliver(batch);
    fanOut.newcomers.clear();
  }

  /** Sends out what is pending, before its window ends. */
  flush(): void {
    for (const fanOut of this.fanOuts.values()) fanOut.flush();
  }

  private forgetEmpty(channel: Channel, fanOut: FanOut | undefined): void {
    if (fanOut?.size === 0) this.fanOuts.delete(channel);
  }
}

/** Sends connections a control event (`joined`, `left`), which is no message of a channel. */
export function tell(connections: Iterable<Connection>, frame: FrameBytes): void {
  for (const connection of connections) connection.send([frame]);
}
