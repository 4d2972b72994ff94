import { topupStream, walletStream } from '../../domain/streams.ts';
import { topupDecider } from '../../domain/topup/decider.ts';
import { walletDecider } from '../../domain/wallet/decider.ts';
import { ORDER_SOURCE, REFUND_SOURCE } from '../../domain/wallet/sources.ts';
import { type Reactor, reaction } from '../reactor.ts';

/**
 * A paid order becomes gold (heihei, 订单通知): once, since the wallet remembers both the event and the order. A wallet that takes no more gold
 * leaves the order to an operator.
 */
export const grantOrder: Reactor = {
  name: 'grant-order',
  isAhead: true,
  on: {
    OrderPaid({ data, meta: { appId } }) {
      const { orderId, userId, channel, paidCents: moneyCents, amountGold } = data;
      const order = { appId, orderId, moneyCents, platform: '', channel };
      const grant = { type: 'GrantGold', userId, amountGold, source: `${ORDER_SOURCE}${orderId}`, order } as const;
      const dispute = () => reaction(topupDecider, topupStream(appId, orderId), { type: 'DisputeGrant' });
      return [reaction(walletDecider, walletStream(appId, userId), grant, dispute)];
    },
  },
};

/** The gold of a payment that went back is taken back. Where it is spent already, the wallet is frozen until an operator has looked at it. */
export const takeBackGold: Reactor = {
  name: 'take-back-gold',
  isAhead: true,
  on: {
    OrderRefunded({ data, meta: { appId } }) {
      const { orderId, userId, amountGold } = data;
      if (amountGold === 0) return [];
      const stream = walletStream(appId, userId);
      const removal = { type: 'RemoveGold', userId, amountGold, source: `${REFUND_SOURCE}${orderId}` } as const;
      const freeze = { type: 'FreezeWallet', userId, reason: `${REFUND_SOURCE}${orderId}` } as const;
      return [reaction(walletDecider, stream, removal, () => reaction(walletDecider, stream, freeze))];
    },
  },
};
