import { type Server as HttpServer, type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Server } from 'socket.io';
import type { Position } from '../event-store/event-store.ts';
import type { Clients } from './clients.ts';
import { type EngineClient, terminate } from './engine-client.ts';
import { InboundBudget } from './inbound-budget.ts';
import { MAX_CHANNEL_CHARS, MAX_SINCE_CHANNELS, MAX_TOKEN_CHARS, type RealtimeLimits } from './limits.ts';
import type { Channel } from './message.ts';
import type { RealtimeMetrics } from './metrics.ts';
import { type HeldRefusals, RateByKey } from './pace.ts';

/** Codes of `connect_error`'s `data.code`: heihei's own where it has one, else HTTP's. */
export const REFUSAL_CODES = { input: 700, token: 720, temporary: 503 } as const;

/** After how long (ms) a connection that was refused for now may try again. */
const RETRY_MS = 2_000;

/** A connection that is refused; Socket.IO hands `data` to the client's `connect_error`. */
export class Refusal extends Error {
  readonly data: { code: number; text: string; temporary: boolean; retryAfterMs?: number };

  /** `retryAfterMs`: when it makes sense to try again. */
  constructor(
    reason: keyof typeof REFUSAL_CODES,
    text: string,
    retryAfterMs = reason === 'temporary' ? RETRY_MS : undefined,
  ) {
    super(text);
    this.data = { code: REFUSAL_CODES[reason], text, temporary: reason === 'temporary' };
    if (retryAfterMs !== undefined) this.data.retryAfterMs = retryAfterMs;
  }
}

/** For each channel, the position of the last message that the client saw. */
export type Since = Record<Channel, Position>;

/** `auth` as a client sends it: `{ token, since? }`. Throws `Refusal` naming what is wrong. */
export function readAuth(auth: unknown): { token: string; since: Since | null } {
  const { token, since } = isObject(auth) ? auth : {};
  if (typeof token !== 'string' || token === '' || token.length > MAX_TOKEN_CHARS) {
    throw new Refusal('token', 'token invalid');
  }
  return { token, since: since === undefined || since === null ? null : readSince(since) };
}

