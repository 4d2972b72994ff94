import { readFileSync } from 'node:fs';
import { median, pairedRatio, percentile, short } from '../report.ts';
import type { Server } from './servers.ts';

/** Share of a core from which a thread or process counts as the limit. */
const BUSY = 0.8;
/** Unit of CPU times in /proc. */
const TICKS_PER_SECOND = 100;

/** The result of one turn: how many items, and how long each took where that was measured. */
export interface Work {
  items: number;
  latenciesMs?: number[];
}

/** One side of a comparison. */
export interface Side {
  /** Before each turn, not measured. */
  before?(): Promise<unknown>;
  work(): Promise<Work>;
}

interface Run {
  perSecond: number;
  /** CPU time an item of this process, with all of its threads: the client libraries' work, and all of the embedded stores'. */
  cpuUs: number;
  /** CPU time an item of the server; NaN unless the bench started it. */
  serverCpuUs: number;
  mainBusy: number;
  threadsBusy: number;
  serverBusy: number;
  p50Ms: number;
  p99Ms: number;
}

export interface Comparison {
  name: string;
  embedded: Run[];
  engine: Run[];
  server: Server;
}

/** Measures both sides by turns, after a first turn that does not count. */
export async function compare(
  { name, runs, server }: { name: string; runs: number; server: Server },
  embedded: Side,
  engine: Side,
): Promise<Comparison> {
  const comparison: Comparison = { name, embedded: [], engine: [], server };
  for (let run = 0; run <= runs; run++) {
    const [ours, theirs] = [await measured(embedded), await measured(engine, server.pid)];
    if (run === 0) continue;
    comparison.embedded.push(ours);
    comparison.engine.push(theirs);
  }
  return comparison;
}

async function measured({ before, work }: Side, serverPid?: number): Promise<Run> {
  await before?.();
  const serverBefore = cpuSecondsOf(serverPid);
  const cpuBefore = process.cpuUsage();
  const loopBefore = performance.eventLoopUtilization();
  const begun = performance.now();
  const { items, latenciesMs = [] } = await work();
  const seconds = (performance.now() - begun) / 1_000;
  const { utilization } = performance.eventLoopUtilization(loopBefore);
  const cpu = process.cpuUsage(cpuBefore);
  const cpuSeconds = (cpu.user + cpu.system) / 1e6;
  const serverSeconds = cpuSecondsOf(serverPid) - serverBefore;
  return {
    perSecond: items / seconds,
    cpuUs: (cpuSeconds * 1e6) / items,
    serverCpuUs: (serverSeconds * 1e6) / items,
    mainBusy: utilization,
    threadsBusy: Math.max(0, cpuSeconds / seconds - utilization),
    serverBusy: serverSeconds / seconds,
    p50Ms: median(latenciesMs),
    p99Ms: percentile(latenciesMs, 0.99),
  };
}

/** CPU time that a process has used so far; NaN where it cannot be read. */
export function cpuSecondsOf(pid: number | undefined): number {
  if (pid === undefined || process.platform !== 'linux') return Number.NaN;
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name, in parentheses, may hold anything; utime and stime are the 14th and 15th field.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** The comparisons as a Markdown table. */
export function comparisonTable(comparisons: readonly Comparison[]): string {
  return [
    '| what | a second: embedded | engine | ratio | our CPU µs each: embedded | engine | ratio | the server’s CPU µs each | p50 (p99) ms: embedded | engine | what limited each |',
    `|${' --- |'.repeat(11)}`,
    ...comparisons.map(row),
  ].join('\n');
}

function row({ name, embedded, engine, server }: Comparison): string {
  const of = (runs: Run[], field: keyof Run) => runs.map((run) => run[field]);
  const middle = (runs: Run[], field: keyof Run) => short(median(of(runs, field)));
  const ratio = (field: keyof Run) => short(pairedRatio(of(engine, field), of(embedded, field)));
  const latency = (runs: Run[]) => {
    const p50 = middle(runs, 'p50Ms');
    return p50 === '–' ? p50 : `${p50} (${middle(runs, 'p99Ms')})`;
  };
  const cells = [
    name,
    middle(embedded, 'perSecond'),
    middle(engine, 'perSecond'),
    ratio('perSecond'),
    middle(embedded, 'cpuUs'),
    middle(engine, 'cpuUs'),
    ratio('cpuUs'),
    middle(engine, 'serverCpuUs'),
    latency(embedded),
    latency(engine),
    `embedded: ${limitOf(embedded)}; engine: ${limitOf(engine, server.name)}`,
  ];
  return `| ${cells.join(' | ')} |`;
}

/** What was busy, with its share of a core; where nothing was, each item waited. */
function limitOf(runs: Run[], server?: string): string {
  const shares: [string, number][] = [
    ['main thread', median(runs.map(({ mainBusy }) => mainBusy))],
    ['other threads', median(runs.map(({ threadsBusy }) => threadsBusy))],
  ];
  if (server) shares.push([server, median(runs.map(({ serverBusy }) => serverBusy))]);
  const told = shares.filter(([, share]) => share >= 0.01);
  const busy = told.filter(([, share]) => share >= BUSY);
  const percent = ([name, share]: [string, number]) => `${name} ${Math.round(100 * share)} %`;
  return busy.length > 0 ? busy.map(percent).join(', ') : `waiting (${told.map(percent).join(', ')})`;
}
