import { rmSync } from 'node:fs';
import { TEST_DEV_KEY } from '../test/support/client.ts';
import { runMain, temporaryFolder } from '../test/support/server-process.ts';
import { short } from './report.ts';
import { MeasuredServer, type OpenThings, type Sample } from './support/measured-server.ts';
import { runScript } from './support/processes.ts';
import { laterMinima, slopePerHour } from './support/slope.ts';
import type { Orders, Outcome } from './support/soak-load.ts';

export interface SoakPlan {
  minutes: number;
  rooms: number;
  /** Between two steps of an evening. */
  pauseMs: number;
  vanishEvery: number;
}

/** At most a tenth of what the server can do: leaks show in coming and going, not under load. */
const PLAN: SoakPlan = { minutes: 5, rooms: 6, pauseMs: 200, vanishEvery: 5 };
/** The lowest sample of each window counts: memory that is held for a moment is not a leak. */
const WINDOWS = 20;
const SAMPLES_PER_WINDOW = 3;
/** Moves the server's clock past every deadline of a room, and past the heartbeats of people who vanished. */
const PAST_DEADLINES_MS = 61_000;
const SETTLE_TIMEOUT_MS = 60_000;
const SETTLE_POLL_MS = 200;
/** The server drops people who are silent for longer: after such a stall of the load, faults say nothing about the server. */
const MAX_STALL_MS = 10_000;
/** This many equal looks at the open things, one after the other, count as settled. */
const QUIET_LOOKS = 4;

export interface Soaked {
  minutes: number;
  events: number;
  load: Outcome;
  /** MB an hour over the second half. */
  slopes: { rss: number; heap: number; external: number; rings: number };
  samples: Sample[];
  before: OpenThings;
  after: OpenThings;
  violations: string[];
}

/**
 * A soak run: the real server under a steady mixed load for minutes. Measures how the memory that it holds after a garbage
 * collection grows, and whether everything that was opened is closed again. The first evenings come before the measuring.
 */
export async function soak(asked: Partial<SoakPlan> = {}): Promise<Soaked> {
  const plan = { ...PLAN, ...asked };
  const dataDir = temporaryFolder('bench-soak');
  const server = await MeasuredServer.start({ DATA_DIR: dataDir });
  try {
    const { url } = server.process;
    const warmUp: Orders = { url, firstPhone: 13_500_000_000, durationMs: 0, ...plan, vanishEvery: 2 };
    const warmedUp = await runScript<Outcome>('soak-load.ts', warmUp);
    const before = await settled(server);
    const positionBefore = await headOf(url, 0);
    const durationMs = plan.minutes * 60_000;
    const loading = runScript<Outcome>('soak-load.ts', { ...warmUp, ...plan, firstPhone: 13_600_000_000, durationMs });
    const samples = await sampleWhile(server, loading, durationMs / WINDOWS / SAMPLES_PER_WINDOW);
    const load = await loading;
    const after = await settled(server, before);
    const events = (await headOf(url, positionBefore)) - positionBefore;
    const stalledSeconds = Math.round(load.longestStallMs / 1_000);
    const stalled = load.longestStallMs > MAX_STALL_MS ? [`the load stood still for ${stalledSeconds} s`] : [];
    const violations = [...stalled, ...warmedUp.faults, ...load.faults, ...leftOpen(before, after)];
    const code = await server.process.end('SIGTERM');
    if (code !== 0) violations.push(`the server ended with ${code}`);
    const verified = await runMain(['verify'], { DATA_DIR: dataDir });
    if (verified.code !== 0) violations.push(`verify: ${verified.stdout}${verified.stderr}`);
    const minutes = (samples[samples.length - 1]!.atMs - samples[0]!.atMs) / 60_000;
    return { minutes, events, load, slopes: slopesOf(samples), samples, before, after, violations };
  } finally {
    await server.process.end('SIGKILL');
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function sampleWhile(server: MeasuredServer, work: Promise<unknown>, everyMs: number): Promise<Sample[]> {
  let isOver = false;
  const over = work.finally(() => {
    isOver = true;
  });
  over.catch(() => undefined);
  const samples: Sample[] = [];
  while (!isOver) {
    samples.push(await server.sample());
    let timer: NodeJS.Timeout | undefined;
    const rest = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, everyMs);
    });
    await Promise.race([rest, over]);
    clearTimeout(timer);
  }
  return samples;
}

