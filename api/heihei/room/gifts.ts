import { Type } from '@sinclair/typebox';
import { giftsOf } from '../../../application/catalogue/catalogue.ts';
import { type CatalogueGift, DEFAULT_GIFTS } from '../../../domain/gift/catalogue.ts';
import { DomainError } from '../../../domain/kernel/errors.ts';
import { giftPictureUrl } from '../../../files/gift-pictures.ts';
import { endpoint } from '../../http/endpoint.ts';
import { ExpireTime } from '../live/schemas.ts';
import { LIST_EXPIRE_S } from '../live/shapes.ts';
import { Gift, GiftResource } from './schemas.ts';

/** Ids that one request for resources may name. */
const MAX_GIFT_IDS = 100;
const GIFT_IDS = /^\d{1,15}(,\d{1,15})*$/;

/** A gift as clients list it (heihei, 礼物列表); `type` is 1 for a static one, 2 for a moving one. */
function listedGift({ id, name, priceGold, experience, background, animationFile, iconFile, ...gift }: CatalogueGift) {
  return {
    ...{ id, name, gold: priceGold, exp: experience, cl: [...background], image: animationFile, icon: iconFile },
    type: gift.picture === 'static' ? 1 : 2,
    desc: gift.description,
  };
}

/** heihei, 礼物列表: what is for sale. */
export const giftInfo = endpoint({
  path: '/api/live/gift-info',
  module: 'live',
  name: 'giftInfo',
  summary: 'List the gifts that are for sale',
  auth: 'user',
  params: Type.Object({}),
  answer: Type.Object({ expireTime: ExpireTime, gifts: Type.Array(Gift) }),
  examples: [{ params: {}, answer: { expireTime: LIST_EXPIRE_S, gifts: DEFAULT_GIFTS.slice(0, 1).map(listedGift) } }],
  errors: [],
  async handle({ core, caller }) {
    const gifts = await giftsOf(core, caller.appId, { onSale: true });
    return { expireTime: LIST_EXPIRE_S, gifts: gifts.map(listedGift) };
  },
});

/** heihei, 礼物资源下载 (v1.4.0): animations of the gifts named (unknown ones are left out), or of all. */
export const giftResources = endpoint({
  path: '/api/social/gift-resources',
  module: 'social',
  name: 'giftResources',
  summary: 'Get where the animations of gifts are',
  auth: 'user',
  params: Type.Object({ giftIds: Type.Optional(Type.String({ maxLength: 16 * MAX_GIFT_IDS })) }),
  answer: Type.Object({
    resources: Type.Array(GiftResource),
    historyGiftRes: Type.Array(GiftResource, { description: 'Of gifts that are no longer for sale.' }),
  }),
  examples: [
    {
      params: { giftIds: '101' },
      answer: {
        resources: [{ id: 101, file_md5: null, attr_file: 'https://salon.example/static/gift/gift-101-play.png' }],
        historyGiftRes: [],
      },
    },
  ],
  errors: [],
  async handle({ core, caller, params, baseUrl }) {
    const wanted = wantedIds(params.giftIds);
    const resources = async (onSale: boolean) =>
      wantedOf(await giftsOf(core, caller.appId, { onSale }), wanted).map(({ id, animationFile }) => ({
        id,
        file_md5: null,
        attr_file: giftPictureUrl(baseUrl, animationFile),
      }));
    return { resources: await resources(true), historyGiftRes: await resources(false) };
  },
});

/** The ids that are named, each once; undefined for none: all gifts are wanted. */
function wantedIds(giftIds: string | undefined): readonly number[] | undefined {
  if (giftIds === undefined || giftIds === '') return undefined;
  const ids = GIFT_IDS.test(giftIds) ? [...new Set(giftIds.split(',').map(Number))] : [];
  if (ids.length === 0 || ids.length > MAX_GIFT_IDS) {
    throw new DomainError('InvalidInput', 'ids of gifts, separated by commas', 'giftIds');
  }
  return ids;
}

/** Those of the gifts that are wanted, in the order of the ids. */
function wantedOf(gifts: readonly CatalogueGift[], ids: readonly number[] | undefined): readonly CatalogueGift[] {
  const byId = new Map(gifts.map((gift) => [gift.id, gift]));
  return ids?.flatMap((id) => byId.get(id) ?? []) ?? gifts;
}
