/** The bar is drawn at most this often, in ms. */
const DRAW_MS = 100;
const BAR_CHARS = 24;
/** A share that says little yet gives no time left. */
const MIN_SHARE = 0.02;

export interface ProgressOptions {
  /** What is counted. */
  unit: 'events' | 'bytes' | 'requests';
  /** Where it is drawn; a terminal, or nothing is. */
  stream?: Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'write'>;
  /** Milliseconds that only grow. */
  nowMs?: () => number;
}

/** How far long work has come, on one line of a terminal: share, count, rate, time left. Nothing where stderr is no terminal. */
export class Progress {
  private readonly what: string;
  private readonly unit: ProgressOptions['unit'];
  private readonly stream: NonNullable<ProgressOptions['stream']>;
  private readonly nowMs: () => number;
  private readonly startedAt: number;
  private drawnAt = Number.NEGATIVE_INFINITY;

  constructor(what: string, { unit, stream = process.stderr, nowMs = () => performance.now() }: ProgressOptions) {
    this.what = what;
    this.unit = unit;
    this.stream = stream;
    this.nowMs = nowMs;
    this.startedAt = nowMs();
  }

  /** `total`: 0 while it is not known. */
  at(done: number, total: number): void {
    const now = this.nowMs();
    if (!this.stream.isTTY || now - this.drawnAt < DRAW_MS) return;
    this.drawnAt = now;
    const line = `${this.what} ${lineOf(done, total, (now - this.startedAt) / 1000, this.unit)}`;
    this.stream.write(`\r\x1b[K${line.slice(0, Math.max(20, (this.stream.columns ?? 80) - 1))}`);
  }

  /** Takes the line away. */
  end(): void {
    if (this.stream.isTTY && Number.isFinite(this.drawnAt)) this.stream.write('\r\x1b[K');
  }
}

/** `██████░░░░ 61 %  1,234,000 of 2,000,000 events  150,000/s  5 s left`. */
export function lineOf(done: number, total: number, seconds: number, unit: ProgressOptions['unit']): string {
  const share = total > 0 ? Math.min(1, done / total) : 0;
  const filled = Math.round(share * BAR_CHARS);
  const bar = '█'.repeat(filled) + '░'.repeat(BAR_CHARS - filled);
  const of = total > 0 ? ` of ${amount(Math.max(done, total), unit)}` : '';
  const parts = [`${bar} ${Math.floor(share * 100)} %`, `${amount(done, unit)}${of}`];
  if (unit !== 'bytes') parts[1] += ` ${unit}`;
  if (seconds > 0) parts.push(`${amount(Math.round(done / seconds), unit)}/s`);
  if (share >= MIN_SHARE && share < 1) parts.push(`${timeOf((seconds * (1 - share)) / share)} left`);
  return parts.join('  ');
}

function amount(n: number, unit: ProgressOptions['unit']): string {
  return unit === 'bytes' ? `${(n / 1e6).toFixed(1)} MB` : n.toLocaleString('en');
}

function timeOf(seconds: number): string {
  const s = Math.ceil(seconds);
  return s < 60 ? `${s} s` : `${Math.floor(s / 60)} min ${s % 60} s`;
}
