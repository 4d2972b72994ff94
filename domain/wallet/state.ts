import { dropOldest, hasOutgrown } from '../kernel/bounded.ts';
import { assertNever } from '../kernel/event.ts';
import { addRow, dropOldestKeys, findRow, type KeyTable, keyTable, setValue, valueAt } from '../kernel/key-table.ts';
import type { WalletEvent } from './events.ts';

/** Combos remembered per wallet: far more than one person taps within the client's retries. */
export const MAX_COMBOS = 10_000;
/** Lives whose running totals a host's wallet remembers; only the running one still earns. */
export const MAX_TICKETED_LIVES = 1_000;
/** Refunds remembered per wallet; they are rare, and a reactor's repeats are known by their cause anyway. */
export const MAX_REFUNDS = 10_000;

/** What a combo has paid for so far; the same `gift_uuid` for another gift or live is another request. */
export interface Combo {
  giftId: number;
  liveId: number;
  /** The highest running count that is paid. */
  amount: number;
}

/** Gold: `granted = goldHeld + spent`, always. All amounts are integers from 0 to `MAX_AMOUNT`. */
export interface Wallet {
  /** 0 while nothing has happened. */
  userId: number;
  goldHeld: number;
  granted: number;
  /** Net of refunds. */
  spent: number;
  /** Gold given away in rooms (gifts and bullets), as the client shows it: refunds are not taken back out of it. */
  outlayGold: number;
  /** Points that can be used now, and all that were ever earned. */
  points: number;
  earnedPoints: number;
  experience: number;
  frozen: boolean;
  /** By the clients' `gift_uuid`s: see `comboOf`. */
  combos: KeyTable;
  /** Live → points that it has earned. */
  liveTickets: Map<number, number>;
  /** Purchases that were refunded, by event id. */
  refunded: Set<string>;
}

export function emptyWallet(): Wallet {
  return {
    userId: 0,
    goldHeld: 0,
    granted: 0,
    spent: 0,
    outlayGold: 0,
    points: 0,
    earnedPoints: 0,
    experience: 0,
    frozen: false,
    combos: keyTable('text', 3),
    liveTickets: new Map(),
    refunded: new Set(),
  };
}

const [GIFT_ID, LIVE_ID, AMOUNT] = [0, 1, 2];

/** What is remembered of a combo. */
export function comboOf({ combos }: Wallet, giftUuid: string): Combo | undefined {
  const row = findRow(combos, giftUuid);
  if (row < 0) return undefined;
  return {
    giftId: valueAt(combos, row, GIFT_ID),
    liveId: valueAt(combos, row, LIVE_ID),
    amount: valueAt(combos, row, AMOUNT),
  };
}

/** Makes a combo the newest. */
function rememberCombo({ combos }: Wallet, giftUuid: string, { giftId, liveId, amount }: Combo): void {
  const row = addRow(combos, giftUuid);
  setValue(combos, row, GIFT_ID, giftId);
  setValue(combos, row, LIVE_ID, liveId);
  setValue(combos, row, AMOUNT, amount);
  if (hasOutgrown(combos, MAX_COMBOS)) dropOldestKeys(combos, MAX_COMBOS);
}

export function evolve(wallet: Wallet, event: WalletEvent): Wallet {
  wallet.userId = event.data.userId;
  switch (event.type) {
    case 'GoldGranted':
      wallet.goldHeld = event.data.goldAfter;
      wallet.granted += event.data.amountGold;
      return wallet;
    case 'GiftBought': {
      const { giftUuid, gift, liveId, amount } = event.data;
      spend(wallet, event.data);
      wallet.outlayGold += event.data.costGold;
      wallet.experience = event.data.experienceAfter;
      if (giftUuid !== '') rememberCombo(wallet, giftUuid, { giftId: gift.id, liveId, amount });
      return wallet;
    }
    case 'BulletBought':
      spend(wallet, event.data);
      wallet.outlayGold += event.data.costGold;
      wallet.experience = event.data.experienceAfter;
      return wallet;
    case 'RenameBought':
      spend(wallet, event.data);
      return wallet;
    case 'PurchaseRefunded':
      wallet.goldHeld = event.data.goldAfter;
      wallet.spent -= event.data.amountGold;
      wallet.refunded.add(event.data.purchaseEventId);
      dropOldest(wallet.refunded, MAX_REFUNDS);
      return wallet;
    case 'PointsCredited': {
      const { pointsAfter, earnedPointsAfter, experienceAfter, liveTicketsAfter, purchase } = event.data;
      wallet.points = pointsAfter;
      wallet.earnedPoints = earnedPointsAfter;
      wallet.experience = experienceAfter;
      // The newest again.
      wallet.liveTickets.delete(purchase.liveId);
      wallet.liveTickets.set(purchase.liveId, liveTicketsAfter);
      dropOldest(wallet.liveTickets, MAX_TICKETED_LIVES);
      return wallet;
    }
    case 'WalletFrozen':
      wallet.frozen = true;
      return wallet;
    case 'WalletUnfrozen':
      wallet.frozen = false;
      return wallet;
    default:
      return assertNever(event);
  }
}

function spend(wallet: Wallet, { costGold, goldAfter }: { costGold: number; goldAfter: number }): void {
  wallet.goldHeld = goldAfter;
  wallet.spent += costGold;
}
