import { walletStream, withdrawalStream } from '../../domain/streams.ts';
import { walletDecider } from '../../domain/wallet/decider.ts';
import { withdrawalDecider } from '../../domain/withdrawal/decider.ts';
import type { PayoutFailed, WithdrawalRejected } from '../../domain/withdrawal/events.ts';
import type { LoggedEvent } from '../../event-store/event-store.ts';
import { type Reaction, type Reactor, reaction } from '../reactor.ts';

/** Held points have a withdrawal (heihei, 提现请求). Most often whoever asked for it has made it by then. */
export const openWithdrawal: Reactor = {
  name: 'open-withdrawal',
  on: {
    PointsHeld({ data: { pointsAfter: _, ...request }, meta: { appId } }) {
      const stream = withdrawalStream(appId, request.withdrawalId);
      return [reaction(withdrawalDecider, stream, { type: 'RequestWithdrawal', ...request })];
    },
  },
};

/** A withdrawal that came to nothing gives the points back: once, since the wallet holds them for this withdrawal alone. */
export const releasePoints: Reactor = {
  name: 'release-points',
  on: {
    WithdrawalRejected: (event) => released(event, 'rejected', event.data.reason),
    PayoutFailed: (event) => released(event, 'failed', ''),
  },
};

function released(
  { data: { userId, withdrawalId }, meta }: LoggedEvent<WithdrawalRejected | PayoutFailed>,
  why: 'rejected' | 'failed',
  reason: string,
): Reaction[] {
  const release = { type: 'ReleasePoints', withdrawalId, why, reason } as const;
  return [reaction(walletDecider, walletStream(meta.appId, userId), release)];
}

/** Points that were paid for are held no longer. */
export const payOutPoints: Reactor = {
  name: 'pay-out-points',
  on: {
    WithdrawalPaid({ data: { userId, withdrawalId }, meta: { appId } }) {
      return [reaction(walletDecider, walletStream(appId, userId), { type: 'PayOutPoints', withdrawalId })];
    },
  },
};
