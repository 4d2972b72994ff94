import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { EventStore, Position } from '../../event-store/event-store.ts';

/** From a lookup in memory to a disk that stands still, in seconds. */
const APPEND_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
/** From an idle server to one that is far behind, in seconds. */
const EFFECT_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** Where parts of the process report what they measured as it happens. */
export interface Measures {
  registry: Registry;
  /** An append to the log succeeded. */
  onAppended(tookMs: number, events: number): void;
  /** A reaction of a group of reactors was carried out, so long after its event. */
  onEffect(group: string, afterMs: number): void;
}

export function createMeasures(registry: Registry = new Registry()): Measures {
  const appends = new Histogram({
    name: 'salon_log_append_duration_seconds',
    help: "From handing a command's events to the log until they are durable, retries included; commands on one stream may share an append",
    buckets: APPEND_BUCKETS,
    registers: [registry],
  });
  const appended = new Counter({
    name: 'salon_log_appended_events_total',
    help: 'Events that this process has appended to the log since it started',
    registers: [registry],
  });
  const effects = new Histogram({
    name: 'salon_reactors_effect_delay_seconds',
    help: 'From an event to the end of a reaction to it, by group of reactors; after a restart it includes the time that the process was away',
    labelNames: ['group'] as const,
    buckets: EFFECT_BUCKETS,
    registers: [registry],
  });
  return {
    registry,
    onAppended(tookMs, events) {
      appends.observe(tookMs / 1000);
      appended.inc(events);
    },
    onEffect: (group, afterMs) => effects.labels(group).observe(afterMs / 1000),
  };
}

export interface JobsByState {
  waiting: number;
  due: number;
  running: number;
  parked: number;
}

/** The sums of one tenant's ledger. */
export interface MeasuredLedger {
  appId: string;
  grantedGold: number;
  boughtGold: number;
  exchangedGold: number;
  spentGold: number;
  expiredGold: number;
  removedGold: number;
  heldGold: number;
  creditedPoints: number;
  exchangedPoints: number;
  pendingPoints: number;
  paidPoints: number;
  heldPoints: number;
}

export interface MeasuredCore {
  build: Record<'version' | 'node' | 'engines', string>;
  log: Pick<EventStore, 'head' | 'readAll'>;
  /** Epoch ms, by Salon's clock. */
  now(): number;
  /** How far each view has come. */
  views(): readonly { view: string; position: Position }[];
  /** By the name of the cache. */
  cachedBytes(): Readonly<Record<string, number>>;
  cachedStreams(): number;
  /** Null where no jobs run. */
  jobs: (() => readonly JobsByState[]) | null;
  /** Null where read models are not asked. */
  ledgers: (() => Promise<readonly MeasuredLedger[]>) | null;
}

/** The log, the read models, jobs, caches and ledgers, read at each scrape. What does not answer then is left out of the scrape. */
export function collectCore(registry: Registry, core: MeasuredCore): void {
  collectBuild(registry, core.build);
  collectLog(registry, core);
  collectViews(registry, core);
  collectCaches(registry, core);
  if (core.jobs) collectJobs(registry, core.jobs);
  if (core.ledgers) collectLedgers(registry, core.ledgers);
}

function collectBuild(registry: Registry, build: MeasuredCore['build']): void {
  new Gauge({
    name: 'salon_build_info',
    help: 'Always 1; the labels say which release runs, on which Node, and on which engines (embedded or production)',
    labelNames: ['version', 'node', 'engines'] as const,
    registers: [registry],
  }).set(build, 1);
}

function collectLog(registry: Registry, { log }: MeasuredCore): void {
  new Gauge({
    name: 'salon_log_head_position',
    help: 'Position of the last event of the log; positions are in order, but on EventStoreDB they do not count events',
    registers: [registry],
    async collect() {
      this.reset();
      await unlessAway(async () => this.set(await log.head()));
    },
  });
}

