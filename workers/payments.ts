import type { Clock } from '../domain/kernel/clock.ts';
import type { CommandMeta } from '../domain/kernel/decider.ts';
import { type JobHandlers, jobMeta } from './job-runner.ts';

/** Asks providers about orders that they said nothing of (heihei, 订单通知), and has withdrawals paid (提现请求). */
export function paymentHandlers({
  clock,
  queryOrder,
  payOut,
}: {
  clock: Clock;
  queryOrder(orderId: string, meta: CommandMeta): Promise<void>;
  payOut(withdrawalId: string, meta: CommandMeta): Promise<void>;
}): Pick<JobHandlers, 'query-order' | 'pay-out'> {
  return {
    'query-order': ({ orderId }, context) => queryOrder(orderId, jobMeta(context, clock)),
    'pay-out': ({ withdrawalId }, context) => payOut(withdrawalId, jobMeta(context, clock)),
  };
}
