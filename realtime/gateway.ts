import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { Server, type Socket } from 'socket.io';
import type { Clock } from '../domain/kernel/clock.ts';
import { type EventStore, type LoggedEvent, type Position, START } from '../event-store/event-store.ts';
import { Sweeper } from '../timing/sweeper.ts';
import { type Arrival, Arrivals, channelsAt } from './arrivals.ts';
import { liveOf, reasonOver, userChannel } from './channels.ts';
import { Clients } from './clients.ts';
import { Connection } from './connection.ts';
import { Door, originRule, Refusal } from './door.ts';
import type { EngineClient } from './engine-client.ts';
import { encodeEvent, encodeMessage, type Frame } from './frame.ts';
import type { LiveAddresses } from './heihei/facts.ts';
import { keptMessage } from './heihei/kept.ts';
import { History, type HistoryLimits } from './history.ts';
import { countingWebSocketServer } from './inbound-budget.ts';
import { DEFAULT_LIMITS, MAX_INBOUND_BYTES, type RealtimeLimits } from './limits.ts';
import { Memberships, tell } from './memberships.ts';
import { type Channel, type OutgoingMessage, stateMessageId } from './message.ts';
import type { RealtimeMetrics } from './metrics.ts';
import { HeldRefusals, RateByKey } from './pace.ts';
import type { Authenticate, ChannelsOf, Identity, Logger, OnlineUsers } from './ports.ts';
import { ReplayRings } from './replay-rings.ts';
import { resumed } from './resume.ts';
import { UserConnections } from './user-connections.ts';
import { userKey } from './user-sets.ts';

/** The longest delay of a Node timer. */
const NEVER_MS = 2 ** 31 - 1;
/** How long the change from polling to a WebSocket may take, in ms: longer than this process may be suspended (50 s). */
const UPGRADE_MS = 60_000;
/** How often connections with a backlog are looked at. */
const PRESSURE_CHECK_MS = 250;
/** How long a graceful close waits for the last bytes to leave. */
const CLOSE_GRACE_MS = 1_000;

export interface GatewaySettings {
  /** Any origin may connect. */
  dev: boolean;
  /** Origins besides the server's own (`https://example.org`). */
  origins: readonly string[];
  /** The address of a connection's client, where a trusted proxy stands before us; default: the socket's peer. */
  clientAddress?: (request: IncomingMessage) => string;
  limits?: Partial<RealtimeLimits>;
  ringMessages?: number;
  ringBytes?: number;
  historyLimits?: HistoryLimits;
  /** Default: messages name no addresses. */
  addresses?: LiveAddresses;
}

export interface GatewayOptions {
  /** With its own request handler already in place: Socket.IO takes its path and leaves the rest to it. */
  httpServer: HttpServer;
  /** Read for clients that missed more than is kept here. */
  log: Pick<EventStore, 'read'>;
  /** Told of a client that has just connected and is in a room: it is to be shown the room's state. */
  onNewcomer(channel: Channel, position: Position): void;
  /** Told of an event that can't be made into messages. */
  onParked(event: LoggedEvent, error: unknown): void;
  authenticate: Authenticate;
  channelsOf: ChannelsOf;
  /** Default: nobody is told. */
  onlineUsers?: OnlineUsers;
  /** Sessions expire by it. */
  clock: Clock;
  logger: Logger;
  metrics: RealtimeMetrics;
  settings: GatewaySettings;
}

/**
 * The Socket.IO side: who is connected, on which channels, and what they are sent. It decides nothing: the announcer tells
 * it, event by event, what to publish and who joins or leaves, all synchronously, so that a client's replay and its first
 * live message meet without a gap or a double.
 *
 * Events to a client: `msg` (every documented object, with msgId, position, channel), `ready` {position, channels} once
 * it is connected, `resumed` {channels} before it when `auth.since` was given, `joined` {channel, position} and `left`
 * {channel, reason} when that changes, on every device, `gap` {channel, after} where messages are missing, `closing`
 * {reason} before this side ends the connection for good. Events from clients are ignored.
 */
