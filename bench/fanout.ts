import { type ChildProcess, fork } from 'node:child_process';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { Server } from 'socket.io';
import type { LoggedEvent } from '../event-store/event-store.ts';
import { groupChannel, liveChannel } from '../realtime/channels.ts';
import { Gateway } from '../realtime/gateway.ts';
import { messagesOf } from '../realtime/heihei/index.ts';
import { messageId } from '../realtime/message.ts';
import { newMetrics } from '../realtime/metrics.ts';
import { createClock } from '../workers/clock.ts';
import { type Figure, median, pairedRatio, percentile, short, spread } from './report.ts';

/**
 * One room, many Socket.IO clients, texts of 300 bytes: deliveries a second through the gateway against a bare
 * `io.to(room).emit` of the same object, by turns in one run; and the latency of a room that talks at a steady rate.
 * The clients are a process of their own (bench/fanout-client.ts).
 */
const PLAN = { clients: 1_000, rounds: 5, floodMs: 3_000, steadyMs: 2_500 };
/** Messages on their way at once in the flood. */
const IN_FLIGHT = 20;
/** Messages a second in the steady room. */
const STEADY_RATE = 20;
const TEXT_CHARS = 300;
const APP = 'bench';
const LIVE = 1;
const GROUP = 1;

/** Where the texts are said. */
interface Place {
  name: string;
  channel: string;
  event(text: string, position: number): LoggedEvent;
}

type Plan = typeof PLAN;

interface Subject {
  server: Running;
  publish(text: string): void;
}

interface Running {
  /** Place among the ports that the load process was given. */
  index: number;
  port: number;
  close(): Promise<unknown>;
}

interface Figures {
  deliveriesPerSecond: number[];
  p50Ms: number[];
  p99Ms: number[];
  serverBusy: number[];
  clientBusy: number[];
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const tick = () => new Promise((resolve) => setImmediate(resolve));

async function listen(http: HttpServer): Promise<number> {
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', 8_192, resolve));
  return (http.address() as AddressInfo).port;
}

const from = { userId: 7, displayName: '张三', gender: 'Female', birthDay: '', coverUrl: 'https://c/7.png' } as const;

function textEvent(text: string, position: number): LoggedEvent {
  const meta = { appId: APP, actor: 7, at: 0, commandId: '' };
  const data = { liveId: LIVE, roomId: 2, from, text };
  return { type: 'TextSaid', data, id: '', meta, stream: 'feed', revision: 0, position };
}

const ROOM: Place = { name: 'one room', channel: liveChannel(APP, LIVE), event: textEvent };

const IN_GROUP: Place = {
  name: 'one group',
  channel: groupChannel(APP, GROUP),
  event(text, position) {
    const meta = { appId: APP, actor: 7, at: 0, commandId: '' };
    const sender = { ...from, heiNum: 10_000_007, level: 1 };
    const content = { kind: 'text', text } as const;
    const data = { messageId: position, seq: position, groupId: GROUP, from: sender, content };
    return { type: 'GroupMessageSent', data, id: '', meta, stream: 'conversation', revision: 0, position };
  },
};

/** Ours, from the event on, as the announcer drives it. */
async function gatewaySubject(index: number, { channel, event }: Place): Promise<Subject> {
  const http = createServer();
  const gateway = new Gateway({
    httpServer: http,
    authenticate: async (token) => ({ appId: APP, userId: Number.parseInt(token, 10), sessionId: 's' }),
    channelsOf: async () => ({ on: [channel], over: [] }),
    clock: createClock(),
    logger: { info() {}, warn() {}, error: console.error },
    metrics: newMetrics(),
    log: { read: async () => [] },
    onParked: console.error,
    onNewcomer() {},
    settings: { dev: true, origins: [], limits: { connectionsPerAddress: 100_000 } },
  });
  gateway.open();
  let position = 0;
  const server: Running = {
    index,
    port: await listen(http),
    async close() {
      await gateway.close();
      http.close();
    },
  };
  return {
    server,
    publish(text) {
      position++;
      const said = event(text, position);
      messagesOf(said).forEach((message, n) => {
        gateway.publish(message, said, n);
      });
      gateway.advance(position);
    },
  };
}

/** The bare counterpart: the same object, by Socket.IO's own broadcast. */
async function bareSubject(index: number, { channel, event }: Place): Promise<Subject> {
  const http = createServer();
  const io = new Server(http, { perMessageDeflate: false, transports: ['websocket'], serveClient: false });
  io.on('connection', (socket) => void socket.join(channel));
  let position = 0;
  const server: Running = { index, port: await listen(http), close: () => io.close() };
  return {
    server,
    publish(text) {
      position++;
      const [message] = messagesOf(event(text, position));
      io.to(channel).emit('msg', { ...message!.body, msgId: messageId(position, 0), position, channel });
    },
  };
}

/** What the load process has reported last. */
export class Load {
  received: number[];
  busy = 0;
  private readonly child: ChildProcess;
  private latencies: ((values: number[]) => void) | null = null;

  private constructor(child: ChildProcess, subjects: number) {
    this.child = child;
    this.received = new Array<number>(subjects).fill(0);
  }

