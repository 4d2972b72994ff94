import type { LotChange } from '../domain/wallet/lots.ts';

/**
 * The lots of one wallet, added up from its events' own amounts: the plain counterpart of what the wallet's decider does. Each
 * check answers with what is wrong, or null.
 */
export class WalletLots {
  /** Gold by the moment at which it ends (epoch ms). */
  private readonly gold = new Map<number, number>();

  grant(expiresAt: number, amountGold: number): void {
    this.add(expiresAt, amountGold);
  }

  /** Gold that ends goes first, the first to end before the next, and nothing that has ended. */
  take(changes: readonly LotChange[], amountGold: number, at: number): string | null {
    if (this.gold.size === 0 && changes.length === 0) return null;
    let toTake = amountGold;
    const expected: LotChange[] = [];
    for (const [expiresAt, held] of [...this.gold].sort(([a], [b]) => a - b)) {
      if (expiresAt <= at) return `gold that ended at ${expiresAt} was still there at ${at}`;
      const gold = Math.min(held, toTake);
      if (gold > 0) expected.push({ expiresAt, gold, left: held - gold });
      toTake -= gold;
    }
    const wrong = difference(expected, changes);
    for (const { expiresAt, left } of changes) this.set(expiresAt, left);
    return wrong;
  }

  /** What a refund brings back is in lots that still run, and no more of it than the refund. */
  putBack(changes: readonly LotChange[], amountGold: number, at: number): string | null {
    let sum = 0;
    let wrong: string | null = null;
    for (const { expiresAt, gold, left } of changes) {
      sum += gold;
      this.add(expiresAt, gold);
      if (expiresAt <= at) wrong = `a refund at ${at} brought gold that ended at ${expiresAt}`;
      if (this.gold.get(expiresAt) !== left)
        wrong = `the lot of ${expiresAt} holds ${this.gold.get(expiresAt)}, stated ${left}`;
      this.set(expiresAt, left);
    }
    return sum > amountGold ? `a refund of ${amountGold} put ${sum} into lots` : wrong;
  }

  /** A lot ends with all that is in it, and not before its time. */
  expire(expiresAt: number, amountGold: number, at: number): string | null {
    const held = this.gold.get(expiresAt) ?? 0;
    this.gold.delete(expiresAt);
    if (at < expiresAt) return `the lot of ${expiresAt} ended early, at ${at}`;
    return held === amountGold ? null : `the lot of ${expiresAt} held ${held}, of which ${amountGold} expired`;
  }

  private add(expiresAt: number, gold: number): void {
    this.gold.set(expiresAt, (this.gold.get(expiresAt) ?? 0) + gold);
  }

  private set(expiresAt: number, gold: number): void {
    if (gold === 0) this.gold.delete(expiresAt);
    else this.gold.set(expiresAt, gold);
  }
}

function difference(expected: readonly LotChange[], stated: readonly LotChange[]): string | null {
  const text = (changes: readonly LotChange[]) =>
    changes.map(({ expiresAt, gold, left }) => `${expiresAt}: ${gold} taken, ${left} left`).join('; ') || 'nothing';
  return text(expected) === text(stated) ? null : `spending took from lots ${text(stated)}, not ${text(expected)}`;
}
