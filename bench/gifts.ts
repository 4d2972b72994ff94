import { rmSync } from 'node:fs';
import { temporaryFolder } from '../test/support/server-process.ts';
import { cpuSecondsOf } from './engines/comparison.ts';
import { type Figure, median, pairedRatio, percentile, short, spread } from './report.ts';
import { type EffectTimes, probeEffects } from './support/effect-probe.ts';
import type { Fire, Fired, GiftOrders } from './support/gift-load.ts';
import {
  beat,
  builtServer,
  giftBody,
  type Load,
  layOut,
  portOf,
  type Stage,
  startServer,
} from './support/gift-stage.ts';
import { PostgresProcess } from './support/postgres-process.ts';
import { startScript, startWorker } from './support/processes.ts';

/** 5,000 wallets in 200 rooms, and one room more in which the effects are looked for by HTTP. */
const PLAN = { runs: 5, rooms: 200, viewersEach: 25, fullMs: 5_000, openMs: 5_000 };
export type GiftPlan = typeof PLAN;

const CONNECTIONS = 64;
/** People without a heartbeat for 45 s are taken out: a load, and the beats of all on a busy machine, must fit in what is left. */
const BEAT_AGAIN_MS = 10_000;
const QUIET_PER_SECOND = 500;
const BUSY_PER_SECOND = 1_500;

/** A program that sells gifts. */
export interface Shop {
  port: number;
  pid: number;
  bodies: string[];
  /** What a socket of each room connects with; null for a program without sockets. */
  auth: object[] | null;
  /** To be called before each load on this or another program. */
  prepare(): Promise<void>;
  probe?: (isGoing: () => boolean) => Promise<EffectTimes>;
  stop(): Promise<unknown>;
}

/** What one round measured of a program. */
export interface Round {
  full: Fired;
  quiet: Fired;
  busy: Fired;
  /** CPU of a gift under full load, all threads and effects, in µs: it hardly depends on what else the machine does. */
  cpuUs: number;
  /** Share of a core that it took at QUIET_PER_SECOND. */
  quietCores: number;
  effects: EffectTimes;
}

