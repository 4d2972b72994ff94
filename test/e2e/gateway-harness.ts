import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import type { SalonEvent } from '../../domain/events.ts';
import type { Clock } from '../../domain/kernel/clock.ts';
import { fansChannel, liveChannel } from '../../realtime/channels.ts';
import type { Channel } from '../../realtime/message.ts';
import type { Identity, RoomCounters } from '../../realtime/ports.ts';
import { createRealtime, type Realtime, type RealtimeOptions } from '../../realtime/realtime.ts';
import { MemoryEventStore } from '../support/memory-event-store.ts';
import { PATIENCE_MS } from '../support/promises.ts';
import { APP, HOST, recorded } from '../unit/realtime/sample-events.ts';

/** Waits for a condition; fails saying what did not come true. */
export async function until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`did not come: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

export type Message = Record<string, unknown> & { msgId: number; position: number; channel: Channel };

export const realClock: Clock = {
  now: () => Date.now(),
  at(atMs, callback) {
    const timer = setTimeout(callback, Math.max(0, atMs - Date.now()));
    return { cancel: () => clearTimeout(timer) };
  },
};

/** A gateway on a log in memory. Tokens are `<userId>/<sessionId>`; membership is what the log says. */
export class Stage {
  readonly log: MemoryEventStore;
  readonly clients: Client[] = [];
  readonly errors: { details: object; text: string }[] = [];
  /** Tokens in the order in which the gateway asked about them. */
  readonly asked: string[] = [];
  /** Users of whom the first connection was opened, and the last one closed: `+1`, `-1`. */
  readonly online: string[] = [];
  realtime!: Realtime;
  http!: Server;
  /** Replaced by tests that hold an arrival up, after its channels were read. */
  beforeChannels: (identity: Identity) => Promise<void> = async () => {};
  /** Rooms that ended lately. */
  over: Channel[] = [];
  counters: (withUsers: boolean) => RoomCounters | null = () => null;
  clock: Clock = realClock;
  /** When a session ends by itself, epoch ms; undefined: never. */
  expiresAt: (identity: Identity) => number | undefined = () => undefined;

  /** Gateways of several processes follow one log. */
  constructor(log = new MemoryEventStore()) {
    this.log = log;
  }

  async start(settings: Partial<RealtimeOptions['settings']> = {}): Promise<this> {
    this.http = createServer((_request, response) => response.writeHead(404).end());
    this.realtime = createRealtime({
      httpServer: this.http,
      log: this.log,
      authenticate: async (token) => {
        this.asked.push(token);
        const identity = this.identityOf(token);
        return identity && { ...identity, expiresAt: this.expiresAt(identity) };
      },
      channelsOf: async (identity) => {
        const on = this.channelsOf(identity);
        await this.beforeChannels(identity);
        return { on, over: this.over };
      },
      onlineUsers: {
        came: (_appId, userId) => void this.online.push(`+${userId}`),
        left: (_appId, userId) => void this.online.push(`-${userId}`),
      },
      unread: async () => 0,
      callEntry: async () => null,
      counters: async (_appId, _liveId, withUsers) => this.counters(withUsers),
      clock: this.clock,
      logger: {
        info() {},
        warn() {},
        error: (details, text) => void this.errors.push({ details, text }),
      },
      settings: { dev: false, origins: [], ...settings },
    });
    await this.realtime.announcer.start();
    await new Promise<void>((resolve) => this.http.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get port(): number {
    return (this.http.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Appends events to the streams that they belong to. */
  async say(...events: SalonEvent[]): Promise<void> {
    for (const event of events) {
      const { type, data, meta } = recorded(event);
      await this.log.append(streamOf(event), [{ id: randomUUID(), type, data, meta }], { expected: 'any' });
    }
  }

  /** Waits until everything in the log has been announced. */
  async announced(): Promise<void> {
    const head = await this.log.head();
    await until(() => this.realtime.announcer.position() >= head, 'the announcer at the head');
  }

  client(userId: number, options: ClientOptions = {}): Client {
    const client = new Client(this.url, userId, options);
    this.clients.push(client);
    return client;
  }

  async connected(userId: number, options: ClientOptions = {}): Promise<Client> {
    const client = this.client(userId, options);
    await client.ready();
    return client;
  }

  /** A client who is held up after its channels were read, until the log has gone on and was announced. */
  async heldUp(userId: number, meanwhile: () => Promise<void>, options: ClientOptions = {}): Promise<Client> {
    let letIn = () => {};
    let waiting = false;
    this.beforeChannels = () =>
      new Promise((resolve) => {
        waiting = true;
        letIn = resolve;
      });
    const client = this.client(userId, options);
    await until(() => waiting, 'the arrival');
    await meanwhile();
    await this.announced();
    letIn();
    return client;
  }

  /** Stops the gateway as a process would, keeping the log; `start` brings another one up. */
  async stop(): Promise<void> {
    await this.realtime.close();
    this.http.closeAllConnections();
    await new Promise((resolve) => this.http.close(resolve));
  }

  async close(): Promise<void> {
    for (const client of this.clients) client.close();
    await this.stop();
  }

  private identityOf(token: string): Identity | null {
    const [user, sessionId] = token.split('/');
    const userId = Number(user);
    if (!sessionId || !Number.isInteger(userId)) return null;
    for (const event of this.log.all) {
      if (event.type === 'SessionClosed' && event.data.sessionId === sessionId) return null;
      if (event.type === 'UserBanned' && event.data.userId === userId) return null;
    }
    return { appId: APP, userId, sessionId };
  }

  private channelsOf({ userId }: Identity): Channel[] {
    const channels = new Set<Channel>();
    for (const event of this.log.all) {
      if (event.type === 'LiveStarted' && event.data.hostId === userId)
        channels.add(liveChannel(APP, event.data.liveId));
      if (event.type === 'ViewerJoined' && event.data.userId === userId)
        channels.add(liveChannel(APP, event.data.liveId));
      if (event.type === 'ViewerLeft' && event.data.userId === userId)
        channels.delete(liveChannel(APP, event.data.liveId));
      if (event.type === 'LiveStopped') channels.delete(liveChannel(APP, event.data.liveId));
      if (event.type === 'UserFollowed' && event.data.userId === userId) channels.add(fansChannel(APP, HOST));
      if (event.type === 'UserUnfollowed' && event.data.userId === userId) channels.delete(fansChannel(APP, HOST));
    }
    return [...channels];
  }
}

/** Of those whose stream matters here, which it is. */
function streamOf({ type, data }: SalonEvent): string {
  const room = 'liveId' in data ? `${APP}.${data.liveId}` : null;
  if (!room) return type;
  if (['TextSaid', 'Liked', 'GiftShown', 'BulletShown'].includes(type)) return `feed-${room}`;
  return type.startsWith('Call') || type.startsWith('Conference') ? `conference-${room}` : `live-${room}`;
}

type ClientOptions = Partial<ManagerOptions & SocketOptions> & {
  token?: unknown;
  since?: unknown;
};

/** A real Socket.IO client that writes down what it receives. */
export class Client {
  readonly socket: Socket;
  readonly messages: Message[] = [];
  /** Every event in order, `msg` among them. */
  readonly events: { event: string; data: Record<string, unknown> }[] = [];
  readonly disconnects: string[] = [];
  error: (Error & { data?: { code: number; temporary: boolean } }) | null = null;
  /** What it sends as `since` when it connects. */
  since: unknown;

  constructor(url: string, userId: number, { token, since, ...options }: ClientOptions) {
    this.since = since;
    this.socket = io(url, {
      forceNew: true,
      reconnection: false,
      transports: ['websocket'],
      auth: (give) => give({ token: token ?? `${userId}/s${userId}`, since: this.since }),
      ...options,
    });
    this.socket.onAny((event: string, data: Record<string, unknown>) => {
      this.events.push({ event, data });
      if (event === 'msg') this.messages.push(data as Message);
    });
    this.socket.on('disconnect', (reason) => this.disconnects.push(reason));
    this.socket.on('connect_error', (error) => {
      this.error = error;
    });
  }

  async ready(): Promise<this> {
    await until(() => this.error !== null || this.last('ready') !== undefined, 'ready');
    if (this.error) throw this.error;
    return this;
  }

  async refused(): Promise<Error & { data?: { code: number; temporary: boolean } }> {
    await until(() => this.error !== null, 'a refusal');
    return this.error!;
  }

  async gone(): Promise<string> {
    await until(() => this.disconnects.length > 0, 'the disconnect');
    return this.disconnects[0]!;
  }

  last(event: string): Record<string, unknown> | undefined {
    return this.events.findLast((one) => one.event === event)?.data;
  }

  kinds(): string[] {
    return this.messages.map(({ action, msgType }) => String(action ?? msgType ?? 'counters'));
  }

  texts(channel?: Channel): string[] {
    return this.messages
      .filter((message) => message.msgType === 'text' && (!channel || message.channel === channel))
      .map(({ text }) => String(text));
  }

  async receives(kind: string): Promise<Message> {
    const find = () => this.messages.find(({ action, msgType }) => (action ?? msgType ?? 'counters') === kind);
    await until(() => find() !== undefined, kind);
    return find()!;
  }

  close(): void {
    this.socket.disconnect();
  }
}
