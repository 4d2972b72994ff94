import { Router } from 'express';
import type { Core } from '../../application/core.ts';
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
import { PAYMENT_CHANNELS } from '../../domain/payment/channels.ts';
import { DevError, idOf, integerOf, objectOf, oneOf, textOf } from './input.ts';
import { metaOf } from './meta.ts';

/** What `GET /dev` shows of these. */
export const CATALOGUE_ROUTES = [
  'GET /dev/catalogue',
  'POST /dev/gifts {name, priceGold, experience, description, background: [r, g, b], picture, animationFile, iconFile, id}',
  'POST /dev/gifts/:giftId/price {priceGold, experience}',
  'POST /dev/gifts/:giftId/change {name, description, background, picture, animationFile, iconFile}',
  'POST /dev/gifts/:giftId/withdraw, /dev/gifts/:giftId/offer',
  'POST /dev/gifts/order {giftIds}',
  'POST /dev/gold-packages/:packageId/set {channel, productId, description, amountGold, payCents, originalCents}',
  'POST /dev/points-packages/:packageId/set {points, amountGold}',
  'POST /dev/gold-packages/:packageId/withdraw, /dev/points-packages/:packageId/withdraw',
];

/** Longest text in a body, in characters. */
const MAX_CHARS = 2_000;
/** What the domain takes is less; these only keep out what is no number or list. */
const MAX_INTEGER = Number.MAX_SAFE_INTEGER;
const MAX_LIST = 1_000;

/** What is for sale, as operators set it. */
export function catalogueRoutes(core: Core): Router {
  const router = Router();
  const appId = core.settings.heiheiAppId;

  router.get('/catalogue', async (_request, response) => {
    response.json(await catalogueListed(core, appId));
  });

  router.post('/gifts', async (request, response) => {
    const { id, priceGold, experience } = objectOf(request.body);
    const gift = {
      ...{ description: '', picture: 'static' as const, background: [255, 255, 255] as const },
      ...lookFrom(request.body),
      name: textOf(objectOf(request.body).name, 'name', MAX_CHARS),
      priceGold: integerOf(priceGold, 'priceGold', 1, MAX_INTEGER),
      experience: integerOf(experience ?? 0, 'experience', 0, MAX_INTEGER),
      ...(id !== undefined && { id: integerOf(id, 'id', 1, MAX_INTEGER) }),
    };
    response.json(await addGift(core, appId, { gift }, metaOf(core, request)));
  });

  router.post('/gifts/order', async (request, response) => {
    const giftIds = listOf(objectOf(request.body).giftIds, 'giftIds', 0, MAX_INTEGER);
    response.json(await orderGifts(core, appId, { giftIds }, metaOf(core, request)));
  });

  router.post('/gifts/:giftId/price', async (request, response) => {
    const { priceGold, experience } = objectOf(request.body);
    const given = {
      giftId: idOf(request.params.giftId),
      priceGold: integerOf(priceGold, 'priceGold', 1, MAX_INTEGER),
      ...(experience !== undefined && { experience: integerOf(experience, 'experience', 0, MAX_INTEGER) }),
    };
    response.json({ ...given, ...(await priceGift(core, appId, given, metaOf(core, request))) });
  });

  router.post('/gifts/:giftId/change', async (request, response) => {
    const given = { giftId: idOf(request.params.giftId), look: lookFrom(request.body) };
    response.json({ giftId: given.giftId, ...(await changeGift(core, appId, given, metaOf(core, request))) });
  });

  for (const [word, run] of [
    ['withdraw', withdrawGift],
    ['offer', offerGift],
  ] as const) {
    router.post(`/gifts/:giftId/${word}`, async (request, response) => {
      const giftId = idOf((request.params as Record<string, string>).giftId!);
      response.json({ giftId, ...(await run(core, appId, { giftId }, metaOf(core, request))) });
    });
  }

  router.post('/gold-packages/:packageId/set', async (request, response) => {
    const body = objectOf(request.body);
    const payCents = integerOf(body.payCents, 'payCents', 1, MAX_INTEGER);
    const goldPackage = {
      id: idOf(request.params.packageId),
      channel: oneOf(PAYMENT_CHANNELS, body.channel, 'channel'),
      productId: textOf(body.productId, 'productId', MAX_CHARS),
      description: textOf(body.description, 'description', MAX_CHARS),
      amountGold: integerOf(body.amountGold, 'amountGold', 1, MAX_INTEGER),
      payCents,
      originalCents: integerOf(body.originalCents ?? payCents, 'originalCents', 1, MAX_INTEGER),
    };
    response.json({ ...goldPackage, ...(await setGoldPackage(core, appId, { goldPackage }, metaOf(core, request))) });
  });

  router.post('/points-packages/:packageId/set', async (request, response) => {
    const { points, amountGold } = objectOf(request.body);
    const pointsPackage = {
      id: idOf(request.params.packageId),
      points: integerOf(points, 'points', 1, MAX_INTEGER),
      amountGold: integerOf(amountGold, 'amountGold', 1, MAX_INTEGER),
    };
    const done = await setPointsPackage(core, appId, { pointsPackage }, metaOf(core, request));
    response.json({ ...pointsPackage, ...done });
  });

  for (const [kind, run] of [
    ['gold-packages', withdrawGoldPackage],
    ['points-packages', withdrawPointsPackage],
  ] as const) {
    router.post(`/${kind}/:packageId/withdraw`, async (request, response) => {
      const packageId = idOf((request.params as Record<string, string>).packageId!);
      response.json({ packageId, ...(await run(core, appId, { packageId }, metaOf(core, request))) });
    });
  }

  return router;
}

/** What is given of a gift's look. */
function lookFrom(body: unknown) {
  const { name, description, background, picture, animationFile, iconFile } = objectOf(body);
  const text = (value: unknown, field: string) => textOf(value, field, MAX_CHARS);
  return {
    ...(name !== undefined && { name: text(name, 'name') }),
    ...(description !== undefined && { description: text(description, 'description') }),
    ...(background !== undefined && { background: colourOf(background) }),
    ...(picture !== undefined && { picture: oneOf(['static', 'moving'], picture, 'picture') }),
    ...(animationFile !== undefined && { animationFile: text(animationFile, 'animationFile') }),
    ...(iconFile !== undefined && { iconFile: text(iconFile, 'iconFile') }),
  };
}

function colourOf(value: unknown): readonly [number, number, number] {
  const [red, green, blue, ...more] = listOf(value, 'background', 0, 255);
  if (red === undefined || green === undefined || blue === undefined || more.length > 0)
    throw new DevError(400, 'background must be red, green and blue, from 0 to 255');
  return [red, green, blue];
}

function listOf(value: unknown, name: string, min: number, max: number): number[] {
  if (!Array.isArray(value) || value.length > MAX_LIST) throw new DevError(400, `${name} must be a list`);
  return value.map((each) => integerOf(each, name, min, max));
}
