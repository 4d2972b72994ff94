import { chatDecider } from '../../domain/chat/decider.ts';
import { feedDecider } from '../../domain/feed/decider.ts';
import { chatStream, feedStream, walletStream } from '../../domain/streams.ts';
import type { WalletCommand } from '../../domain/wallet/commands.ts';
import { walletDecider } from '../../domain/wallet/decider.ts';
import type {
  BulletBought,
  ChatGiftBought,
  GiftBought,
  PointsCredited,
  SubjectGiftBought,
} from '../../domain/wallet/events.ts';
import type { LoggedEvent } from '../../event-store/event-store.ts';
import { type Reaction, type Reactor, reaction } from '../reactor.ts';

/**
 * Second leg of a purchase: the host earns a point for each gold. When the host's account can't take it (its limit), the
 * buyer gets the gold back.
 */
export const creditHost: Reactor = {
  name: 'credit-host',
  isAhead: true,
  on: { GiftBought: credit, BulletBought: credit },
};

function credit(event: LoggedEvent<GiftBought | BulletBought>): Reaction[] {
  const { costGold: points, hostId } = event.data;
  const command = { type: 'CreditPoints', points, purchaseEventId: event.id, purchase: purchaseOf(event) } as const;
  return [creditOrRefund(event, hostId, command)];
}

/** The same for a gift in a talk: the other side earns it. */
export const creditPartner: Reactor = {
  name: 'credit-partner',
  isAhead: true,
  on: {
    ChatGiftBought(event) {
      const { gift, amount, units, comboId, chatId, toUserId, from, costGold: points } = event.data;
      const purchase = { gift, amount, units, comboId, chatId, toUserId, from };
      const command = { type: 'CreditChatPoints', points, purchaseEventId: event.id, purchase } as const;
      return [creditOrRefund(event, toUserId, command)];
    },
  },
};

/** The same for a gift on a post: the author earns it. Who looks at the post sees it counted. */
export const creditAuthor: Reactor = {
  name: 'credit-author',
  on: {
    SubjectGiftBought(event) {
      const { gift, amount, units, comboId, subjectId, topicId, toUserId, from, costGold: points } = event.data;
      const purchase = { gift, amount, units, comboId, subjectId, topicId, toUserId, from };
      const command = { type: 'CreditSubjectPoints', points, purchaseEventId: event.id, purchase } as const;
      return [creditOrRefund(event, toUserId, command)];
    },
  },
};

function creditOrRefund(
  {
    id,
    data: { userId, costGold, lots },
    meta: { appId },
  }: LoggedEvent<GiftBought | ChatGiftBought | SubjectGiftBought | BulletBought>,
  receiverId: number,
  command: Extract<WalletCommand, { type: 'CreditPoints' | 'CreditChatPoints' | 'CreditSubjectPoints' }>,
): Reaction {
  const refund = { type: 'RefundPurchase', purchaseEventId: id, amountGold: costGold, lots } as const;
  return reaction(walletDecider, walletStream(appId, receiverId), command, () =>
    reaction(walletDecider, walletStream(appId, userId), refund),
  );
}

/** Third leg: the purchase is shown in the room's feed, with the live's total after the credit. */
export const showPurchase: Reactor = {
  name: 'show-purchase',
  isAhead: true,
  on: {
    PointsCredited({ data, meta: { appId } }) {
      const stream = feedStream(appId, data.purchase.liveId);
      return [reaction(feedDecider, stream, { type: 'ShowPurchase', credited: data })];
    },
  },
};

/** A gift in a talk is shown to both, with all that the receiver has earned after the credit. */
export const showChatGift: Reactor = {
  name: 'show-chat-gift',
  isAhead: true,
  on: {
    ChatPointsCredited({ data, meta: { appId } }) {
      const stream = chatStream(appId, data.purchase.chatId);
      return [reaction(chatDecider, stream, { type: 'ShowChatGift', credited: data })];
    },
  },
};

function purchaseOf(event: LoggedEvent<GiftBought | BulletBought>): PointsCredited['data']['purchase'] {
  const { liveId, roomId, hostId, from } = event.data;
  if (event.type === 'BulletBought') return { kind: 'bullet', liveId, roomId, hostId, from, text: event.data.text };
  const { gift, amount, units, comboId } = event.data;
  return { kind: 'gift', liveId, roomId, hostId, from, gift, amount, units, comboId };
}