export class Gateway {
  private readonly io: Server;
  private readonly door: Door;
  private readonly refusals: HeldRefusals;
  private readonly clients: Clients;
  private readonly rings: ReplayRings;
  private readonly limits: RealtimeLimits;
  private readonly options: GatewayOptions;
  private readonly users: UserConnections;
  private readonly arrivals: Arrivals;
  private readonly memberships: Memberships;
  private readonly history: History;
  private readonly pressed = new Set<Connection>();
  private readonly pressure = new Sweeper(() => this.relievePressed(), PRESSURE_CHECK_MS);
  private position: Position = START;
  private open_!: () => void;
  private readonly opened = new Promise<void>((resolve) => {
    this.open_ = resolve;
  });

  constructor(options: GatewayOptions) {
    const { httpServer, settings, metrics } = options;
    this.options = options;
    this.limits = { ...DEFAULT_LIMITS, ...settings.limits };
    this.rings = new ReplayRings({ maxMessages: settings.ringMessages, maxBytes: settings.ringBytes });
    const isOriginAllowed = originRule(settings);
    this.clients = new Clients(this.limits, metrics, options.clock);
    const { limits, clients } = this;
    const { clientAddress: addressOf = (request: IncomingMessage) => request.socket.remoteAddress ?? '' } = settings;
    this.refusals = new HeldRefusals(limits.refusals);
    const signIns = new RateByKey(limits.signIns);
    this.door = new Door({ limits, metrics, clients, isOriginAllowed, addressOf, held: this.refusals });
    this.io = new Server(httpServer, {
      serveClient: false,
      perMessageDeflate: false,
      httpCompression: false,
      maxHttpBufferSize: MAX_INBOUND_BYTES,
      wsEngine: countingWebSocketServer(this.limits, () => metrics.cutFlood++),
      pingInterval: this.limits.pingEveryMs,
      pingTimeout: this.limits.clientPatienceMs,
      // `Clients` ends clients that take too long; Socket.IO's timer would not know that this process was suspended.
      connectTimeout: NEVER_MS,
      upgradeTimeout: UPGRADE_MS,
      destroyUpgrade: false,
      allowRequest: this.door.allowRequest,
      cors: { origin: (origin, answer) => answer(null, origin === undefined || isOriginAllowed(origin, undefined)) },
    });
    this.door.watch(this.io, httpServer);
    const { catchUpMs } = this.limits;
    const { log, onParked } = options;
    const position = () => this.position;
    this.users = new UserConnections(limits, metrics, options.onlineUsers);
    this.memberships = new Memberships({ limits: this.limits, metrics, position });
    this.history = new History({
      log,
      position,
      onParked,
      limits: settings.historyLimits,
      addresses: settings.addresses,
    });
    this.arrivals = new Arrivals({
      ...options,
      catchUpMs,
      opened: this.opened,
      position,
      checkRoom: (identity, arriving) => {
        this.users.checkRoom(identity, arriving);
        if (!signIns.take(userKey(identity.appId, identity.userId)))
          throw new Refusal('temporary', 'too many sign-ins');
      },
      missedIn: (since) => this.history.missedIn(since, (channel, after) => this.rings.isComplete(channel, after)),
    });
    this.io.use((socket, next) => {
      const client = engineOf(socket);
      this.clients.signingIn(client);
      this.arrivals.admit(socket).then(
        () => next(),
        async (error: Error) => {
          await this.refusals.turn(addressOf(client.request));
          this.clients.refused(client);
          next(error);
        },
      );
    });
    this.io.on('connection', (socket) => this.enter(socket));
  }

  /** From now on connections are let in: the rings are warm and the log is followed. */
  open(): void {
    this.open_();
  }

  /** Says that the rings will never know messages up to `position`. */
  startAfter(position: Position): void {
    this.rings.startAfter(position);
    this.position = Math.max(this.position, position);
  }

  /** Every message of the events up to `position` has been published. */
  advance(position: Position): void {
    this.position = position;
    this.arrivals.passed(position);
  }

  /** Sends an event's n-th message to its channel, and keeps it for resumes. Likes are not kept. */
  publish(message: OutgoingMessage, event: LoggedEvent, n: number): void {
    const { channel, class: cls, coalesceKey, urgent = false } = message;
    this.options.metrics.messages++;
    if (cls === 'latest' && this.memberCount(channel) === 0) return;
    const kept = keptMessage(message, event, n);
    if (cls !== 'latest') this.rings.push(channel, kept);
    const { bytes, position } = kept;
    this.memberships.publish(channel, { bytes, class: cls, coalesceKey, position, isState: false }, urgent);
  }

