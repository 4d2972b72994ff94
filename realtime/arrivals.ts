import type { Socket } from 'socket.io';
import { type Position, START } from '../event-store/event-store.ts';
import { Waiters } from '../projections/waiters.ts';
import { userChannel } from './channels.ts';
import { Refusal, readAuth, type Since } from './door.ts';
import type { Stretch } from './history.ts';
import type { Channel } from './message.ts';
import type { RealtimeMetrics } from './metrics.ts';
import type { Authenticate, ChannelsOf, Identity, Logger, UserChannels } from './ports.ts';
import { addTo, removeFrom, userKey } from './user-sets.ts';

/** What becomes of a user on a channel; 'over': it is closed for everybody. */
type Change = 'joined' | 'left' | 'over';

/** How long a connection that comes before the gateway is open waits for it; less than its time to sign in. */
const OPENING_MS = 2_000;

/** A client that has shown its token and is not yet connected: what the log says of it meanwhile is kept. */
export interface Arrival {
  identity: Identity;
  since: Since | null;
  channels: UserChannels;
  /** What was read from the log of rooms of which too little is kept here. */
  stretches: ReadonlyMap<Channel, Stretch>;
  changes: { channel: Channel; change: Change }[];
  ended: boolean;
}

interface Options {
  authenticate: Authenticate;
  channelsOf: ChannelsOf;
  logger: Logger;
  metrics: RealtimeMetrics;
  /** Arrivals wait for it. */
  opened: Promise<void>;
  /** Up to where the log has been announced; told to `passed` as it moves. */
  position(): Position;
  /** What the log holds of channels after positions, where too little is kept here. */
  missedIn(since: (readonly [Channel, Position])[]): Promise<ReadonlyMap<Channel, Stretch>>;
  /** Throws `Refusal` when so many connections of one user are open, or about to be, that not one more may come. */
  checkRoom(identity: Identity, arriving: number): void;
  /** How long a client waits for what it has seen elsewhere. */
  catchUpMs: number;
}

/** The channels that a client is on at the moment it becomes live: as they were read, and as they changed since. */
export function channelsAt({ identity, channels, changes }: Arrival): { on: Set<Channel>; over: Set<Channel> } {
  const on = new Set(channels.on);
  const over = new Set(channels.over);
  for (const { channel, change } of changes) {
    const wasOn = on.has(channel);
    if (change === 'joined') on.add(channel);
    else on.delete(channel);
    if (change === 'over' && wasOn) over.add(channel);
  }
  on.add(userChannel(identity.appId, identity.userId));
  return { on, over };
}

/**
 * Those who are being let in. Tokens and read models are asked without stopping the log, so whatever it says of a user
 * meanwhile is noted here and applied when they become live: no join, leave, sign-out or ban falls between.
 */
export class Arrivals {
  private readonly options: Options;
  private readonly ofUser = new Map<string, Set<Arrival>>();
  private readonly ofConnection = new WeakMap<Socket['conn'], Arrival>();
  private readonly behind = new Waiters();

  constructor(options: Options) {
    this.options = options;
  }

  /** Socket.IO's middleware: lets in whoever has a valid token, with the channels that the log says they are on. */
  async admit(socket: Socket): Promise<void> {
    const { metrics, logger } = this.options;
    try {
      await this.tryToAdmit(socket);
    } catch (error) {
      if (!(error instanceof Refusal)) {
        metrics.refusedTemporarily++;
        logger.error({ err: error }, 'a connection could not be admitted');
        throw new Refusal('temporary', 'try again');
      }
      if (error.data.code === 720) metrics.refusedToken++;
      else metrics.refusedInput++;
      throw error;
    }
  }

  /** The arrival of an admitted socket, which from now on hears of changes by itself. */
  take(socket: Socket): Arrival {
    const arrival = this.ofConnection.get(socket.conn)!;
    this.forget(arrival);
    return arrival;
  }

  /** The connection may sign in again. */
  release(socket: Socket): void {
    this.ofConnection.delete(socket.conn);
  }

  changed(user: string, channel: Channel, change: Change): void {
    for (const arrival of this.ofUser.get(user) ?? []) arrival.changes.push({ channel, change });
  }

  closed(channel: Channel): void {
    for (const user of this.ofUser.keys()) this.changed(user, channel, 'over');
  }

  ended(user: string, matches: (identity: Identity) => boolean): void {
    for (const arrival of this.ofUser.get(user) ?? []) if (matches(arrival.identity)) arrival.ended = true;
  }

  /** The log has been announced up to here. */
  passed(position: Position): void {
    if (!this.behind.isEmpty()) this.behind.pass(position);
  }

  /** Nothing more will be announced: nobody waits for it any longer. */
  close(): void {
    this.behind.giveUp();
  }

  private async tryToAdmit(socket: Socket): Promise<void> {
    const { authenticate, channelsOf, checkRoom, missedIn, opened, position } = this.options;
    const { token, since } = readAuth(socket.handshake.auth);
    if (!(await isOpenSoon(opened))) throw new Refusal('temporary', 'this process is starting: try again');
    const identity = await authenticate(token);
    if (!identity) throw new Refusal('token', 'token invalid');
    const arrival = this.expect(socket, identity, since);
    try {
      checkRoom(identity, this.ofUser.get(userKey(identity.appId, identity.userId))?.size ?? 0);
      await this.catchUp(since);
      arrival.channels = await channelsOf(identity, position());
      const own = new Set([...arrival.channels.on, ...arrival.channels.over]);
      arrival.stretches = await missedIn(Object.entries(since ?? {}).filter(([channel]) => own.has(channel)));
      // Asked again: a sign-out that came before this arrival was known would have ended nothing.
      if (!(await authenticate(token)) || arrival.ended) throw new Refusal('token', 'token invalid');
    } catch (error) {
      this.forget(arrival);
      this.release(socket);
      throw error;
    }
  }

  /** A client that comes from another process may know more than this one, which lags behind for a moment. */
  private async catchUp(since: Since | null): Promise<void> {
    const { position, catchUpMs } = this.options;
    const seen = Math.max(START, ...Object.values(since ?? {}));
    if (seen > position()) await this.behind.wait(seen, catchUpMs);
  }

  private expect(socket: Socket, identity: Identity, since: Since | null): Arrival {
    if (this.ofConnection.has(socket.conn)) throw new Refusal('input', 'one sign-in a connection');
    const arrival: Arrival = {
      identity,
      since,
      channels: { on: [], over: [] },
      stretches: new Map(),
      changes: [],
      ended: false,
    };
    this.ofConnection.set(socket.conn, arrival);
    addTo(this.ofUser, userKey(identity.appId, identity.userId), arrival);
    if (socket.conn.readyState === 'open') socket.conn.once('close', () => this.forget(arrival));
    else this.forget(arrival);
    return arrival;
  }

  private forget(arrival: Arrival): void {
    removeFrom(this.ofUser, userKey(arrival.identity.appId, arrival.identity.userId), arrival);
  }
}

/** A process that has just started may open in a moment; who comes while it catches up with a long log is told to come back. */
async function isOpenSoon(opened: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), OPENING_MS);
  });
  return Promise.race([opened.then(() => true), late]).finally(() => clearTimeout(timer));
}
