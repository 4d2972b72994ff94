import { Type } from '@sinclair/typebox';
import {
  addGift,
  catalogueListed,
  changeGift,
  offerGift,
  orderGifts,
  priceGift,
  setGoldPackage,
  setPointsPackage,
  withdrawGift,
  withdrawGoldPackage,
  withdrawPointsPackage,
} from '../../application/operators/catalogue.ts';
import {
  MAX_DESCRIPTION_CHARS,
  MAX_GIFT_GOLD,
  MAX_GIFT_NAME_CHARS,
  MAX_GIFTS,
  MAX_ITEM_ID,
  MAX_PACKAGE_AMOUNT,
  MAX_PACKAGE_CENTS,
  MAX_PICTURE_CHARS,
} from '../../domain/catalogue/limits.ts';
import { DEFAULT_GIFTS } from '../../domain/gift/catalogue.ts';
import { PAYMENT_CHANNELS } from '../../domain/payment/channels.ts';
import { DEFAULT_PACKAGES } from '../../domain/payment/packages.ts';
import { EXCHANGE_PACKAGES } from '../../domain/wallet/exchange.ts';
import { named } from '../http/answers.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { action, query } from './endpoint.ts';
import { oneOf } from './shapes.ts';

const { Optional } = Type;
const ItemId = Type.Integer({ minimum: 1, maximum: MAX_ITEM_ID });
/** Characters may count twice, and blanks around are taken off: what is too long is told by the field. */
const text = (maxChars: number) => Type.String({ maxLength: 4 * maxChars });
const Byte = Type.Integer({ minimum: 0, maximum: 255 });

const PriceGold = Type.Integer({ minimum: 1, maximum: MAX_GIFT_GOLD, description: 'Gold that one costs.' });
const Experience = Type.Integer({
  minimum: 0,
  maximum: MAX_GIFT_GOLD,
  description: 'What one gives to sender and receiver.',
});
const look = {
  name: text(MAX_GIFT_NAME_CHARS),
  description: text(MAX_DESCRIPTION_CHARS),
  picture: oneOf(['static', 'moving'] as const),
  background: Type.Unsafe<[number, number, number]>(
    Type.Array(Byte, { minItems: 3, maxItems: 3, description: 'Red, green, blue.' }),
  ),
  animationFile: Type.String({
    minLength: 1,
    maxLength: MAX_PICTURE_CHARS,
    description: 'A file below /static/gift/, or an address of the web.',
  }),
  iconFile: Type.String({ minLength: 1, maxLength: MAX_PICTURE_CHARS, description: 'For lists, likewise.' }),
};
const someLook = {
  name: Optional(look.name),
  description: Optional(look.description),
  picture: Optional(look.picture),
  background: Optional(look.background),
  animationFile: Optional(look.animationFile),
  iconFile: Optional(look.iconFile),
};
const Amount = Type.Integer({ minimum: 1, maximum: MAX_PACKAGE_AMOUNT });
const Cents = Type.Integer({ minimum: 1, maximum: MAX_PACKAGE_CENTS, description: 'In cents of a yuan.' });
const goldPackage = {
  channel: oneOf(PAYMENT_CHANNELS),
  productId: Type.String({ pattern: '^[\\w.-]{1,100}$', description: 'What it is called in the App Store.' }),
  description: text(MAX_DESCRIPTION_CHARS),
  amountGold: Amount,
  payCents: Cents,
  originalCents: Cents,
};
const pointsPackage = { points: Amount, amountGold: Amount };

const onSale = { isOnSale: Type.Boolean() };
const Version = Type.Integer({
  minimum: 0,
  description: 'The catalogue’s version, which purchases name; 0: what Salon comes with.',
});
const changed = {
  position: Type.Integer({ minimum: 0, description: 'Position in the log.' }),
  version: Version,
};
const Changed = Type.Object(changed);
const CHANGED = { position: 4021, version: 2 };
const giftId = { giftId: ItemId };
const ROSE = { giftId: 103 };

