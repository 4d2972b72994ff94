import { Type } from '@sinclair/typebox';
import { buySubjectGift as buy } from '../../../application/gifts/purchases.ts';
import { endpoint } from '../../http/endpoint.ts';
import { Id } from '../../http/params.ts';
import { GiftParams, GoldLeft } from '../room/schemas.ts';
import { SUBJECT_ID } from './shapes.ts';

/** Ours: heihei counts the gifts of a post and tells its author of them, but has no call that gives one. Combos and repetitions as 赠送礼物. */
export const buyGift = endpoint({
  path: '/api/topic/buy-gift',
  module: 'topic',
  name: 'buyGift',
  shapesNamed: 'buySubjectGift',
  own: true,
  summary: 'Give the author of a post a gift',
  auth: 'user',
  cost: 'paid',
  params: Type.Object({
    subjectId: Id,
    ...GiftParams,
  }),
  answer: GoldLeft,
  examples: [
    {
      params: { giftId: 101, subjectId: SUBJECT_ID, amount: 1, gift_uuid: '9e107d9d372bb6826bd81d3542a419d6' },
      answer: { gold: 2 },
    },
  ],
  errors: ['GiftNotFound', 'SubjectNotFound', 'WalletFrozen', 'InsufficientGold'],
  async handle({ core, caller, params, meta }) {
    const { gift_uuid: comboId, ...wanted } = params;
    return { gold: await buy(core, caller, { ...wanted, comboId }, meta) };
  },
});
