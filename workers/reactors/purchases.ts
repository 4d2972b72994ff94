import { feedDecider } from '../../domain/feed/decider.ts';
import { feedStream, walletStream } from '../../domain/streams.ts';
import { walletDecider } from '../../domain/wallet/decider.ts';
import type { BulletBought, GiftBought, PointsCredited } from '../../domain/wallet/events.ts';
import type { LoggedEvent } from '../../event-store/event-store.ts';
import { type Reaction, type Reactor, reaction } from '../reactor.ts';

/**
 * Second leg of a purchase: the host earns a point for each gold. When the host's account can't take it (its limit), the
 * buyer gets the gold back.
 */
export const creditHost: Reactor = {
  name: 'credit-host',
  on: { GiftBought: credit, BulletBought: credit },
};

function credit(event: LoggedEvent<GiftBought | BulletBought>): Reaction[] {
  const { appId } = event.meta;
  const { costGold, hostId, userId, lots } = event.data;
  return [
    reaction(
      walletDecider,
      walletStream(appId, hostId),
      { type: 'CreditPoints', points: costGold, purchaseEventId: event.id, purchase: purchaseOf(event) },
      () =>
        reaction(walletDecider, walletStream(appId, userId), {
          type: 'RefundPurchase',
          purchaseEventId: event.id,
          amountGold: costGold,
          lots,
        }),
    ),
  ];
}

/** Third leg: the purchase is shown in the room's feed, with the live's total after the credit. */
export const showPurchase: Reactor = {
  name: 'show-purchase',
  on: {
    PointsCredited({ data, meta: { appId } }) {
      const stream = feedStream(appId, data.purchase.liveId);
      return [reaction(feedDecider, stream, { type: 'ShowPurchase', credited: data })];
    },
  },
};

function purchaseOf(event: LoggedEvent<GiftBought | BulletBought>): PointsCredited['data']['purchase'] {
  const { liveId, roomId, hostId, from } = event.data;
  if (event.type === 'BulletBought') return { kind: 'bullet', liveId, roomId, hostId, from, text: event.data.text };
  const { gift, amount, units, comboId } = event.data;
  return { kind: 'gift', liveId, roomId, hostId, from, gift, amount, units, comboId };
}
