import { isOnSale } from '../../domain/catalogue/state.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { walletStream } from '../../domain/streams.ts';
import { walletDecider } from '../../domain/wallet/decider.ts';
import type { ExchangePackage } from '../../domain/wallet/exchange.ts';
import { userCards } from '../../projections/views/user-cards.ts';
import type { Actor } from '../actor.ts';
import { catalogueOf } from '../catalogue/catalogue.ts';
import { type MakeMeta, type Shown, shown, whenNew, withInput } from '../commands.ts';
import type { Core } from '../core.ts';
import { idOfCommand } from '../ids.ts';

/** An exchange as it was made. */
export interface Exchange extends Shown {
  /** Names the exchange; decimal digits. */
  order: string;
  /** What is left after it. */
  points: number;
}

/** What points can be made into. */
export async function pointsPackagesOf(core: Core, appId: string): Promise<ExchangePackage[]> {
  const catalogue = await catalogueOf(core, appId);
  return [...catalogue.pointsPackages.values()].filter(({ id }) => isOnSale(catalogue, 'pointsPackages', id));
}

/**
 * Makes some of the actor's points into gold, which has no end. Under a key, a repetition answers as the first did. Throws `PackageNotFound`,
 * `WalletFrozen`, `InsufficientPoints`, `AmountOutOfRange`, `IdempotencyConflict`.
 */
export async function exchangePoints(
  core: Core,
  { appId, userId }: Actor,
  { packageId }: { packageId: number },
  makeMeta: MakeMeta,
): Promise<Exchange> {
  const catalogue = await catalogueOf(core, appId);
  const chosen = catalogue.pointsPackages.get(packageId);
  if (!chosen) throw new DomainError('PackageNotFound');
  const isSold = isOnSale(catalogue, 'pointsPackages', packageId);
  const meta = withInput(makeMeta('exchange-points'), { packageId });
  const order = String(idOfCommand(meta.commandId));
  const { points, amountGold } = chosen;
  const command = { type: 'ExchangePoints', order, packageId, points, amountGold } as const;
  // One that was made is answered as it was, whatever became of the package.
  const exchanging = whenNew(walletDecider, () => {
    if (!isSold) throw new DomainError('PackageNotFound');
  });
  const { events, position } = await core.commands.handle(exchanging, walletStream(appId, userId), command, meta);
  const data = events.find(({ type }) => type === 'PointsExchanged')?.data;
  if (!data || !('packageId' in data)) throw new Error('an exchange was handled and not made');
  return { order, points: data.pointsAfter, ...(await shown(core, position, [userCards])) };
}
