/**
 * The load side of `npm run bench gifts`, in a process of its own: HTTP over raw keep-alive connections, and one socket a room that looks for
 * the lines of gifts. Takes orders, a line of JSON each, and answers each with one (`startWorker`).
 */
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { percentile } from '../report.ts';
import { frame, openSocketIo } from './socket-wire.ts';

/** A request that is sent as it stands. */
export interface PlainRequest {
  method: 'GET' | 'POST';
  path: string;
  headers?: Record<string, string>;
  body?: string;
}

export type GiftOrders =
  /** Sends each request once, and answers the bodies in the same order. */
  | { each: readonly PlainRequest[]; port: number; connections: number }
  /** Opens the sockets, in place of those that are open; `auth`: what each connects with. */
  | { open: { port: number; auth: readonly object[] } }
  | { fire: Fire };

/** Gifts of random people, as many as fit in `durationMs`. */
export interface Fire {
  port: number;
  path: string;
  /** Closed loop: so many connections, each sends its next gift after the last answer. */
  connections?: number;
  /** Open loop: sent at this rate whatever becomes of the others; latency counts from when each was due. */
  perSecond?: number;
  durationMs: number;
  /** The body of each person; `{n}` becomes a number that is different for every gift. */
  bodies: readonly string[];
  expect: string;
  /** Which random people; default: the next ones after those of the last load. */
  seed?: number;
  /** Whether the open sockets show each gift. */
  areShown: boolean;
}

export interface Fired {
  gifts: number;
  failures: number;
  firstFailure: string;
  /** Gifts that no socket showed within SHOWN_TIMEOUT_MS after the last answer. */
  unseen: number;
  /** From the first request until the last answer, and until the last gift was shown. */
  seconds: number;
  shownSeconds: number;
  acknowledgedMs: { p50: number; p99: number };
  shownMs: { p50: number; p99: number };
  /** Share of a core that this process used. */
  busy: number;
}

/** Connections of an open loop at most: a server that falls behind is then measured as late, not drowned. */
const MAX_OPEN_CONNECTIONS = 512;
const SHOWN_TIMEOUT_MS = 30_000;
/** On a machine that is busy otherwise a server may put sockets off. */
const SOCKET_ATTEMPTS = 20;
const SOCKET_PAUSE_MS = 2_000;

/** One keep-alive connection; a request at a time. */
class Connection {
  private readonly socket: Socket;
  private rest = '';
  private answered: ((text: string) => void) | null = null;

  constructor(port: number) {
    this.socket = connect(port, '127.0.0.1').setNoDelay(true).setEncoding('utf8');
    this.socket.on('data', (chunk) => this.take(String(chunk)));
    this.socket.on('error', (error) => this.finish(`the connection failed: ${error.message}`));
    this.socket.on('close', () => this.finish('the connection was closed'));
  }

  send(text: string, answered: (text: string) => void): void {
    if (this.socket.destroyed) throw new Error('the server has closed the connection');
    this.answered = answered;
    this.socket.write(text);
  }

  close(): void {
    this.socket.destroy();
  }

  private take(chunk: string): void {
    this.rest += chunk;
    const head = this.rest.indexOf('\r\n\r\n');
    if (head < 0) return;
    const length = Number(/content-length: (\d+)/i.exec(this.rest)?.[1] ?? 0);
    const body = this.rest.slice(head + 4);
    if (Buffer.byteLength(body) >= length) this.finish(this.rest);
  }

  private finish(text: string): void {
    this.rest = '';
    const answered = this.answered;
    this.answered = null;
    answered?.(text);
  }
}