  /** Sends a message to everybody of an app who is connected here, each on their own channel. It is not kept for resumes. */
  publishToAll(body: Record<string, unknown>, event: LoggedEvent): void {
    const { appId } = event.meta;
    const here = this.users.all().flatMap(({ identity }) => (identity.appId === appId ? [identity.userId] : []));
    for (const userId of new Set(here))
      this.publish({ channel: userChannel(appId, userId), body, class: 'latest', coalesceKey: event.id }, event, 0);
  }

  /** Keeps a past message for resumes; sends it to nobody. */
  remember(message: OutgoingMessage, event: LoggedEvent, n: number): void {
    if (message.class !== 'latest') this.rings.push(message.channel, keptMessage(message, event, n));
  }

  /** Sends a channel's state (counters) as of now. The next one with its key replaces it; it is not kept for resumes. */
  publishState(channel: Channel, body: Record<string, unknown>, as?: { key: string; msgId: number }): void {
    if (this.memberCount(channel) > 0) this.memberships.publish(channel, this.stateFrame(channel, body, as), false);
  }

  /** Sends a channel's state only to members who have just connected. */
  publishStateToNewcomers(channel: Channel, body: Record<string, unknown>): void {
    if (this.memberCount(channel) > 0) this.memberships.publishToNewcomers(channel, this.stateFrame(channel, body));
  }

  /** Members of a channel that are connected here. */
  memberCount(channel: Channel): number {
    return this.memberships.memberCount(channel);
  }

  /** The people who are on a channel here; nobody when there are more connections than `limit`. */
  membersOn(channel: Channel, limit: number): number[] {
    if (this.memberCount(channel) > limit) return [];
    return [...new Set(this.memberships.connectionsOn(channel).map(({ identity }) => identity.userId))];
  }

  /** A user comes onto a channel, on every device. */
  join(appId: string, userId: number, channel: Channel): void {
    const key = userKey(appId, userId);
    this.arrivals.changed(key, channel, 'joined');
    const { position } = this;
    const joined = this.users.of(key).filter((connection) => this.memberships.add(connection, channel, position));
    if (joined.length > 0) tell(joined, encodeEvent('joined', { channel, position }));
  }

  /** A user leaves a channel, on every device. What was published before still arrives, then `left`. */
  leave(appId: string, userId: number, channel: Channel, reason: string): void {
    const key = userKey(appId, userId);
    this.arrivals.changed(key, channel, 'left');
    const left = this.users.of(key).filter((connection) => this.memberships.remove(connection, channel));
    if (left.length > 0) tell(left, encodeEvent('left', { channel, reason }));
  }

  /** Everybody leaves; what was published before still arrives, then `left`. */
  closeChannel(channel: Channel, reason: string): void {
    this.arrivals.closed(channel);
    const left = this.memberships.close(channel);
    if (left.length > 0) tell(left, encodeEvent('left', { channel, reason }));
  }

  /** Forgets the messages that are kept for resumes and may name somebody who was erased: see `ReplayRings.forgetPerson`. */
  forgetPerson(userId: number): void {
    this.rings.forgetPerson(userId);
    this.history.clear();
  }

  /** Ends a session's connections at once. */
  endSession(appId: string, userId: number, sessionId: string, reason: string): void {
    this.endWhere(appId, userId, reason, (identity) => identity.sessionId === sessionId);
  }

  /** Ends all of a user's connections at once. */
  endUser(appId: string, userId: number, reason: string): void {
    this.endWhere(appId, userId, reason, () => true);
  }

  /** What is held now, for metrics. */
  get held(): Pick<RealtimeMetrics, 'unsigned' | 'channels' | 'ringBytes'> {
    const { unsignedCount } = this.clients;
    return { unsigned: unsignedCount, channels: this.memberships.channelCount, ringBytes: this.rings.heldBytes };
  }

