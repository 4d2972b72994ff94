import type { RateLimits } from '../api/http/rate-limits.ts';
import type { TcpConnections } from '../api/http/tcp-connections.ts';
import { collectCore } from '../api/ops/core-metrics.ts';
import {
  CALLS_IN_TURN,
  CLOCK,
  EFFECTS,
  LOG_SUBSCRIPTION,
  MACHINE_CLOCK,
  RATE_LIMIT_REFUSALS,
  RATE_LIMIT_REFUSED,
  REALTIME,
  SIGN_IN,
  TCP,
} from '../api/ops/help-texts.ts';
import { collectNumbers, collectProcessMetrics } from '../api/ops/metrics.ts';
import { collectReactors } from '../api/ops/reactor-metrics.ts';
import { signInLimits } from '../application/accounts/sign-in-limits.ts';
import { sumsOfLedgers } from '../application/wallets/ledger-sums.ts';
import type { Config } from '../config.ts';
import type { Realtime } from '../realtime/realtime.ts';
import type { Part } from './parts.ts';
import type { StartedCore } from './start-core.ts';
import { SALON_VERSION } from './version.ts';

export interface Measured {
  limits: RateLimits;
  config: Config;
  started: StartedCore;
  realtime: Realtime | null;
  connections: TcpConnections;
  running: Required<Pick<Part, 'reactorGroups' | 'jobs'>>;
}

/** Fills the registry behind /metrics. The lists name the numbers that can also fall. */
export function collectMetrics({ config, started, limits, realtime, connections, running }: Measured): void {
  const { core, clock, engines, readModels, measures } = started;
  const { registry } = measures;
  collectProcessMetrics(registry);
  collectCore(registry, {
    build: { version: SALON_VERSION, node: process.version, engines: engines.lease ? 'production' : 'embedded' },
    log: core.log,
    now: () => clock.now(),
    views: () => readModels.positions(),
    cachedBytes: () => engines.cachedBytes(),
    cachedStreams: started.cachedStreams,
    jobs: config.roles.has('workers') ? () => running.jobs() : null,
    ledgers: config.roles.has('api') ? () => sumsOfLedgers(core.models) : null,
  });
  if (config.roles.has('api')) {
    const { numbers } = signInLimits(core);
    collectNumbers(registry, 'rate_limit_refused', limits.refused, RATE_LIMIT_REFUSED, []);
    collectNumbers(registry, 'rate_limit_refusals', limits.held.metrics, RATE_LIMIT_REFUSALS, ['waiting']);
    collectNumbers(registry, 'calls_in_turn', limits.turns.metrics, CALLS_IN_TURN, ['waiting']);
    collectNumbers(registry, 'sign_in', numbers, SIGN_IN, ['codeBudgetExhausted', 'tryBudgetExhausted']);
  }
  collectNumbers(registry, 'clock', clock.metrics, CLOCK, ['aheadMs']);
  if (started.pace) collectNumbers(registry, 'effects_pace', started.pace.metrics, EFFECTS, ['lagMs']);
  if (engines.subscription) collectNumbers(registry, 'log_subscription', engines.subscription, LOG_SUBSCRIPTION, []);
  if (engines.time) collectNumbers(registry, 'machine_clock', engines.time.metrics, MACHINE_CLOCK, ['aheadOfRedisMs']);
  if (realtime) {
    const falling = ['connections', 'unsigned', 'channels', 'ringBytes'] as const;
    collectNumbers(registry, 'realtime', realtime.metrics, REALTIME, falling);
  }
  collectNumbers(registry, 'tcp', connections.metrics, TCP, ['open']);
  if (config.roles.has('workers')) collectReactors(registry, () => running.reactorGroups());
}
