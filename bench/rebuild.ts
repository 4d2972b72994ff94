import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { EmbeddedEventStore } from '../event-store/embedded/embedded-event-store.ts';
import { EmbeddedReadModelStore } from '../projections/embedded/store.ts';
import { pagesAfter } from '../projections/pages.ts';
import { rebuildViews } from '../projections/rebuild.ts';
import { verifyReadModels } from '../projections/verify.ts';
import { allViews } from '../projections/views/all.ts';
import { History } from '../test/support/history.ts';
import { type Figure, markdown, median, pairedRatio, short, spread } from './report.ts';

const RUNS = 5;
const APPENDS_AT_A_TIME = 5_000;
const TARGET_EVENTS_PER_SECOND = 50_000;

/**
 * Rebuild of all views over a log of `eventCount` events of real evenings, beside a bare loop that only reads and parses the
 * same log. The last rebuild is verified, document by document.
 */
async function measureRebuild(eventCount: number): Promise<Figure[]> {
  const dir = mkdtempSync(join(tmpdir(), 'salon-bench-rebuild-'));
  const log = await EmbeddedEventStore.open({ dir });
  const store = await EmbeddedReadModelStore.open({ dir });
  try {
    const events = await fill(log, eventCount);
    const ours: number[] = [];
    const bare: number[] = [];
    let writes = 0;
    for (let run = 0; run < RUNS; run++) {
      bare.push(events / (await secondsOf(() => readOnly(log))));
      ours.push(
        events /
          (await secondsOf(async () => {
            ({ writes } = await rebuildViews(store, log, allViews));
          })),
      );
    }
    const { documents, differenceCount } = await verifyReadModels(log, store, allViews);
    if (differenceCount > 0) throw new Error(`${differenceCount} documents differ from the log`);
    return [
      {
        name: `rebuild of all ${allViews.length} views, ${short(events)} events, beside reading alone`,
        unit: 'events/s',
        ours: median(ours),
        bare: median(bare),
        ratio: pairedRatio(ours, bare),
        valueTarget: TARGET_EVENTS_PER_SECOND,
        note: `the main thread, which parses and folds; ${documents} documents, ${writes} writes, verified; ${spread(ours)}`,
      },
    ];
  } finally {
    await store.close();
    await log.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

async function fill(log: EmbeddedEventStore, eventCount: number): Promise<number> {
  const history = new History(1);
  let events = 0;
  while (events < eventCount) {
    const happened = history.next(APPENDS_AT_A_TIME);
    await Promise.all(happened.map(({ stream, event }) => log.append(stream, [event], { expected: 'any' })));
    events += happened.length;
  }
  return events;
}

async function readOnly(log: EmbeddedEventStore): Promise<void> {
  for await (const events of pagesAfter(log, 0)) if (events.length === 0) return;
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1_000;
}

/** Rebuilds of logs of these sizes. */
export async function benchRebuild(eventCounts = [200_000, 1_000_000]): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const count of eventCounts) figures.push(...(await measureRebuild(count)));
  return figures;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const counts = process.argv.slice(2).map(Number);
  console.log(markdown(await benchRebuild(counts.length > 0 ? counts : undefined)));
}
