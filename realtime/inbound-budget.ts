import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws';
import { CLOSE_LINGER_MS } from './engine-client.ts';

/** Fragments of one message: `auth` is the only message, and no client library splits it. */
const MAX_FRAGMENTS = 16;
/** TCP segments that one incomplete frame (16 KB at most) may be spread over. */
const MAX_BUFFERED_CHUNKS = 256;

export interface InboundLimits {
  /** What a client may send at once … */
  clientFrames: number;
  /** … and a second from then on. */
  clientFramesPerSecond: number;
}

/** Counts what one client sends: `clientFrames` at once, and `clientFramesPerSecond` in the long run. */
export class InboundBudget {
  private readonly limits: InboundLimits;
  private left: number;
  private filledMs = performance.now();

  constructor(limits: InboundLimits) {
    this.limits = limits;
    this.left = limits.clientFrames;
  }

  /** Pays for one frame or packet; false when nothing is left. */
  pay(): boolean {
    const { clientFrames, clientFramesPerSecond } = this.limits;
    const now = performance.now();
    this.left = Math.min(clientFrames, this.left + ((now - this.filledMs) / 1000) * clientFramesPerSecond);
    this.filledMs = now;
    if (this.left < 1) return false;
    this.left--;
    return true;
  }
}

/**
 * ws' server for Engine.IO (its option `wsEngine`), in which every message, ping and pong of a connection is counted from
 * its upgrade on, before Engine.IO sees it. A connection that exceeds its budget is terminated, and `onFlood` is told.
 * Pings are answered here, within the budget: without it, pongs would pile up for a client that never reads.
 */
export function countingWebSocketServer(limits: InboundLimits, onFlood: () => void): typeof WebSocketServer {
  const options: ServerOptions & { closeTimeout: number } = {
    autoPong: false,
    maxFragments: MAX_FRAGMENTS,
    maxBufferedChunks: MAX_BUFFERED_CHUNKS,
    closeTimeout: CLOSE_LINGER_MS,
  };
  return class CountingWebSocketServer extends WebSocketServer {
    constructor(given: ServerOptions) {
      super({ ...given, ...options });
    }

    override handleUpgrade(
      request: IncomingMessage,
      socket: Duplex,
      head: Buffer,
      done: (client: WebSocket, request: IncomingMessage) => void,
    ): void {
      super.handleUpgrade(request, socket, head, (client: WebSocket) => {
        countFrames(client, new InboundBudget(limits), onFlood);
        done(client, request);
      });
    }
  } as typeof WebSocketServer;
}

function countFrames(client: WebSocket, budget: InboundBudget, onFlood: () => void): void {
  const isPaid = (): boolean => {
    if (budget.pay()) return true;
    // Frames that came in the same TCP segment are still parsed: without listeners they are ignored.
    for (const event of ['message', 'ping', 'pong']) client.removeAllListeners(event);
    client.terminate();
    onFlood();
    return false;
  };
  client.on('message', isPaid);
  client.on('pong', isPaid);
  client.on('ping', (data) => {
    if (isPaid() && client.readyState === client.OPEN) client.pong(data);
  });
}
