import { type CatalogueGift, DEFAULT_GIFTS } from '../gift/catalogue.ts';
import { assertNever } from '../kernel/event.ts';
import { DEFAULT_PACKAGES, type GoldPackage } from '../payment/packages.ts';
import { EXCHANGE_PACKAGES, type ExchangePackage } from '../wallet/exchange.ts';
import type { CatalogueEvent } from './events.ts';

/** What was ever for sale, in the order in which it is listed; what is not any more stays, so that it can be shown. */
export interface Catalogue {
  /** Counted up by every change; 0 while the tenant sells what Salon comes with. Purchases name it. */
  version: number;
  gifts: Map<number, CatalogueGift>;
  goldPackages: Map<number, GoldPackage>;
  pointsPackages: Map<number, ExchangePackage>;
  /** Ids of what is not for sale any more. */
  withdrawn: { gifts: Set<number>; goldPackages: Set<number>; pointsPackages: Set<number> };
}

type Item = 'gifts' | 'goldPackages' | 'pointsPackages';

/** What a tenant sells that has set nothing. */
export function builtInCatalogue(): Catalogue {
  return catalogueWith({
    gifts: DEFAULT_GIFTS,
    goldPackages: DEFAULT_PACKAGES,
    pointsPackages: EXCHANGE_PACKAGES,
  });
}

function catalogueWith(given: {
  gifts: readonly CatalogueGift[];
  goldPackages: readonly GoldPackage[];
  pointsPackages: readonly ExchangePackage[];
}): Catalogue {
  return {
    version: 0,
    gifts: new Map(given.gifts.map((each) => [each.id, each])),
    goldPackages: new Map(given.goldPackages.map((each) => [each.id, each])),
    pointsPackages: new Map(given.pointsPackages.map((each) => [each.id, each])),
    withdrawn: { gifts: new Set(), goldPackages: new Set(), pointsPackages: new Set() },
  };
}

/** Whether something is for sale now. */
export function isOnSale(catalogue: Readonly<Catalogue>, of: Item, id: number): boolean {
  return catalogue[of].has(id) && !catalogue.withdrawn[of].has(id);
}

export function evolve(catalogue: Catalogue, event: CatalogueEvent): Catalogue {
  const next = event.type === 'CatalogueBegun' ? catalogueWith(event.data) : catalogue;
  next.version = catalogue.version + 1;
  switch (event.type) {
    case 'CatalogueBegun':
      return next;
    case 'GiftAdded':
      next.gifts.set(event.data.gift.id, event.data.gift);
      return next;
    case 'GiftPriced': {
      const { giftId, ...price } = event.data;
      return changeGift(next, giftId, price);
    }
    case 'GiftChanged':
      return changeGift(next, event.data.giftId, event.data.look);
    case 'GiftWithdrawn':
      next.withdrawn.gifts.add(event.data.giftId);
      return next;
    case 'GiftOffered':
      next.withdrawn.gifts.delete(event.data.giftId);
      return next;
    case 'GiftsOrdered':
      next.gifts = new Map(event.data.giftIds.map((id) => [id, next.gifts.get(id)!]));
      return next;
    case 'GoldPackageSet':
      next.goldPackages.set(event.data.goldPackage.id, event.data.goldPackage);
      next.withdrawn.goldPackages.delete(event.data.goldPackage.id);
      return next;
    case 'GoldPackageWithdrawn':
      next.withdrawn.goldPackages.add(event.data.packageId);
      return next;
    case 'PointsPackageSet':
      next.pointsPackages.set(event.data.pointsPackage.id, event.data.pointsPackage);
      next.withdrawn.pointsPackages.delete(event.data.pointsPackage.id);
      return next;
    case 'PointsPackageWithdrawn':
      next.withdrawn.pointsPackages.add(event.data.packageId);
      return next;
    default:
      return assertNever(event);
  }
}

function changeGift(catalogue: Catalogue, giftId: number, change: Partial<CatalogueGift>): Catalogue {
  catalogue.gifts.set(giftId, { ...catalogue.gifts.get(giftId)!, ...change });
  return catalogue;
}
