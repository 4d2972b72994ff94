import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_LIMITS } from '../api/http/rate-limits.ts';
import { Client } from '../test/support/client.ts';
import { ServerProcess, temporaryFolder } from '../test/support/server-process.ts';
import { cpuSecondsOf } from './engines/comparison.ts';
import { median, percentile, short } from './report.ts';
import type { Flooded, FloodOrders } from './support/flood-load.ts';
import { startScript, startWorker, type Worker } from './support/processes.ts';

export interface AbusePlan {
  /** Turns of each kind for each flood: pooled, since the p99 of one turn is its second worst. */
  rounds: number;
  /** A flood begins this long before its turn: what it may do at once, since it paused, is done by then. What lasts is measured. */
  leadMs: number;
  /** How long a turn lasts. */
  turnMs: number;
  /** Between two texts of the others. */
  pauseMs: number;
}

const PLAN: AbusePlan = { rounds: 8, leadMs: 1_000, turnMs: 2_000, pauseMs: 25 };
const CONNECTIONS = 16;
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

/**
 * The turns: nobody floods; the same flood goes to a bare process that refuses at once, so that what the load client and a server's answering cost on
 * shared cores is in it; the flood goes to Salon.
 */
const TURNS = ['quiet', 'elsewhere', 'flooded'] as const;
type Turn = (typeof TURNS)[number];

export interface Flood {
  name: string;
  times: Record<Turn, Times>;
  /** What was answered in a second, by whom. */
  perSecond: { elsewhere: number; flooded: number };
  /** Of the answers of Salon: refusals. */
  refused: number;
  /** How much of a core the server uses, in each turn: what a flood costs whatever else this machine does. */
  cores: Record<Turn, number>;
}

