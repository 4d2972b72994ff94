import { dropOldest } from '../kernel/bounded.ts';
import { assertNever } from '../kernel/event.ts';
import { fingerprintOf } from '../kernel/seen-commands.ts';
import { tidyLine } from '../kernel/text.ts';
import { type Combo, type ComboTable, comboTable, getCombo, putCombo } from './dense/combo-table.ts';
import type { GoldOrder, WalletEvent } from './events.ts';
import { evolveHold, type Withdrawing } from './holds.ts';
import { type Lot, type LotChange, setLot } from './lots.ts';

/** Combos remembered per wallet: far more than one person taps within the client's retries. */
export const MAX_COMBOS = 10_000;
/** Lives whose running totals a host's wallet remembers; only the running one still earns. */
export const MAX_EARNING_LIVES = 1_000;
/** Orders remembered per wallet, at least; an order's own stream says once and for all whose it is. */
export const MAX_ORDERS = 10_000;
/** Refunds remembered per wallet; they are rare, and a reactor's repeats are known by their cause anyway. */
export const MAX_REFUNDS = 10_000;

/** Within this time, the same words of one user in one room are one line, unless idempotency keys tell them apart. */
export const SAME_LINE_MS = 3_000;
/** Lines remembered for that: nobody types more in so short a time. */
export const MAX_LINES = 20;

/** A line over the room's picture that was paid for. */
export interface PaidLine {
  liveId: number;
  roomId: number;
  /** Hash of what it says: a wallet's state outlives the person who is erased. */
  words: string;
  /** Epoch ms. */
  at: number;
  goldAfter: number;
}

/** Gold: `granted = goldHeld + spent + expired + removed`, always. All amounts are integers from 0 to `MAX_AMOUNT`. */
export interface Wallet extends Withdrawing {
  /** 0 while nothing has happened. */
  userId: number;
  goldHeld: number;
  granted: number;
  /** Net of refunds. */
  spent: number;
  /** Gold whose lots ended before it was spent, and gold that an app's server took back. */
  expired: number;
  removed: number;
  /** The part of `goldHeld` that ends: lots in the order in which they do, none of them empty. */
  lots: Lot[];
  /** Gold given away in rooms, in talks and on posts (gifts and bullets), as clients show it: refunds are not subtracted. */
  outlayGold: number;
  /** Points that can be used now, and all that were ever earned. */
  points: number;
  earnedPoints: number;
  /** Points that became gold, and points that became money. Always: earned = points + held + exchanged + paid out. */
  exchangedPoints: number;
  paidOutPoints: number;
  experience: number;
  /** When gold and points last changed, epoch ms: a balance of a moment since then is the one of now. */
  goldAt: number;
  pointsAt: number;
  frozen: boolean;
  /** By the ids that clients gave them: see `comboOf`. */
  combos: ComboTable;
  /** Live → points that it has earned. */
  livePoints: Map<number, number>;
  /** Purchases that were refunded, by event id. */
  refunded: Set<string>;
  /** Orders whose gold was granted, by `orderKey`: the gold held after it. */
  orders: Map<string, number>;
  /** Lines that were paid for within `SAME_LINE_MS` before the newest one, oldest first. */
  lines: PaidLine[];
}

export function emptyWallet(): Wallet {
  return {
    userId: 0,
    goldHeld: 0,
    granted: 0,
    spent: 0,
    expired: 0,
    removed: 0,
    lots: [],
    outlayGold: 0,
    points: 0,
    earnedPoints: 0,
    exchangedPoints: 0,
    paidOutPoints: 0,
    held: null,
    withdrawnToday: { day: 0, requests: 0, payCents: 0 },
    experience: 0,
    goldAt: 0,
    pointsAt: 0,
    frozen: false,
    combos: comboTable(),
    livePoints: new Map(),
    refunded: new Set(),
    orders: new Map(),
    lines: [],
  };
}

/** What is remembered of a combo. */
export function comboOf({ combos }: Wallet, comboId: string): Combo | undefined {
  return getCombo(combos, comboId);
}

/** What a wallet remembers an order by. */
export function orderKey({ appId, orderId }: Pick<GoldOrder, 'appId' | 'orderId'>): string {
  return `${appId} ${orderId}`;
}

/**
 * The paid line that a command without a key repeats: the same words in the same room, paid for within `SAME_LINE_MS` before it, or after it
 * (by the clock of another process). A command with a key repeats nothing but itself.
 */
export function paidLine(
  wallet: Readonly<Wallet>,
  { liveId, roomId, text }: { liveId: number; roomId: number; text: string },
  { actor, at, keyed }: { actor: number; at: number; keyed?: boolean },
): PaidLine | undefined {
  if (keyed || actor !== wallet.userId) return undefined;
  const words = wordsOf(text);
  return wallet.lines.find(
    (paid) =>
      paid.liveId === liveId && paid.roomId === roomId && paid.words === words && Math.abs(at - paid.at) < SAME_LINE_MS,
  );
}

/** A hash of the words in one spelling: another client of the same user may trim or normalise what it sends. */
function wordsOf(text: string): string {
  return fingerprintOf(tidyLine(text));
}

