import { MAX_QUERY_DOCUMENTS, type ReadModels } from '../../projections/read-models.ts';
import { type LedgerSums, ledgerSums } from '../../projections/views/ledger-sums.ts';

/** What a ledger adds up to, with the gold and points that follow from it: what people hold. */
export interface Ledger extends LedgerSums {
  heldGold: number;
  heldPoints: number;
}

/** Of each tenant that has gold or points, as the read models show it: the first MAX_QUERY_DOCUMENTS. */
export async function sumsOfLedgers(models: ReadModels): Promise<Ledger[]> {
  const found = await models.find(ledgerSums, { index: 'byApp', equals: [], limit: MAX_QUERY_DOCUMENTS });
  return found.map(({ document }) => ({ ...document, heldGold: goldIn(document), heldPoints: pointsIn(document) }));
}

function goldIn({ grantedGold, spentGold, expiredGold, removedGold }: LedgerSums): number {
  return grantedGold - spentGold - expiredGold - removedGold;
}

function pointsIn({ creditedPoints, exchangedPoints, pendingPoints, paidPoints }: LedgerSums): number {
  return creditedPoints - exchangedPoints - pendingPoints - paidPoints;
}
