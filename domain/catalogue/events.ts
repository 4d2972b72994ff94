import type { CatalogueGift } from '../gift/catalogue.ts';
import type { DomainEvent, EventTypes } from '../kernel/event.ts';
import { namesNobody, notPersonal, type PersonalFields } from '../kernel/personal.ts';
import type { GoldPackage } from '../payment/packages.ts';
import type { ExchangePackage } from '../wallet/exchange.ts';

/** What a gift looks like. */
export type GiftLook = Pick<
  CatalogueGift,
  'name' | 'picture' | 'background' | 'animationFile' | 'iconFile' | 'description'
>;

/**
 * `catalogue-<app>.0`: what a tenant sells, and for how much. A tenant without this stream sells what Salon comes with. The first change writes that down,
 * so that a later release, which may come with something else, changes no price of theirs.
 */
export type CatalogueBegun = DomainEvent<
  'CatalogueBegun',
  {
    gifts: readonly CatalogueGift[];
    goldPackages: readonly GoldPackage[];
    pointsPackages: readonly ExchangePackage[];
  }
>;
/** For sale from then on, behind all others. */
export type GiftAdded = DomainEvent<'GiftAdded', { gift: CatalogueGift }>;
export type GiftPriced = DomainEvent<'GiftPriced', { giftId: number; priceGold: number; experience: number }>;
export type GiftChanged = DomainEvent<'GiftChanged', { giftId: number; look: GiftLook }>;
/** Not for sale any more. What was bought stays. */
export type GiftWithdrawn = DomainEvent<'GiftWithdrawn', { giftId: number }>;
/** For sale again, at the price that it had. */
export type GiftOffered = DomainEvent<'GiftOffered', { giftId: number }>;
/** All gifts in the order in which they are listed. */
export type GiftsOrdered = DomainEvent<'GiftsOrdered', { giftIds: readonly number[] }>;
/** For sale from then on, in the place of the package with this id, if there was one. Orders that were made stay as they are. */
export type GoldPackageSet = DomainEvent<'GoldPackageSet', { goldPackage: GoldPackage }>;
export type GoldPackageWithdrawn = DomainEvent<'GoldPackageWithdrawn', { packageId: number }>;
/** Points that can be made into gold from then on, likewise. */
export type PointsPackageSet = DomainEvent<'PointsPackageSet', { pointsPackage: ExchangePackage }>;
export type PointsPackageWithdrawn = DomainEvent<'PointsPackageWithdrawn', { packageId: number }>;

export type CatalogueEvent =
  | CatalogueBegun
  | GiftAdded
  | GiftPriced
  | GiftChanged
  | GiftWithdrawn
  | GiftOffered
  | GiftsOrdered
  | GoldPackageSet
  | GoldPackageWithdrawn
  | PointsPackageSet
  | PointsPackageWithdrawn;

export const catalogueEventTypes: EventTypes<CatalogueEvent> = {
  CatalogueBegun: true,
  GiftAdded: true,
  GiftPriced: true,
  GiftChanged: true,
  GiftWithdrawn: true,
  GiftOffered: true,
  GiftsOrdered: true,
  GoldPackageSet: true,
  GoldPackageWithdrawn: true,
  PointsPackageSet: true,
  PointsPackageWithdrawn: true,
};

export const cataloguePersonal: PersonalFields<CatalogueEvent> = {
  CatalogueBegun: {
    'gifts.*.name': notPersonal,
    'gifts.*.description': notPersonal,
    'gifts.*.animationFile': notPersonal,
    'gifts.*.iconFile': notPersonal,
    'goldPackages.*.productId': notPersonal,
    'goldPackages.*.description': notPersonal,
  },
  GiftAdded: {
    'gift.name': notPersonal,
    'gift.description': notPersonal,
    'gift.animationFile': notPersonal,
    'gift.iconFile': notPersonal,
  },
  GiftPriced: namesNobody,
  GiftChanged: {
    'look.name': notPersonal,
    'look.description': notPersonal,
    'look.animationFile': notPersonal,
    'look.iconFile': notPersonal,
  },
  GiftWithdrawn: namesNobody,
  GiftOffered: namesNobody,
  GiftsOrdered: namesNobody,
  GoldPackageSet: { 'goldPackage.productId': notPersonal, 'goldPackage.description': notPersonal },
  GoldPackageWithdrawn: namesNobody,
  PointsPackageSet: namesNobody,
  PointsPackageWithdrawn: namesNobody,
};
