import { DomainError } from '../../domain/kernel/errors.ts';
import { topupStream } from '../../domain/streams.ts';
import { topupDecider } from '../../domain/topup/decider.ts';
import type { OrderCreated } from '../../domain/topup/events.ts';
import { ORDER_ID } from '../../domain/topup/limits.ts';
import type { CommandHandler } from '../../event-store/command-handler.ts';

/** An order as it was made. Throws `OrderNotFound`. */
export async function orderOf(
  { commands }: { commands: CommandHandler },
  appId: string,
  orderId: string,
): Promise<Readonly<OrderCreated['data']>> {
  if (!ORDER_ID.test(orderId)) throw new DomainError('OrderNotFound');
  const { order } = (await commands.load(topupDecider, topupStream(appId, orderId))).state;
  if (!order) throw new DomainError('OrderNotFound');
  return order;
}
