import { walletStream } from '../../domain/streams.ts';
import { spendableGold, walletDecider } from '../../domain/wallet/decider.ts';
import type { Actor } from '../actor.ts';
import type { Core } from '../core.ts';

export interface Balance {
  /** Gold that can be spent now; gold that expires counts until then. */
  gold: number;
  points: number;
  /** Spent in all. */
  outlayGold: number;
  /** Earned in all. */
  earnedPoints: number;
}

/** A person's balance up to the last event of the wallet; 0 for a person without a wallet. Rejects only with the store's errors. */
export async function balanceNow(
  { commands, clock }: Pick<Core, 'commands' | 'clock'>,
  { appId, userId }: Actor,
): Promise<Balance> {
  const { state } = await commands.load(walletDecider, walletStream(appId, userId));
  const { points, outlayGold, earnedPoints } = state;
  return { gold: spendableGold(state, clock.now()), points, outlayGold, earnedPoints };
}
