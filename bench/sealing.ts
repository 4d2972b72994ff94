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
import { type Figure, median, pairedRatio, spread } from './report.ts';

const PLAN = { runs: 5, events: 40_000, maxUsers: 5_000 };
/** Appends that wait at the same time. */
const OUTSTANDING = 64;
/** What sealing may cost: a tenth of appends and reads, a rebuild 30 % more time. */
const TARGETS = { appends: 0.9, reads: 0.9, rebuild: 1 / 1.3 };

/** One log, sealed or not, and what is measured on it. */
interface Opened {
  log: EventStore;
  viewLog: ViewLog;
  stored: EventStore;
  close(): Promise<void>;
}

interface Run {
  appends: number;
  reads: number;
  rebuild: number;
  bytes: number;
}

/** What it costs that events say nothing readable of people where they are kept: the same evenings with it and without, by turns. */
export async function measureSealing(plan = PLAN): Promise<Figure[]> {
  const sealed: Run[] = [];
  const plain: Run[] = [];
  await measure(openPlain, { ...plan, events: Math.min(plan.events, 2_000) }, 0);
  for (let run = 1; run <= plan.runs; run++) {
    plain.push(await measure(openPlain, plan, run));
    sealed.push(await measure(openSealed, plan, run));
  }
  const rate = (name: string, kind: 'appends' | 'reads' | 'rebuild', note: string): Figure => {
    const [ours, bare] = [sealed, plain].map((runs) => runs.map((each) => each[kind])) as [number[], number[]];
    const figure = { name, unit: 'events/s', ours: median(ours), bare: median(bare), ratio: pairedRatio(ours, bare) };
    return { ...figure, target: TARGETS[kind], note: `${note}; ${spread(ours)}, unsealed ${spread(bare)}` };
  };
  const [bytes, bare] = [sealed, plain].map((runs) => median(runs.map((each) => each.bytes))) as [number, number];
  return [
    rate('sealed events appended', 'appends', 'a key for each newcomer, AES-GCM for each new text, the sync'),
    rate('sealed events read', 'reads', 'parsing, and opening texts that are not in the cache'),
    rate('read models rebuilt from sealed events', 'rebuild', 'folding and SQLite'),
    {
      name: 'data of a sealed event',
      unit: 'bytes',
      ours: bytes,
      bare,
      ratio: bytes / bare,
      note: 'as JSON, on average',
    },
  ];
}

async function measure(open: (dir: string) => Promise<Opened>, plan: typeof PLAN, seed: number): Promise<Run> {
  const dir = mkdtempSync(join(tmpdir(), 'salon-bench-sealing-'));
  const history = new History(seed, { maxUsers: plan.maxUsers }).next(plan.events);
  try {
    const writing = await open(dir);
    const appends = await rateOf(history.length, () => appendAll(writing.log, history));
    await writing.close();
    // As after a restart: nothing is in a cache.
    const reading = await open(dir);
    let read: Awaited<ReturnType<typeof readAll>> = { count: 0, bytes: 0 };
    const reads = await rateOf(history.length, async () => {
      read = await readAll(reading.log);
    });
    const { bytes, count } = await readAll(reading.stored);
    const store = await EmbeddedReadModelStore.open({ dir });
    const rebuild = await rateOf(history.length, () => rebuildViews(store, reading.viewLog, allViews));
    await store.close();
    await reading.close();
    if (read.count !== count) throw new Error(`${read.count} of ${count} events were read`);
    return { appends, reads, rebuild, bytes: bytes / count };
  } finally {
    rmSync(dir, { recursive: true });
  }
}

async function rateOf(events: number, work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return events / ((performance.now() - begun) / 1_000);
}

async function appendAll(log: EventStore, history: readonly Happened[]): Promise<void> {
  let next = 0;
  const client = async () => {
    for (let happened = history[next++]; happened; happened = history[next++]) {
      await log.append(happened.stream, [happened.event], { expected: 'any' });
    }
  };
  await Promise.all(Array.from({ length: OUTSTANDING }, client));
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
  const { log, viewLog } = await sealLog(stored, keys);
  const close = async () => {
    await log.close();
    await keys.close();
  };
  return { log, viewLog, stored, close };
}
