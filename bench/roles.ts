import { rmSync } from 'node:fs';
import { ServerProcess, temporaryFolder } from '../test/support/server-process.ts';
import { cpuSecondsOf } from './engines/comparison.ts';
import { type Server, startEventStore, startMongo, startRedis } from './engines/servers.ts';
import { median, short } from './report.ts';
import type { Fired, GiftOrders } from './support/gift-load.ts';
import {
  asking,
  beat,
  builtServer,
  giftBody,
  type Load,
  layOutOn,
  portOf,
  SALON_SECRET,
  type Stage,
} from './support/gift-stage.ts';
import { startWorker } from './support/processes.ts';

/** 1,000 wallets in 50 rooms. */
const PLAN = { runs: 3, rooms: 50, viewersEach: 20, fireMs: 5_000, connections: 16, backlog: 3_000 };
export type RolesPlan = typeof PLAN;

const ALL_ROLES = 'api,realtime,projections,workers';
const SPLIT = ['api', 'api', 'projections', 'workers', 'realtime'] as const;
type Role = (typeof SPLIT)[number];
/** Roles whose work waits for them in the log. */
const FOLLOWERS = ['projections', 'workers', 'realtime'] as const;
/** All processes together use less of a core than this while they have nothing to do but renew leases and look for news. */
const AT_REST = 0.25;
const LOOK_MS = 500;
/** On a machine that has other things to do. */
const REST_TIMEOUT_MS = 120_000;
/** Processes share this between them, so that a load of the one side reaches both `api` processes. */
const SIDES = 2;

interface Member {
  roles: string;
  server: ServerProcess;
}

/** What one load cost. */
interface Cost {
  gifts: number;
  refused: number;
  acknowledgedPerSecond: number;
  shownPerSecond: number;
  /** CPU of a gift with all that follows from it, in ms, by the roles of the processes. */
  cpuMs: Record<string, number>;
}

interface Surroundings {
  env: Record<string, string>;
  args: string[];
  loads: Load[];
  stage: Stage;
  plan: RolesPlan;
}

/**
 * What a gift costs in CPU: all roles in one process, in five with each person always on the same `api` process, and in five with people spread
 * at random; then what one core of each role carries when it works off a backlog. On the servers that EVENTSTORE_URL, MONGODB_URL and REDIS_URL
 * name, or on fakes of the first two. Markdown.
 */
export async function measureRoles(plan: RolesPlan = PLAN): Promise<string> {
  const redis = await startRedis();
  if (!redis) return 'Roles: NOT MEASURED, for there is no redis-server here and no REDIS_URL.';
  const engines = [await startEventStore(), await startMongo(), redis];
  const folder = temporaryFolder('bench-roles');
  const loads: Load[] = [];
  try {
    for (let side = 0; side < SIDES; side++) loads.push(await startWorker<GiftOrders, unknown>('gift-load.ts'));
    const [eventStore, mongo] = engines as [Server, Server, Server];
    const env = {
      ...{ EVENTSTORE_URL: eventStore.url, MONGODB_URL: mongo.url, REDIS_URL: redis.url },
      ...{ DATA_DIR: folder, SALON_SECRET, DEV_MODE: '0', LOG_LEVEL: 'error' },
      ...{ RTC_API_KEY: 'bench', RTC_API_SECRET: SALON_SECRET.toUpperCase() },
    };
    const args = builtServer();
    const stage = await layOutOn(loads[0]!, env, args, { people: plan.rooms * plan.viewersEach, rooms: plan.rooms });
    const around = { env, args, loads, stage, plan };
    const costs = await measureShapes(around);
    const carried = await measureFollowers(around);
    const note = engines.some(({ pid, name }) => pid !== undefined && name !== 'Redis') ? ' (fake)' : '';
    return [
      ...engines.map(({ about }) => `- ${about}`),
      '',
      tableOf(costs, note),
      '',
      carriedTable(carried, costs, note),
    ].join('\n');
  } finally {
    await Promise.all(loads.map((load) => load.stop()));
    await Promise.all(engines.map((engine) => engine.stop()));
    rmSync(folder, { recursive: true, force: true });
  }
}

type Shapes = Record<'alone' | 'affine' | 'random', Cost[]>;

