import type { Registry } from 'prom-client';
import type { Sample } from '../application/workings.ts';
import type { Clock } from '../domain/kernel/clock.ts';

/** How long the span of a sample is: a point each 15 s makes a picture of an hour, and reading the numbers takes some ms. */
export const SAMPLE_MS = 15_000;
/** An hour of samples. */
const MAX_SAMPLES = 240;
/** Of how many answers in a hundred `p99Ms` is the longest. */
const SHARE = 0.99;

/** What only grows, as it stands at the end of a span. */
interface Totals {
  requests: number;
  faults: number;
  events: number;
  cpuMs: number;
  /** Answers that took at most so many seconds, by this bound. */
  answersWithin: Map<number, number>;
}

/** Measures what this process does by the numbers behind /metrics, and remembers the last hour. */
export class MeasuredHour {
  readonly samples: Sample[] = [];
  private readonly registry: Registry;
  private readonly clock: Clock;
  private before: Totals | null = null;
  private timer: NodeJS.Timeout | undefined;

  constructor(registry: Registry, clock: Clock) {
    this.registry = registry;
    this.clock = clock;
  }

  start(): void {
    this.timer = setInterval(() => void this.take(), SAMPLE_MS).unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** Ends a span. The first one only begins the next. */
  async take(): Promise<void> {
    const totals = await this.totals();
    const { before } = this;
    this.before = totals;
    if (!before) return;
    this.samples.push({
      at: this.clock.now(),
      requests: totals.requests - before.requests,
      faults: totals.faults - before.faults,
      p99Ms: p99Ms(before.answersWithin, totals.answersWithin),
      connections: await this.sum('salon_realtime_connections'),
      events: totals.events - before.events,
      cpuMs: totals.cpuMs - before.cpuMs,
    });
    if (this.samples.length > MAX_SAMPLES) this.samples.shift();
  }

  private async totals(): Promise<Totals> {
    const { user, system } = process.cpuUsage();
    return {
      requests: await this.sum('salon_http_requests_total'),
      faults: await this.sum('salon_http_failures_total', ({ blame }) => blame === 'server'),
      events: await this.sum('salon_log_appended_events_total'),
      cpuMs: Math.round((user + system) / 1000),
      answersWithin: await this.answersWithin(),
    };
  }

  /** Of a metric with all its labels, or with those that count; 0 while this process has no such metric. */
  private async sum(name: string, counts: (labels: Labels) => boolean = () => true): Promise<number> {
    const found = await this.valuesOf(name);
    return found.reduce((sum, { value, labels }) => sum + (counts(labels) ? value : 0), 0);
  }

  private async answersWithin(): Promise<Map<number, number>> {
    const within = new Map<number, number>();
    for (const { value, labels, metricName } of await this.valuesOf('salon_http_request_duration_seconds')) {
      if (!metricName?.endsWith('_bucket')) continue;
      const bound = labels.le === '+Inf' ? Number.POSITIVE_INFINITY : Number(labels.le);
      within.set(bound, (within.get(bound) ?? 0) + value);
    }
    return within;
  }

  private async valuesOf(name: string): Promise<readonly Value[]> {
    return (await this.registry.getSingleMetric(name)?.get())?.values ?? [];
  }
}

type Labels = Partial<Record<string, string | number>>;
interface Value {
  value: number;
  labels: Labels;
  metricName?: string;
}

/** The bound within which 99 of 100 answers of a span came; the greatest finite one where they took longer; null without answers. */
function p99Ms(before: ReadonlyMap<number, number>, after: ReadonlyMap<number, number>): number | null {
  const bounds = [...after.keys()].sort((one, other) => one - other);
  const answers = (bound: number) => (after.get(bound) ?? 0) - (before.get(bound) ?? 0);
  const all = answers(Number.POSITIVE_INFINITY);
  if (all === 0) return null;
  const finite = bounds.filter(Number.isFinite);
  return 1000 * (finite.find((bound) => answers(bound) >= SHARE * all) ?? finite[finite.length - 1] ?? 0);
}
