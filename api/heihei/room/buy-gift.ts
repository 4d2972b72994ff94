import { Type } from '@sinclair/typebox';
import { buyGift as buy } from '../../../application/gifts/purchases.ts';
import { MAX_COMBO, MAX_COMBO_ID_CHARS } from '../../../domain/wallet/limits.ts';
import { endpoint } from '../../http/endpoint.ts';
import { Int, LiveId } from '../../http/params.ts';
import { LIVE_ID } from '../live/examples.ts';
import { GoldLeft, ListedGold } from './schemas.ts';

/**
 * heihei, 赠送礼物. Clients resend: (user, gift_uuid, amount) counts once. In a combo (the same `gift_uuid`, `amount` counting up) each
 * tap pays for the part that is not paid yet.
 */
export const buyGift = endpoint({
  path: '/api/live/buy-gift',
  module: 'live',
  name: 'buyGift',
  summary: 'Give the host of a live a gift',
  auth: 'user',
  cost: 'paid',
  params: Type.Object({
    giftId: Int,
    liveId: LiveId,
    amount: Type.Integer({ minimum: 1, maximum: MAX_COMBO, default: 1 }),
    gift_uuid: Type.String({ maxLength: MAX_COMBO_ID_CHARS, default: '' }),
    listedGold: ListedGold,
  }),
  answer: GoldLeft,
  examples: [
    {
      params: { giftId: 101, liveId: LIVE_ID, amount: 1, gift_uuid: '9e107d9d372bb6826bd81d3542a419d6' },
      answer: { gold: 2 },
    },
  ],
  errors: ['GiftNotFound', 'LiveNotFound', 'NotInLive', 'TargetIsSelf', 'WalletFrozen', 'InsufficientGold'],
  async handle({ core, caller, params, meta }) {
    const { giftId, liveId, amount, gift_uuid: comboId, listedGold } = params;
    return { gold: await buy(core, caller, { giftId, liveId, amount, comboId, listedGold }, meta) };
  },
});