  /** `tokens`: with which the clients sign in, in turn; default: what a bare gateway takes. */
  static async start(ports: number[], clients: number, tokens?: string[]): Promise<Load> {
    const script = fileURLToPath(new URL('./fanout-client.ts', import.meta.url));
    const child = fork(script, [ports.join(','), String(clients), ...(tokens ? [JSON.stringify(tokens)] : [])], {
      execArgv: ['--import', 'tsx'],
    });
    const load = new Load(child, ports.length);
    await new Promise<void>((resolve) => {
      child.on('message', (message: { ready?: true; received?: number[]; busy?: number; latencies?: number[] }) => {
        if (message.ready) resolve();
        if (message.latencies) load.latencies?.(message.latencies);
        if (!message.received) return;
        load.received = message.received;
        load.busy = message.busy!;
      });
    });
    return load;
  }

  takeLatencies(index: number): Promise<number[]> {
    return new Promise((resolve) => {
      this.latencies = resolve;
      this.child.send({ takeLatencies: index });
    });
  }

  stop(): void {
    this.child.kill();
  }
}

const padding = 'x'.repeat(TEXT_CHARS);
const stamped = () => `@${process.hrtime.bigint()}@${padding}`.slice(0, TEXT_CHARS);

async function flood(
  { server: { index }, publish }: Subject,
  load: Load,
  figures: Figures,
  { clients, floodMs }: Plan,
) {
  const before = load.received[index]!;
  const cpu = process.cpuUsage();
  const start = performance.now();
  const busy: number[] = [];
  let sent = 0;
  while (performance.now() - start < floodMs) {
    while (sent * clients - (load.received[index]! - before) < IN_FLIGHT * clients) {
      publish(stamped());
      sent++;
    }
    busy.push(load.busy);
    await tick();
  }
  const elapsedMs = performance.now() - start;
  const used = process.cpuUsage(cpu);
  figures.deliveriesPerSecond.push(((load.received[index]! - before) / elapsedMs) * 1000);
  figures.serverBusy.push((used.user + used.system) / 1000 / elapsedMs);
  figures.clientBusy.push(busy.reduce((sum, value) => sum + value, 0) / busy.length);
  while (load.received[index]! - before < sent * clients) await sleep(5);
}

async function steady({ server: { index }, publish }: Subject, load: Load, figures: Figures, { steadyMs }: Plan) {
  await load.takeLatencies(index);
  const messages = Math.round((steadyMs / 1000) * STEADY_RATE);
  const start = performance.now();
  for (let n = 0; n < messages; n++) {
    await sleep(Math.max(0, start + (n * 1000) / STEADY_RATE - performance.now()));
    publish(stamped());
  }
  await sleep(200);
  const latencies = await load.takeLatencies(index);
  figures.p50Ms.push(percentile(latencies, 0.5));
  figures.p99Ms.push(percentile(latencies, 0.99));
}

export function benchFanout(plan: Plan = PLAN): Promise<Figure[]> {
  return measureFanout(plan, ROOM);
}

/** The same in a group. */
export function benchGroupFanout(plan: Plan = PLAN): Promise<Figure[]> {
  return measureFanout(plan, IN_GROUP);
}

async function measureFanout(plan: Plan, place: Place): Promise<Figure[]> {
  const gateway = await gatewaySubject(0, place);
  const bare = await bareSubject(1, place);
  const load = await Load.start([gateway.server.port, bare.server.port], plan.clients);
  const runs = [gateway, bare].map((subject) => ({ subject, figures: noFigures() }));
  for (let round = 0; round < plan.rounds; round++) {
    for (const { subject, figures } of runs) {
      await flood(subject, load, figures, plan);
      await steady(subject, load, figures, plan);
    }
  }
  load.stop();
  await Promise.all([gateway.server.close(), bare.server.close()]);
  return report(runs[0]!.figures, runs[1]!.figures, plan, place);
}

function noFigures(): Figures {
  return { deliveriesPerSecond: [], p50Ms: [], p99Ms: [], serverBusy: [], clientBusy: [] };
}

function report(ours: Figures, bare: Figures, { clients }: Plan, place: Place): Figure[] {
  const name = `${place.name}, ${clients} clients, ${TEXT_CHARS}-character texts`;
  const percent = (values: number[]) => `${Math.round(median(values) * 100)} %`;
  return [
    {
      name: `${name}: gateway against io.to(room).emit, ${IN_FLIGHT} messages on their way`,
      unit: 'deliveries/s',
      ours: median(ours.deliveriesPerSecond),
      bare: median(bare.deliveriesPerSecond),
      ratio: pairedRatio(ours.deliveriesPerSecond, bare.deliveriesPerSecond),
      target: 0.9,
      note:
        `the server’s main thread, one write a member and batch; server ${percent(ours.serverBusy)} (bare ${percent(bare.serverBusy)}), ` +
        `clients ${percent(ours.clientBusy)} of a core; ${spread(ours.deliveriesPerSecond)}`,
    },
    {
      name: `${name}, ${STEADY_RATE} messages/s: p99 latency`,
      unit: 'ms',
      ours: median(ours.p99Ms),
      bare: median(bare.p99Ms),
      ratio: pairedRatio(ours.p99Ms, bare.p99Ms),
      smaller: true,
      note: `p50 ${short(median(ours.p50Ms))} against ${short(median(bare.p50Ms))} ms; a write a member and message, all on the server’s main thread`,
    },
  ];
}