export interface Abuse {
  floods: Flood[];
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
  const bare = await startScript('bare-refusal.ts');
  const flooder = await startWorker<FloodOrders, Flooded>('flood-load.ts');
  try {
    const stage = await prepare(server.url);
    const ports = { elsewhere: portOf(bare.url), flooded: portOf(server.url) };
    const floods: Flood[] = [];
    const before = logBytes(dataDir);
    const startedAt = performance.now();
    for (const [name, requests] of Object.entries(floodsOf(stage))) {
      floods.push(await measureFlood(stage, plan, { name, requests, ports, flooder, pid: server.pid }));
    }
    const grownMb = (logBytes(dataDir) - before) / 1e6;
    const seconds = (performance.now() - startedAt) / 1_000;
    for (const client of stage.others) client.close();
    return { floods, line: lineOf(floods, grownMb, seconds) };
  } finally {
    await flooder.stop();
    bare.child.kill();
    await server.end('SIGTERM');
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const portOf = (url: string) => Number(new URL(url).port);

interface FloodToMeasure {
  name: string;
  requests: Request[];
  ports: Record<'elsewhere' | 'flooded', number>;
  flooder: Worker<FloodOrders, Flooded>;
  /** Of the server. */
  pid: number;
}

async function measureFlood(
  stage: Stage,
  { rounds, leadMs, turnMs, pauseMs }: AbusePlan,
  { name, requests, ports, flooder, pid }: FloodToMeasure,
): Promise<Flood> {
  const none = (): Times => ({ httpMs: [], deliveryMs: [] });
  const times: Flood['times'] = { quiet: none(), elsewhere: none(), flooded: none() };
  const answers = { quiet: 0, elsewhere: 0, flooded: 0 };
  const used = { quiet: { cpuS: 0, s: 0 }, elsewhere: { cpuS: 0, s: 0 }, flooded: { cpuS: 0, s: 0 } };
  let refused = 0;
  const connections = Array.from({ length: CONNECTIONS }, (_, index) => requests[index % requests.length]!);
  // The first round warms up.
  for (let round = 0; round <= rounds; round++) {
    for (const turn of TURNS) {
      const durationMs = leadMs + turnMs;
      const flooding =
        turn === 'quiet' ? pause(turnMs) : flooder.run({ port: ports[turn], durationMs, requests: connections });
      if (turn !== 'quiet') await pause(leadMs);
      const [cpuBeforeS, startedAt] = [cpuSecondsOf(pid), performance.now()];
      const talked = await talk(stage, pauseMs, flooding);
      const flooded = await flooding;
      if (round === 0) continue;
      used[turn].cpuS += cpuSecondsOf(pid) - cpuBeforeS;
      used[turn].s += (performance.now() - startedAt) / 1_000;
      times[turn].httpMs.push(...talked.httpMs);
      times[turn].deliveryMs.push(...talked.deliveryMs);
      answers[turn] += flooded?.answers ?? 0;
      if (turn === 'flooded') refused += flooded?.refused ?? 0;
    }
  }
  const coresOf = ({ cpuS, s }: { cpuS: number; s: number }) => cpuS / s;
  const perSecond = (count: number) => count / ((rounds * (leadMs + turnMs)) / 1_000);
  return {
    name,
    times,
    perSecond: { elsewhere: perSecond(answers.elsewhere), flooded: perSecond(answers.flooded) },
    refused: refused / Math.max(1, answers.flooded),
    cores: { quiet: coresOf(used.quiet), elsewhere: coresOf(used.elsewhere), flooded: coresOf(used.flooded) },
  };
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

type Request = FloodOrders['requests'][number];

/** What is sent for each flood; two kinds of requests share the connections. */
function floodsOf({ flooder, host, own, watched }: Stage): Record<string, Request[]> {
  const request = (path: string, params: Record<string, string | number>, token = flooder.token): Request => ({
    path: `/api/${path}`,
    body: new URLSearchParams({ token, ...mapped(params) }).toString().replace('%7Bn%7D', '{n}'),
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

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

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

function lineOf(floods: readonly Flood[], grownMb: number, seconds: number): string {
  const { growth, search } = DEFAULT_LIMITS;
  const dayMb = ((growth.burst + growth.perSecond * DAY_S) * 1_024) / 1e6;
  const years = (PEOPLE / FOUND - search.burst) / search.perSecond / DAY_S / 365;
  const grown = ({ times }: Flood, of: keyof Times, beside: Turn) =>
    percentile(times.flooded[of], 0.99) / percentile(times[beside][of], 0.99);
  const worst = (of: keyof Times, beside: Turn) => {
    const all = floods.map((flood) => grown(flood, of, beside));
    return `×${short(Math.max(...all))} (median ×${short(median(all))})`;
  };
  const parts = floods.map((flood) => {
    const of = (each: keyof Times) =>
      `×${short(grown(flood, each, 'elsewhere'))} raw ×${short(grown(flood, each, 'quiet'))}`;
    const { elsewhere, flooded } = flood.perSecond;
    const rates = `${short(flooded)} answers/s, ${Math.round(100 * flood.refused)} % refused; elsewhere ${short(elsewhere)}/s`;
    const cores = `server uses ${short(flood.cores.flooded)} of a core, quiet ${short(flood.cores.quiet)}`;
    const quietMs = short(percentile(flood.times.quiet.httpMs, 0.99));
    return `  ${flood.name} (quiet ${quietMs} ms): HTTP ${of('httpMs')}, delivery ${of('deliveryMs')}; ${cores}; ${rates}`;
  });
  return [
    `ABUSE p99_http=${worst('httpMs', 'elsewhere')} p99_delivery=${worst('deliveryMs', 'elsewhere')}`,
    `raw p99_http=${worst('httpMs', 'quiet')} raw p99_delivery=${worst('deliveryMs', 'quiet')}`,
    `log_mb_a_day<=${short(dayMb)} log_mb_here=${short(grownMb)} in ${short(seconds)} s search_years=${short(years)}`,
    'of the others, beside the same flood sent to a bare process that refuses at once; raw: beside no flood at all',
    ...parts,
  ].join('\n');
}
