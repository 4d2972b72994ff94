import { hash } from 'node:crypto';
import type { Clock } from '../../domain/kernel/clock.ts';
import type { CommandMeta } from '../../domain/kernel/decider.ts';
import { streamName } from '../../domain/kernel/ids.ts';
import { orderDecider } from '../../domain/order/decider.ts';
import type { WalletCommand } from '../../domain/wallet/commands.ts';
import { orderKey, spendableGold, walletDecider } from '../../domain/wallet/decider.ts';
import type { GoldOrder } from '../../domain/wallet/events.ts';
import type { CommandHandler } from '../../event-store/command-handler.ts';
import { handleUnless } from '../commands.ts';

export interface GoldChange {
  userId: number;
  /** 'grant' gives gold, 'remove' takes it back. */
  kind: 'grant' | 'remove';
  /** 1 to `MAX_AMOUNT`. */
  amountGold: number;
  /** Epoch ms, for grants; absent: the gold has no end. */
  expiresAt?: number;
  /** What was paid for it; an `orderId` of '' is no order. */
  order?: GoldOrder;
  reason?: string;
}

/**
 * Changes a person's gold in the name of an app's server, and answers what can be spent then. `meta.input` must be what the server
 * sent, so that a repetition under its key gets the first answer. An order is granted once: under another key it gets the
 * answer of the first.
 *
 * Throws `OrderTaken` for an order of another person or amount, `InsufficientGold` when there is less to take (nothing changes),
 * `InvalidInput` for an end that is over, `AmountOutOfRange`, `IdempotencyConflict`. Whether the person exists is the caller's matter.
 */
export async function changeGold(
  { commands, clock }: { commands: CommandHandler; clock: Clock },
  meta: CommandMeta,
  { userId, kind, amountGold, expiresAt, order, reason }: GoldChange,
): Promise<number> {
  const stream = streamName(walletDecider.category, meta.appId, userId);
  const facts = { userId, amountGold, source: 'app', ...(order && { order }), ...(reason && { reason }) };
  const isOrder = kind === 'grant' && order !== undefined && order.orderId !== '';
  const command: WalletCommand =
    kind === 'remove'
      ? { type: 'RemoveGold', ...facts }
      : { type: 'GrantGold', ...facts, ...(expiresAt !== undefined && { expiresAt }) };
  const first = await handleUnless(commands, walletDecider, stream, command, meta, (wallet) => {
    if (!isOrder) return null;
    // What the wallet refuses must not claim the order.
    walletDecider.decide(command, wallet, meta);
    return order;
  });
  if (first.obstacle) await claimOrder(commands, meta, first.obstacle, userId, amountGold);
  const { events, state } = first.handled ?? (await commands.handle(walletDecider, stream, command, meta));
  // Gold that had ended is written off first: the last event is the change itself.
  const changed = events.at(-1)?.data;
  if (changed && 'goldAfter' in changed) return changed.goldAfter;
  return (isOrder ? state.orders.get(orderKey(order)) : undefined) ?? spendableGold(state, clock.now());
}

/**
 * The order is this person's from now on, before its gold is there: a crash in between leaves an order that the shop, which got no
 * answer, sends again.
 */
async function claimOrder(
  commands: CommandHandler,
  { appId, at, commandId }: CommandMeta,
  order: GoldOrder,
  userId: number,
  amountGold: number,
): Promise<void> {
  const stream = streamName(orderDecider.category, appId, hash('sha256', orderKey(order)));
  const claim = { type: 'ClaimOrder', orderId: order.orderId, userId, amountGold } as const;
  await commands.handle(orderDecider, stream, claim, { appId, actor: 0, at, commandId });
}