export function evolve(wallet: Wallet, event: WalletEvent, meta: { at: number }): Wallet {
  wallet.userId = event.data.userId;
  if ('goldAfter' in event.data) wallet.goldAt = meta.at;
  if ('pointsAfter' in event.data) wallet.pointsAt = meta.at;
  switch (event.type) {
    case 'GoldGranted': {
      const { amountGold, goldAfter, expiresAt, order } = event.data;
      wallet.goldHeld = goldAfter;
      wallet.granted += amountGold;
      if (expiresAt !== undefined) addToLot(wallet.lots, expiresAt, amountGold);
      if (order !== undefined && order.orderId !== '') {
        wallet.orders.set(orderKey(order), goldAfter);
        dropOldest(wallet.orders, MAX_ORDERS);
      }
      return wallet;
    }
    case 'GoldRemoved':
      wallet.goldHeld = event.data.goldAfter;
      wallet.removed += event.data.amountGold;
      changeLots(wallet.lots, event.data.lots);
      return wallet;
    case 'GoldExpired':
      wallet.goldHeld = event.data.goldAfter;
      wallet.expired += event.data.amountGold;
      setLot(wallet.lots, event.data.expiresAt, 0);
      return wallet;
    case 'GiftBought': {
      const { comboId, gift, liveId, amount } = event.data;
      give(wallet, event.data);
      keepCombo(wallet, comboId, { giftId: gift.id, placeId: liveId, amount });
      return wallet;
    }
    case 'ChatGiftBought': {
      const { comboId, gift, chatId, amount } = event.data;
      give(wallet, event.data);
      keepCombo(wallet, comboId, { giftId: gift.id, placeId: chatId, amount });
      return wallet;
    }
    case 'SubjectGiftBought': {
      const { comboId, gift, subjectId, amount } = event.data;
      give(wallet, event.data);
      keepCombo(wallet, comboId, { giftId: gift.id, placeId: subjectId, amount });
      return wallet;
    }
    case 'BulletBought': {
      const { liveId, roomId, text, goldAfter } = event.data;
      give(wallet, event.data);
      const recent = wallet.lines.filter((line) => Math.abs(meta.at - line.at) < SAME_LINE_MS);
      wallet.lines = [...recent, { liveId, roomId, words: wordsOf(text), at: meta.at, goldAfter }].slice(-MAX_LINES);
      return wallet;
    }
    case 'RenameBought':
      spend(wallet, event.data);
      return wallet;
    case 'PurchaseRefunded':
      wallet.goldHeld = event.data.goldAfter;
      wallet.spent -= event.data.amountGold;
      changeLots(wallet.lots, event.data.lots);
      wallet.refunded.add(event.data.purchaseEventId);
      dropOldest(wallet.refunded, MAX_REFUNDS);
      return wallet;
    case 'PointsCredited': {
      const { livePointsAfter, purchase } = event.data;
      earn(wallet, event.data);
      // Deleted and set again, so that it becomes the newest.
      wallet.livePoints.delete(purchase.liveId);
      wallet.livePoints.set(purchase.liveId, livePointsAfter);
      dropOldest(wallet.livePoints, MAX_EARNING_LIVES);
      return wallet;
    }
    case 'ChatPointsCredited':
    case 'SubjectPointsCredited':
      earn(wallet, event.data);
      return wallet;
    case 'PointsExchanged':
      wallet.points = event.data.pointsAfter;
      wallet.goldHeld = event.data.goldAfter;
      wallet.granted += event.data.amountGold;
      wallet.exchangedPoints += event.data.points;
      return wallet;
    case 'PointsHeld':
    case 'PointsReleased':
    case 'PointsPaidOut':
      return evolveHold(wallet, event, meta);
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

interface Spent {
  costGold: number;
  goldAfter: number;
  lots?: readonly LotChange[];
}

function spend(wallet: Wallet, { costGold, goldAfter, lots }: Spent): void {
  wallet.goldHeld = goldAfter;
  wallet.spent += costGold;
  changeLots(wallet.lots, lots);
}

/** What is given to others: it also counts for the giver's experience. */
function give(wallet: Wallet, given: Spent & { experienceAfter: number }): void {
  spend(wallet, given);
  wallet.outlayGold += given.costGold;
  wallet.experience = given.experienceAfter;
}

function earn(
  wallet: Wallet,
  earned: { pointsAfter: number; earnedPointsAfter: number; experienceAfter: number },
): void {
  wallet.points = earned.pointsAfter;
  wallet.earnedPoints = earned.earnedPointsAfter;
  wallet.experience = earned.experienceAfter;
}

function keepCombo(wallet: Wallet, comboId: string, combo: Combo): void {
  if (comboId !== '') putCombo(wallet.combos, comboId, combo, MAX_COMBOS);
}

function changeLots(lots: Lot[], changes: readonly LotChange[] | undefined): void {
  for (const { expiresAt, left } of changes ?? []) setLot(lots, expiresAt, left);
}

function addToLot(lots: Lot[], expiresAt: number, gold: number): void {
  const held = lots.find((lot) => lot.expiresAt === expiresAt)?.goldHeld ?? 0;
  setLot(lots, expiresAt, held + gold);
}
