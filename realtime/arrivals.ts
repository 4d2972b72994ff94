import type { Socket } from 'socket.io';
import { type Position, START } from '../event-store/event-store.ts';
import { Waiters } from '../projections/waiters.ts';
import { isGroup, userChannel } from './channels.ts';
import { Refusal, readAuth, type Since } from './door.ts';
import type { Stretch } from './history.ts';
import type { Channel } from './message.ts';
import type { RealtimeMetrics } from './metrics.ts';
import type { Authenticate, ChannelsOf, Identity, Logger, UserChannels } from './ports.ts';
import { addTo, removeFrom, userKey } from './user-sets.ts';

/** How a user's membership of a channel changed; 'over': the channel was closed for everybody. */
type Change = 'joined' | 'left' | 'over';

/** How long a connection waits for a gateway that is not open yet; less than its time to sign in. */
const OPENING_MS = 2_000;

/** A client with a valid token that is not connected yet, and what the log said about it in the meantime. */
export interface Arrival {
  identity: Identity;
  since: Since | null;
  channels: UserChannels;
  /** Messages read from the log, for rooms whose rings lack some that the client missed. */
  stretches: ReadonlyMap<Channel, Stretch>;
  changes: { channel: Channel; change: Change }[];
  ended: boolean;
}

interface Options {
  authenticate: Authenticate;
  channelsOf: ChannelsOf;
  logger: Logger;
  metrics: RealtimeMetrics;
  /** Resolves when the gateway opens; arrivals wait for it. */
  opened: Promise<void>;
  /** Up to where the log has been announced; told to `passed` as it moves. */
  position(): Position;
  /** Reads from the log what these channels had after these positions, where the rings lack some of it. */
  missedIn(since: (readonly [Channel, Position])[]): Promise<ReadonlyMap<Channel, Stretch>>;
  /** Throws `Refusal` when a user has too many connections, open or arriving, or signs in too often. */
  checkRoom(identity: Identity, arriving: number): void;
  /** How long a client that has seen later positions than this process waits for it to catch up. */
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
 * Clients that are being let in. The log goes on while tokens and read models are asked, so what it says of a user in the
 * meantime is noted here and applied when the client becomes live: no join, leave, sign-out or ban is lost.
 */
export class Arrivals {
  private readonly options: Options;
  private readonly ofUser = new Map<string, Set<Arrival>>();
  private readonly ofConnection = new WeakMap<Socket['conn'], Arrival>();
  private readonly behind = new Waiters();

  constructor(options: Options) {
    this.options = options;
  }

  /** Socket.IO's middleware: lets in a client with a valid token, and finds its channels. Throws only `Refusal`. */
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
      else if (error.data.temporary) metrics.refusedTemporarily++;
      else metrics.refusedInput++;
      throw error;
    }
  }

  /** The arrival of an admitted socket. From now on changes are not noted here: the connection gets them itself. */
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
    const { position } = this.options;
    for (const arrival of this.ofUser.get(user) ?? []) {
      arrival.changes.push({ channel, change });
      if (change === 'joined' && isGroup(channel)) seesFrom(arrival, channel, position());
    }
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

  /** Ends all waits for later positions: nothing more will be announced. */
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
      for (const [channel, joined] of arrival.channels.since ?? []) seesFrom(arrival, channel, joined);
      const own = new Set([...arrival.channels.on, ...arrival.channels.over]);
      arrival.stretches = await missedIn(Object.entries(arrival.since ?? {}).filter(([channel]) => own.has(channel)));
      // Ask again: a sign-out between the first answer and `expect` did not find this arrival.
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

/** A client gets nothing of a channel that came at or before `joined`, whatever position it says it has seen. */
function seesFrom({ since }: Arrival, channel: Channel, joined: Position): void {
  if (since && since[channel] !== undefined) since[channel] = Math.max(since[channel], joined);
}

/** Waits up to OPENING_MS for a process that has just started; one that catches up with a long log takes longer: false. */
async function isOpenSoon(opened: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), OPENING_MS);
  });
  return Promise.race([opened.then(() => true), late]).finally(() => clearTimeout(timer));
}
