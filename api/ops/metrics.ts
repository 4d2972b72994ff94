import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Blame } from '../http/request-log.ts';

/** What each number means, by its name. */
export type HelpTexts<Numbers> = Readonly<Record<keyof Numbers, string>>;

/** Records one finished request; `blame` of one that failed. */
export type ObserveRequest = (code: number, seconds: number, blame?: Blame) => void;

export interface HttpMetrics {
  registry: Registry;
  /** The observer of one endpoint; make it once, call it per request. */
  endpoint(path: string): ObserveRequest;
}

/** Bounds in seconds: from a lookup in memory to the time after which the official client gives up (2 s) and beyond. */
const BUCKETS_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10];

/** Requests by endpoint and errorcode, and their durations. Labels come from declarations alone, so that they stay few. */
export function createHttpMetrics(registry: Registry = new Registry()): HttpMetrics {
  const requests = new Counter({
    name: 'salon_http_requests_total',
    help: 'Requests answered, by endpoint and the code of their dialect (0, or what the dialect calls success, is success)',
    labelNames: ['endpoint', 'errorcode'] as const,
    registers: [registry],
  });
  const duration = new Histogram({
    name: 'salon_http_request_duration_seconds',
    help: 'From the request line to the answer, by endpoint; refusals that were held back count without that time',
    labelNames: ['endpoint'] as const,
    buckets: BUCKETS_SECONDS,
    registers: [registry],
  });
  const failures = new Counter({
    name: 'salon_http_failures_total',
    help: 'Requests that failed, by who is to blame: server (a fault, or a store that is away), caller, or stranger (nobody had proven who they are)',
    labelNames: ['blame'] as const,
    registers: [registry],
  });
  for (const blame of ['server', 'caller', 'stranger'] as const) failures.labels(blame).inc(0);
  return {
    registry,
    endpoint(path) {
      const durations = duration.labels(path);
      const counters = new Map<number, ReturnType<typeof requests.labels>>();
      return (errorcode, seconds, blame) => {
        if (blame) failures.labels(blame).inc();
        durations.observe(seconds);
        let counter = counters.get(errorcode);
        if (!counter) {
          counter = requests.labels(path, String(errorcode));
          counters.set(errorcode, counter);
        }
        counter.inc();
      };
    },
  };
}

/** Memory, CPU, garbage collection and event-loop delay of the process. */
export function collectProcessMetrics(registry: Registry): void {
  collectDefaultMetrics({ register: registry });
}

/**
 * Numbers that another part of the process keeps, read at each scrape: `salon_<part>_<name>`. Those in `falling` may also
 * fall; the others only grow. `helps` says what each means.
 */
export function collectNumbers<Numbers extends Record<keyof Numbers, number>>(
  registry: Registry,
  part: string,
  numbers: Readonly<Numbers>,
  helps: HelpTexts<Numbers>,
  falling: readonly (keyof Numbers)[],
): void {
  for (const key of Object.keys(numbers) as (keyof Numbers & string)[]) {
    const isGauge = falling.includes(key);
    const snake = key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    const name = `salon_${part}_${snake}${isGauge || snake.endsWith('_total') ? '' : '_total'}`;
    const options = { name, help: helps[key], registers: [registry] };
    if (isGauge) {
      new Gauge({
        ...options,
        collect() {
          this.set(numbers[key]);
        },
      });
    } else {
      new Counter({
        ...options,
        collect() {
          this.reset();
          this.inc(numbers[key]);
        },
      });
    }
  }
}

export type { Registry };
