import type { PersonCard } from '../user/events.ts';
import type { BulletPurchase, GiftPurchase, GiftSnapshot, PointsCredited } from './events.ts';

export type WalletCommand =
  /** `userId` is the wallet's owner: the system acts, so the actor does not say it. */
  | { type: 'GrantGold'; userId: number; amountGold: number; source: string }
  /** The price is the catalogue's. A combo (same `giftUuid`) pays for the part of `amount` that it has not paid yet. */
  | {
      type: 'BuyGift';
      gift: GiftSnapshot;
      amount: number;
      giftUuid: string;
      liveId: number;
      roomId: number;
      hostId: number;
      from: PersonCard;
    }
  | ({ type: 'BuyBullet' } & BulletPurchase)
  | { type: 'BuyRename'; displayName: string }
  | { type: 'CreditPoints'; points: number; purchaseEventId: string; purchase: PointsCredited['data']['purchase'] }
  | { type: 'RefundPurchase'; purchaseEventId: string; amountGold: number }
  | { type: 'FreezeWallet'; userId: number; reason: string }
  | { type: 'UnfreezeWallet'; userId: number };

export type { BulletPurchase, GiftPurchase };