const show = query({
  path: 'catalogue/show',
  name: 'showCatalogue',
  role: 'viewer',
  summary: 'Show all that a tenant sells or sold, in the order in which it is listed',
  params: {},
  answer: Type.Object({
    version: Version,
    gifts: Type.Array(
      named(
        'CatalogueGift',
        Type.Object({ id: ItemId, priceGold: PriceGold, experience: Experience, ...look, ...onSale }),
      ),
    ),
    goldPackages: Type.Array(named('GoldPackage', Type.Object({ id: ItemId, ...goldPackage, ...onSale }))),
    pointsPackages: Type.Array(named('PointsPackage', Type.Object({ id: ItemId, ...pointsPackage, ...onSale }))),
  }),
  example: {
    params: {},
    answer: {
      version: 0,
      gifts: DEFAULT_GIFTS.slice(0, 1).map((gift) => ({
        ...gift,
        background: [...gift.background] as [number, number, number],
        isOnSale: true,
      })),
      goldPackages: DEFAULT_PACKAGES.slice(0, 1).map((each) => ({ ...each, isOnSale: true })),
      pointsPackages: EXCHANGE_PACKAGES.slice(0, 1).map((each) => ({ ...each, isOnSale: true })),
    },
  },
  async handle({ core, tenant }) {
    const { gifts, ...rest } = await catalogueListed(core, tenant);
    const shown = gifts.map((gift) => ({
      ...gift,
      background: [...gift.background] as [number, number, number],
    }));
    return { gifts: shown, ...rest };
  },
});

const add = action({
  path: 'catalogue/add-gift',
  name: 'addGift',
  role: 'finance',
  summary: 'Put a new gift on sale, behind the others',
  params: {
    ...someLook,
    name: look.name,
    priceGold: PriceGold,
    experience: Type.Integer({ ...Experience, default: 0 }),
    id: Optional(ItemId),
  },
  answer: Type.Object({ ...giftId, ...changed }),
  example: { params: { name: '气球', priceGold: 20, experience: 200 }, answer: { giftId: 111, ...CHANGED } },
  errors: ['IdempotencyConflict'],
  handle({ core, tenant, params, meta }) {
    const { name, priceGold, experience, id, ...given } = params;
    const plain = { description: '', picture: 'static', background: [255, 255, 255] } as const;
    const gift = { ...plain, ...lookOf(given), name, priceGold, experience, ...(id !== undefined && { id }) };
    return addGift(core, tenant, { gift }, meta);
  },
});

const price = action({
  path: 'catalogue/price-gift',
  name: 'priceGift',
  role: 'finance',
  summary: 'Change what a gift costs from now on',
  params: { ...giftId, priceGold: PriceGold, experience: Optional(Experience) },
  answer: Changed,
  example: { params: { ...ROSE, priceGold: 12 }, answer: CHANGED },
  errors: ['GiftNotFound', 'IdempotencyConflict'],
  handle: ({ core, tenant, params: { giftId: id, priceGold, experience }, meta }) =>
    priceGift(core, tenant, { giftId: id, priceGold, ...(experience !== undefined && { experience }) }, meta),
});

const change = action({
  path: 'catalogue/change-gift',
  name: 'changeGift',
  role: 'finance',
  summary: 'Change what is given of how a gift looks',
  params: { ...giftId, ...someLook },
  answer: Changed,
  example: { params: { ...ROSE, name: '红玫瑰' }, answer: CHANGED },
  errors: ['GiftNotFound', 'IdempotencyConflict'],
  handle: ({ core, tenant, params, meta }) =>
    changeGift(core, tenant, { giftId: params.giftId, look: lookOf(params) }, meta),
});

const withdraw = action({
  path: 'catalogue/withdraw-gift',
  name: 'withdrawGift',
  role: 'finance',
  summary: 'Take a gift off sale',
  params: giftId,
  answer: Changed,
  example: { params: ROSE, answer: CHANGED },
  errors: ['GiftNotFound'],
  handle: ({ core, tenant, params, meta }) => withdrawGift(core, tenant, { giftId: params.giftId }, meta),
});

