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

/** Lots that one wallet may hold: nearly three years of a lot for each day. */
export const MAX_LOTS = 1_000;
/** Gold that a refund brings back after its lot has ended is good for this long. */
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
 * What spending takes from each lot: first from the one that ends first; gold without an end goes last. Undefined when there are no
 * lots. The caller has written off ended lots and checked that the gold is there.
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
 * When granted gold ends: as asked. A wallet that holds `MAX_LOTS` lots puts it into the next one that ends later, in the owner's favour;
 * undefined (no end) when none does. `InvalidInput` for a moment in the past.
 */
export function lotFor({ lots }: GoldInLots, expiresAt: number, at: number): number | undefined {
  if (!Number.isSafeInteger(expiresAt) || expiresAt <= at) {
    throw new DomainError('InvalidInput', 'gold cannot end before it is there', 'expiresAt');
  }
  if (lots.length < MAX_LOTS) return expiresAt;
  return lots.find((lot) => lot.expiresAt >= expiresAt)?.expiresAt;
}

/**
 * What a refund puts back into each lot: what was taken from it. Gold whose lot has ended meanwhile comes back in a lot that ends
 * `REFUNDED_LOT_MS` after the refund.
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

/** Sets what a lot holds, and keeps `lots` in order; a lot without gold is removed. Mutates `lots`. */
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
