import { Type } from '@sinclair/typebox';
import { buyChatGift as buy } from '../../../application/gifts/purchases.ts';
import { endpoint } from '../../http/endpoint.ts';
import { UserId } from '../../http/params.ts';
import { GiftParams, GoldLeft } from '../room/schemas.ts';
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
    chatId: ChatId,
    userId: UserId,
    ...GiftParams,
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
    const { userId: toUserId, gift_uuid: comboId, ...wanted } = params;
    return { gold: await buy(core, caller, { ...wanted, toUserId, comboId }, meta) };
  },
});
