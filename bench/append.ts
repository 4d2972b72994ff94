import { randomUUID } from 'node:crypto';
import { closeSync, fdatasync, mkdtempSync, openSync, rmSync, write } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';
import { EmbeddedEventStore } from '../event-store/embedded/embedded-event-store.ts';
import type { NewEvent } from '../event-store/event-store.ts';
import { type Figure, markdown, median, pairedRatio, short, spread } from './report.ts';

/** The warm-up comes first, because a process gets faster at the beginning. */
const PLAN = { runs: 7, runMs: 1_500, warmUpMs: 1_000 };
const STREAMS = 1_000;
/** How many appends wait at the same time, and the ratio that the design asks for. */
const LEVELS = [
  { outstanding: 1, target: undefined },
  { outstanding: 16, target: 0.8 },
  { outstanding: 256, target: 0.45 },
];

interface Log {
  append(stream: string, events: NewEvent[]): Promise<unknown>;
}

interface Run {
  appendsPerSecond: number;
  loopDelayP99Ms: number;
}

/** Synced appends per second of the embedded log, beside a bare segment file, turn by turn in the same process. */
export async function measureAppends(plan = PLAN): Promise<Figure[]> {
  const dir = mkdtempSync(join(tmpdir(), 'salon-bench-append-'));
  const store = await EmbeddedEventStore.open({ dir });
  const segment = new SegmentFile(join(dir, 'segment'));
  const embedded: Log = { append: (stream, events) => store.append(stream, events, { expected: 'any' }) };
  try {
    for (const log of [embedded, segment]) await appendFor(plan.warmUpMs, log, 64);
    const figures: Figure[] = [];
    for (const level of LEVELS) figures.push(await compare(embedded, segment, level, plan));
    return figures;
  } finally {
    await store.close();
    segment.close();
    rmSync(dir, { recursive: true });
  }
}

async function compare(
  embedded: Log,
  segment: Log,
  { outstanding, target }: (typeof LEVELS)[number],
  { runs, runMs }: typeof PLAN,
): Promise<Figure> {
  const ours: Run[] = [];
  const bare: Run[] = [];
  for (let run = 0; run < runs; run++) {
    bare.push(await appendFor(runMs, segment, outstanding));
    ours.push(await appendFor(runMs, embedded, outstanding));
  }
  const rates = (each: Run[]) => each.map(({ appendsPerSecond }) => appendsPerSecond);
  const delay = (each: Run[]) => short(median(each.map(({ loopDelayP99Ms }) => loopDelayP99Ms)));
  return {
    name: `synced appends, ${outstanding} outstanding`,
    unit: '/s',
    ours: median(rates(ours)),
    bare: median(rates(bare)),
    ratio: pairedRatio(rates(ours), rates(bare)),
    target,
    note: `event-loop delay p99 ${delay(ours)} ms, bare ${delay(bare)} ms; ${limitOf(outstanding)}; ${spread(rates(ours))}`,
  };
}

function limitOf(outstanding: number): string {
  return outstanding < 256 ? 'the disk’s sync' : 'both threads: encoding events, and SQLite’s pages';
}

/** Keeps `outstanding` appends waiting for a while. */
async function appendFor(durationMs: number, log: Log, outstanding: number): Promise<Run> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  let appends = 0;
  const begun = performance.now();
  const until = begun + durationMs;
  delay.enable();
  const client = async () => {
    while (performance.now() < until) {
      const stream = `feed-heihei.${1_000_000 + Math.floor(Math.random() * STREAMS)}`;
      await log.append(stream, appends++ % 2 === 0 ? [gift()] : [gift(), gift()]);
    }
  };
  await Promise.all(Array.from({ length: outstanding }, client));
  delay.disable();
  const seconds = (performance.now() - begun) / 1_000;
  return { appendsPerSecond: appends / seconds, loopDelayP99Ms: delay.percentile(99) / 1e6 };
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
      livePointsAfter: 123_456,
      text: 'from the bottom of my',
    },
    meta: { appId: 'heihei', actor: 10_000_123, at: Date.now(), commandId: id },
  };
}

const writeFile = promisify(write);
const sync = promisify(fdatasync);

/** The bare counterpart, which no log can beat: one file, one line an event with its checksum, one fdatasync for all appends that wait. */
class SegmentFile implements Log {
  private readonly handle: number;
  private waiting: { text: string; resolve: () => void }[] = [];
  private position = 0;
  private writing = false;

  constructor(file: string) {
    this.handle = openSync(file, 'w');
  }

  append(stream: string, events: NewEvent[]): Promise<void> {
    let text = '';
    for (const event of events) {
      const record = JSON.stringify([stream, ++this.position, event]);
      text += `${crc32(record)} ${record}\n`;
    }
    return new Promise((resolve) => {
      this.waiting.push({ text, resolve });
      if (!this.writing) void this.flush();
    });
  }

  close(): void {
    closeSync(this.handle);
  }

  private async flush(): Promise<void> {
    this.writing = true;
    await new Promise(setImmediate);
    while (this.waiting.length > 0) {
      const batch = this.waiting;
      this.waiting = [];
      await writeFile(this.handle, batch.map(({ text }) => text).join(''));
      await sync(this.handle);
      for (const { resolve } of batch) resolve();
      // Let the callers append first, so that they share the next sync.
      await new Promise(setImmediate);
    }
    this.writing = false;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) console.log(markdown(await measureAppends()));
