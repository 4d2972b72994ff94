import type { DomainEvent, EventTypes } from '../kernel/event.ts';
import { nameOf, namesNobody, notPersonal, type PersonalFields, textOf } from '../kernel/personal.ts';
import { cardAt, type PersonCard } from '../user/events.ts';
import type { LotChange } from './lots.ts';

/** A gift as it was when bought: later changes of the catalogue do not touch it. */
export interface GiftSnapshot {
  id: number;
  name: string;
  /** Whether clients show a still picture or an animation. */
  picture: 'static' | 'moving';
  priceGold: number;
  /** Experience per unit, for sender and host alike. */
  experience: number;
  /** Which version of the tenant's catalogue (`catalogue-<app>.0`) the price is from; absent: what Salon comes with. */
  catalogueVersion?: number;
}

/** Where a purchase shows: enough for the host's credit and the room's line to need no look-up. */
export interface Purchase {
  liveId: number;
  roomId: number;
  hostId: number;
  from: PersonCard;
}

export interface GiftPurchase extends Purchase {
  gift: GiftSnapshot;
  /** The count shown: a combo's running count, which grows by one with each tap. */
  amount: number;
  /** Units paid for by this purchase: the part of `amount` that the combo had not paid before. */
  units: number;
  /** The combo's id, '' when the client sent none. */
  comboId: string;
}

export interface BulletPurchase extends Purchase {
  text: string;
}

/** A gift to the other side of a talk; `amount`, `units` and `comboId` as in a live. */
export interface ChatGiftPurchase extends Omit<GiftPurchase, keyof Purchase> {
  chatId: number;
  toUserId: number;
  from: PersonCard;
}

/** A gift to the author of a post; `amount`, `units` and `comboId` as in a live. */
export interface SubjectGiftPurchase extends Omit<GiftPurchase, keyof Purchase> {
  subjectId: number;
  topicId: number;
  toUserId: number;
  from: PersonCard;
}

/** An order of an app's own shop (LinkV live, 完成订单): recorded, for whoever reads the ledger later. */
export interface GoldOrder {
  /** The app whose shop it is: each has order ids of its own. */
  appId: string;
  /** '' when the shop sent none. */
  orderId: string;
  moneyCents: number;
  /** h5, ios or android. */
  platform: string;
  channel: string;
}

/**
 * `wallet-<app>.<userId>`, strict. Every event says what the balance was after it. Gold: granted = held + spent + expired + removed.
 * `lots` says what was taken from gold that ends, or put back into it; absent when there was none.
 */
export type GoldGranted = DomainEvent<
  'GoldGranted',
  {
    userId: number;
    amountGold: number;
    source: string;
    goldAfter: number;
    /** Epoch ms; absent for gold without an end. */
    expiresAt?: number;
    /** What was paid for it, where it was bought. */
    order?: GoldOrder;
    reason?: string;
  }
>;
/** Gold that an app's own server took back. */
export type GoldRemoved = DomainEvent<
  'GoldRemoved',
  {
    userId: number;
    amountGold: number;
    source: string;
    goldAfter: number;
    lots?: readonly LotChange[];
    order?: GoldOrder;
    reason?: string;
  }
>;
/** A lot has ended with gold in it. */
export type GoldExpired = DomainEvent<
  'GoldExpired',
  { userId: number; expiresAt: number; amountGold: number; goldAfter: number }
>;
interface Spent {
  userId: number;
  costGold: number;
  goldAfter: number;
  lots?: readonly LotChange[];
}
export type GiftBought = DomainEvent<'GiftBought', GiftPurchase & Spent & { experienceAfter: number }>;
export type ChatGiftBought = DomainEvent<'ChatGiftBought', ChatGiftPurchase & Spent & { experienceAfter: number }>;
export type SubjectGiftBought = DomainEvent<
  'SubjectGiftBought',
  SubjectGiftPurchase & Spent & { experienceAfter: number }
>;
export type BulletBought = DomainEvent<'BulletBought', BulletPurchase & Spent & { experienceAfter: number }>;
export type RenameBought = DomainEvent<'RenameBought', Spent & { displayName: string }>;
/** Compensation: the purchase's second leg was refused for good, the gold came back. */
export type PurchaseRefunded = DomainEvent<
  'PurchaseRefunded',
  { userId: number; purchaseEventId: string; amountGold: number; goldAfter: number; lots?: readonly LotChange[] }
>;
/** The host's credit for what was given in their room: 1 point a gold. Carries what the room's line needs. */
export type PointsCredited = DomainEvent<
  'PointsCredited',
  {
    userId: number;
    points: number;
    pointsAfter: number;
    earnedPointsAfter: number;
    experienceAfter: number;
    /** What this live has earned so far: the running total in the room's messages. */
    livePointsAfter: number;
    purchaseEventId: string;
    purchase: ({ kind: 'gift' } & GiftPurchase) | ({ kind: 'bullet' } & BulletPurchase);
  }
