import { walletStream } from '../../domain/streams.ts';
import type { WalletCommand } from '../../domain/wallet/commands.ts';
import { walletDecider } from '../../domain/wallet/decider.ts';
import { userCards } from '../../projections/views/user-cards.ts';
import type { MakeMeta } from '../commands.ts';
import type { Core } from '../core.ts';
import { personCard } from '../people/cards.ts';
import { type Done, done } from './done.ts';

/** The answer to an operator about a wallet. */
export interface WalletDone extends Done {
  /** Gold that the wallet holds. */
  gold: number;
}

/**
 * Gives a person gold that does not end. `source` says why, in the log. Throws `UserNotFound`, `AmountOutOfRange`,
 * `IdempotencyConflict`. `makeMeta` must be the system's, as for all of these.
 */
export function grantGold(
  core: Core,
  appId: string,
  { userId, amountGold, source }: { userId: number; amountGold: number; source: string },
  makeMeta: MakeMeta,
): Promise<WalletDone> {
  return onWallet(core, appId, { word: 'grant', command: { type: 'GrantGold', userId, amountGold, source } }, makeMeta);
}

/** Stops a person from spending. Gold and points still come in. Throws `UserNotFound`. */
export function freezeWallet(
  core: Core,
  appId: string,
  { userId, reason }: { userId: number; reason: string },
  makeMeta: MakeMeta,
): Promise<WalletDone> {
  return onWallet(core, appId, { word: 'freeze', command: { type: 'FreezeWallet', userId, reason } }, makeMeta);
}

/** Lets a person spend again. Throws `UserNotFound`. */
export function unfreezeWallet(
  core: Core,
  appId: string,
  { userId }: { userId: number },
  makeMeta: MakeMeta,
): Promise<WalletDone> {
  return onWallet(core, appId, { word: 'unfreeze', command: { type: 'UnfreezeWallet', userId } }, makeMeta);
}

async function onWallet(
  core: Core,
  appId: string,
  { word, command }: { word: 'grant' | 'freeze' | 'unfreeze'; command: Extract<WalletCommand, { userId: number }> },
  makeMeta: MakeMeta,
): Promise<WalletDone> {
  const { userId } = command;
  await personCard(core, appId, userId);
  const stream = walletStream(appId, userId);
  const handled = await core.commands.handle(walletDecider, stream, command, makeMeta(`/wallets/${userId}/${word}`));
  const gold = handled.state.goldHeld;
  return { gold, ...(await done(core, handled.position, [userCards])) };
}
