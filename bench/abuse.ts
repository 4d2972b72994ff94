import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_LIMITS } from '../api/http/rate-limits.ts';
import { Client } from '../test/support/client.ts';
import { ServerProcess, temporaryFolder } from '../test/support/server-process.ts';
import { median, percentile, short } from './report.ts';
import type { Orders, Outcome } from './support/http-load.ts';
import { runScript } from './support/processes.ts';

export interface AbusePlan {
  /** How long each flood lasts, and each quiet time before it. */
  floodMs: number;
  /** Between two texts of the others. */
  pauseMs: number;
}

const PLAN: AbusePlan = { floodMs: 8_000, pauseMs: 25 };
const CONNECTIONS = 16;
/** Until the flooding processes have started, whose own CPU says nothing about the server. */
const START_MS = 2_000;
/** Who says something in turn, so that nobody comes near a limit. */
const OTHERS = 8;
const DAY_S = 86_400;
/** People of a large app, and how many one search answers at most. */
const PEOPLE = 20_000_000;
const FOUND = 20;

interface Times {
  httpMs: number[];
  deliveryMs: number[];
}

export interface Abuse {
  /** By flood: the others' p99 beside that of the quiet time just before, and how many calls were refused. */
  floods: { name: string; http: number; delivery: number; calls: number }[];
  line: string;
}

/**
 * One user floods the server in each way in turn; the people of another room talk all the while. Says by how much their p99 grows,
 * by what the log may grow in a day, and how long searching through everybody takes.
 */
export async function benchAbuse(asked: Partial<AbusePlan> = {}): Promise<Abuse> {
  const plan = { ...PLAN, ...asked };
  const dataDir = temporaryFolder('bench-abuse');
  // The limits of production, which dev mode lifts.
  const { read } = DEFAULT_LIMITS;
  const server = await ServerProcess.start({ DATA_DIR: dataDir, RATE_LIMITS: `read=${read.perSecond}/${read.burst}` });
  try {
    const stage = await prepare(server.url);
    const floods: Abuse['floods'] = [];
    const before = logBytes(dataDir);
    const startedAt = performance.now();
    for (const [name, requests] of Object.entries(floodsOf(stage))) {
      const quiet = await talk(stage, plan.pauseMs, pause(plan.floodMs));
      const flooding = Promise.all(
        requests.map((request) => flood(server.url, request, requests.length, START_MS + plan.floodMs)),
      );
      await pause(START_MS);
      const flooded = await talk(stage, plan.pauseMs, flooding);
      const grown = (of: keyof Times) => percentile(flooded[of], 0.99) / percentile(quiet[of], 0.99);
      const calls = (await flooding).reduce((sum, { requests: sent }) => sum + sent, 0);
      floods.push({ name, http: grown('httpMs'), delivery: grown('deliveryMs'), calls });
    }
    const grownMb = (logBytes(dataDir) - before) / 1e6;
    const seconds = (performance.now() - startedAt) / 1_000;
    for (const client of stage.others) client.close();
    return { floods, line: lineOf(floods, grownMb, seconds) };
  } finally {
    await server.end('SIGTERM');
    rmSync(dataDir, { recursive: true, force: true });
  }
}

interface Stage {
  flooder: Client;
  host: Client;
  others: Client[];
  liveId: number;
  /** A live that the flooder hosts, and one that they watch. */
  own: number;
  watched: number;
}

async function prepare(url: string): Promise<Stage> {
  let phone = 13_700_000_000;
  const person = (name: string) => new Client(url, name).signIn(String(phone++), { displayName: name });
  const started = async (host: Client) => {
    const { live } = await host.must('/api/live/create-live', { title: '来听我直播' });
    const { liveId } = live as { liveId: number };
    await host.must('/api/live/start-live', { liveId });
    return liveId;
  };
  const [host, other, flooder] = [await person('主播'), await person('另一位'), await person('刷屏的')];
  const [liveId, watched, own] = [await started(host), await started(other), await started(flooder)];
  const others: Client[] = [];
  // The room has a seat for the host, and 7 more.
  for (let n = 0; n < OTHERS - 1; n++) {
    const viewer = await person(`观众${n}`);
    await viewer.must('/api/live/join-live', { liveId });
    others.push(viewer);
  }
  await flooder.must('/api/live/join-live', { liveId: watched });
  await host.connect();
  return { flooder, host, others: [host, ...others], liveId, own, watched };
}

type Request = Pick<Orders, 'path' | 'bodies'>;