function requestText({ method, path, headers = {}, body = '' }: PlainRequest): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${lines.join('')}\r\n${body}`;
}

async function each(requests: readonly PlainRequest[], port: number, count: number): Promise<string[]> {
  const bodies: string[] = [];
  let next = 0;
  const work = async () => {
    const connection = new Connection(port);
    while (next < requests.length) {
      const index = next++;
      const answer = await new Promise<string>((resolve) => connection.send(requestText(requests[index]!), resolve));
      bodies[index] = answer.slice(answer.indexOf('\r\n\r\n') + 4);
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: count }, work));
  return bodies;
}

/** When each gift that is not shown yet was sent. */
const awaited = new Map<string, number>();
let shownMs: number[] = [];
let lastShownAt = 0;
let sockets: Socket[] = [];

const MARK = '"gift_uuid":"';

function shown(text: string): void {
  const at = text.indexOf(MARK);
  if (at < 0) return;
  const id = text.slice(at + MARK.length, text.indexOf('"', at + MARK.length));
  const sentAt = awaited.get(id);
  if (sentAt === undefined) return;
  awaited.delete(id);
  lastShownAt = performance.now();
  shownMs.push(lastShownAt - sentAt);
}

/** Opens a Socket.IO client; who is told to try again does so, a few times. */
async function openSocket(port: number, auth: object): Promise<Socket> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await openSocketOnce(port, auth);
    } catch (error) {
      if (attempt === SOCKET_ATTEMPTS) throw error;
      await new Promise((resolve) => setTimeout(resolve, SOCKET_PAUSE_MS));
    }
  }
}

/** Resolves when the server says that it is connected. */
function openSocketOnce(port: number, auth: object): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const opened = openSocketIo(port, auth, (socket, data, start, length) => {
      const text = data.toString('latin1', start, start + length);
      if (text === '2') socket.write(frame('3'));
      else if (text.startsWith('40')) resolve(socket);
      else if (text.startsWith('44')) reject(new Error(text));
      else shown(text);
    });
    opened.on('error', reject);
  });
}

async function open({ port, auth }: { port: number; auth: readonly object[] }): Promise<void> {
  for (const socket of sockets) socket.destroy();
  sockets = await Promise.all(auth.map((each) => openSocket(port, each)));
}

let lastGift = 0;
let random = 1;

/** The same people in every run (a linear congruential generator). */
function someone(bodies: readonly string[]): string {
  random = (random * 1_664_525 + 1_013_904_223) % 2 ** 32;
  return bodies[Math.floor((random / 2 ** 32) * bodies.length)]!;
}

class Firing {
  private readonly orders: Fire;
  private readonly latencies: number[] = [];
  private failures = 0;
  private firstFailure = '';
  private lastAnswerAt = 0;

  constructor(orders: Fire) {
    this.orders = orders;
  }

  async run(): Promise<Fired> {
    const { connections, perSecond, areShown, seed } = this.orders;
    if (seed !== undefined) random = seed;
    awaited.clear();
    shownMs = [];
    const cpuBefore = process.cpuUsage();
    const startedAt = performance.now();
    if (perSecond === undefined) await this.closedLoop(connections!, startedAt);
    else await this.openLoop(perSecond, startedAt);
    const deadline = performance.now() + SHOWN_TIMEOUT_MS;
    while (areShown && awaited.size > 0 && performance.now() < deadline) await new Promise((go) => setTimeout(go, 1));
    const cpu = process.cpuUsage(cpuBefore);
    const [p50, p99] = [0.5, 0.99];
    return {
      gifts: this.latencies.length,
      failures: this.failures,
      firstFailure: this.firstFailure,
      unseen: areShown ? awaited.size : 0,
      seconds: (this.lastAnswerAt - startedAt) / 1_000,
      shownSeconds: (Math.max(this.lastAnswerAt, areShown ? lastShownAt : 0) - startedAt) / 1_000,
      acknowledgedMs: { p50: percentile(this.latencies, p50), p99: percentile(this.latencies, p99) },
      shownMs: { p50: percentile(shownMs, p50), p99: percentile(shownMs, p99) },
      busy: (cpu.user + cpu.system) / 1_000 / (performance.now() - startedAt),
    };
  }

  private async closedLoop(connections: number, startedAt: number): Promise<void> {
    const endsAt = startedAt + this.orders.durationMs;
    const client = async () => {
      const connection = new Connection(this.orders.port);
      while (performance.now() < endsAt) await this.give(connection, performance.now());
      connection.close();
    };
    await Promise.all(Array.from({ length: connections }, client));
  }

  private async openLoop(perSecond: number, startedAt: number): Promise<void> {
    const count = Math.ceil((perSecond * this.orders.durationMs) / 1_000);
    const free: Connection[] = [];
    const due: number[] = [];
    let opened = 0;
    let answered = 0;
    const anyFree = () => {
      if (free.length > 0) return free.pop()!;
      if (opened === MAX_OPEN_CONNECTIONS) return null;
      opened++;
      return new Connection(this.orders.port);
    };
    await new Promise<void>((resolve) => {
      const sendDue = () => {
        while (due.length > 0) {
          const connection = anyFree();
          if (!connection) return;
          void this.give(connection, due.shift()!).then(() => {
            free.push(connection);
            if (++answered === count) resolve();
            else sendDue();
          });
        }
      };
      let issued = 0;
      const tick = () => {
        const now = performance.now();
        while (issued < count && startedAt + (issued * 1_000) / perSecond <= now) {
          due.push(startedAt + (issued++ * 1_000) / perSecond);
        }
        sendDue();
        if (issued < count) setTimeout(tick, 1);
      };
      tick();
    });
    for (const connection of free) connection.close();
  }

  private give(connection: Connection, dueAt: number): Promise<void> {
    const { path, bodies, expect, areShown } = this.orders;
    const id = `g-${process.pid}-${++lastGift}`;
    const body = someone(bodies).replace('{n}', id);
    if (areShown) awaited.set(id, dueAt);
    return new Promise((resolve) => {
      connection.send(requestText({ method: 'POST', path, body }), (answer) => {
        this.lastAnswerAt = performance.now();
        this.latencies.push(this.lastAnswerAt - dueAt);
        if (!answer.includes(expect)) {
          this.failures++;
          this.firstFailure ||= answer.slice(0, 500);
          awaited.delete(id);
        }
        resolve();
      });
    });
  }
}

async function obey(orders: GiftOrders): Promise<unknown> {
  if ('each' in orders) return each(orders.each, orders.port, orders.connections);
  if ('open' in orders) return open(orders.open).then(() => ({}));
  return new Firing(orders.fire).run();
}

console.log('{}');
for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await obey(JSON.parse(line))));
}
process.exit(0);
