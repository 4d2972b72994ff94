import type { IncomingMessage } from 'node:http';
import type { Socket as TcpSocket } from 'node:net';
import type { FrameBytes } from './frame.ts';

/** How long a connection that is told to close may take before it is destroyed, in ms. */
export const CLOSE_LINGER_MS = 1_000;

/** The parts of ws that a direct write relies on; a test fails when a new release moves them. */
export interface RawWebSocket {
  readyState: number;
  readonly OPEN: number;
  _socket: TcpSocket;
  _sender: { _state: number; _queue: unknown[] };
  close(code: number, reason: string): void;
  terminate(): void;
  ping(): void;
  on(event: 'pong', listener: () => void): void;
  off(event: 'pong', listener: () => void): void;
}

/** The parts of engine.io's socket that realtime uses: one client, on a WebSocket or by polling. */
export interface EngineClient {
  request: IncomingMessage;
  readyState: string;
  writeBuffer: unknown[];
  transport: { name: string; socket?: RawWebSocket };
  write(data: string, options: { compress: boolean; wsPreEncodedFrame: FrameBytes[] }): void;
  /** Null unless a pong is awaited. Engine.IO refreshes it once when another packet comes first. */
  pingTimeoutTimer: unknown;
  /** Engine.IO calls it when it has sent a ping. */
  resetPingTimeout(): void;
  close(discard?: boolean): void;
  /** Engine.IO calls it when a transport has closed. */
  onClose(reason: string): void;
  sendPacket(type: 'ping'): void;
  on(event: 'drain' | 'close', listener: () => void): void;
  on(event: 'packet', listener: (packet: { type: string }) => void): void;
  off(event: 'packet' | 'close', listener: () => void): void;
  once(event: 'close', listener: () => void): void;
}

/** Takes the place of Engine.IO's ping timer; says since when the pong is awaited. Engine.IO drops it when the pong comes. */
class AwaitedPong {
  sinceMs: number;
  private readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
    this.sinceMs = now();
  }

  refresh(): void {
    this.sinceMs = this.now();
  }
}

/** Keeps Engine.IO from starting its own timer after a ping: it would fire before a pong that waits unread is read. */
export function notePings(client: EngineClient, now: () => number): void {
  client.resetPingTimeout = () => {
    client.pingTimeoutTimer = new AwaitedPong(now);
  };
}

/** Since when (in ms of the `now` that `notePings` was given) the client owes a pong; null: it owes none. */
export function pongAwaitedSince({ pingTimeoutTimer }: EngineClient): number | null {
  return pingTimeoutTimer instanceof AwaitedPong ? pingTimeoutTimer.sinceMs : null;
}

/** Ends a client whose pong did not come, as Engine.IO would. */
export function endUnanswered(client: EngineClient): void {
  client.onClose('ping timeout');
}

/** Bytes that the process holds for a WebSocket client in its TCP socket; 0 while it polls. */
export function waitingBytes(client: EngineClient): number {
  return client.transport.socket?._socket?.writableLength ?? 0;
}

/** Ends a client now: its TCP socket is destroyed, and Engine.IO has forgotten it when this returns. */
export function terminate(client: EngineClient): void {
  client.transport.socket?.terminate();
  client.close(true);
  // A polling client that was told to close with its next poll would otherwise stay for 30 s more.
  if (client.readyState !== 'closed') client.onClose('forced close');
}

/** Lets the last bytes out and the client close; what is left of it after `CLOSE_LINGER_MS` is terminated. */
export function terminateSoon(client: EngineClient): void {
  if (client.readyState === 'closed' && !client.transport.socket) return;
  setTimeout(() => terminate(client), CLOSE_LINGER_MS).unref();
}
