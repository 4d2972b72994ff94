import type { EventMeta } from '../../domain/kernel/event.ts';
import { ORDER_SOURCE } from '../../domain/wallet/sources.ts';
import type { Indexes, View } from '../read-models.ts';
import { documentId } from './ids.ts';

/**
 * What all wallets of a tenant add up to, in one document `<app>.sums`. Gold: granted = held + spent + expired + removed, so that `granted` less the
 * others is what people hold. Points: credited = held + exchanged + pending + paid. `npm run verify` proves it wallet by wallet.
 */
export interface LedgerSums {
  appId: string;
  grantedGold: number;
  /** The part of it that people paid for with money. */
  boughtGold: number;
  /** The part of it that was points. */
  exchangedGold: number;
  /** Net of refunds. */
  spentGold: number;
  expiredGold: number;
  removedGold: number;
  /** Points that people were given, whatever became of them. */
  creditedPoints: number;
  /** Points that became gold. */
  exchangedPoints: number;
  /** Points that wait for a withdrawal to be settled. */
  pendingPoints: number;
  /** Points that became money. */
  paidPoints: number;
}

const indexes = { byApp: ['appId'] } as const satisfies Indexes<LedgerSums>;

export const ledgerSums: View<LedgerSums, typeof indexes> = {
  name: 'ledger-sums',
  version: 2,
  indexes,
  on: {
    GoldGranted: {
      ids,
      evolve(sums, { data: { amountGold, source }, meta }) {
        const boughtGold = source.startsWith(ORDER_SOURCE) ? amountGold : 0;
        return plus(sums, meta, { grantedGold: amountGold, boughtGold });
      },
    },
    GoldRemoved: { ids, evolve: (sums, { data, meta }) => plus(sums, meta, { removedGold: data.amountGold }) },
    GoldExpired: { ids, evolve: (sums, { data, meta }) => plus(sums, meta, { expiredGold: data.amountGold }) },
    GiftBought: { ids, evolve: spend },
    ChatGiftBought: { ids, evolve: spend },
    SubjectGiftBought: { ids, evolve: spend },
    BulletBought: { ids, evolve: spend },
    RenameBought: { ids, evolve: spend },
    PurchaseRefunded: { ids, evolve: (sums, { data, meta }) => plus(sums, meta, { spentGold: -data.amountGold }) },
    PointsCredited: { ids, evolve: credit },
    ChatPointsCredited: { ids, evolve: credit },
    SubjectPointsCredited: { ids, evolve: credit },
    PointsExchanged: {
      ids,
      evolve: (sums, { data: { amountGold, points }, meta }) =>
        plus(sums, meta, { grantedGold: amountGold, exchangedGold: amountGold, exchangedPoints: points }),
    },
    PointsHeld: { ids, evolve: (sums, { data, meta }) => plus(sums, meta, { pendingPoints: data.points }) },
    PointsReleased: { ids, evolve: (sums, { data, meta }) => plus(sums, meta, { pendingPoints: -data.points }) },
    PointsPaidOut: {
      ids,
      evolve: (sums, { data: { points }, meta }) => plus(sums, meta, { pendingPoints: -points, paidPoints: points }),
    },
  },
};

function ids(event: { meta: EventMeta }): string[] {
  return [documentId(event, 'sums')];
}

function spend(sums: LedgerSums | null, { data, meta }: { data: { costGold: number }; meta: EventMeta }): LedgerSums {
  return plus(sums, meta, { spentGold: data.costGold });
}

function credit(sums: LedgerSums | null, { data, meta }: { data: { points: number }; meta: EventMeta }): LedgerSums {
  return plus(sums, meta, { creditedPoints: data.points });
}

type Amounts = Partial<Omit<LedgerSums, 'appId'>>;

function plus(before: LedgerSums | null, { appId }: EventMeta, amounts: Amounts): LedgerSums {
  const sums = before ?? { appId, ...NOTHING };
  for (const name of Object.keys(amounts) as (keyof Amounts)[]) sums[name] += amounts[name] ?? 0;
  return sums;
}

const NOTHING = {
  grantedGold: 0,
  boughtGold: 0,
  exchangedGold: 0,
  spentGold: 0,
  expiredGold: 0,
  removedGold: 0,
  creditedPoints: 0,
  exchangedPoints: 0,
  pendingPoints: 0,
  paidPoints: 0,
};
