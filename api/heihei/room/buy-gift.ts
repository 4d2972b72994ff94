import { Type } from '@sinclair/typebox';
import { buyGift as buy } from '../../../application/gifts/purchases.ts';
import { endpoint } from '../../http/endpoint.ts';
import { LiveId } from '../../http/params.ts';
import { LIVE_ID } from '../live/examples.ts';
import { GiftParams, GoldLeft } from './schemas.ts';

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
    liveId: LiveId,
    ...GiftParams,
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
    const { gift_uuid: comboId, ...wanted } = params;
    return { gold: await buy(core, caller, { ...wanted, comboId }, meta) };
  },
});
