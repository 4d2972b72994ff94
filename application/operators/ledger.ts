import { type LedgerReport, verifyLedger } from '../../projections/verify-ledger.ts';
import { ledgerSums } from '../../projections/views/ledger-sums.ts';
import { type MakeMeta, shown } from '../commands.ts';
import type { Core } from '../core.ts';
import { oncePer } from '../once-per.ts';
import { type Ledger, sumsOfLedgers } from '../wallets/ledger-sums.ts';
import type { Done } from './done.ts';
import { type CheckState, LongCheck } from './long-check.ts';
import { noteIntervention } from './machinery.ts';

/** Violations that are listed. */
const MAX_LISTED = 20;

const checkOf = oncePer((_core: Core) => new LongCheck<LedgerReport>());

/** What a tenant's wallets add up to now, and what the last check of all events found. */
export interface LedgerNow {
  /** Null for a tenant without gold or points. */
  sums: Ledger | null;
  /** Of this process; null where none was begun since its start. */
  check: CheckState<LedgerReport> | null;
}

/** Rejects only with the stores' errors. */
export async function ledgerNow(core: Core, appId: string): Promise<LedgerNow> {
  await shown(core, await core.log.head(), [ledgerSums]);
  const sums = (await sumsOfLedgers(core.models)).find((ledger) => ledger.appId === appId) ?? null;
  return { sums, check: checkOf(core).now };
}

/**
 * Begins to add every wallet up again from the events alone, for all tenants (`verifyLedger`), beside what this process does otherwise; `ledgerNow` says how
 * far it is. One that is under way goes on. `makeMeta` must be an operator's: the log says who did it.
 */
export async function checkLedger(core: Core, makeMeta: MakeMeta): Promise<Done> {
  const { position, repeated } = await noteIntervention(core, { what: 'verify-ledger', target: 'ledger' }, makeMeta);
  if (!repeated) {
    const head = await core.log.head();
    checkOf(core).begin(
      () => core.clock.now(),
      head,
      (onProgress) => verifyLedger(core.log, { maxViolations: MAX_LISTED, onProgress }),
    );
  }
  return { position };
}
