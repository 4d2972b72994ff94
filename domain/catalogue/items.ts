import type { CatalogueGift } from '../gift/catalogue.ts';
import { DomainError } from '../kernel/errors.ts';
import { optionalLine, pictureAddress, spokenText } from '../kernel/text.ts';
import { PAYMENT_CHANNELS } from '../payment/channels.ts';
import type { GoldPackage } from '../payment/packages.ts';
import type { ExchangePackage } from '../wallet/exchange.ts';
import {
  MAX_DESCRIPTION_CHARS,
  MAX_GIFT_GOLD,
  MAX_GIFT_NAME_CHARS,
  MAX_ITEM_ID,
  MAX_PACKAGE_AMOUNT,
  MAX_PACKAGE_CENTS,
  MAX_PICTURE_CHARS,
} from './limits.ts';

/** What the App Store and Google Play take for a product's name. */
const PRODUCT_ID = /^[\w.-]{1,100}$/;

/** A gift as it is kept: its texts tidied, its fields in one order. Throws `InvalidInput`, naming the field. */
export function checkedGift(given: CatalogueGift): CatalogueGift {
  if (given.picture !== 'static' && given.picture !== 'moving')
    throw new DomainError('InvalidInput', 'static or moving', 'picture');
  return {
    id: integer(given.id, 'id', 1, MAX_ITEM_ID),
    name: spokenText(given.name, 'name', MAX_GIFT_NAME_CHARS),
    priceGold: integer(given.priceGold, 'priceGold', 1, MAX_GIFT_GOLD),
    experience: integer(given.experience, 'experience', 0, MAX_GIFT_GOLD),
    background: colour(given.background),
    animationFile: picture(given.animationFile, 'animationFile'),
    iconFile: picture(given.iconFile, 'iconFile'),
    picture: given.picture,
    description: optionalLine(given.description, 'description', MAX_DESCRIPTION_CHARS),
  };
}

/** A package of gold, likewise. What it cost before is no less than what it costs. */
export function checkedGoldPackage(given: GoldPackage): GoldPackage {
  if (!PAYMENT_CHANNELS.includes(given.channel)) throw new DomainError('InvalidInput', 'no such channel', 'channel');
  if (!PRODUCT_ID.test(given.productId))
    throw new DomainError('InvalidInput', 'letters, digits, and . _ -', 'productId');
  const payCents = integer(given.payCents, 'payCents', 1, MAX_PACKAGE_CENTS);
  return {
    id: integer(given.id, 'id', 1, MAX_ITEM_ID),
    channel: given.channel,
    productId: given.productId,
    description: spokenText(given.description, 'description', MAX_DESCRIPTION_CHARS),
    amountGold: integer(given.amountGold, 'amountGold', 1, MAX_PACKAGE_AMOUNT),
    payCents,
    originalCents: integer(given.originalCents, 'originalCents', payCents, MAX_PACKAGE_CENTS),
  };
}

/** A package of points, likewise. */
export function checkedPointsPackage({ id, points, amountGold }: ExchangePackage): ExchangePackage {
  return {
    id: integer(id, 'id', 1, MAX_ITEM_ID),
    points: integer(points, 'points', 1, MAX_PACKAGE_AMOUNT),
    amountGold: integer(amountGold, 'amountGold', 1, MAX_PACKAGE_AMOUNT),
  };
}

/** An integer within bounds, else `InvalidInput` naming the field. */
export function integer(value: number, field: string, min: number, max: number): number {
  if (!Number.isSafeInteger(value) || value < min || value > max)
    throw new DomainError('InvalidInput', `${field} is an integer from ${min} to ${max}`, field);
  return value;
}

function colour(given: readonly number[]): CatalogueGift['background'] {
  const [red = -1, green = -1, blue = -1, ...more] = given;
  if (more.length > 0) throw new DomainError('InvalidInput', 'red, green and blue', 'background');
  const part = (value: number) => integer(value, 'background', 0, 255);
  return [part(red), part(green), part(blue)];
}

function picture(given: string, field: string): string {
  if (given === '' || given.length > MAX_PICTURE_CHARS)
    throw new DomainError('InvalidInput', `${field} is the address of a picture`, field);
  return pictureAddress(given, field);
}
