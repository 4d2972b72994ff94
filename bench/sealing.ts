import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedEventStore } from '../event-store/embedded/embedded-event-store.ts';
import { EmbeddedKeyStore } from '../event-store/embedded/key-store.ts';
import { type EventStore, MAX_READ_EVENTS, type Position, START } from '../event-store/event-store.ts';
import { sealLog } from '../event-store/sealing/seal-log.ts';
import { EmbeddedReadModelStore } from '../projections/embedded/store.ts';
import type { ViewLog } from '../projections/read-models.ts';
import { rebuildViews } from '../projections/rebuild.ts';
import { allViews } from '../projections/views/all.ts';
import { type Happened, History } from '../test/support/history.ts';
import { type Figure, median, pairedRatio, short, spread } from './report.ts';
import { measureServed, type Served, type Speed } from './sealing-served.ts';

const PLAN = {
  runs: 5,
  events: 40_000,
  maxUsers: 5_000,
  served: { gifts: 8_000, texts: 4_000, rooms: 8, textsEach: 1_500 },
};
/** Calls that wait at the same time. */
const OUTSTANDING = 64;
/** What sealing may cost: a tenth of gifts, fan-out and resumes, a rebuild 30 % more time. */
const TARGETS: Partial<Record<Rate, number>> = { gifts: 0.9, fanOut: 0.9, resumes: 0.9, rebuild: 1 / 1.3 };

type Rate = keyof Served | 'rebuild' | 'appends' | 'reads';

/** One log, sealed or not. */
interface Opened {
  log: EventStore;
  viewLog: ViewLog;
  stored: EventStore;
  close(): Promise<void>;
}

type Open = (dir: string) => Promise<Opened>;
type Run = Record<Rate, Speed> & { bytes: number };

/** What it costs that events say nothing readable of people where they are kept: the same evenings with it and without, by turns. */
export async function measureSealing(plan = PLAN): Promise<Figure[]> {
  const sealed: Run[] = [];
  const plain: Run[] = [];
  // The first run warms up: this process, and the machine's caches.
  for (let run = 0; run <= plan.runs; run++) {
    const unsealedRun = { ...(await measureServed('unsealed', plan.served)), ...(await measure(openPlain, plan, run)) };
    const sealedRun = { ...(await measureServed('sealed', plan.served)), ...(await measure(openSealed, plan, run)) };
    if (run === 0) continue;
    plain.push(unsealedRun);
    sealed.push(sealedRun);
  }
  const pairs = (value: (run: Run) => number) => [sealed.map(value), plain.map(value)] as const;
  const rate = (name: string, what: Rate, unit: string, note: string): Figure => {
    const [ours, bare] = pairs((run) => run[what].rate);
    const figure = { name, unit, ours: median(ours), bare: median(bare), ratio: pairedRatio(ours, bare) };
    const cpu = short(pairedRatio(...pairs((run) => run[what].cpuUs)));
    return {
      ...figure,
      target: TARGETS[what],
      note: `${note}; CPU × ${cpu}; ${spread(ours)}, unsealed ${spread(bare)}`,
    };
  };
  const [bytes, bare] = pairs((run) => run.bytes);
  const figures: Figure[] = [
    rate('sealed: gift acknowledged', 'gifts', '/s', 'HTTP, 64 connections; the server’s main thread'),
    rate('sealed: fan-out', 'fanOut', 'texts/s', 'from HTTP to the last of 64 sockets of a room'),
    rate('sealed: resume', 'resumes', 'messages/s', 'over sockets after a restart, from ring and log'),
    rate('sealed: rebuild', 'rebuild', 'events/s', 'folding and SQLite'),
    {
      name: 'sealed: bytes an event',
      unit: 'bytes',
      ours: median(bytes),
      bare: median(bare),
      ratio: pairedRatio(bytes, bare),
      note: 'of its data, as JSON, on average',
    },
    rate('sealed: events appended', 'appends', 'events/s', 'the log alone: a key for each newcomer, the sync'),
    rate('sealed: events read', 'reads', 'events/s', 'the log alone, nothing in a cache: parsing'),
  ];
  console.log(lineOf(figures));
  return figures;
}

