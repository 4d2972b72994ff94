import type { ManagerOptions, SocketOptions } from 'socket.io-client';
import type { SalonError } from './error.ts';
import type { paths, webhooks } from './generated/heihei.ts';
import type { Paths } from './generated/paths.ts';

type Json<Part> = Part extends { content: { 'application/json': infer Body } } ? Body : never;
type Given<Path extends keyof paths> = Omit<Json<NonNullable<paths[Path]['post']['requestBody']>>, 'token'>;
type Success<Path extends keyof paths> = Extract<Json<paths[Path]['post']['responses'][200]>, { errorcode: 0 }>;

/** Parameters may be left out where none is required. */
type Args<Params> = object extends Params
  ? [params?: Params, options?: CallOptions]
  : [params: Params, options?: CallOptions];

/** Every call, by module and name: `live.buyGift`. Each resolves with the answer, and rejects with a `SalonError`. */
export type Calls = {
  [Module in keyof Paths]: {
    [Name in keyof Paths[Module]]: Paths[Module][Name] extends keyof paths
      ? (...args: Args<Given<Paths[Module][Name]>>) => Promise<Success<Paths[Module][Name]>>
      : never;
  };
};

/** Socket messages by their `action`, or where they have none their `msgType`: `gift`, `stop-live`, …; `room-counters` has neither. */
export type Messages = {
  [Name in keyof webhooks]: webhooks[Name]['post']['requestBody']['content']['application/json'];
};
export type Message = Messages[keyof Messages];

export interface CallOptions {
  /** The idempotency key; default: a new one for each call. The same key again is the same command: it counts once. */
  key?: string;
  /** Ends the call, and its tries. */
  signal?: AbortSignal;
}

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
