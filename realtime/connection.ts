import type { Socket } from 'socket.io';
import type { Position } from '../event-store/event-store.ts';
import type { Sweeper } from '../timing/sweeper.ts';
import { type EngineClient, type RawWebSocket, terminate, terminateSoon, waitingBytes } from './engine-client.ts';
import { encodeEvent, type Frame, type FrameBytes, packetData } from './frame.ts';
import type { RealtimeLimits } from './limits.ts';
import type { Channel } from './message.ts';
import type { RealtimeMetrics } from './metrics.ts';
import type { Identity } from './ports.ts';

/** WebSocket close code (4000–4999: the application's own) of a client that was too slow. */
const TOO_SLOW = 4_001;
const WS_OPEN = 1;

/** Frames of one channel on their way out together. */
export interface Batch {
  channel: Channel;
  frames: Frame[];
  /** Position of the channel's message before the first frame. */
  before: Position;
  /** All frames in one buffer: made once, written to every member. */
  joined: FrameBytes;
}

interface Environment {
  limits: RealtimeLimits;
  metrics: RealtimeMetrics;
  /** Measures how long bytes wait. */
  time: Pick<Sweeper, 'now' | 'passedSince'>;
  /** Told when bytes begin to wait; from then on it calls `relieve` regularly until that returns true. */
  onPressure(connection: Connection): void;
  /** Told when the connection is closed from this side, before the client knows. */
  onCut(connection: Connection): void;
}

/**
 * One client. Writes ready frames straight to the TCP socket when nothing is queued above it. That keeps their order: ws
 * without compression writes synchronously, so earlier frames are in the TCP socket already. Otherwise (polling, an
 * upgrade under way, packets queued) the frames go through engine.io's queue.
 */
export class Connection {
  readonly identity: Identity;
  readonly channels = new Set<Channel>();
  private readonly socket: Socket;
  /** The Engine.IO socket that carries it. */
  readonly client: EngineClient;
  private readonly env: Environment;
  /** Bytes given to engine.io since its queue was last empty. */
  private queuedBytes = 0;
  /** When the backlog passed the first limit, in ms of `time`; null while it is below. */
  private pressedSince: number | null = null;
  /** Channels in which texts were shed, with the position after which they are missing. */
  private readonly gaps = new Map<Channel, Position>();
  private ended = false;

  constructor(socket: Socket, identity: Identity, env: Environment) {
    this.socket = socket;
    this.identity = identity;
    this.env = env;
    this.client = socket.conn as unknown as EngineClient;
    this.client.on('drain', () => {
      this.queuedBytes = 0;
    });
  }

  /** Bytes that wait for this client in this process. */
  backlogBytes(): number {
    return this.queuedBytes + waitingBytes(this.client);
  }

  /** Sends a batch; with `after`, only frames after that position, and states. */
  deliver(batch: Batch, after?: Position): void {
    if (this.ended || this.client.readyState !== 'open') return;
    let { frames } = batch;
    if (after !== undefined) frames = frames.filter((frame) => frame.isState || frame.position > after);
    if (frames.length === 0) return;
    if (this.gaps.size > 0 || this.backlogBytes() > this.env.limits.dropLatestBytes) {
      this.deliverUnderPressure(batch, frames, Math.max(batch.before, after ?? batch.before));
      return;
    }
    this.env.metrics.deliveries += frames.length;
    const ws = this.directWire();
    if (ws) this.writeDirect(ws, frames === batch.frames ? batch.joined : joinFrames(frames));
    else for (const frame of frames) this.writeQueued(frame.bytes);
  }

  /** Sends frames whatever the backlog: replays and control events. */
  send(frames: FrameBytes[]): void {
    if (this.ended || frames.length === 0) return;
    const ws = this.directWire();
    if (ws) this.writeDirect(ws, frames.length === 1 ? frames[0]! : Buffer.concat(frames));
    else for (const bytes of frames) this.writeQueued(bytes);
  }