/** One line for logs: what sealing costs of each, in percent of what it takes unsealed. */
function lineOf(figures: readonly Figure[]): string {
  const costs = figures.slice(0, 4).map(({ name, ratio }) => {
    const percent = Math.round((1 / ratio! - 1) * 100);
    return `${name.replace('sealed: ', '').replaceAll(' ', '_')}=${percent >= 0 ? '+' : ''}${percent}%`;
  });
  const { ours, bare } = figures[4]!;
  return `SEALING ${costs.join(' ')} bytes_an_event=${short(ours)}/${short(bare!)}`;
}

async function measure(open: Open, plan: typeof PLAN, seed: number): Promise<Omit<Run, keyof Served>> {
  const dir = mkdtempSync(join(tmpdir(), 'salon-bench-sealing-'));
  const history = new History(seed, { maxUsers: plan.maxUsers }).next(plan.events);
  /** Opens the log as after a restart: nothing is in a cache. */
  const opened = async <Result>(work: (opened: Opened) => Promise<Result>): Promise<Result> => {
    const log = await open(dir);
    try {
      return await work(log);
    } finally {
      await log.close();
    }
  };
  try {
    const appends = await opened(({ log }) => speedOf(() => appendAll(log, history), history.length));
    const reads = await opened(({ log }) => speedOf(() => readAll(log), history.length));
    const bytes = await opened(({ stored }) => readAll(stored).then((read) => read.bytes / read.count));
    const rebuild = await opened(async ({ viewLog }) => {
      const store = await EmbeddedReadModelStore.open({ dir });
      const speed = await speedOf(() => rebuildViews(store, viewLog, allViews), history.length);
      await store.close();
      return speed;
    });
    return { appends, reads, bytes, rebuild };
  } finally {
    rmSync(dir, { recursive: true });
  }
}

/** `done`: how many of what the work does. */
async function speedOf(work: () => Promise<unknown>, done: number): Promise<Speed> {
  const [begun, cpu] = [performance.now(), process.cpuUsage()];
  await work();
  const seconds = (performance.now() - begun) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  return { rate: done / seconds, cpuUs: (user + system) / done };
}

/** Calls `call` so many times, some at the same time. */
async function callAll(count: number, call: (n: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const client = async () => {
    while (next < count) await call(next++);
  };
  await Promise.all(Array.from({ length: OUTSTANDING }, client));
}

function appendAll(log: EventStore, history: readonly Happened[]): Promise<void> {
  return callAll(history.length, (n) => {
    const { stream, event } = history[n]!;
    return log.append(stream, [event], { expected: 'any' });
  });
}

async function readAll(log: Pick<EventStore, 'readAll'>): Promise<{ count: number; bytes: number }> {
  let count = 0;
  let bytes = 0;
  for (let after: Position = START; ; ) {
    const events = await log.readAll({ after, limit: MAX_READ_EVENTS });
    for (const { data } of events) bytes += Buffer.byteLength(JSON.stringify(data));
    count += events.length;
    const last = events.at(-1);
    if (!last) return { count, bytes };
    after = last.position;
  }
}

async function openPlain(dir: string): Promise<Opened> {
  const log = await EmbeddedEventStore.open({ dir });
  return { log, viewLog: log, stored: log, close: () => log.close() };
}

async function openSealed(dir: string): Promise<Opened> {
  const stored = await EmbeddedEventStore.open({ dir });
  const keys = await EmbeddedKeyStore.open({ dir });
  const { log, viewLog } = await sealLog(stored, keys, { recheckMs: Number.POSITIVE_INFINITY });
  const close = async () => {
    await log.close();
    await keys.close();
  };
  return { log, viewLog, stored, close };
}
