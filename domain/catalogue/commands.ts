import type { CatalogueGift } from '../gift/catalogue.ts';
import type { GoldPackage } from '../payment/packages.ts';
import type { ExchangePackage } from '../wallet/exchange.ts';
import type { GiftLook } from './events.ts';

/** What operators do; it holds for what is bought from then on. */
export type CatalogueCommand =
  /** Without an id it gets the one after the highest; without pictures, drawn ones. */
  | { type: 'AddGift'; gift: Omit<CatalogueGift, 'id' | 'animationFile' | 'iconFile'> & Partial<CatalogueGift> }
  | { type: 'PriceGift'; giftId: number; priceGold: number; experience?: number }
  | { type: 'ChangeGift'; giftId: number; look: Partial<GiftLook> }
  | { type: 'WithdrawGift'; giftId: number }
  | { type: 'OfferGift'; giftId: number }
  /** Those first, in this order; the others behind them, as they stand. */
  | { type: 'OrderGifts'; giftIds: readonly number[] }
  | { type: 'SetGoldPackage'; goldPackage: GoldPackage }
  | { type: 'WithdrawGoldPackage'; packageId: number }
  | { type: 'SetPointsPackage'; pointsPackage: ExchangePackage }
  | { type: 'WithdrawPointsPackage'; packageId: number };
