import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedEventStore } from '../event-store/embedded/embedded-event-store.ts';
import { LOG_FILE } from '../event-store/embedded/log-file.ts';
import { START } from '../event-store/event-store.ts';
import { EmbeddedReadModelStore } from '../projections/embedded/store.ts';
import { pagesAfter } from '../projections/pages.ts';
import { rebuildViews } from '../projections/rebuild.ts';
import { verifyReadModels } from '../projections/verify.ts';
import { allViews } from '../projections/views/all.ts';
import { measureCommandLatency } from './command-latency.ts';
import { type Figure, median, pairedRatio, short, spread } from './report.ts';
import { type GrownLog, growLogs } from './support/grown-logs.ts';

const PLAN = { sizes: [10_000, 100_000, 1_000_000], runs: 5, rounds: 7, samples: 60 };
/** With `GROWTH_LARGE=1`: up to ten million events as well. */
const LARGE_PLAN = { ...PLAN, sizes: [...PLAN.sizes, 10_000_000], runs: 3 };
const TARGET_OPEN_MS = 2_000;
const TARGET_REBUILD_PER_SECOND = 50_000;

/** Measures how everything that reads the log grows with it, from ten thousand to a million events (or ten); command latency must not grow. */
export async function measureGrowth(plan = process.env.GROWTH_LARGE === '1' ? LARGE_PLAN : PLAN): Promise<Figure[]> {
  const root = mkdtempSync(join(tmpdir(), 'salon-bench-growth-'));
  try {
    const logs = await growLogs(root, plan.sizes);
    const openings: Figure[] = [];
    const rebuilds: Rebuilt[] = [];
    for (const grown of logs) {
      openings.push(await measureOpening(grown, plan.runs));
      rebuilds.push(await measureRebuild(grown, plan.runs));
    }
    // Last, because they make the logs grow.
    const latencies = await measureCommandLatency(logs, plan);
    return [
      ...latencies,
      ...openings,
      bytesPerEvent(rebuilds.map(({ size }) => size)),
      ...rebuilds.map(({ figure }) => figure),
    ];
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

interface Size {
  events: number;
  /** Of the log's file, an event. */
  bytes: number;
  /** Of an event as JSON, with its metadata, on the average. */
  jsonBytes: number;
}

interface Rebuilt {
  figure: Figure;
  size: Size;
}

async function sizeOf(dir: string, log: EmbeddedEventStore): Promise<Size> {
  let events = 0;
  let jsonBytes = 0;
  for await (const page of pagesAfter(log, START)) {
    events += page.length;
    for (const { id, type, data, meta } of page)
      jsonBytes += Buffer.byteLength(JSON.stringify({ id, type, data, meta }));
  }
  return { events, bytes: statSync(join(dir, LOG_FILE)).size / events, jsonBytes: jsonBytes / events };
}

function bytesPerEvent(sizes: readonly Size[]): Figure {
  const { events, bytes, jsonBytes } = sizes[sizes.length - 1]!;
  const each = sizes.map((size) => `${short(size.bytes)} of ${short(size.jsonBytes)}`).join(' / ');
  return {
    name: `log bytes per event, ${short(events)} events, beside their JSON`,
    unit: 'bytes',
    ours: bytes,
    bare: jsonBytes,
    ratio: bytes / jsonBytes,
    smaller: true,
    note: `the events’ own JSON; ${each} bytes at ${sizes.map((size) => short(size.events)).join(' / ')} events`,
  };
}

async function measureOpening({ dir, events }: GrownLog, runs: number): Promise<Figure> {
  const openMs: number[] = [];
  for (let run = 0; run < runs; run++) {
    const begun = performance.now();
    const log = await EmbeddedEventStore.open({ dir });
    openMs.push(performance.now() - begun);
    await log.close();
  }
  return {
    name: `opening a log of ${short(events)} events, every record verified`,
    unit: 'ms',
    ours: median(openMs),
    valueTarget: TARGET_OPEN_MS,
    smaller: true,
    note: `starting two threads, then reading the file (from the page cache); ${spread(openMs)}`,
  };
}

/** Rebuild of all views beside a loop that only reads and parses the log. The last one is verified, document by document. */
async function measureRebuild({ dir, events }: GrownLog, runs: number): Promise<Rebuilt> {
  const log = await EmbeddedEventStore.open({ dir });
  const store = await EmbeddedReadModelStore.open({ dir });
  try {
    const head = await log.head();
    const size = await sizeOf(dir, log);
    const ours: number[] = [];
    const bare: number[] = [];
    const busy: number[] = [];
    let writes = 0;
    let read = 0;
    for (let run = 0; run < runs; run++) {
      const readSeconds = await secondsOf(async () => {
        for await (const page of pagesAfter(log, START)) if (page.at(-1)?.position === head) break;
      });
      const before = performance.eventLoopUtilization();
      const rebuildSeconds = await secondsOf(async () => {
        ({ writes, events: read } = await rebuildViews(store, log, allViews));
      });
      busy.push(performance.eventLoopUtilization(before).utilization);
      bare.push(read / readSeconds);
      ours.push(read / rebuildSeconds);
    }
    const { documents, differenceCount } = await verifyReadModels(log, store, allViews);
    if (differenceCount > 0) throw new Error(`${differenceCount} documents differ from the log`);
    const figure = {
      name: `rebuild of all ${allViews.length} views, ${short(events)} events, beside reading alone`,
      unit: 'events/s',
      ours: median(ours),
      bare: median(bare),
      ratio: pairedRatio(ours, bare),
      valueTarget: TARGET_REBUILD_PER_SECOND,
      note: `${limitOf(median(busy))}; ` + `${documents} documents, ${writes} writes, verified; ${spread(ours)}`,
    };
    return { figure, size };
  } finally {
    await store.close();
    await log.close();
  }
}

function limitOf(mainThreadBusy: number): string {
  const percent = `${Math.round(100 * mainThreadBusy)} % busy`;
  return mainThreadBusy >= 0.8
    ? `the main thread, which parses and folds (${percent})`
    : `starting, and the threads that read and write; the main thread is ${percent}`;
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1_000;
}
