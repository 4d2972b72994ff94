import { io, type Socket } from 'socket.io-client';
import { PATIENCE_MS } from './promises.ts';

/** An answer of the heihei dialect. */
export type Answer = Record<string, unknown> & { errorcode: number; errormsg: string };
/** A socket message: the documented object plus msgId, position and channel. */
export type Message = Record<string, unknown> & { msgId: number; position: number; channel: string };

export type Watcher = (line: { who: string; direction: '→' | '←' | '⇠'; what: string; detail: unknown }) => void;

/** DEV_KEY of every server that a test starts in dev mode. */
export const TEST_DEV_KEY = 'key-of-the-tests';

/** A person with an app: HTTP calls with a token, and a socket that keeps what it receives. */
export class Client {
  readonly name: string;
  /** Changes when a test restarts its server. */
  baseUrl: string;
  /** Where sockets connect: the same address unless the roles are apart. */
  socketUrl: string;
  token = '';
  userId = 0;
  /** Sent to /dev routes. */
  devKey = TEST_DEV_KEY;
  socket: Socket | null = null;
  readonly received: Message[] = [];
  /** Last position seen per channel: what a reconnecting client sends as `since`. */
  readonly positions: Record<string, number> = {};
  resumed: Record<string, { recovered: boolean; position?: number }> | null = null;
  /** The socket is on its channels. */
  isReady = false;
  disconnectReason = '';
  private readonly watch: Watcher;
  private wakes: (() => void)[] = [];

  constructor(baseUrl: string, name: string, watch: Watcher = () => {}) {
    this.baseUrl = baseUrl;
    this.socketUrl = baseUrl;
    this.name = name;
    this.watch = watch;
  }

  /** POSTs a form, as the apps do; the token goes along when there is one. */
  async call(
    path: string,
    params: Record<string, string | number> = {},
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const body = new URLSearchParams();
    if (this.token) body.set('token', this.token);
    for (const [key, value] of Object.entries(params)) body.set(key, String(value));
    const response = await fetch(this.baseUrl + path, { method: 'POST', body, headers });
    const answer = (await response.json()) as Answer;
    this.watch({ who: this.name, direction: '→', what: `${path} ${describe(params)}`, detail: answer });
    return answer;
  }

  /** As `call`, and throws unless the answer is success. */
  async must(path: string, params: Record<string, string | number> = {}): Promise<Answer> {
    const answer = await this.call(path, params);
    if (answer.errorcode !== 0)
      throw new Error(`${this.name}: ${path} answered ${answer.errorcode} ${answer.errormsg}`);
    return answer;
  }

  async dev(method: 'GET' | 'POST', path: string, body?: object): Promise<Record<string, unknown>> {
    const response = await fetch(this.baseUrl + path, {
      method,
      headers: { 'X-Dev-Key': this.devKey, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as Record<string, unknown>;
    this.watch({ who: this.name, direction: '→', what: `${method} ${path} ${describe(body ?? {})}`, detail: answer });
    if (!response.ok) throw new Error(`${method} ${path}: HTTP ${response.status} ${JSON.stringify(answer)}`);
    return answer;
  }

  /** Signs in by SMS (the code comes from the dev route) and fills in the profile of a new user. */
  async signIn(phone: string, profile: { displayName: string; gender?: string; birthDay?: string }): Promise<this> {
    await this.must('/api/user/get-sms-verification-code', { phoneNo: phone });
    const { code } = await this.dev('GET', `/dev/sms/${encodeURIComponent(phone)}`);
    const answer = await this.must('/api/user/sign-in-cl-by-phone', { phoneNo: phone, verifyCode: String(code) });
    this.token = String(answer.token);
    this.userId = (answer.userInfo as { id: number }).id;
    if (answer.needRegist) {
      await this.must('/api/user/update', { gender: 'Female', birthDay: '1995-03-13', ...profile });
    }
    return this;
  }

  /** Opens the socket; with `since`, what was missed is replayed. Resolves once connected. */
  async connect(since?: Record<string, number>): Promise<this> {
    this.socket?.close();
    const socket = io(this.socketUrl, {
      auth: { token: this.token, ...(since && { since }) },
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
    });
    this.socket = socket;
    this.resumed = null;
    this.isReady = false;
    this.disconnectReason = '';
    socket.on('msg', (message: Message) => this.hear(message));
    socket.on('resumed', (resumed: { channels: NonNullable<Client['resumed']> }) => {
      this.resumed = resumed.channels;
      this.watch({ who: this.name, direction: '⇠', what: 'resumed', detail: resumed });
      this.wake();
    });
    socket.on('ready', () => {
      this.isReady = true;
      this.wake();
    });
    socket.on('disconnect', (reason) => {
      this.disconnectReason = reason;
      this.wake();
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    });
    return this;
  }

  /** Waits for a received message that fits; looks from the `from`-th message on. */
  async waitFor(what: string, fits: (message: Message) => boolean, from = 0): Promise<Message> {
    return this.until(`${this.name} never received ${what}`, () => this.received.slice(from).find(fits));
  }

  /** Waits until `look` finds something. */
  async until<T>(otherwise: string, look: () => T | undefined | null | false): Promise<T> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const found = look();
      if (found) return found;
      if (Date.now() > deadline) throw new Error(otherwise);
      await new Promise<void>((resolve) => {
        this.wakes.push(resolve);
        setTimeout(resolve, 100);
      });
    }
  }

  close(): void {
    this.socket?.close();
  }

  protected hear(message: Message): void {
    this.received.push(message);
    this.positions[message.channel] = Math.max(this.positions[message.channel] ?? 0, message.position);
    this.watch({ who: this.name, direction: '←', what: nameOf(message), detail: message });
    this.wake();
  }

  private wake(): void {
    for (const resolve of this.wakes.splice(0)) resolve();
  }
}

/** `gift`, `text`, …, or `action:join-conference`; the counters object has no msgType. */
export function nameOf(message: Record<string, unknown>): string {
  if (message.msgType === 'action') return `action:${message.action}`;
  return typeof message.msgType === 'string' ? message.msgType : 'roomSeatCount' in message ? 'counters' : 'unknown';
}

function describe(params: object): string {
  return Object.entries(params)
    .map(([key, value]) => `${key}=${value}`)
    .join(' ');
}
