import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Sweeper } from '../../timing/sweeper.ts';
import { largeRequest } from './large-requests.ts';

export interface TcpLimits {
  /** Open TCP connections of the process. Files and stores need descriptors, too: `openFilesLimit` is taken into account. */
  total: number;
  /** Of these from one address: a carrier's holds many people, each with a socket and some HTTP connections. */
  perAddress: number;
  /** Requests under way on one connection: browsers and proxies send the next one after the answer. */
  pipelined: number;
  /** Bytes that may come with one request; far above what any route takes, except for files (large-requests.ts). */
  requestBytes: number;
  /** Time for a whole request, headers and body, from its first byte (the first request: from the opening of the connection); else 408. */
  requestMs: number;
  /** A connection between two requests is ended after this. */
  betweenRequestsMs: number;
  /** A connection on which no byte moves in either direction is ended after this: longer than a poll or an answer takes. */
  stalledMs: number;
}

export const DEFAULT_TCP_LIMITS: Readonly<TcpLimits> = {
  total: 20_000,
  perAddress: 6_000,
  pipelined: 32,
  requestBytes: 1024 * 1024,
  requestMs: 10_000,
  betweenRequestsMs: 35_000,
  stalledMs: 40_000,
};

/** Descriptors that are left to files, stores and engines; where there are few in all, half of them. */
const OTHER_DESCRIPTORS = 512;
/** A connection that is idle for less than this is not evicted: its request may be on its way. */
const YOUNG_MS = 1_000;
const TOO_SLOW = 'HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';
const TOO_MANY =
  'HTTP/1.1 503 Service Unavailable\r\nRetry-After: 10\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';

interface Connection {
  socket: Socket;
  /** Null: not counted by address. */
  address: string | null;
  underWay: number;
  /** The latest request; null before the first. */
  latest: { request: IncomingMessage; response: ServerResponse } | null;
  isUpgraded: boolean;
  /** The socket's `bytesRead` when the last request began. */
  bytesBefore: number;
  /** The same when the last answer was done; bytes since then belong to a request that is not complete yet. */
  bytesAnswered: number;
  /** When the request that is arriving began; null while none is. This and the times below are ms of the sweeper's `now`. */
  comingSinceMs: number | null;
  /** Since when no request is under way. */
  idleSinceMs: number;
  /** Bytes in both directions at the last sweep that saw any move, and when that was. */
  moved: number;
  movedMs: number;
}

/** Plain numbers for `/metrics`; all but `open` only grow. */
export interface TcpMetrics {
  open: number;
  /** Refused at the limit of the process or of an address, when no idle connection could be evicted. */
  refused: number;
  /** Ended to make room for a new one: the one that had been idle for longest. */
  evicted: number;
  /** Ended because no request came in time, or nothing moved. */
  timedOut: number;
  /** Ended because too many requests were sent ahead of their answers. */
  cutPipelined: number;
  /** Ended because a request exceeded `requestBytes`. */
  cutOversized: number;
}

/**
 * Bounds the TCP connections of an HTTP server: their number, by address too, and their time, also of connections that never send a
 * byte. Replaces Node's own time limits: these count time in which this process was suspended, and fire before received bytes are
 * read. Attach it after all listeners for requests. Upgraded connections have limits of their own elsewhere; here they are counted,
 * and ended by `destroyAll`.
 */
export class TcpConnections {
  readonly metrics: TcpMetrics = { open: 0, refused: 0, evicted: 0, timedOut: 0, cutPipelined: 0, cutOversized: 0 };
  private readonly limits: TcpLimits;
  private readonly groupOf: (address: string) => string | null;
  private readonly all = new Map<Socket, Connection>();
  /** Connections without a request under way, longest idle first. */
  private readonly idle = new Set<Connection>();
  private readonly addresses = new Map<string, { count: number; idle: Set<Connection> }>();
  private readonly sweeper = new Sweeper(() => this.sweep());

