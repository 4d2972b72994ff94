import { LIVE_STATUS } from '../domain/live/events.ts';
import { MAX_QUERY_DOCUMENTS } from '../projections/read-models.ts';
import { lives } from '../projections/views/lives.ts';
import type { Core } from './core.ts';
import { sumsOfLedgers } from './wallets/ledger-sums.ts';

/** What an installation does now, over all tenants. */
export interface LiveNumbers {
  /** Lives that run, and the people in them, hosts among them. */
  rooms: number;
  people: number;
  /** Gold that was given or spent so far, net of refunds. */
  goldGiven: number;
  /** False: there are more rooms than one query returns, and the first are counted. */
  isComplete: boolean;
}

/** As the read models show it. */
export async function liveNumbers({ models }: Core): Promise<LiveNumbers> {
  const equals = [LIVE_STATUS.playing] as const;
  const [playing, ledgers] = await Promise.all([
    models.find(lives, { index: 'byStatus', equals, limit: MAX_QUERY_DOCUMENTS }),
    sumsOfLedgers(models),
  ]);
  return {
    rooms: playing.length,
    people: playing.reduce((sum, { document }) => sum + document.memberCount, 0),
    goldGiven: ledgers.reduce((sum, { spentGold }) => sum + spentGold, 0),
    isComplete: playing.length < MAX_QUERY_DOCUMENTS,
  };
}
