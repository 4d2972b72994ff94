import { MAX_QUERY_DOCUMENTS, type ReadModels } from '../../projections/read-models.ts';
import { type LedgerSums, ledgerSums } from '../../projections/views/ledger-sums.ts';

/** What a ledger adds up to, with the gold that follows from it: what people hold. */
export interface Ledger extends LedgerSums {
  heldGold: number;
}

/** Of each tenant that has gold or points, as the read models show it: the first MAX_QUERY_DOCUMENTS. */
export async function sumsOfLedgers(models: ReadModels): Promise<Ledger[]> {
  const found = await models.find(ledgerSums, { index: 'byApp', equals: [], limit: MAX_QUERY_DOCUMENTS });
  return found.map(({ document }) => ({ ...document, heldGold: heldOf(document) }));
}

function heldOf({ grantedGold, spentGold, expiredGold, removedGold }: LedgerSums): number {
  return grantedGold - spentGold - expiredGold - removedGold;
}
