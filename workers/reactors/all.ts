import type { Reactor } from '../reactor.ts';
import { creditHost, showPurchase } from './purchases.ts';
import { applyRename } from './renames.ts';
import { clearBanned, removeBlocked, settleConference, unfollowBlocker } from './rooms.ts';

/** Every reactor. */
export const allReactors: readonly Reactor[] = [
  creditHost,
  showPurchase,
  applyRename,
  settleConference,
  unfollowBlocker,
  removeBlocked,
  clearBanned,
];

/** All of them, as one: they share a checkpoint. */
export const REACTORS = 'core';
