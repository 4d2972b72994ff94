import type { IncomingMessage } from 'node:http';
import type { Server } from 'socket.io';
import type { Position } from '../event-store/event-store.ts';
import { MAX_CHANNEL_CHARS, MAX_SINCE_CHANNELS, MAX_TOKEN_CHARS, type RealtimeLimits } from './limits.ts';
import type { Channel } from './message.ts';
import type { RealtimeMetrics } from './metrics.ts';

/** Codes of `connect_error`'s `data.code`: heihei's own where it has one, else HTTP's. */
export const REFUSAL_CODES = { input: 700, token: 720, temporary: 503 } as const;

/** A connection that is refused; Socket.IO hands `data` to the client's `connect_error`. */
export class Refusal extends Error {
  readonly data: { code: number; text: string; temporary: boolean };

  constructor(reason: keyof typeof REFUSAL_CODES, text: string) {
    super(text);
    this.data = { code: REFUSAL_CODES[reason], text, temporary: reason === 'temporary' };
  }
}

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

interface RawEngine {
  request: IncomingMessage;
  readyState: string;
  transport: { socket?: { terminate(): void } };
  close(discard?: boolean): void;
  on(event: 'packet', listener: (packet: { type: string }) => void): void;
  once(event: 'close', listener: () => void): void;
}

/** Who may knock at all: by origin and by address, before anything is known of them; and how loud they may be. */
export class Door {
  private readonly openByAddress = new Map<string, number>();
  private readonly limits: RealtimeLimits;
  private readonly metrics: RealtimeMetrics;
  private readonly isOriginAllowed: (origin: string, host: string | undefined) => boolean;
  private readonly addressOf: (request: IncomingMessage) => string;
  private closed = false;

  constructor(
    limits: RealtimeLimits,
    metrics: RealtimeMetrics,
    isOriginAllowed: (origin: string, host: string | undefined) => boolean,
    addressOf: (request: IncomingMessage) => string = (request) => request.socket.remoteAddress ?? '',
  ) {
    this.addressOf = addressOf;
    this.limits = limits;
    this.metrics = metrics;
    this.isOriginAllowed = isOriginAllowed;
  }

  /** Engine.IO's `allowRequest`: asked once a handshake. */
  readonly allowRequest = (
    request: IncomingMessage,
    answer: (refusal: string | null | undefined, allowed: boolean) => void,
  ): void => {
    const refusal = this.refusal(request);
    answer(refusal, refusal === null);
  };

  /** Counts connections by address, and what each of them sends. */
  watch(io: Server): void {
    io.engine.on('connection', (connection: RawEngine) => {
      const address = this.addressOf(connection.request);
      this.openByAddress.set(address, (this.openByAddress.get(address) ?? 0) + 1);
      connection.once('close', () => this.release(address));
      this.limitPackets(connection);
    });
  }

  close(): void {
    this.closed = true;
  }

  private refusal(request: IncomingMessage): string | null {
    const { origin, host } = request.headers;
    if (this.closed) return 'closing';
    if (origin !== undefined && !this.isOriginAllowed(origin, host)) {
      this.metrics.refusedOrigin++;
      return 'origin not allowed';
    }
    const open = this.openByAddress.get(this.addressOf(request)) ?? 0;
    if (open < this.limits.connectionsPerAddress) return null;
    this.metrics.refusedAddress++;
    return 'too many connections from this address';
  }

  private release(address: string): void {
    const open = (this.openByAddress.get(address) ?? 1) - 1;
    if (open > 0) this.openByAddress.set(address, open);
    else this.openByAddress.delete(address);
  }

  /** Nothing that a client says is listened to but its sign-in; whoever keeps talking is cut off. */
  private limitPackets(connection: RawEngine): void {
    const { clientPackets, clientPacketsWindowMs } = this.limits;
    let windowStart = performance.now();
    let count = 0;
    let cut = false;
    connection.on('packet', ({ type }) => {
      if (cut || type === 'pong') return;
      const now = performance.now();
      if (now - windowStart > clientPacketsWindowMs) {
        windowStart = now;
        count = 0;
      }
      if (++count <= clientPackets) return;
      cut = true;
      this.metrics.cutFlood++;
      const ws = connection.transport.socket;
      if (ws) ws.terminate();
      else connection.close(true);
    });
  }
}

/** Same host as the page came from, or one that the settings name; any in dev mode. */
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
