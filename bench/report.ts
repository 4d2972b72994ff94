import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';

/** One measured figure, beside its bare counterpart of the same run where there is one. */
export interface Figure {
  name: string;
  unit: string;
  /** Median of the runs. */
  ours: number;
  bare?: number;
  /** ours / bare, median of the pairs: what counts on a shared machine. */
  ratio?: number;
  /** What the design asks of the ratio (or of `ours`, when there is no counterpart). */
  target?: number;
  /** True when smaller is better. */
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
  if (Math.abs(value) >= 10_000) return `${Math.round(value / 1000)}k`;
  if (Math.abs(value) >= 100) return String(Math.round(value));
  return String(Math.round(value * 100) / 100);
}

function verdict({ ratio, ours, target, smaller }: Figure): string {
  if (target === undefined) return '';
  const value = ratio ?? ours;
  return `${smaller ? '≤' : '≥'} ${short(target)} ${(smaller ? value <= target : value >= target) ? 'met' : 'MISSED'}`;
}

/** The figures as a Markdown table, with the machine and the day. */
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

export function machine(): string {
  const processors = cpus();
  const version = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  const memoryGb = Math.round(totalmem() / 2 ** 30);
  return `${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${processors.length} × ${processors[0]?.model.trim()}, ${memoryGb} GB, commit ${version}`;
}
