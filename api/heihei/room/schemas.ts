import { Type } from '@sinclair/typebox';
import { MAX_GIFT_GOLD } from '../../../domain/catalogue/limits.ts';
import { MAX_COMBO, MAX_COMBO_ID_CHARS } from '../../../domain/wallet/limits.ts';
import { named } from '../../http/answers.ts';
import { Id, Int } from '../../http/params.ts';

/** heihei, 赠送礼物, 发送小喇叭消息. */
export const GoldLeft = Type.Object({
  gold: Type.Integer({ minimum: 0, description: 'What the caller has left after the purchase.' }),
});

/** Ours: the price that a client has shown. */
const ListedGold = Type.Optional(
  Type.Integer({
    minimum: 1,
    maximum: MAX_GIFT_GOLD,
    description:
      'The price of one as it was listed. Ours: when it is another by now, nothing is bought (700). Without it the price in force is paid.',
  }),
);

/** What every way to give a gift takes: which, how many, and what tells a repetition (the same) and a combo (counting up) from another gift. */
export const GiftParams = {
  giftId: Int,
  amount: Type.Integer({ minimum: 1, maximum: MAX_COMBO, default: 1 }),
  gift_uuid: Type.String({ maxLength: MAX_COMBO_ID_CHARS, default: '' }),
  listedGold: ListedGold,
};

const Byte = Type.Integer({ minimum: 0, maximum: 255 });

/** heihei, 礼物列表. */
export const Gift = named(
  'Gift',
  Type.Object({
    id: Id,
    name: Type.String(),
    gold: Type.Integer({ minimum: 1, description: 'Price of one.' }),
    exp: Type.Integer({ minimum: 0, description: 'Experience that one gives to sender and host.' }),
    cl: Type.Array(Byte, { minItems: 3, maxItems: 3, description: 'Background colour: red, green, blue.' }),
    image: Type.String({ description: 'File name of the animation.' }),
    icon: Type.String({ description: 'File name of the picture in lists.' }),
    type: Type.Integer({ enum: [1, 2], description: '1 static, 2 moving.' }),
    desc: Type.String(),
  }),
);

/** heihei, 礼物资源下载. */
export const GiftResource = named(
  'GiftResource',
  Type.Object({
    id: Id,
    file_md5: Type.Null(),
    attr_file: Type.String({ description: 'Where the animation is.' }),
  }),
);
