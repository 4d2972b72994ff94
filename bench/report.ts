import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';

/** One measured figure, beside its bare counterpart of the same run where there is one. */
export interface Figure {
  name: string;
  unit: string;
  /** Median of the runs. */
  ours: number;
  bare?: number;
  /** ours / bare, median of the pairs: what counts on a shared machine. */
  ratio?: number;
  /** What the design asks of the ratio … */
  target?: number;
  /** … and what of `ours`, in its unit. */
  valueTarget?: number;
  /** True when smaller is better, for both targets. */
  smaller?: boolean;
  /** What limited it, spread, percentiles: one short line. */
  note: string;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** The value below which `part` (0 to 1) of the values lie. NaN for none. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

/** Median of a/b, pair by pair: runs of a pair stand next to each other in time, so a slow machine slows both. */
export function pairedRatio(ours: readonly number[], bare: readonly number[]): number {
  return median(ours.map((value, index) => value / bare[index]!));
}

export function spread(values: readonly number[]): string {
  return `${short(Math.min(...values))}–${short(Math.max(...values))}`;
}

export function short(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (Math.abs(value) >= 1_000_000) return `${Math.round(value / 100_000) / 10}M`;
  if (Math.abs(value) >= 10_000) return `${Math.round(value / 1000)}k`;
  if (Math.abs(value) >= 100) return String(Math.round(value));
  return String(Math.round(value * 100) / 100);
}

/** For each target: whether it was met, and whether it is about the ratio or the value. */
function verdict({ name, unit, ratio, ours, target, valueTarget, smaller }: Figure): string {
  const against = (value: number, limit: number, unitOfLimit: string) =>
    `${smaller ? '≤' : '≥'} ${short(limit)}${unitOfLimit} ${(smaller ? value <= limit : value >= limit) ? 'met' : 'MISSED'}`;
  const verdicts: string[] = [];
  if (target !== undefined) {
    if (ratio === undefined) throw new Error(`${name} has a target of its ratio and no ratio`);
    verdicts.push(`ratio ${against(ratio, target, '')}`);
  }
  if (valueTarget !== undefined) verdicts.push(against(ours, valueTarget, ` ${unit}`));
  return verdicts.join('; ');
}

/** The figures as a Markdown table. */
export function markdown(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => {
    const { name, ours, unit, bare, ratio, note } = figure;
    const cells = [
      name,
      `${short(ours)} ${unit}`,
      bare === undefined ? '' : short(bare),
      ratio === undefined ? '' : short(ratio),
    ];
    return `| ${[...cells, verdict(figure), note].join(' | ')} |`;
  });
  return [
    '| figure | ours | bare | ratio | target | what limited it, spread |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

/** The day, the machine and the state of the code, in one line. */
export function machine(): string {
  const processors = cpus();
  const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim();
  const version = git('rev-parse', '--short', 'HEAD');
  const changed = git('status', '--porcelain', '--untracked-files=no', '--', '*.ts') === '' ? '' : ' with changes';
  const memoryGb = Math.round(totalmem() / 2 ** 30);
  const day = new Date().toISOString().slice(0, 10);
  return `${day}, Node ${process.versions.node}, ${processors.length} × ${processors[0]?.model.trim()}, ${memoryGb} GB, commit ${version}${changed}`;
}

const LOAD_SAMPLE_MS = 5_000;

/**
 * Watches the machine's load (the average of a minute). The load before is that of other programs; the load meanwhile is mostly the
 * bench's own.
 */
export function watchLoad(): () => string {
  const load = () => loadavg()[0]!;
  const before = load();
  const samples: number[] = [];
  const timer = setInterval(() => samples.push(load()), LOAD_SAMPLE_MS).unref();
  return () => {
    clearInterval(timer);
    samples.push(load());
    return `load average ${short(before)} before, ${spread(samples)} meanwhile (median ${short(median(samples))})`;
  };
}
