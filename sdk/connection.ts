import { io, type Socket } from 'socket.io-client';
import { pauseMs } from './backoff.ts';
import type { Emitter } from './emitter.ts';
import { Seen } from './seen.ts';
import type { ClientEvents, ClientOptions, Message, Positions, State } from './types.ts';

/** How often positions are saved at most, ms. */
const SAVE_EVERY_MS = 1_000;
/** Pauses of Socket.IO between its tries, ms. */
const RECONNECT = { reconnectionDelay: 500, reconnectionDelayMax: 10_000, randomizationFactor: 0.5 };

interface Resumed {
  channels: Record<string, { recovered: boolean; position: number; reason?: string }>;
}

/**
 * The socket of a client (docs/sockets.md): comes back by itself, says what it has seen last, drops what comes twice, and tells what is
 * missing.
 */
export class Connection {
  state: State = 'closed';
  /** Last position seen, by channel. */
  readonly positions: Positions = {};
  private socket: Socket | null = null;
  private readonly seen = new Seen();
  /** Why the server said that it closes. */
  private closing = '';
  private failedTries = 0;
  private replayed: Message[] = [];
  private isComplete = true;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private saving: ReturnType<typeof setTimeout> | undefined;
  private isLoaded = false;
  private readonly options: ClientOptions;
  private readonly events: Emitter<ClientEvents>;
  private readonly token: () => string;

  constructor(options: ClientOptions, events: Emitter<ClientEvents>, token: () => string) {
    this.options = options;
    this.events = events;
    this.token = token;
  }

  /** Resolves when the client is live; rejects when it is closed before. */
  async open(): Promise<void> {
    if (this.state === 'closed') {
      this.become('connecting');
      await this.load();
      if (this.isConnecting() && !this.socket) this.start();
    }
    await this.untilLive();
  }

  /** Ends the connection, and says why. */
  close(reason: string): void {
    clearTimeout(this.timer);
    this.socket?.removeAllListeners().close();
    this.socket = null;
    this.save();
    if (this.state !== 'closed') this.become('closed', reason);
  }

  /** Comes back at once, so that what was asked for by `positions` is sent. */
  async reopen(): Promise<void> {
    this.socket?.removeAllListeners().close();
    this.socket = null;
    this.become('closed', 'reopened');
    await this.open();
  }

  /** Not closed while what was kept was read. */
  private isConnecting(): boolean {
    return this.state === 'connecting';
  }

  private async load(): Promise<void> {
    if (this.isLoaded) return;
    const kept = await this.options.storage?.load();
    // What was set meanwhile is newer.
    Object.assign(this.positions, { ...kept, ...this.positions });
    this.isLoaded = true;
  }

  private untilLive(): Promise<void> {
    if (this.state === 'live') return Promise.resolve();
    if (this.state === 'closed') return Promise.reject(new Error('closed'));
    return new Promise((resolve, reject) => {
      const stop = this.events.on('state', ({ state, reason }) => {
        if (state !== 'live' && state !== 'closed') return;
        stop();
        if (state === 'live') resolve();
        else reject(new Error(`closed: ${reason}`));
      });
    });
  }

  private start(): void {
    const { url, socketUrl = url, socketOptions } = this.options;
    const auth = (send: (data: object) => void) => send({ token: this.token(), since: this.positions });
    // A connection of its own, whatever else this page has connected.
    const socket = io(socketUrl, { transports: ['websocket'], forceNew: true, ...RECONNECT, ...socketOptions, auth });
    this.socket = socket;
    this.closing = '';
    socket.on('connect', () => {
      this.replayed = [];
      this.isComplete = true;
      this.become('catching up');
    });
    socket.on('msg', (message: Message) => this.receive(message));
    socket.on('resumed', (resumed: Resumed) => this.resume(resumed));
    socket.on('ready', ({ position, channels }: { position: number; channels: string[] }) => {
      this.failedTries = 0;
      for (const channel of Object.keys(this.positions))
        if (!channels.includes(channel)) delete this.positions[channel];
      for (const channel of channels) this.reach(channel, position);
      this.become('live');
      this.events.emit('caught up', { replayed: this.replayed, complete: this.isComplete });
    });
    socket.on('joined', (joined: { channel: string; position: number }) => {
      this.reach(joined.channel, joined.position);
      this.events.emit('joined', joined);
    });
    socket.on('left', (left: { channel: string; reason: string }) => {
      delete this.positions[left.channel];
      this.events.emit('left', left);
    });
    socket.on('gap', (gap) => this.events.emit('gap', gap));
    socket.on('closing', ({ reason }: { reason: string }) => {
      this.closing = reason;
    });
    socket.on('disconnect', () => {
      if (this.closing) this.close(this.closing);
      else this.again();
    });
    socket.on('connect_error', (error: Error & { data?: { code?: number; retryAfterMs?: number } }) => {
      const { code, retryAfterMs } = error.data ?? {};
      if (code === 720) this.close('token');
      else {
        // What was kept is none of the server's: begin anew.
        if (code === 700) for (const channel of Object.keys(this.positions)) delete this.positions[channel];
        this.again(retryAfterMs);
      }
    });
  }

  /** Socket.IO comes back by itself, unless the server ended or refused the connection. */
  private again(atLeastMs = 0): void {
    if (this.state !== 'connecting') this.become('connecting');
    if (this.socket?.active) return;
    this.failedTries++;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.socket?.connect(), pauseMs(this.failedTries, atLeastMs, this.options.random));
  }

  private receive(message: Message): void {
    const { channel, position, msgId } = message;
    this.reach(channel, position);
    if (this.seen.has(`${channel} ${msgId}`)) return;
    if (this.state === 'catching up') this.replayed.push(message);
    this.events.emit('message', message);
    const name = nameOf(message);
    if (name !== 'message') this.events.emit(name, message as never);
  }

  private resume({ channels }: Resumed): void {
    for (const [channel, { recovered, position, reason = '' }] of Object.entries(channels)) {
      if (recovered) continue;
      this.isComplete = false;
      // The log may be shorter than it was.
      if (reason === 'ahead') this.positions[channel] = position;
      this.events.emit('refetch', { channel, reason });
    }
  }

  private reach(channel: string, position: number): void {
    this.positions[channel] = Math.max(this.positions[channel] ?? 0, position);
    this.saving ??= setTimeout(() => this.save(), SAVE_EVERY_MS);
  }

  private save(): void {
    clearTimeout(this.saving);
    this.saving = undefined;
    if (this.isLoaded) void this.options.storage?.save({ ...this.positions });
  }

  private become(state: State, reason = ''): void {
    this.state = state;
    this.events.emit('state', { state, reason });
  }
}

/** What clients listen by: the `action`, or where there is none the `msgType`; the counters of a room have neither. */
export function nameOf(message: object): keyof ClientEvents & string {
  const { msgType, action, msg } = message as { msgType?: string; action?: string; msg?: { msgType?: string } };
  if (msgType === undefined) return 'room-counters';
  if (msgType === 'action') return action as keyof ClientEvents & string;
  if (msgType !== 'IM') return msgType as keyof ClientEvents & string;
  if (msg?.msgType === 'notice') return 'IM-change';
  return msg?.msgType === 'revoke' || msg?.msgType === 'read' ? 'IM-notice' : 'IM';
}
