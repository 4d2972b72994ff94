import type { PaymentChannel } from './channels.ts';

/** Gold that can be bought at a price. */
export interface GoldPackage {
  id: number;
  channel: PaymentChannel;
  /** What it is called in the App Store. */
  productId: string;
  description: string;
  amountGold: number;
  /** In cents of a yuan. */
  payCents: number;
  /** What it cost before, or would without a bonus. */
  originalCents: number;
}

/** First id of each channel's packages: heihei's document shows 120, 121 and 122 for WeChat. */
const FIRST_IDS: Readonly<Record<PaymentChannel, number>> = { alipay: 110, wechat: 120, apple: 130 };

/**
 * heihei, 充值列表页: 1 gold costs 10 cents, and of 980 gold 10 are a bonus. The document's prices of the second and third package have a zero
 * too many.
 */
const OFFERS = [
  { amountGold: 60, payCents: 600, description: '60钻' },
  { amountGold: 380, payCents: 3_800, description: '380钻' },
  { amountGold: 980, payCents: 9_700, originalCents: 9_800, description: '送10钻' },
  { amountGold: 1_980, payCents: 19_800, description: '1980钻' },
  { amountGold: 6_480, payCents: 64_800, description: '6480钻' },
] as const;

/** The packages that there are while nobody has set others. */
export const DEFAULT_PACKAGES: readonly GoldPackage[] = (['alipay', 'wechat', 'apple'] as const).flatMap((channel) =>
  OFFERS.map((offer, n) => ({
    originalCents: offer.payCents,
    ...offer,
    id: FIRST_IDS[channel] + n,
    channel,
    productId: `productId_${offer.amountGold}`,
  })),
);