/** What is sent for each flood; two kinds of requests share the connections. */
function floodsOf({ flooder, host, own, watched }: Stage): Record<string, Request[]> {
  const request = (path: string, params: Record<string, string | number>, token = flooder.token): Request => ({
    path: `/api/${path}`,
    bodies: [new URLSearchParams({ token, ...mapped(params) }).toString().replace('%7Bn%7D', '{n}')],
  });
  return {
    texts: [request('msg/send-msg', { liveId: watched, roomId: watched, text: '{n}' })],
    likes: [request('live/live-like', { liveId: watched, type: 1 })],
    'joins and quits': [request('live/join-live', { liveId: watched }), request('live/quit-live', { liveId: watched })],
    'starts and stops': [request('live/start-live', { liveId: own }), request('live/stop-live', { liveId: own })],
    invitations: [request('live/invite-user', { liveId: own, userId: host.userId })],
    searches: [request('user/search', { queryParameter: '观众' })],
    listings: [request('live/list-live-by-recommend', {})],
    'invalid tokens': [request('user/user-gold', {}, 'wrong')],
  };
}

const mapped = (params: Record<string, string | number>) =>
  Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]));

function flood(url: string, request: Request, kinds: number, durationMs: number): Promise<Outcome> {
  return runScript<Outcome>('http-load.ts', {
    ...request,
    port: Number(new URL(url).port),
    connections: CONNECTIONS / kinds,
    durationMs,
    contentType: 'application/x-www-form-urlencoded',
    // Most are refused, which is an answer as well.
    expect: 'errorcode',
  });
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Everybody in the quiet room says something in turn, until `end`; times each answer, and how long until the host sees it. */
async function talk({ others, host, liveId }: Stage, pauseMs: number, end: Promise<unknown>): Promise<Times> {
  const times: Times = { httpMs: [], deliveryMs: [] };
  const waiting: Promise<void>[] = [];
  let isOver = false;
  void end.finally(() => {
    isOver = true;
  });
  for (let n = 0; !isOver || n === 0; n++) {
    const speaker = others[n % others.length]!;
    const text = `${speaker.name} ${performance.now()}`;
    const sentAt = performance.now();
    const from = host.received.length;
    waiting.push(
      speaker.must('/api/msg/send-msg', { liveId, roomId: liveId, text }).then(() => {
        times.httpMs.push(performance.now() - sentAt);
      }),
      host
        .waitFor(text, (message) => message.text === text, from)
        .then(() => {
          times.deliveryMs.push(performance.now() - sentAt);
        }),
    );
    if (n % (1_000 / pauseMs) === 0) await beat(others, host, liveId);
    await pause(pauseMs);
  }
  await Promise.all([end, ...waiting]);
  host.received.length = 0;
  return times;
}

async function beat(others: readonly Client[], host: Client, liveId: number): Promise<void> {
  await Promise.all(
    others.map((client) => client.call('/api/live/heart-beat', { liveId, isCreator: client === host ? 1 : 0 })),
  );
}

/** What the log takes on the disk, its write-ahead file included. */
function logBytes(dataDir: string): number {
  if (!existsSync(dataDir)) return 0;
  const files = readdirSync(dataDir).filter((name) => name.startsWith('log.db'));
  return files.reduce((sum, name) => sum + statSync(join(dataDir, name)).size, 0);
}

function lineOf(floods: Abuse['floods'], grownMb: number, seconds: number): string {
  const { growth, search } = DEFAULT_LIMITS;
  const dayMb = ((growth.burst + growth.perSecond * DAY_S) * 1_024) / 1e6;
  const years = (PEOPLE / FOUND - search.burst) / search.perSecond / DAY_S / 365;
  const worst = (of: 'http' | 'delivery') => short(Math.max(...floods.map((each) => each[of])));
  const middle = (of: 'http' | 'delivery') => short(median(floods.map((each) => each[of])));
  const parts = floods.map(
    ({ name, http, delivery, calls }) => `${name} ×${short(http)}/×${short(delivery)} (${calls})`,
  );
  return [
    `ABUSE p99_http=×${worst('http')} (median ×${middle('http')}) p99_delivery=×${worst('delivery')} (median ×${middle('delivery')})`,
    `log_mb_a_day<=${short(dayMb)} log_mb_here=${short(grownMb)} in ${short(seconds)} s search_years=${short(years)}`,
    `of quiet, HTTP/delivery (calls): ${parts.join(', ')}`,
  ].join('\n');
}
