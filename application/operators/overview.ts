import type { Position } from '../../event-store/event-store.ts';
import type { Core } from '../core.ts';
import { type LiveNumbers, liveNumbers } from '../live-numbers.ts';
import { type Ledger, sumsOfLedgers } from '../wallets/ledger-sums.ts';
import type { ProcessNow, ViewState } from '../workings.ts';

/** What an operator sees first. */
export interface Overview extends LiveNumbers {
  /** By this server's clock, epoch ms. */
  now: number;
  head: Position;
  views: Pick<ViewState, 'name' | 'state' | 'position'>[];
  reactorGroups: { name: string; position: Position }[];
  failedJobs: number;
  parkedEvents: number;
  parkedReactions: number;
  ledgers: Ledger[];
  process: ProcessNow | null;
}

/** How an installation is doing, over all tenants, in this process. Rejects only with the stores' errors. */
export async function overview(core: Core): Promise<Overview> {
  const { clock, log, models, workings } = core;
  const [numbers, head, views, reactorGroups, jobs, parkedEvents, parkedReactions, ledgers, process] =
    await Promise.all([
      ...([liveNumbers(core), log.head(), workings.views(), workings.reactors(), workings.failedJobs()] as const),
      ...([workings.parkedEvents(), workings.parkedReactions(), sumsOfLedgers(models), workings.process()] as const),
    ]);
  return {
    ...numbers,
    now: clock.now(),
    head,
    views: views.map(({ name, state, position }) => ({ name, state, position })),
    reactorGroups,
    failedJobs: jobs.length,
    parkedEvents: parkedEvents.length,
    parkedReactions: parkedReactions.length,
    ledgers,
    process,
  };
}