function readSince(since: unknown): Since {
  if (!isObject(since)) throw new Refusal('input', 'since: an object of channel: position');
  const entries = Object.entries(since);
  if (entries.length > MAX_SINCE_CHANNELS) throw new Refusal('input', `since: at most ${MAX_SINCE_CHANNELS} channels`);
  const read: Since = Object.create(null);
  for (const [channel, position] of entries) {
    if (channel.length > MAX_CHANNEL_CHARS) throw new Refusal('input', 'since: not a channel');
    if (typeof position !== 'number' || !Number.isSafeInteger(position) || position < 0) {
      throw new Refusal('input', 'since: a position is a whole number');
    }
    read[channel] = position;
  }
  return read;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Why a handshake is refused, and after how many seconds it may be tried again; null: not at all. */
interface HandshakeRefusal {
  status: 403 | 429 | 503;
  reason: string;
  retryAfterS: number | null;
}

/** A server that stops is replaced by another one within about this time, in seconds. */
const RETRY_WHEN_STOPPING_S = 1;
const CLOSING: HandshakeRefusal = { status: 503, reason: 'closing', retryAfterS: RETRY_WHEN_STOPPING_S };
/** In seconds: connections that are dead or not signed in go within about this time. */
const RETRY_WHEN_FULL_S = 10;

/** Engine.IO's own code of a refusal by `allowRequest`, for clients that read its bodies. */
const ENGINE_FORBIDDEN = 4;

interface DoorOptions {
  limits: RealtimeLimits;
  metrics: RealtimeMetrics;
  clients: Clients;
  isOriginAllowed: (origin: string, host: string | undefined) => boolean;
  addressOf: (request: IncomingMessage) => string;
  held: HeldRefusals;
}

/** Checks handshakes by origin and by connections of the address, before any token is read; limits what clients send. */
export class Door {
  private readonly options: DoorOptions;
  private readonly addressOf: (request: IncomingMessage) => string;
  private readonly handshakes: RateByKey;
  private closed = false;

  constructor(options: DoorOptions) {
    this.options = options;
    this.addressOf = options.addressOf;
    this.handshakes = new RateByKey(options.limits.handshakes);
  }

  /** Engine.IO's `allowRequest`: asked once a handshake. A refusal is answered here, with its status and when to try again. */
  readonly allowRequest = (
    request: IncomingMessage,
    answer: (refusal: string | null | undefined, allowed: boolean) => void,
  ): void => {
    const address = this.addressOf(request);
    const decide = (refusal: HandshakeRefusal | null): void => {
      if (refusal) answerRefusal(request, refusal);
      answer(refusal?.reason, refusal === null);
    };
    const decideInTurn = (refusal: HandshakeRefusal | null): void => {
      const turn = refusal && refusal !== CLOSING ? this.options.held.turn(address) : undefined;
      if (turn) void turn.then(() => decide(refusal));
      else decide(refusal);
    };
    const refusal = this.refusal(request, address);
    const hasRoom = refusal === null && this.options.clients.makeRoom(address);
    if (refusal) decideInTurn(refusal);
    else if (typeof hasRoom === 'boolean') decideInTurn(this.withRoom(hasRoom));
    // Engine.IO, which goes on with the handshake, notices a client that has left meanwhile.
    else void hasRoom.then((found) => decideInTurn(this.withRoom(found)));
  };

  /** Counts clients by address, and what each of them sends; upgrades to anything but sockets are refused. */
  watch(io: Server, httpServer: HttpServer): void {
    io.engine.on('connection', (client: EngineClient) => {
      this.options.clients.add(client, this.addressOf(client.request));
      this.countPolledPackets(client);
    });
    httpServer.on('upgrade', (request, socket) => {
      // Node handles no errors of an upgraded socket: without a listener one would end the process.
      socket.on('error', () => {});
      if (request.url?.startsWith(`${io.path()}/`)) return;
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      socket.destroy();
    });
  }

  close(): void {
    this.closed = true;
  }

  private refusal(request: IncomingMessage, address: string): HandshakeRefusal | null {
    const { metrics, isOriginAllowed } = this.options;
    const { origin, host } = request.headers;
    if (this.closed) return CLOSING;
    if (origin !== undefined && !isOriginAllowed(origin, host)) {
      metrics.refusedOrigin++;
      return { status: 403, reason: 'origin not allowed', retryAfterS: null };
    }
    if (!this.handshakes.take(address)) {
      metrics.refusedAddress++;
      return { status: 429, reason: 'too many handshakes from this address', retryAfterS: RETRY_WHEN_FULL_S };
    }
    return null;
  }

  private withRoom(hasRoom: boolean): HandshakeRefusal | null {
    if (this.closed) return CLOSING;
    if (hasRoom) return null;
    this.options.metrics.refusedAddress++;
    return { status: 429, reason: 'too many connections from this address', retryAfterS: RETRY_WHEN_FULL_S };
  }

  /** Many packets fit into one POST; those of a WebSocket are counted as frames. */
  private countPolledPackets(client: EngineClient): void {
    const budget = new InboundBudget(this.options.limits);
    client.on('packet', () => {
      if (client.transport.name !== 'polling' || budget.pay()) return;
      this.options.metrics.cutFlood++;
      terminate(client);
    });
  }
}

/** Engine.IO's form of a refusal, `{code, message}`, plus `retryAfterMs`; Engine.IO sees that it was answered, and ends it. */
function answerRefusal(request: IncomingMessage, { status, reason, retryAfterS }: HandshakeRefusal): void {
  const body = JSON.stringify({
    code: ENGINE_FORBIDDEN,
    message: reason,
    ...(retryAfterS !== null && { retryAfterMs: retryAfterS * 1000 }),
  });
  const headers: Record<string, string> = {
    'Content-Type': 'application/json',
    'Content-Length': String(Buffer.byteLength(body)),
    'Cache-Control': 'no-store',
    Connection: 'close',
    ...(retryAfterS !== null && { 'Retry-After': String(retryAfterS) }),
  };
  const { res } = request as IncomingMessage & { res?: ServerResponse };
  if (res) {
    res.writeHead(status, headers).end(body);
    return;
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  request.socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`);
}

/** Allows pages from the server's own host and from the origins that the settings name; any page in dev mode. */
export function originRule(settings: { dev: boolean; origins: readonly string[] }) {
  return (origin: string, host: string | undefined): boolean => {
    if (settings.dev || settings.origins.includes(origin)) return true;
    try {
      return host !== undefined && new URL(origin).host === host;
    } catch {
      return false;
    }
  };
}