  /** True when a pressed connection needs no more checks: its backlog is gone, or it was cut off after `cutAfterMs`. */
  relieve(): boolean {
    if (this.ended || this.pressedSince === null) return true;
    if (this.backlogBytes() <= this.env.limits.dropLatestBytes) {
      this.pressedSince = null;
      this.send([...this.gaps.keys()].map((channel) => this.closeGap(channel)));
      return true;
    }
    if (this.env.time.passedSince(this.pressedSince) < this.env.limits.cutAfterMs) return false;
    this.cutOff();
    return true;
  }

  /** Ends it for good: the client is told why and does not reconnect by itself. */
  end(reason: string): void {
    if (this.ended) return;
    const isBehind = this.backlogBytes() > this.env.limits.dropLatestBytes;
    if (!isBehind) this.send([encodeEvent('closing', { reason })]);
    this.ended = true;
    this.env.onCut(this);
    if (isBehind) terminate(this.client);
    this.socket.disconnect(true);
    terminateSoon(this.client);
  }

  /** Closes the transport alone: the client reconnects by itself and resumes. */
  restart(): void {
    if (this.ended) return;
    this.ended = true;
    this.env.onCut(this);
    this.client.close();
    terminateSoon(this.client);
  }

  private deliverUnderPressure(batch: Batch, frames: Frame[], before: Position): void {
    const { limits, metrics } = this.env;
    const { channel } = batch;
    const picked: FrameBytes[] = [];
    let waitingBytes = this.backlogBytes();
    let previous = before;
    if (waitingBytes > limits.dropLatestBytes) this.press();
    for (const frame of frames) {
      if (waitingBytes > limits.cutBytes) {
        this.cutOff();
        return;
      }
      if (frame.class === 'latest' && waitingBytes > limits.dropLatestBytes) {
        metrics.droppedLatest++;
      } else if (frame.class === 'should' && waitingBytes > limits.dropShouldBytes) {
        metrics.droppedShould++;
        if (!this.gaps.has(channel)) this.gaps.set(channel, previous);
      } else {
        // The gap marker goes before the next frame: a client must not believe that it has everything up to that frame.
        if (this.gaps.has(channel)) picked.push(this.closeGap(channel));
        picked.push(frame.bytes);
        waitingBytes += frame.bytes.length;
        metrics.deliveries++;
      }
      if (!frame.isState) previous = frame.position;
    }
    this.send(picked);
  }

  private closeGap(channel: Channel): FrameBytes {
    const after = this.gaps.get(channel);
    this.gaps.delete(channel);
    this.env.metrics.gaps++;
    return encodeEvent('gap', { channel, after });
  }

  private press(): void {
    if (this.pressedSince !== null) return;
    // First `onPressure`: it starts the sweeper, whose time stands still until then.
    this.env.onPressure(this);
    this.pressedSince = this.env.time.now();
  }

  /** Too slow: whatever waits is thrown away, the client resumes from its last position. */
  private cutOff(): void {
    this.env.metrics.cutSlow++;
    const ws = this.client.transport.socket;
    if (ws && ws.readyState === WS_OPEN) {
      this.ended = true;
      this.env.onCut(this);
      ws.close(TOO_SLOW, 'resume from position');
      terminateSoon(this.client);
    } else {
      this.restart();
    }
  }

  private directWire(): RawWebSocket | null {
    const engine = this.client;
    if (engine.readyState !== 'open' || engine.writeBuffer.length > 0 || engine.transport.name !== 'websocket')
      return null;
    const ws = engine.transport.socket;
    if (ws?.readyState !== WS_OPEN || ws._sender._state !== 0 || ws._sender._queue.length > 0) return null;
    return ws;
  }

  private writeDirect(ws: RawWebSocket, bytes: FrameBytes): void {
    this.env.metrics.writes++;
    this.env.metrics.bytesOut += bytes.length;
    ws._socket.write(bytes);
  }

  private writeQueued(bytes: FrameBytes): void {
    this.env.metrics.writes++;
    this.env.metrics.bytesOut += bytes.length;
    this.queuedBytes += bytes.length;
    this.client.write(packetData(bytes), { compress: false, wsPreEncodedFrame: [bytes] });
  }
}

export function joinFrames(frames: readonly Frame[]): FrameBytes {
  return frames.length === 1 ? frames[0]!.bytes : Buffer.concat(frames.map((frame) => frame.bytes));
}
