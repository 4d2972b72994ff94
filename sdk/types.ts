import type { ManagerOptions, SocketOptions } from 'socket.io-client';
import type { SalonError } from './error.ts';
import type { Calls, Messages } from './generated/calls.ts';
import type { CallOptions } from './shapes.ts';

export type { CallOptions, Calls, Messages };

export type Message = Messages[keyof Messages];

/** Last position seen, by channel. */
export type Positions = Record<string, number>;

/** Where positions are kept beyond this run of the app, so that it goes on from there. */
export interface Storage {
  load(): Positions | undefined | Promise<Positions | undefined>;
  /** At most once a second, and when the client is closed. */
  save(positions: Positions): void | Promise<void>;
}

export interface ClientOptions {
  /** Where the server is: `https://salon.example`. */
  url: string;
  /** Of a session; without one, only calls that need none succeed. Sign-in answers it: set `client.token` then. */
  token?: string;
  /** Where sockets connect, if not at `url`. */
  socketUrl?: string;
  /** The tenant in the names of channels; default: `heihei`. */
  app?: string;
  /** Default: positions are kept in memory. */
  storage?: Storage;
  /** How often a call is tried while the server is away; default: 7. */
  tries?: number;
  /** Default: the platform's. */
  fetch?: typeof fetch;
  /** For pauses between tries; default: `Math.random`. */
  random?: () => number;
  /** Of Socket.IO; default: WebSocket alone. */
  socketOptions?: Partial<ManagerOptions & SocketOptions>;
}

/**
 * `connecting`: not there yet, or not there any more, and trying. `catching up`: what was missed comes. `live`: messages come as they are
 * said. `closed`: over, until `connect` is called; the reason says why.
 */
export type State = 'connecting' | 'catching up' | 'live' | 'closed';

export interface Gap {
  channel: string;
  /** Messages after this position were left out. */
  after: number;
}

export interface Refetch {
  channel: string;
  /** Why not all could be sent again: `too old`, `too much`, `not a member`, `ahead`. */
  reason: string;
}

/** What came between a connection and `live`. */
export interface CaughtUp {
  /** Messages that were missed, in their order. */
  replayed: Message[];
  /** Everything that was missed came. */
  complete: boolean;
}

/** One try of a call, for logs and for those who want to see what happens. */
export interface Tried {
  path: string;
  /** `X-Request-Id`: what the server calls this request and all that follows from it. */
  requestId: string;
  /** 1: the first try. */
  tried: number;
  durationMs: number;
  error: SalonError | null;
}

export interface OwnEvents {
  /** Every message, also those of rooms. */
  message: Message;
  state: { state: State; reason: string };
  /** A channel that this client is on from now on. */
  joined: { channel: string; position: number };
  left: { channel: string; reason: string };
  gap: Gap;
  /** What a channel shows has to be fetched anew. */
  refetch: Refetch;
  'caught up': CaughtUp;
  call: Tried;
}

/** Messages by name; one that is called as an event of the client's own (`message`) comes as that alone. */
export type ClientEvents = OwnEvents & Omit<Messages, keyof OwnEvents>;