function collectViews(registry: Registry, { log, views, now }: MeasuredCore): void {
  new Gauge({
    name: 'salon_view_position',
    help: 'Position in the log up to which a view shows everything',
    labelNames: ['view'] as const,
    registers: [registry],
    collect() {
      this.reset();
      for (const { view, position } of views()) this.set({ view }, position);
    },
  });
  new Gauge({
    name: 'salon_view_lag_seconds',
    help: 'Age of the oldest event that a view does not show yet; 0 when it shows all of the log',
    labelNames: ['view'] as const,
    registers: [registry],
    async collect() {
      this.reset();
      await unlessAway(async () => {
        // Most views stand at the same position.
        const lags = new Map<Position, number>();
        for (const { view, position } of views()) {
          const known = lags.get(position) ?? (await ageOfNext(log, position, now())) / 1000;
          lags.set(position, known);
          this.set({ view }, known);
        }
      });
    },
  });
}

/** How long ago the first event after a position happened, in ms; 0 when there is none. */
async function ageOfNext(log: MeasuredCore['log'], after: Position, nowMs: number): Promise<number> {
  if (after >= (await log.head())) return 0;
  const [next] = await log.readAll({ after, limit: 1 });
  return next ? Math.max(0, nowMs - next.meta.at) : 0;
}

function collectCaches(registry: Registry, { cachedBytes, cachedStreams }: MeasuredCore): void {
  new Gauge({
    name: 'salon_cache_bytes',
    help: 'About what a cache takes in memory: recent-events (the end of the log), sealed-texts (names and cards beside their sealed form)',
    labelNames: ['cache'] as const,
    registers: [registry],
    collect() {
      for (const [cache, bytes] of Object.entries(cachedBytes())) this.set({ cache }, bytes);
    },
  });
  new Gauge({
    name: 'salon_cached_streams',
    help: 'Streams whose state is kept in memory, so that commands on them read nothing',
    registers: [registry],
    collect() {
      this.set(cachedStreams());
    },
  });
}

function collectJobs(registry: Registry, jobs: () => readonly JobsByState[]): void {
  new Gauge({
    name: 'salon_jobs',
    help: 'Open jobs in the process that runs them: waiting (not due), due (late, or tried again), running, parked (failed for good, as counted once a minute; also due)',
    labelNames: ['state'] as const,
    registers: [registry],
    collect() {
      this.reset();
      for (const counts of jobs()) {
        for (const state of ['waiting', 'due', 'running', 'parked'] as const) this.set({ state }, counts[state]);
      }
    },
  });
}

type Kinds = Readonly<Record<string, Exclude<keyof MeasuredLedger, 'appId'>>>;

const GOLD_KINDS: Kinds = {
  granted: 'grantedGold',
  bought: 'boughtGold',
  exchanged: 'exchangedGold',
  spent: 'spentGold',
  expired: 'expiredGold',
  removed: 'removedGold',
  held: 'heldGold',
};
const POINT_KINDS: Kinds = {
  credited: 'creditedPoints',
  exchanged: 'exchangedPoints',
  pending: 'pendingPoints',
  paid: 'paidPoints',
  held: 'heldPoints',
};

function collectLedgers(registry: Registry, ledgers: NonNullable<MeasuredCore['ledgers']>): void {
  const gauge = (name: string, help: string, kinds: Kinds) =>
    new Gauge({
      name: `salon_ledger_${name}`,
      help,
      labelNames: ['tenant', 'kind'] as const,
      registers: [registry],
      async collect() {
        this.reset();
        await unlessAway(async () => {
          for (const { appId: tenant, ...sums } of await ledgers()) {
            for (const [kind, sum] of Object.entries(kinds)) this.set({ tenant, kind }, sums[sum]);
          }
        });
      },
    });
  gauge(
    'gold',
    'Gold of all wallets of a tenant since its beginning: granted = held + spent + expired + removed; bought and exchanged are parts of granted',
    GOLD_KINDS,
  );
  gauge(
    'points',
    'Points of all wallets of a tenant since its beginning: credited (for gifts and bullets) = held + exchanged for gold + pending (asked to be paid for) + paid',
    POINT_KINDS,
  );
}

/** A store that does not answer is reported by /readyz; the other metrics must be there all the same. */
async function unlessAway(collect: () => Promise<void>): Promise<void> {
  try {
    await collect();
  } catch {
    // The metric stays without a value in this scrape.
  }
}