/** By turns; the first load of each process does not count, since its code is cold. */
async function measureShapes(around: Surroundings): Promise<Shapes> {
  const costs: Shapes = { alone: [], affine: [], random: [] };
  for (let run = 0; run < around.plan.runs; run++) {
    await withMembers(around, [ALL_ROLES], async (members) => {
      await load(around, members, false);
      costs.alone.push(await load(around, members, false));
    });
    await withMembers(around, SPLIT, async (members) => {
      await load(around, members, false);
      costs.affine.push(await load(around, members, false));
      costs.random.push(await load(around, members, true));
    });
  }
  return costs;
}

async function withMembers<Result>(
  { env, args }: Surroundings,
  roles: readonly string[],
  use: (members: Member[]) => Promise<Result>,
): Promise<Result> {
  const members: Member[] = [];
  try {
    // One after the other: the first one's views must be built for the others to be ready, and all at once would crowd a small machine.
    for (const each of [...roles].sort(projectionsFirst)) members.push(await startMember(env, args, each));
    return await use(members);
  } finally {
    await Promise.all(members.map(({ server }) => server.end('SIGTERM')));
  }
}

async function startMember(env: Record<string, string>, args: string[], roles: string): Promise<Member> {
  const server = await ServerProcess.start({ ...env, ROLES: roles }, args);
  const deadline = performance.now() + REST_TIMEOUT_MS;
  while ((await fetch(`${server.url}/readyz`)).status !== 200) {
    if (performance.now() > deadline) throw new Error(`the process of ${roles} does not become ready:\n${server.text}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  return { roles, server };
}

const projectionsFirst = (a: string, b: string) => Number(b === 'projections') - Number(a === 'projections');

const withRole = (members: readonly Member[], role: string) =>
  members.filter(({ roles }) => roles.split(',').includes(role));

const cpuOf = (members: readonly Member[]) => members.reduce((sum, { server }) => sum + cpuSecondsOf(server.pid), 0);

/** Waits until the processes have nothing to do; resolves with the moment at which that began, of `performance.now`. */
async function atRest(members: readonly Member[]): Promise<number> {
  const deadline = performance.now() + REST_TIMEOUT_MS;
  for (let before = cpuOf(members), since = performance.now(); ; ) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    const now = cpuOf(members);
    const at = performance.now();
    if ((now - before) / ((at - since) / 1_000) < AT_REST) return since;
    if (at > deadline) throw new Error('the processes do not come to rest');
    [before, since] = [now, at];
  }
}

/** Gifts of both sides' people at once: each side's to one `api` process, or anybody's to either. */
async function load(around: Surroundings, members: readonly Member[], isAtRandom: boolean): Promise<Cost> {
  const { loads, stage, plan } = around;
  const [realtime] = withRole(members, 'realtime');
  const ports = withRole(members, 'api').map(({ server }) => portOf(server.url));
  await beat(loads[0]!, ports[0]!, stage);
  const auth = stage.hosts.map(({ token }) => ({ token }));
  for (const each of loads) await each.run({ open: { port: portOf(realtime!.server.url), auth } });
  await atRest(members);
  const before = members.map(({ server }) => cpuSecondsOf(server.pid));
  const bodies = stage.viewers.map(({ token, liveId }) => giftBody(token, liveId, stage.giftId));
  const fired = (await Promise.all(
    loads.map((each, side) =>
      each.run({
        fire: {
          port: ports[side % ports.length]!,
          path: '/api/live/buy-gift',
          bodies: isAtRandom ? bodies : bodies.filter((_, at) => at % SIDES === side),
          expect: '"errorcode":0',
          areShown: true,
          connections: plan.connections / SIDES,
          durationMs: plan.fireMs,
          seed: side + 1,
        },
      }),
    ),
  )) as Fired[];
  await atRest(members);
  const refused = fired.reduce((sum, { failures }) => sum + failures, 0);
  const gifts = fired.reduce((sum, { gifts: sent }) => sum + sent, 0) - refused;
  const unseen = fired.reduce((sum, each) => sum + each.unseen, 0);
  if (unseen > 0) throw new Error(`${unseen} of ${gifts} gifts were not shown`);
  const cpuMs: Cost['cpuMs'] = {};
  for (const [at, { roles, server }] of members.entries()) {
    cpuMs[roles] = (cpuMs[roles] ?? 0) + ((cpuSecondsOf(server.pid) - before[at]!) * 1_000) / gifts;
  }
  const longest = (what: 'seconds' | 'shownSeconds') => Math.max(...fired.map((each) => each[what]));
  return {
    gifts,
    refused,
    acknowledgedPerSecond: gifts / longest('seconds'),
    shownPerSecond: gifts / longest('shownSeconds'),
    cpuMs,
  };
}

/** What each role that follows the log spends on a gift when it comes back to a backlog of them; a start without one is taken off. */
async function measureFollowers(around: Surroundings): Promise<Record<string, number[]>> {
  const { env, args, stage, loads, plan } = around;
  const spentMs: Record<string, number[]> = {};
  for (const role of FOLLOWERS) {
    spentMs[role] = [];
    await withMembers(around, SPLIT, async (members) => {
      const others = members.filter(({ roles }) => roles !== role);
      const [port] = withRole(members, 'api').map(({ server }) => portOf(server.url));
      let [own] = withRole(members, role);
      const spentByStart = async () => {
        own = await startMember(env, args, role);
        await atRest([own]);
        return cpuOf([own]);
      };
      try {
        for (let run = 0; run < plan.runs; run++) {
          await own!.server.end('SIGTERM');
          const idle = await spentByStart();
          await own!.server.end('SIGTERM');
          await beat(loads[0]!, port!, stage);
          await give(loads[0]!, port!, stage, plan.backlog);
          await atRest(others);
          spentMs[role]!.push((((await spentByStart()) - idle) * 1_000) / plan.backlog);
        }
      } finally {
        await own?.server.end('SIGTERM');
      }
    });
  }
  return spentMs;
}

async function give(load: Load, port: number, { viewers, giftId }: Stage, count: number): Promise<void> {
  const path = '/api/live/buy-gift';
  const requests = Array.from({ length: count }, (_, n) => {
    const { token, liveId } = viewers[n % viewers.length]!;
    const id = `b-${process.pid}-${performance.now()}-${n}`;
    return { method: 'POST' as const, path, body: giftBody(token, liveId, giftId).replace('{n}', id) };
  });
  await asking(load, port, PLAN.connections)(requests);
}

const sumOf = ({ cpuMs }: Cost) => Object.values(cpuMs).reduce((sum, ms) => sum + ms, 0);

function tableOf({ alone, affine, random }: Shapes, note: string): string {
  const of = (costs: Cost[], value: (cost: Cost) => number) => short(median(costs.map(value)));
  const row = (name: string, costs: Cost[]) => {
    const parts = Object.keys(costs[0]?.cpuMs ?? {}).map(
      (roles) => `${roles} ${of(costs, ({ cpuMs }) => cpuMs[roles]!)}`,
    );
    const cells = [
      `${name}${note}`,
      of(costs, ({ acknowledgedPerSecond }) => acknowledgedPerSecond),
      of(costs, ({ shownPerSecond }) => shownPerSecond),
      of(costs, ({ refused }) => refused),
      of(costs, sumOf),
      parts.length > 1 ? parts.join(', ') : '',
    ];
    return `| ${cells.join(' | ')} |`;
  };
  const ratio = (above: Cost[], below: Cost[]) => short(median(above.map(sumOf)) / median(below.map(sumOf)));
  return [
    '| roles | gifts acknowledged/s | shown/s | refused | CPU ms a gift | of it |',
    `|${' --- |'.repeat(6)}`,
    row('all in one process', alone),
    row('five processes, a person always on the same `api`', affine),
    row('five processes, people at random', random),
    '',
    `CPU of five processes beside one: ${ratio(affine, alone)} (goal: at most 1.5); at random beside always the same: ${ratio(random, affine)} (goal: at most 1.2).`,
  ].join('\n');
}

function carriedTable(spentMs: Record<string, number[]>, { affine }: Shapes, note: string): string {
  const api = median(affine.map(({ cpuMs }) => cpuMs.api!));
  const row = (role: Role, ms: number, how: string) =>
    `| \`${role}\`${note} | ${short(ms)} | ${short(1_000 / ms)} | ${how} |`;
  return [
    '| role | CPU ms a gift | gifts a second that a core carries | measured |',
    `|${' --- |'.repeat(4)}`,
    row('api', api, 'under load'),
    ...FOLLOWERS.map((role) => row(role, median(spentMs[role]!), 'working off a backlog')),
  ].join('\n');
}
