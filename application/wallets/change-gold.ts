import { hash } from 'node:crypto';
import type { Clock } from '../../domain/kernel/clock.ts';
import type { CommandMeta } from '../../domain/kernel/decider.ts';
import { streamName } from '../../domain/kernel/ids.ts';
import { orderDecider } from '../../domain/order/decider.ts';
import { walletStream } from '../../domain/streams.ts';
import type { WalletCommand } from '../../domain/wallet/commands.ts';
import { orderKey, spendableGold, walletDecider } from '../../domain/wallet/decider.ts';
import type { GoldOrder } from '../../domain/wallet/events.ts';
import type { CommandHandler } from '../../event-store/command-handler.ts';
import { handleUnless, type MakeMeta, withInput } from '../commands.ts';

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
  /** The server's own id of this change: a repetition under it gets the first answer. */
  requestId: string;
  /** What the server sent: other input under the same `requestId` is a conflict. */
  input: unknown;
}

/**
 * Changes a person's gold in the name of an app's server, and returns the gold that can be spent then. A request id counts once for
 * a person, over all endpoints. An order is granted once: under another request id it gets the answer of the first.
 *
 * Throws `OrderTaken` for an order of another person or amount, `InsufficientGold` when there is less to take (nothing changes),
 * `InvalidInput` for an expiry that has passed, `AmountOutOfRange`, `IdempotencyConflict` for other input under the same request
 * id. `userId` must exist: see `personWithId`.
 */
export async function changeGold(
  { commands, clock }: { commands: CommandHandler; clock: Clock },
  { userId, kind, amountGold, expiresAt, order, reason, requestId, input }: GoldChange,
  makeMeta: MakeMeta,
): Promise<number> {
  const meta = withInput(makeMeta(`gold of ${userId}`, requestId), input);
  const stream = walletStream(meta.appId, userId);
  const facts = { userId, amountGold, source: 'app', ...(order && { order }), ...(reason && { reason }) };
  const isOrder = kind === 'grant' && order !== undefined && order.orderId !== '';
  const command: WalletCommand =
    kind === 'remove'
      ? { type: 'RemoveGold', ...facts }
      : { type: 'GrantGold', ...facts, ...(expiresAt !== undefined && { expiresAt }) };
  const first = await handleUnless(commands, walletDecider, stream, command, meta, (wallet) => {
    if (!isOrder) return null;
    // A change that the wallet refuses must not claim the order.
    walletDecider.decide(command, wallet, meta);
    return order;
  });
  if (first.obstacle) await claimOrder(commands, meta, first.obstacle, userId, amountGold);
  const { events, state } = first.handled ?? (await commands.handle(walletDecider, stream, command, meta));
  // Expired gold is written off first: the last event is the change itself.
  const changed = events.at(-1)?.data;
  if (changed && 'goldAfter' in changed) return changed.goldAfter;
  return (isOrder ? state.orders.get(orderKey(order)) : undefined) ?? spendableGold(state, clock.now());
}

/**
 * Claims the order for this person, before its gold is granted. After a crash in between the shop, which got no answer, sends the
 * order again.
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