/** buy-gift over HTTP with every effect shown, everything durable, beside what a team would write instead. */
export async function benchGifts(plan: GiftPlan = PLAN): Promise<Figure[]> {
  const folder = temporaryFolder('bench-gifts');
  const load = await startWorker<GiftOrders, unknown>('gift-load.ts');
  const shops: Shop[] = [];
  let postgres: PostgresProcess | null = null;
  try {
    const stage = await layOutGifts(load, folder, plan);
    shops.push(await salonShop(load, folder, stage, builtServer()));
    shops.push(await bareShop('bare-express.ts', [folder], plan, false));
    shops.push(await bareShop('sqlite-gifts.ts', [folder], plan, true));
    postgres = await PostgresProcess.start();
    const [own, peers] = [[...shops], postgres ? await postgresShops(postgres, plan) : []];
    shops.push(...peers);
    const rounds: Round[][] = own.map(() => []);
    const ofPeers: Fired[][] = peers.map(() => []);
    for (let run = 0; run <= plan.runs; run++) {
      const isWarm = run > 0; // The first one warms up.
      for (const [n, shop] of own.entries()) {
        const round = await measureShop(load, shop, plan, shops);
        if (isWarm) rounds[n]!.push(round);
      }
      for (const [n, shop] of peers.entries()) {
        const fired = await measureFull(load, shop, plan, shops);
        if (isWarm) ofPeers[n]!.push(fired);
      }
    }
    return [...figuresOf(rounds[0]!, rounds[1]!, rounds[2]!), ...besidePostgres(rounds[0]!, ofPeers)];
  } finally {
    for (const shop of shops) await shop.stop();
    await postgres?.stop();
    await load.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Lays out the rooms of a plan, and one more: a log in `folder`. */
export function layOutGifts(
  load: Load,
  folder: string,
  { rooms, viewersEach }: GiftPlan,
  args = builtServer(),
): Promise<Stage> {
  return layOut(load, folder, args, { rooms: rooms + 1, people: (rooms + 1) * viewersEach });
}

/** Salon over the log of a stage. Its last room is the probe's. */
export async function salonShop(load: Load, dataDir: string, stage: Stage, args: string[]): Promise<Shop> {
  const server = await startServer(dataDir, args);
  const { giftId } = stage;
  const hosts = stage.hosts.slice(0, -1);
  const probed = stage.hosts.at(-1)!;
  const viewers = stage.viewers.filter(({ liveId }) => liveId !== probed.liveId);
  const viewer = stage.viewers.find(({ liveId }) => liveId === probed.liveId)!;
  const port = portOf(server.url);
  let beatenAt = Number.NEGATIVE_INFINITY;
  return {
    port,
    pid: server.pid,
    bodies: viewers.map(({ token, liveId }) => giftBody(token, liveId, giftId)),
    auth: hosts.map(({ token }) => ({ token })),
    async prepare() {
      if (performance.now() - beatenAt < BEAT_AGAIN_MS) return;
      await beat(load, port, stage);
      beatenAt = performance.now();
    },
    probe: (isGoing) => probeEffects(port, { host: probed, viewer, giftId }, isGoing),
    stop: () => server.end('SIGTERM'),
  };
}

/** The same program on PostgreSQL, in two ways. */
const POSTGRES_WAYS = { statements: 'seven statements', function: 'one call of a function' } as const;

function postgresShops({ folder }: PostgresProcess, plan: GiftPlan): Promise<Shop[]> {
  const ways = Object.keys(POSTGRES_WAYS);
  return Promise.all(ways.map((way) => bareShop('postgres-gifts.ts', [folder, way], plan, true)));
}

async function bareShop(
  script: string,
  args: readonly string[],
  { rooms, viewersEach }: GiftPlan,
  hasSockets: boolean,
): Promise<Shop> {
  const people = rooms * viewersEach;
  const { url, child } = await startScript(script, [...args, String(people), String(rooms)]);
  return {
    port: portOf(url),
    pid: child.pid!,
    bodies: Array.from({ length: people }, (_, n) => giftBody(`u${n}`, n % rooms, 1)),
    auth: hasSockets ? Array.from({ length: rooms }, (_, room) => ({ room })) : null,
    prepare: async () => {},
    stop: async () => child.kill(),
  };
}

type FireAt = (how: Pick<Fire, 'connections' | 'perSecond' | 'durationMs'>) => Promise<Fired>;

/** Opens the sockets of one of the shops; what it returns fires at it, and throws unless every gift succeeds and is shown. */
async function aimAt(load: Load, { port, bodies, auth }: Shop, shops: readonly Shop[]): Promise<FireAt> {
  await load.run({ open: { port, auth: auth ?? [] } });
  return async (how) => {
    const order = {
      port,
      path: '/api/live/buy-gift',
      bodies,
      expect: '"errorcode":0',
      areShown: auth !== null,
      ...how,
    };
    for (const each of shops) await each.prepare();
    const fired = (await load.run({ fire: order })) as Fired;
    if (fired.failures > 0) throw new Error(`${fired.failures} gifts failed, the first with ${fired.firstFailure}`);
    if (fired.unseen > 0) throw new Error(`${fired.unseen} of ${fired.gifts} gifts were not shown`);
    return fired;
  };
}

/** Full load alone. */
export async function measureFull(
  load: Load,
  shop: Shop,
  { fullMs }: GiftPlan,
  shops: readonly Shop[],
): Promise<Fired> {
  return (await aimAt(load, shop, shops))({ connections: CONNECTIONS, durationMs: fullMs });
}

/** One round of one of the shops: full load, then each rate. */
export async function measureShop(
  load: Load,
  shop: Shop,
  { fullMs, openMs }: GiftPlan,
  shops: readonly Shop[],
): Promise<Round> {
  const { pid } = shop;
  const fire = await aimAt(load, shop, shops);
  const cpuAtFirst = cpuSecondsOf(pid);
  const full = await fire({ connections: CONNECTIONS, durationMs: fullMs });
  const cpuBefore = cpuSecondsOf(pid);
  const cpuUs = ((cpuBefore - cpuAtFirst) * 1e6) / full.gifts;
  const begunAt = performance.now();
  const quiet = await fire({ perSecond: QUIET_PER_SECOND, durationMs: openMs });
  const quietCores = (cpuSecondsOf(pid) - cpuBefore) / ((performance.now() - begunAt) / 1_000);
  let isGoing = true;
  const probing = shop.probe?.(() => isGoing);
  const busy = await fire({ perSecond: BUSY_PER_SECOND, durationMs: openMs });
  isGoing = false;
  return { full, quiet, busy, cpuUs, quietCores, effects: (await probing) ?? { creditMs: [], readModelMs: [] } };
}

export const acknowledgedRate = ({ full }: Round) => full.gifts / full.seconds;
export const shownRate = ({ full }: Round) => full.gifts / full.shownSeconds;

/** Salon's rates beside those of each way to use PostgreSQL. */
function besidePostgres(salon: Round[], ofPeers: readonly Fired[][]): Figure[] {
  const ways = Object.values(POSTGRES_WAYS);
  return ofPeers.map((fired, n) => {
    const ours = salon.map(shownRate);
    const bare = fired.map(({ gifts, shownSeconds }) => gifts / shownSeconds);
    const shownMs = (part: 'p50' | 'p99') => short(median(fired.map(({ shownMs }) => shownMs[part])));
    return {
      name: `gifts with every effect shown, beside express, PostgreSQL (${ways[n]}) and Socket.IO`,
      unit: '/s',
      ours: median(ours),
      bare: median(bare),
      ratio: pairedRatio(ours, bare),
      target: 5,
      note: `one transaction, synced, by PostgreSQL’s own settings; 64 connections; its room’s line p50 ${shownMs('p50')}, p99 ${shownMs('p99')} ms; ${spread(ours)}, bare ${spread(bare)}`,
    };
  });
}

function figuresOf(salon: Round[], express: Round[], sqlite: Round[]): Figure[] {
  const of = (rounds: Round[], value: (round: Round) => number) => rounds.map(value);
  const compared = (
    name: string,
    unit: string,
    value: (round: Round) => number,
    others: Round[],
    more: Pick<Figure, 'note'> & Partial<Figure>,
  ): Figure => {
    const [ours, bare] = [of(salon, value), of(others, value)];
    const figure = { name, unit, ours: median(ours), bare: median(bare), ratio: pairedRatio(ours, bare), ...more };
    return { ...figure, note: `${more.note}; ${spread(ours)}, bare ${spread(bare)}` };
  };
  const loadBusy = short(median(of(salon, ({ full }) => full.busy)));
  const full = `64 connections; the load’s process ${loadBusy} of a core`;
  const probed = (what: keyof EffectTimes, part: number) =>
    percentile(
      salon.flatMap(({ effects }) => effects[what]),
      part,
    );
  const looked = (name: string, what: keyof EffectTimes): Figure => ({
    name: `gifts: ${name}, at ${BUSY_PER_SECOND}/s: p99`,
    unit: 'ms',
    ours: probed(what, 0.99),
    smaller: true,
    note: `looked for by HTTP, which is part of it; p50 ${short(probed(what, 0.5))} ms`,
  });
  return [
    compared('gifts acknowledged, beside express that does nothing', '/s', acknowledgedRate, express, {
      target: 1.5,
      note: full,
    }),
    compared('gifts with every effect shown, beside express that does nothing', '/s', shownRate, express, {
      target: 1.5,
      note: full,
    }),
    compared('gifts with every effect shown, beside express, SQLite and Socket.IO', '/s', shownRate, sqlite, {
      target: 2,
      note: `one transaction, synced, 60 lines; ${full}`,
    }),
    compared('gifts: CPU of one with all its effects', 'µs', ({ cpuUs }) => cpuUs, sqlite, {
      smaller: true,
      note: 'all threads of the process, under full load',
    }),
    compared('gifts: room’s line on a socket, full load: p99', 'ms', ({ full }) => full.shownMs.p99, sqlite, {
      smaller: true,
      valueTarget: 50,
      note: `from sending; p50 ${short(median(of(salon, ({ full }) => full.shownMs.p50)))} against ${short(median(of(sqlite, ({ full }) => full.shownMs.p50)))} ms`,
    }),
    compared(
      `gifts: room’s line on a socket, ${BUSY_PER_SECOND}/s: p99`,
      'ms',
      ({ busy }) => busy.shownMs.p99,
      sqlite,
      {
        smaller: true,
        valueTarget: 20,
        note: `open loop; p50 ${short(median(of(salon, ({ busy }) => busy.shownMs.p50)))} against ${short(median(of(sqlite, ({ busy }) => busy.shownMs.p50)))} ms`,
      },
    ),
    compared(`gifts acknowledged, ${BUSY_PER_SECOND}/s: p99`, 'ms', ({ busy }) => busy.acknowledgedMs.p99, sqlite, {
      smaller: true,
      valueTarget: 10,
      note: `open loop; p50 ${short(median(of(salon, ({ busy }) => busy.acknowledgedMs.p50)))} against ${short(median(of(sqlite, ({ busy }) => busy.acknowledgedMs.p50)))} ms`,
    }),
    looked('the host’s credit', 'creditMs'),
    looked('the room’s document', 'readModelMs'),
    compared(`gifts: what ${QUIET_PER_SECOND}/s take`, 'cores', ({ quietCores }) => quietCores, sqlite, {
      smaller: true,
      valueTarget: 0.4,
      note: 'all threads of the process',
    }),
  ];
}
