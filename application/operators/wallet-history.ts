import type { Position } from '../../event-store/event-store.ts';
import type { Core } from '../core.ts';
import { personCard } from '../people/cards.ts';
import { type BalanceAt, balanceAt } from '../wallets/balance-at.ts';

export { MAX_ENTRIES } from '../wallets/balance-at.ts';
export type { LedgerEntry } from '../wallets/ledger-entry.ts';

/** Which moment of a wallet, and which page of what led there. */
export interface HistoryWanted {
  userId: number;
  /** Epoch ms; not beside `position`. Without either: now. */
  at?: number | undefined;
  /** Up to this event of the log. */
  position?: Position | undefined;
  /** Entries before this revision: the answer's `older`. */
  before?: number | undefined;
  limit: number;
}

/**
 * What a person's wallet held at a moment, and a page of the events that explain it, newest first: each with its change, what was held after it, who did it, and
 * the chain that it belongs to (`chainOf`). As quick for a wallet of 10⁵ events: see `balanceAt`. Throws `UserNotFound`.
 */
export async function walletHistory(
  core: Core,
  appId: string,
  { at, position, ...wanted }: HistoryWanted,
): Promise<BalanceAt> {
  await personCard(core, appId, wanted.userId);
  const moment = at === undefined && position === undefined ? core.clock.now() : at;
  return balanceAt(core, { appId, ...wanted, at: moment, position });
}
