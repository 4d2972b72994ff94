import type { Schemas } from './generated/schemas.ts';

export interface CallOptions {
  /** The idempotency key; default: a new one for each call. The same key again is the same command: it counts once. */
  key?: string;
  /** Ends the call, and its tries. */
  signal?: AbortSignal;
}

/** Parameters may be left out where none is required. */
type Args<Params> =
  Record<never, never> extends Params
    ? [params?: Params, options?: CallOptions]
    : [params: Params, options?: CallOptions];

/** A call by the names of its shapes; see `Calls`. */
export type Call<Params extends keyof Schemas, Answer extends keyof Schemas> = (
  ...args: Args<Schemas[Params]>
) => Promise<Schemas[Answer]>;

/** What every message has. */
export interface Placed {
  /** Grows with the position; the same whenever the message is sent again. */
  msgId: number;
  /** Of the channel: a client that comes back names the last one it saw. */
  position: number;
  /** `live:<app>.<id>`, `user:<app>.<id>`, … (docs/sockets.md). */
  channel: string;
}
