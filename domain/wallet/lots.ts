import { assert } from '../kernel/assert.ts';
import { DomainError } from '../kernel/errors.ts';

/**
 * Gold that ends at a moment. Gold that ends at the same moment is one lot, whatever grants it came from; what a wallet holds
 * beside its lots has no end.
 */
export interface Lot {
  /** Epoch ms: from then on the gold does not count. */
  expiresAt: number;
  goldHeld: number;
}

/** What an event took from a lot or put into it, and what the lot holds after it. */
export interface LotChange {
  expiresAt: number;
  gold: number;
  left: number;
}

/** Lots that one wallet may hold: more expiries than that are different days of three years. */
export const MAX_LOTS = 1_000;
/** How long gold is good that a refund brings back after its lot has ended. */
export const REFUNDED_LOT_MS = 24 * 3600 * 1000;

/** A wallet's gold, as far as lots matter. Lots are in the order in which they end, none of them empty. */
export interface GoldInLots {
  readonly goldHeld: number;
  readonly lots: readonly Lot[];
}

/** Gold that can be spent at a time: a lot that has ended does not count, whether or not its event is there. */
export function spendableGold({ goldHeld, lots }: GoldInLots, at: number): number {
  let gold = goldHeld;
  for (const lot of lots) {
    if (lot.expiresAt > at) break;
    gold -= lot.goldHeld;
  }
  assert(gold >= 0, 'a wallet holds at least what its lots hold');
  return gold;
}

/** The lots that have ended, first to end first. */
export function endedLots({ lots }: GoldInLots, at: number): Lot[] {
  const running = lots.findIndex(({ expiresAt }) => expiresAt > at);
  return running < 0 ? [...lots] : lots.slice(0, running);
}

/**
 * What spending takes from which lots: from the one that ends first, then the next; gold without an end goes last. Undefined when
 * it takes from none. Ended lots must be gone, and the gold must be there.
 */
export function taken({ goldHeld: held, lots }: GoldInLots, costGold: number): LotChange[] | undefined {
  assert(costGold <= held, 'no more gold is taken than the wallet holds');
  if (lots.length === 0) return undefined;
  const changes: LotChange[] = [];
  let toTake = costGold;
  for (const { expiresAt, goldHeld } of lots) {
    if (toTake === 0) break;
    const gold = Math.min(toTake, goldHeld);
    changes.push({ expiresAt, gold, left: goldHeld - gold });
    toTake -= gold;
  }
  return changes;
}

/**
 * When gold that is granted ends: as asked, but where the wallet holds `MAX_LOTS` others it joins the next one that ends later
 * (without one it has no end), in its owner's favour. `InvalidInput` for a moment that is over.
 */
export function lotFor({ lots }: GoldInLots, expiresAt: number, at: number): number | undefined {
  if (!Number.isSafeInteger(expiresAt) || expiresAt <= at) {
    throw new DomainError('InvalidInput', 'gold cannot end before it is there', 'expiresAt');
  }
  if (lots.length < MAX_LOTS) return expiresAt;
  return lots.find((lot) => lot.expiresAt >= expiresAt)?.expiresAt;
}

/**
 * What a refund puts back where: each lot that was taken from gets its gold; what has ended meanwhile comes back as gold that
 * ends `REFUNDED_LOT_MS` after the refund.
 */
export function putBack({ lots }: GoldInLots, took: readonly LotChange[], at: number): LotChange[] {
  const back = new Map<number, number>();
  for (const { expiresAt, gold } of took) {
    const until = expiresAt > at ? expiresAt : at + REFUNDED_LOT_MS;
    back.set(until, (back.get(until) ?? 0) + gold);
  }
  return [...back].map(([expiresAt, gold]) => {
    const held = lots.find((lot) => lot.expiresAt === expiresAt)?.goldHeld ?? 0;
    return { expiresAt, gold, left: held + gold };
  });
}

/** Makes a lot hold so much, in its place; a lot without gold is gone. Mutates `lots`. */
export function setLot(lots: Lot[], expiresAt: number, goldHeld: number): void {
  assert(Number.isSafeInteger(goldHeld) && goldHeld >= 0, 'a lot holds a whole amount of gold');
  let at = lots.findIndex((lot) => lot.expiresAt >= expiresAt);
  if (at < 0) at = lots.length;
  const isThere = lots[at]?.expiresAt === expiresAt;
  if (goldHeld === 0) {
    if (isThere) lots.splice(at, 1);
  } else if (isThere) lots[at]!.goldHeld = goldHeld;
  else lots.splice(at, 0, { expiresAt, goldHeld });
}
