import type { PersonCard } from '../user/events.ts';
import type {
  BulletPurchase,
  ChatGiftPurchase,
  GiftPurchase,
  GiftSnapshot,
  GoldOrder,
  PointsCredited,
  PointsHeld,
  PointsReleased,
  SubjectGiftPurchase,
} from './events.ts';
import type { LotChange } from './lots.ts';

export type WalletCommand =
  /** `userId` is the wallet's owner: the system acts, so the actor does not say it. */
  | {
      type: 'GrantGold';
      userId: number;
      amountGold: number;
      source: string;
      /** Epoch ms; absent: the gold has no end. */
      expiresAt?: number;
      /** An order is granted once, however often it comes. */
      order?: GoldOrder;
      reason?: string;
    }
  | { type: 'RemoveGold'; userId: number; amountGold: number; source: string; order?: GoldOrder; reason?: string }
  /** Writes off what has ended. Every other command does so first, too. */
  | { type: 'ExpireGold' }
  /** The price is the catalogue's. A combo (same `comboId`) pays for the part of `amount` that it has not paid yet. */
  | {
      type: 'BuyGift';
      gift: GiftSnapshot;
      amount: number;
      comboId: string;
      liveId: number;
      roomId: number;
      hostId: number;
      from: PersonCard;
    }
  /** As `BuyGift`, for the other side of a talk. */
  | ({ type: 'BuyChatGift' } & Omit<ChatGiftPurchase, 'units'>)
  /** As `BuyGift`, for the author of a post. */
  | ({ type: 'BuySubjectGift' } & Omit<SubjectGiftPurchase, 'units'>)
  | ({ type: 'BuyBullet' } & BulletPurchase)
  | { type: 'BuyRename'; displayName: string }
  | { type: 'CreditPoints'; points: number; purchaseEventId: string; purchase: PointsCredited['data']['purchase'] }
  /** By the owner; what a package costs and brings. */
  | { type: 'ExchangePoints'; order: string; packageId: number; points: number; amountGold: number }
  /** By the owner, who asks for money: the points are nobody's until the withdrawal is settled. */
  | ({ type: 'HoldPoints' } & Omit<PointsHeld['data'], 'userId' | 'pointsAfter'>)
  /** The withdrawal came to nothing. `reason` is what the person is told. */
  | { type: 'ReleasePoints'; withdrawalId: string; why: PointsReleased['data']['why']; reason: string }
  /** The money is there. */
  | { type: 'PayOutPoints'; withdrawalId: string }
  | { type: 'CreditChatPoints'; points: number; purchaseEventId: string; purchase: ChatGiftPurchase }
  | { type: 'CreditSubjectPoints'; points: number; purchaseEventId: string; purchase: SubjectGiftPurchase }
  /** `lots` are those that the purchase took from. */
  | { type: 'RefundPurchase'; purchaseEventId: string; amountGold: number; lots?: readonly LotChange[] }
  | { type: 'FreezeWallet'; userId: number; reason: string }
  | { type: 'UnfreezeWallet'; userId: number };

export type { BulletPurchase, GiftPurchase };