  /**
   * Sends what is pending, then closes every transport: clients reconnect elsewhere, or here when it is back. A client that
   * does not close within `CLOSE_GRACE_MS` is terminated.
   */
  async close(): Promise<void> {
    this.door.close();
    this.refusals.close();
    this.arrivals.close();
    this.memberships.flush();
    for (const connection of this.users.all()) connection.restart();
    const deadline = performance.now() + CLOSE_GRACE_MS;
    while (this.io.engine.clientsCount > 0 && performance.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    this.pressure.stop();
    this.clients.terminateAll();
    this.io.engine.close();
    this.io.removeAllListeners();
  }

  /** Makes a client live. Synchronous: nothing is published between its replay and its joining. */
  private enter(socket: Socket): void {
    const arrival = this.arrivals.take(socket);
    const { identity } = arrival;
    const connection = new Connection(socket, identity, {
      limits: this.limits,
      metrics: this.options.metrics,
      time: this.pressure,
      onPressure: (pressed) => this.watchPressure(pressed),
      onCut: (cut) => this.remove(cut),
    });
    if (arrival.ended) {
      connection.end('signed-out');
      return;
    }
    const client = engineOf(socket);
    this.clients.signedIn(client, { expiresAt: identity.expiresAt, expire: () => this.expire(connection) });
    socket.on('disconnect', () => {
      this.arrivals.release(socket);
      this.clients.signedOut(client);
      this.remove(connection);
    });
    this.users.add(connection);
    this.options.metrics.connections++;
    this.options.metrics.connectionsTotal++;
    void this.users.limit(identity);

    const { on, over } = channelsAt(arrival);
    this.resume(connection, arrival, new Set([...on, ...over]));
    connection.send([encodeEvent('ready', { position: this.position, channels: [...on] })]);
    for (const channel of on) this.memberships.add(connection, channel, this.position);
    for (const channel of over) {
      const believesToBeThere = arrival.since !== null && channel in arrival.since;
      if (believesToBeThere) tell([connection], encodeEvent('left', { channel, reason: reasonOver(channel) }));
    }
    this.welcome(connection);
  }

  private expire(connection: Connection): void {
    this.options.metrics.endedSessions++;
    connection.end('expired');
  }

  private resume(connection: Connection, { since, stretches }: Arrival, entitled: Set<Channel>): void {
    if (!since) return;
    const { metrics } = this.options;
    const { rings, position } = this;
    const { frames, channels } = resumed({ rings, stretches, since, entitled, position });
    for (const { recovered } of Object.values(channels)) {
      if (recovered) metrics.resumedChannels++;
      else metrics.unresumedChannels++;
    }
    metrics.deliveries += frames.length;
    connection.send([...frames, encodeEvent('resumed', { channels })]);
  }

  /** Asks for the state of a client's rooms to be shown to it. */
  private welcome(connection: Connection): void {
    for (const channel of connection.channels) {
      if (!liveOf(channel)) continue;
      this.memberships.addNewcomer(connection, channel);
      this.options.onNewcomer(channel, this.position);
    }
  }

  private stateFrame(channel: Channel, body: Record<string, unknown>, as?: { key: string; msgId: number }): Frame {
    const { position } = this;
    const { key: coalesceKey, msgId } = as ?? { key: 'state', msgId: stateMessageId(position) };
    const bytes = encodeMessage(body, msgId, position, channel);
    return { bytes, class: 'latest', coalesceKey, position, isState: true };
  }

  private remove(connection: Connection): void {
    if (!this.users.remove(connection)) return;
    this.options.metrics.connections--;
    this.pressed.delete(connection);
    this.memberships.drop(connection);
  }

  private endWhere(appId: string, userId: number, reason: string, matches: (identity: Identity) => boolean): void {
    const key = userKey(appId, userId);
    this.arrivals.ended(key, matches);
    for (const connection of this.users.of(key)) {
      if (!matches(connection.identity)) continue;
      this.options.metrics.endedSessions++;
      connection.end(reason);
    }
  }

  private watchPressure(connection: Connection): void {
    this.pressed.add(connection);
    this.pressure.start();
  }

  private relievePressed(): void {
    for (const pressed of this.pressed) if (pressed.relieve()) this.pressed.delete(pressed);
    if (this.pressed.size === 0) this.pressure.stop();
  }
}

function engineOf(socket: Socket): EngineClient {
  return socket.conn as unknown as EngineClient;
}