/** The open things once everybody is gone and every deadline has passed. Waits until they equal `expected`, at most SETTLE_TIMEOUT_MS. */
async function settled(server: MeasuredServer, expected?: OpenThings): Promise<OpenThings> {
  const response = await fetch(`${server.process.url}/dev/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'X-Dev-Key': TEST_DEV_KEY },
    body: JSON.stringify({ advanceMs: PAST_DEADLINES_MS }),
  });
  if (!response.ok) throw new Error(`the clock cannot be advanced: ${await response.text()}`);
  await response.text(); // else its connection stays open
  const deadline = Date.now() + SETTLE_TIMEOUT_MS;
  for (let quiet = 0, last = ''; ; ) {
    const open = await server.openThings();
    const text = JSON.stringify(open);
    quiet = text === last ? quiet + 1 : 1;
    last = text;
    const isExpected = expected ? text === JSON.stringify(expected) : open.connections + open.channels === 0;
    if ((isExpected && quiet >= QUIET_LOOKS) || Date.now() > deadline) return open;
    await new Promise((resolve) => setTimeout(resolve, SETTLE_POLL_MS));
  }
}

function leftOpen(before: OpenThings, after: OpenThings): string[] {
  const [was, is] = [before, after].map((open) => JSON.stringify(open));
  return was === is ? [] : [`open before: ${was}, after: ${is}`];
}

/** Position of the last event; `after` is one that is known. */
async function headOf(url: string, after: number): Promise<number> {
  const headers = { 'X-Dev-Key': TEST_DEV_KEY };
  const answer = await fetch(`${url}/dev/events?after=${after}&limit=1000`, { headers });
  const page = (await answer.json()) as { next: number };
  return page.next === after ? after : headOf(url, page.next);
}

function slopesOf(samples: readonly Sample[]): Soaked['slopes'] {
  const slope = (value: (sample: Sample) => number) =>
    slopePerHour(
      laterMinima(
        samples.map((sample) => ({ atMs: sample.atMs, value: value(sample) })),
        WINDOWS,
      ),
    );
  return {
    rss: slope(({ rssMb }) => rssMb),
    heap: slope(({ heapMb }) => heapMb),
    external: slope(({ externalMb }) => externalMb),
    rings: slope(({ ringsMb }) => ringsMb),
  };
}

/** The `SOAK` line, the figures behind it, and the violations. */
export function soakReport({ minutes, events, load, slopes, samples, before, after, violations }: Soaked): string {
  const total = ({ handles }: OpenThings) => Object.values(handles).reduce((sum, count) => sum + count, 0);
  const kbPerThousand = (slope: number) => short((slope / 60 / (events / minutes)) * 1000 * 1024);
  const [first, last] = [samples[0]!, samples[samples.length - 1]!];
  const from = (name: string, unit: keyof Sample) => `${name} ${short(first[unit])} → ${short(last[unit])} MB`;
  return [
    `SOAK minutes=${short(minutes)} events=${events} rss_slope_mb_per_h=${short(slopes.rss)} heap_slope_mb_per_h=${short(slopes.heap)}` +
      ` rss_kb_per_1000_events=${kbPerThousand(slopes.rss)} heap_kb_per_1000_events=${kbPerThousand(slopes.heap)}` +
      ` handles=${total(before)}→${total(after)} sockets=${after.connections} rooms=${after.channels} violations=${violations.length}`,
    `${load.evenings} evenings of ${load.people} people, ${load.requests} requests, ${load.messages} messages received; the longest stall of the load ${short(load.longestStallMs)} ms`,
    `${from('resident', 'rssMb')}, ${from('heap', 'heapMb')}, ${from('external', 'externalMb')}, ${from('rings', 'ringsMb')};` +
      ` slopes of the second half: external ${short(slopes.external)}, rings ${short(slopes.rings)} MB an hour`,
    ...violations.slice(0, 20).map((violation) => `VIOLATION ${violation}`),
  ].join('\n');
}
