import { Counter, collectDefaultMetrics, type Gauge, Histogram, Registry } from 'prom-client';

/** Tells the metrics of one finished request. */
export type ObserveRequest = (errorcode: number, seconds: number) => void;

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
    help: 'Requests answered, by endpoint and errorcode (0 is success)',
    labelNames: ['endpoint', 'errorcode'] as const,
    registers: [registry],
  });
  const duration = new Histogram({
    name: 'salon_http_request_duration_seconds',
    help: 'From the request line to the answer, by endpoint',
    labelNames: ['endpoint'] as const,
    buckets: BUCKETS_SECONDS,
    registers: [registry],
  });
  return {
    registry,
    endpoint(path) {
      const durations = duration.labels(path);
      const counters = new Map<number, ReturnType<typeof requests.labels>>();
      return (errorcode, seconds) => {
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

export type { Gauge, Registry };