  /** `groupOf`: the group by which an address is counted; null (not counted) for a proxy, behind which everybody is. */
  constructor(
    server: Server,
    limits: Partial<TcpLimits> = {},
    groupOf: (address: string) => string | null = (address) => address,
  ) {
    this.limits = { ...DEFAULT_TCP_LIMITS, ...limits };
    this.groupOf = groupOf;
    server.maxConnections = this.limits.total;
    server.timeout = server.requestTimeout = server.headersTimeout = 0;
    // Node announces `keepAliveTimeout` to clients. With a listener for 'timeout' it closes nothing by it.
    server.on('timeout', () => {});
    server.on('connection', (socket: Socket) => this.add(socket));
    server.on('drop', () => this.metrics.refused++);
    const handlers = server.listeners('request') as RequestListener[];
    server.removeAllListeners('request');
    server.on('request', (request, response) => {
      if (this.begin(request, response)) for (const handle of handlers) handle.call(server, request, response);
    });
    // Without a listener for upgrades Node answers them as requests, and adding one here would change that.
    if (server.listenerCount('upgrade') === 0) return;
    server.prependListener('upgrade', (request) => {
      const connection = this.all.get(request.socket);
      if (!connection) return;
      connection.isUpgraded = true;
      this.leaveIdle(connection);
    });
  }

  /** Ends connections on which nothing was ever received; with `halfWay` all without a request under way. */
  destroyIdle(halfWay: boolean): void {
    for (const { socket } of this.idle) if (halfWay || socket.bytesRead === 0) socket.destroy();
  }

  /** Ends every connection, upgraded ones among them. */
  destroyAll(): void {
    for (const socket of this.all.keys()) socket.destroy();
  }

  private add(socket: Socket): void {
    const address = this.groupOf(socket.remoteAddress ?? '');
    // The owner of an upgraded socket listens for errors itself; until then an error must not end the process.
    socket.on('error', () => {});
    if (!this.makeRoom(address)) {
      this.metrics.refused++;
      socket.write(TOO_MANY);
      socket.destroy();
      return;
    }
    this.sweeper.start();
    const now = this.sweeper.now();
    const connection: Connection = {
      socket,
      address,
      underWay: 0,
      latest: null,
      isUpgraded: false,
      bytesBefore: 0,
      bytesAnswered: 0,
      comingSinceMs: now,
      idleSinceMs: now,
      moved: 0,
      movedMs: now,
    };
    this.all.set(socket, connection);
    if (address !== null) {
      let ofAddress = this.addresses.get(address);
      if (!ofAddress) {
        ofAddress = { count: 0, idle: new Set() };
        this.addresses.set(address, ofAddress);
      }
      ofAddress.count++;
    }
    this.enterIdle(connection);
    this.metrics.open++;
    socket.once('close', () => this.remove(connection));
  }

  /** False when the process or the address is full, and none of its connections has been idle for a while. */
  private makeRoom(address: string | null): boolean {
    const ofAddress = address === null ? undefined : this.addresses.get(address);
    if (ofAddress && ofAddress.count >= this.limits.perAddress && !this.evict(ofAddress.idle)) return false;
    // Stay one below Node's own limit: at it, Node refuses a new connection before it is seen here.
    return this.all.size < this.limits.total - 1 || this.evict(this.idle);
  }

  private evict(idle: Set<Connection>): boolean {
    const [longest] = idle;
    if (!longest || this.sweeper.passedSince(longest.idleSinceMs) < YOUNG_MS) return false;
    this.metrics.evicted++;
    this.remove(longest);
    longest.socket.destroy();
    return true;
  }

  /** Registers a request. False when its connection is gone or cut off: then there is no point in handling it. */
  private begin(request: IncomingMessage, response: ServerResponse): boolean {
    const connection = this.all.get(request.socket);
    if (!connection || connection.socket.destroyed) return false;
    if (connection.underWay++ === 0) {
      this.leaveIdle(connection);
      connection.bytesBefore = connection.socket.bytesRead;
    }
    connection.latest = { request, response };
    const now = this.sweeper.now();
    connection.comingSinceMs = connection.underWay > 1 ? now : (connection.comingSinceMs ?? now);
    if (connection.underWay > this.limits.pipelined) {
      this.metrics.cutPipelined++;
      connection.socket.destroy();
      return false;
    }
    response.once('close', () => {
      if (connection.latest?.request.complete) connection.comingSinceMs = null;
      if (--connection.underWay > 0 || !this.all.has(connection.socket)) return;
      connection.bytesAnswered = connection.socket.bytesRead;
      this.enterIdle(connection);
    });
    return true;
  }

