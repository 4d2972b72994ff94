import type { EventMeta } from '../../domain/kernel/event.ts';
import type { WithdrawalRequest } from '../../domain/withdrawal/events.ts';
import type { WithdrawalStatus } from '../../domain/withdrawal/limits.ts';
import type { LoggedEvent } from '../../event-store/event-store.ts';
import type { EventRule, Indexes, View } from '../read-models.ts';
import { documentId } from './ids.ts';

/** A withdrawal of points; id `<app>.<withdrawal id>`. */
export interface WithdrawalDocument extends WithdrawalRequest {
  appId: string;
  status: WithdrawalStatus;
  /** Why it was rejected, or a word for why it failed; '' otherwise. */
  reason: string;
  /** The provider's number of the payment; '' before. */
  tradeNo: string;
  /** Epoch ms. */
  createdAt: number;
  /** Epoch ms of the last thing that happened to it. */
  changedAt: number;
}

const indexes = {
  byUser: ['appId', 'userId', '-createdAt'],
  byStatus: ['appId', 'status', '-createdAt'],
  latest: ['appId', '-createdAt'],
} as const satisfies Indexes<WithdrawalDocument>;

/** Withdrawals of points: one's own, and for operators all of them. */
export const withdrawals: View<WithdrawalDocument, typeof indexes> = {
  name: 'withdrawals',
  version: 1,
  indexes,
  on: {
    // From the moment in which the points are held: the withdrawal's own stream follows.
    PointsHeld: {
      ids: idsOfWithdrawal,
      evolve(_, { data, meta: { appId, at } }) {
        const { withdrawalId, userId, points, payCents, account, name } = data;
        const request = { appId, withdrawalId, userId, points, payCents, account, name };
        return { ...request, status: 'requested', reason: '', tradeNo: '', createdAt: at, changedAt: at };
      },
    },
    WithdrawalApproved: becoming(() => ({ status: 'approved' })),
    WithdrawalRejected: becoming(({ data: { reason } }) => ({ status: 'rejected', reason })),
    PayoutStarted: becoming(() => ({ status: 'paying' })),
    WithdrawalPaid: becoming(({ data: { tradeNo } }) => ({ status: 'paid', tradeNo })),
    PayoutFailed: becoming(({ data: { reason, detail } }) => ({ status: 'failed', reason: detail || reason })),
  },
};

interface OfWithdrawal {
  meta: EventMeta;
  data: { withdrawalId: string };
}

function idsOfWithdrawal(event: OfWithdrawal): string[] {
  return [documentId(event, event.data.withdrawalId)];
}

function becoming<Event extends LoggedEvent & OfWithdrawal>(
  change: (event: Event) => Partial<WithdrawalDocument>,
): EventRule<WithdrawalDocument, Event> {
  return {
    ids: idsOfWithdrawal,
    evolve: (known, event) => known && { ...known, ...change(event), changedAt: event.meta.at },
  };
}
