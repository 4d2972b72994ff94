import { Type } from '@sinclair/typebox';
import { buyChatGift as buy } from '../../../application/gifts/purchases.ts';
import { MAX_COMBO, MAX_COMBO_ID_CHARS } from '../../../domain/wallet/limits.ts';
import { endpoint } from '../../http/endpoint.ts';
import { Int, UserId } from '../../http/params.ts';
import { GoldLeft, ListedGold } from '../room/schemas.ts';
import { ChatId } from './schemas.ts';
import { CHAT_ID, OTHER_ID } from './shapes.ts';

/** heihei, 对话送礼物, to the other side of a talk; combos and repetitions as 赠送礼物. */
export const buyGift = endpoint({
  path: '/api/chat/buy-gift',
  module: 'chat',
  name: 'buyGift',
  shapesNamed: 'buyChatGift',
  summary: 'Give the other side of a talk a gift',
  auth: 'user',
  cost: 'paid',
  params: Type.Object({
    giftId: Int,
    chatId: ChatId,
    userId: UserId,
    amount: Type.Integer({ minimum: 1, maximum: MAX_COMBO, default: 1 }),
    gift_uuid: Type.String({ maxLength: MAX_COMBO_ID_CHARS, default: '' }),
    listedGold: ListedGold,
  }),
  answer: GoldLeft,
  examples: [
    {
      params: {
        giftId: 101,
        chatId: CHAT_ID,
        userId: OTHER_ID,
        amount: 1,
        gift_uuid: '9e107d9d372bb6826bd81d3542a419d6',
      },
      answer: { gold: 2 },
    },
  ],
  errors: ['GiftNotFound', 'ChatNotFound', 'UserNotFound', 'WalletFrozen', 'InsufficientGold'],
  async handle({ core, caller, params, meta }) {
    const { giftId, chatId, userId: toUserId, amount, gift_uuid: comboId, listedGold } = params;
    return { gold: await buy(core, caller, { giftId, chatId, toUserId, amount, comboId, listedGold }, meta) };
  },
});
