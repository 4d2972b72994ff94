import { approvalDecider } from '../../domain/approval/decider.ts';
import type { DomainError } from '../../domain/kernel/errors.ts';
import { approvalStream, topupStream, walletStream, withdrawalStream } from '../../domain/streams.ts';
import { topupDecider } from '../../domain/topup/decider.ts';
import { walletDecider } from '../../domain/wallet/decider.ts';
import { GIFT_REFUND_SOURCE, OPERATOR_SOURCE } from '../../domain/wallet/sources.ts';
import { withdrawalDecider } from '../../domain/withdrawal/decider.ts';
import { type Reactor, reaction } from '../reactor.ts';

/** What operators agreed upon is done: once, since the wallet, the order, or the withdrawal remembers the event. A rule that keeps it from being done is noted. */
export const carryOutApproval: Reactor = {
  name: 'carry-out-approval',
  on: {
    ApprovalGiven({ data, meta: { appId } }) {
      const { approvalId, kind, userId, amountGold, key, reason } = data;
      const failed = ({ code: error }: DomainError) =>
        reaction(approvalDecider, approvalStream(appId, approvalId), { type: 'FailApproval', error });
      if (kind === 'refund-order') {
        const refund = { type: 'RefundOrder', by: 'operator', reason } as const;
        return [reaction(topupDecider, topupStream(appId, key), refund, failed)];
      }
      if (kind === 'pay-withdrawal') {
        const approve = { type: 'ApproveWithdrawal' } as const;
        return [reaction(withdrawalDecider, withdrawalStream(appId, key), approve, failed)];
      }
      const source = kind === 'grant' ? OPERATOR_SOURCE : `${GIFT_REFUND_SOURCE}${key}`;
      const grant = { type: 'GrantGold', userId, amountGold, source, reason } as const;
      return [reaction(walletDecider, walletStream(appId, userId), grant, failed)];
    },
  },
};