const offer = action({
  path: 'catalogue/offer-gift',
  name: 'offerGift',
  role: 'finance',
  summary: 'Put a gift that was taken off sale on sale again',
  params: giftId,
  answer: Changed,
  example: { params: ROSE, answer: CHANGED },
  errors: ['GiftNotFound'],
  handle: ({ core, tenant, params, meta }) => offerGift(core, tenant, { giftId: params.giftId }, meta),
});

const order = action({
  path: 'catalogue/order-gifts',
  name: 'orderGifts',
  role: 'finance',
  summary: 'List these gifts first, in this order',
  params: { giftIds: Type.Array(ItemId, { maxItems: MAX_GIFTS }) },
  answer: Changed,
  example: { params: { giftIds: [111, 103] }, answer: CHANGED },
  errors: ['GiftNotFound', 'IdempotencyConflict'],
  handle: ({ core, tenant, params: { giftIds }, meta }) => orderGifts(core, tenant, { giftIds }, meta),
});

const setGold = action({
  path: 'catalogue/set-gold-package',
  name: 'setGoldPackage',
  role: 'finance',
  summary: 'Sell a package of gold, in the place of the one with its id; orders that were made stay as they are',
  params: { id: ItemId, ...goldPackage },
  answer: Changed,
  example: { params: { ...DEFAULT_PACKAGES[0]!, payCents: 500 }, answer: CHANGED },
  errors: ['IdempotencyConflict'],
  handle({ core, tenant, params, meta }) {
    const { id, channel, productId, description, amountGold, payCents, originalCents } = params;
    const wanted = { id, channel, productId, description, amountGold, payCents, originalCents };
    return setGoldPackage(core, tenant, { goldPackage: wanted }, meta);
  },
});

const withdrawGold = action({
  path: 'catalogue/withdraw-gold-package',
  name: 'withdrawGoldPackage',
  role: 'finance',
  summary: 'Sell a package of gold no more; orders that were made can still be paid',
  params: { packageId: ItemId },
  answer: Changed,
  example: { params: { packageId: 110 }, answer: CHANGED },
  errors: ['PackageNotFound'],
  handle: ({ core, tenant, params: { packageId }, meta }) => withdrawGoldPackage(core, tenant, { packageId }, meta),
});

const setPoints = action({
  path: 'catalogue/set-points-package',
  name: 'setPointsPackage',
  role: 'finance',
  summary: 'Let points be made into gold by a package, in the place of the one with its id',
  params: { id: ItemId, ...pointsPackage },
  answer: Changed,
  example: { params: { id: 206, points: 20, amountGold: 15 }, answer: CHANGED },
  errors: ['IdempotencyConflict'],
  handle({ core, tenant, params: { id, points, amountGold }, meta }) {
    return setPointsPackage(core, tenant, { pointsPackage: { id, points, amountGold } }, meta);
  },
});

const withdrawPoints = action({
  path: 'catalogue/withdraw-points-package',
  name: 'withdrawPointsPackage',
  role: 'finance',
  summary: 'Take a package of points away',
  params: { packageId: ItemId },
  answer: Changed,
  example: { params: { packageId: 201 }, answer: CHANGED },
  errors: ['PackageNotFound'],
  handle: ({ core, tenant, params: { packageId }, meta }) => withdrawPointsPackage(core, tenant, { packageId }, meta),
});

interface SomeLook {
  name?: string;
  description?: string;
  picture?: 'static' | 'moving';
  background?: readonly [number, number, number];
  animationFile?: string;
  iconFile?: string;
}

/** What is given of a look, and nothing else that was sent. */
function lookOf({ name, description, picture, background, animationFile, iconFile }: SomeLook): SomeLook {
  return {
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(picture !== undefined && { picture }),
    ...(background !== undefined && { background }),
    ...(animationFile !== undefined && { animationFile }),
    ...(iconFile !== undefined && { iconFile }),
  };
}

export const catalogueEndpoints: readonly Endpoint[] = [
  ...[show, add, price, change, withdraw, offer, order],
  ...[setGold, withdrawGold, setPoints, withdrawPoints],
];
