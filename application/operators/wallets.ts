import type { WalletCommand } from '../../domain/wallet/commands.ts';
import { walletDecider } from '../../domain/wallet/decider.ts';
import { userCards } from '../../projections/views/user-cards.ts';
import type { MakeMeta } from '../commands.ts';
import type { Core } from '../core.ts';
import { personCard } from '../people/cards.ts';
import { walletStream } from '../wallets/balance.ts';
import { type Done, done } from './done.ts';

/** What an operator is told of a wallet. */
export interface WalletDone extends Done {
  /** What the wallet holds. */
  gold: number;
}

/**
 * Gives a person gold that does not end. `source` says why, in the log. Throws `UserNotFound`, `AmountOutOfRange`,
 * `IdempotencyConflict`. `meta` must be the system's, as for all of these.
 */
export function grantGold(
  core: Core,
  appId: string,
  meta: MakeMeta,
  userId: number,
  { amountGold, source }: { amountGold: number; source: string },
): Promise<WalletDone> {
  return onWallet(core, appId, meta, 'grant', { type: 'GrantGold', userId, amountGold, source });
}

/** Stops a person from spending. Gold and points still come in. Throws `UserNotFound`. */
export function freezeWallet(
  core: Core,
  appId: string,
  meta: MakeMeta,
  userId: number,
  reason: string,
): Promise<WalletDone> {
  return onWallet(core, appId, meta, 'freeze', { type: 'FreezeWallet', userId, reason });
}

/** Lets a person spend again. Throws `UserNotFound`. */
export function unfreezeWallet(core: Core, appId: string, meta: MakeMeta, userId: number): Promise<WalletDone> {
  return onWallet(core, appId, meta, 'unfreeze', { type: 'UnfreezeWallet', userId });
}

async function onWallet(
  core: Core,
  appId: string,
  meta: MakeMeta,
  word: 'grant' | 'freeze' | 'unfreeze',
  command: Extract<WalletCommand, { userId: number }>,
): Promise<WalletDone> {
  const { userId } = command;
  await personCard(core, appId, userId);
  const stream = walletStream(appId, userId);
  const handled = await core.commands.handle(walletDecider, stream, command, meta(`/wallets/${userId}/${word}`));
  const gold = handled.state.goldHeld;
  return { gold, ...(await done(core, handled.position, [userCards])) };
}