  private enterIdle(connection: Connection): void {
    connection.idleSinceMs = this.sweeper.now();
    this.idle.add(connection);
    if (connection.address !== null) this.addresses.get(connection.address)?.idle.add(connection);
  }

  private leaveIdle(connection: Connection): void {
    this.idle.delete(connection);
    if (connection.address !== null) this.addresses.get(connection.address)?.idle.delete(connection);
  }

  private remove(connection: Connection): void {
    if (!this.all.delete(connection.socket)) return;
    this.metrics.open--;
    this.leaveIdle(connection);
    const ofAddress = connection.address === null ? undefined : this.addresses.get(connection.address);
    if (ofAddress && --ofAddress.count === 0) this.addresses.delete(connection.address!);
    if (this.all.size === 0) this.sweeper.stop();
  }

  private sweep(): void {
    const { betweenRequestsMs, stalledMs } = this.limits;
    for (const connection of this.all.values()) {
      if (connection.isUpgraded) continue;
      const { socket, latest, idleSinceMs, bytesBefore } = connection;
      const { requestMs, requestBytes } = this.limitsOf(connection);
      this.lookAt(connection);
      const passed = (sinceMs: number) => this.sweeper.passedSince(sinceMs);
      if (connection.comingSinceMs !== null && passed(connection.comingSinceMs) >= requestMs) {
        this.metrics.timedOut++;
        if (!latest?.response.headersSent || this.idle.has(connection)) socket.write(TOO_SLOW);
        socket.destroy();
      } else if (
        this.idle.has(connection) ? passed(idleSinceMs) >= betweenRequestsMs : passed(connection.movedMs) >= stalledMs
      ) {
        this.metrics.timedOut++;
        socket.destroy();
      } else if (socket.bytesRead - bytesBefore > requestBytes) {
        // Also after the answer: the rest of the request is still read and thrown away, which costs time.
        this.metrics.cutOversized++;
        socket.destroy();
      }
    }
  }

  /** Limits of the latest request. A large one has more time for as long as it comes fast enough, and until it is whole. */
  private limitsOf({ latest, socket, bytesBefore, comingSinceMs }: Connection) {
    const { requestMs, requestBytes } = this.limits;
    const large = latest ? largeRequest(latest.request) : undefined;
    if (!large) return { requestMs, requestBytes };
    const bytes = socket.bytesRead - bytesBefore;
    const passedMs = comingSinceMs === null ? 0 : this.sweeper.passedSince(comingSinceMs);
    const isFastEnough = bytes * 1_000 >= large.minBytesPerSecond * passedMs;
    const hasMoreTime = isFastEnough && !latest!.request.complete;
    return { requestMs: hasMoreTime ? large.ms : requestMs, requestBytes: Math.max(large.bytes, requestBytes) };
  }

  /** Brings up to date whether a request is coming, and whether anything moves. */
  private lookAt(connection: Connection): void {
    const { socket, latest } = connection;
    const now = this.sweeper.now();
    const isWhole = latest?.request.complete === true;
    const isNextComing = isWhole && this.idle.has(connection) && socket.bytesRead > connection.bytesAnswered;
    if (isNextComing) connection.comingSinceMs ??= now;
    else if (isWhole) connection.comingSinceMs = null;
    const moved = socket.bytesRead + leftFor(socket);
    if (moved === connection.moved) return;
    connection.moved = moved;
    connection.movedMs = now;
  }
}

/** Bytes that the kernel has taken for the client. Only Node's own handle knows what still waits in this process. */
function leftFor(socket: Socket): number {
  const { _handle: handle } = socket as Socket & { _handle?: { writeQueueSize: number } | null };
  return socket.bytesWritten - (handle?.writeQueueSize ?? 0);
}

/** Most connections of a process that may have `openFiles` descriptors open, at most `wanted`: OTHER_DESCRIPTORS are left to the rest. */
export function connectionsWithin(openFiles: number, wanted = DEFAULT_TCP_LIMITS.total): number {
  return Math.min(wanted, Math.max(Math.floor(openFiles / 2), openFiles - OTHER_DESCRIPTORS));
}