>;
/** The same for a gift in a talk. */
export type ChatPointsCredited = DomainEvent<
  'ChatPointsCredited',
  {
    userId: number;
    points: number;
    pointsAfter: number;
    earnedPointsAfter: number;
    experienceAfter: number;
    purchaseEventId: string;
    purchase: ChatGiftPurchase;
  }
>;
/** The same for a gift on a post: with it the gift is there to be seen. */
export type SubjectPointsCredited = DomainEvent<
  'SubjectPointsCredited',
  Omit<ChatPointsCredited['data'], 'purchase'> & { purchase: SubjectGiftPurchase }
>;
/** Points that became gold, which has no end and counts as granted. `order` names the exchange. */
export type PointsExchanged = DomainEvent<
  'PointsExchanged',
  {
    userId: number;
    order: string;
    packageId: number;
    points: number;
    amountGold: number;
    pointsAfter: number;
    goldAfter: number;
  }
>;
/** Points that somebody asks to be paid for. What else is needed to pay them is here, so that the withdrawal follows from it. */
export type PointsHeld = DomainEvent<
  'PointsHeld',
  {
    userId: number;
    withdrawalId: string;
    points: number;
    /** In cents of a yuan. */
    payCents: number;
    /** Where to, and to whom: see `WithdrawalRequest`. */
    account: string;
    name: string;
    pointsAfter: number;
  }
>;
/** The withdrawal was rejected, or its payout failed: the points are their owner's again. */
export type PointsReleased = DomainEvent<
  'PointsReleased',
  {
    userId: number;
    withdrawalId: string;
    points: number;
    pointsAfter: number;
    why: 'rejected' | 'failed';
    /** As the operator said it; '' otherwise. */
    reason: string;
  }
>;
/** Held points became money. */
export type PointsPaidOut = DomainEvent<
  'PointsPaidOut',
  { userId: number; withdrawalId: string; points: number; payCents: number }
>;
export type WalletFrozen = DomainEvent<'WalletFrozen', { userId: number; reason: string }>;
export type WalletUnfrozen = DomainEvent<'WalletUnfrozen', { userId: number }>;

export type WalletEvent =
  | GoldGranted
  | GoldRemoved
  | GoldExpired
  | GiftBought
  | ChatGiftBought
  | SubjectGiftBought
  | BulletBought
  | RenameBought
  | PurchaseRefunded
  | PointsCredited
  | ChatPointsCredited
  | SubjectPointsCredited
  | PointsExchanged
  | PointsHeld
  | PointsReleased
  | PointsPaidOut
  | WalletFrozen
  | WalletUnfrozen;

export const walletEventTypes: EventTypes<WalletEvent> = {
  GoldGranted: true,
  GoldRemoved: true,
  GoldExpired: true,
  GiftBought: true,
  ChatGiftBought: true,
  SubjectGiftBought: true,
  BulletBought: true,
  RenameBought: true,
  PurchaseRefunded: true,
  PointsCredited: true,
  ChatPointsCredited: true,
  SubjectPointsCredited: true,
  PointsExchanged: true,
  PointsHeld: true,
  PointsReleased: true,
  PointsPaidOut: true,
  WalletFrozen: true,
  WalletUnfrozen: true,
};

const giftFields = { 'gift.name': notPersonal, comboId: notPersonal } as const;
const creditFields = {
  purchaseEventId: notPersonal,
  'purchase.gift.name': notPersonal,
  'purchase.comboId': notPersonal,
  ...cardAt('purchase.from'),
} as const;
/** A shop's order says what was paid, not by whom. */
const goldFields = {
  source: notPersonal,
  'order.appId': notPersonal,
  'order.orderId': notPersonal,
  'order.platform': notPersonal,
  'order.channel': notPersonal,
  reason: textOf('userId'),
} as const;

export const walletPersonal: PersonalFields<WalletEvent> = {
  GoldGranted: goldFields,
  GoldRemoved: goldFields,
  GoldExpired: namesNobody,
  GiftBought: { ...giftFields, ...cardAt('from') },
  ChatGiftBought: { ...giftFields, ...cardAt('from') },
  SubjectGiftBought: { ...giftFields, ...cardAt('from') },
  BulletBought: { ...cardAt('from'), text: textOf('from.userId') },
  RenameBought: { displayName: nameOf('userId') },
  PurchaseRefunded: { purchaseEventId: notPersonal },
  PointsCredited: {
    ...creditFields,
    'purchase.text': textOf('purchase.from.userId'),
  },
  ChatPointsCredited: creditFields,
  SubjectPointsCredited: creditFields,
  PointsExchanged: { order: notPersonal },
  PointsHeld: { withdrawalId: notPersonal, account: textOf('userId'), name: textOf('userId') },
  PointsReleased: { withdrawalId: notPersonal, why: notPersonal, reason: textOf('userId') },
  PointsPaidOut: { withdrawalId: notPersonal },
  WalletFrozen: { reason: textOf('userId') },
  WalletUnfrozen: namesNobody,
};
