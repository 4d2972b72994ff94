import { DomainError } from '../../domain/kernel/errors.ts';
import { walletStream } from '../../domain/streams.ts';
import { walletDecider } from '../../domain/wallet/decider.ts';
import { EXCHANGE_PACKAGES } from '../../domain/wallet/exchange.ts';
import { userCards } from '../../projections/views/user-cards.ts';
import type { Actor } from '../actor.ts';
import { type MakeMeta, type Shown, shown, withInput } from '../commands.ts';
import type { Core } from '../core.ts';
import { idOfCommand } from '../ids.ts';

/** An exchange as it was made. */
export interface Exchange extends Shown {
  /** Names the exchange; decimal digits. */
  order: string;
  /** What is left after it. */
  points: number;
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
  const chosen = EXCHANGE_PACKAGES.find(({ id }) => id === packageId);
  if (!chosen) throw new DomainError('PackageNotFound');
  const meta = withInput(makeMeta('exchange-points'), { packageId });
  const order = String(idOfCommand(meta.commandId));
  const { points, amountGold } = chosen;
  const command = { type: 'ExchangePoints', order, packageId, points, amountGold } as const;
  const { events, position } = await core.commands.handle(walletDecider, walletStream(appId, userId), command, meta);
  const data = events.find(({ type }) => type === 'PointsExchanged')?.data;
  if (!data || !('packageId' in data)) throw new Error('an exchange was handled and not made');
  return { order, points: data.pointsAfter, ...(await shown(core, position, [userCards])) };
}
