import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { EmbeddedEventStore } from '../event-store/embedded/embedded-event-store.ts';
import { LOG_FILE } from '../event-store/embedded/log-file.ts';
import { MAX_READ_EVENTS, type NewEvent, START } from '../event-store/event-store.ts';
import { type Figure, markdown, median, percentile, short, spread } from './report.ts';

const SIZES = [10_000, 100_000, 1_000_000];
const OPENINGS = 5;
const SCANS = 3;
const TARGET_OPEN_MS = 2_000;
const EVENTS_PER_APPEND = 2;
const APPENDS_AT_A_TIME = 2_000;
/** Events per stream: a log grows by streams as much as by events. */
const EVENTS_PER_STREAM = 50;
const SINGLE_APPENDS = 300;

/** How opening, scanning, a cold read and one append go as a log grows from ten thousand to a million events. */
export async function measureOpening(sizes = SIZES): Promise<Figure[]> {
  const dir = mkdtempSync(join(tmpdir(), 'salon-bench-open-'));
  try {
    const figures: Figure[] = [];
    let events = 0;
    for (const size of sizes) {
      await grow(dir, events, size);
      events = size;
      figures.push(...(await measure(dir, size)));
    }
    return figures;
  } finally {
    rmSync(dir, { recursive: true });
  }
}

async function measure(dir: string, size: number): Promise<Figure[]> {
  const bytesPerEvent = statSync(join(dir, LOG_FILE)).size / size;
  const openMs: number[] = [];
  for (let run = 0; run < OPENINGS; run++) {
    const begun = performance.now();
    const store = await EmbeddedEventStore.open({ dir });
    openMs.push(performance.now() - begun);
    await store.close();
  }
  const store = await EmbeddedEventStore.open({ dir });
  const scans: number[] = [];
  for (let run = 0; run < SCANS; run++) scans.push(size / (await secondsOf(() => scan(store))));
  const readMs = await times((i) => store.read(streamOf(i * 7919, size)));
  const appendMs = await times((i) => store.append(streamOf(i * 7919, size), [gift()], { expected: 'any' }));
  await store.close();
  const name = `log of ${short(size)} events`;
  return [
    {
      name: `${name}: open, every record verified`,
      unit: 'ms',
      ours: median(openMs),
      valueTarget: size === 1_000_000 ? TARGET_OPEN_MS : undefined,
      smaller: true,
      note: `starting two threads, then reading the file; ${spread(openMs)}`,
    },
    {
      name: `${name}: scan`,
      unit: 'events/s',
      ours: median(scans),
      note: `checksums in the reader, JSON on the main thread; ${bytesPerEvent.toFixed(0)} bytes per event; ${spread(scans)}`,
    },
    {
      name: `${name}: one append at a time, p50`,
      unit: 'ms',
      ours: median(appendMs),
      smaller: true,
      note: `p99 ${short(percentile(appendMs, 0.99))} ms; the disk’s sync`,
    },
    {
      name: `${name}: read a stream of ${EVENTS_PER_STREAM}, p50`,
      unit: 'ms',
      ours: median(readMs),
      smaller: true,
      note: `p99 ${short(percentile(readMs, 0.99))} ms; its events are spread over the log`,
    },
  ];
}

async function grow(dir: string, from: number, to: number): Promise<void> {
  const store = await EmbeddedEventStore.open({ dir });
  let events = from;
  while (events < to) {
    const appends: Promise<unknown>[] = [];
    for (let i = 0; i < APPENDS_AT_A_TIME && events < to; i++, events += EVENTS_PER_APPEND) {
      appends.push(store.append(streamOf(Math.floor(Math.random() * to), to), [gift(), gift()], { expected: 'any' }));
    }
    await Promise.all(appends);
  }
  await store.close();
}

function streamOf(number: number, size: number): string {
  return `wallet-heihei.${10_000_000 + (number % (size / EVENTS_PER_STREAM))}`;
}

async function scan(store: EmbeddedEventStore): Promise<void> {
  let after = START;
  for (;;) {
    const page = await store.readAll({ after, limit: MAX_READ_EVENTS });
    if (page.length === 0) return;
    after = page[page.length - 1]!.position;
  }
}

async function times(work: (i: number) => Promise<unknown>): Promise<number[]> {
  const each: number[] = [];
  for (let i = 0; i < SINGLE_APPENDS; i++) each.push(1_000 * (await secondsOf(() => work(i))));
  return each;
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1_000;
}

/** About 300 bytes as JSON, with its metadata. */
function gift(): NewEvent {
  const id = randomUUID();
  return {
    id,
    type: 'GiftGiven',
    data: {
      userId: 10_000_123,
      giftId: 3,
      amount: 1,
      priceGold: 60,
      totalTicket: 123_456,
      text: 'from the bottom of my',
    },
    meta: { appId: 'heihei', actor: 10_000_123, at: Date.now(), commandId: id },
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) console.log(markdown(await measureOpening()));
