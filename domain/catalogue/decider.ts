import { type CatalogueGift, drawnPictures } from '../gift/catalogue.ts';
import type { CommandMeta, Decider } from '../kernel/decider.ts';
import { DomainError } from '../kernel/errors.ts';
import { assertNever } from '../kernel/event.ts';
import type { CatalogueCommand } from './commands.ts';
import { type CatalogueEvent, catalogueEventTypes } from './events.ts';
import { checkedGift, checkedGoldPackage, checkedPointsPackage, integer } from './items.ts';
import { MAX_GIFTS, MAX_GIFTS_ON_SALE, MAX_ITEM_ID, MAX_PACKAGES } from './limits.ts';
import { builtInCatalogue, type Catalogue, evolve, isOnSale } from './state.ts';

/**
 * Changes what a tenant sells. The same again changes nothing. `SystemOnly` for everybody but the system; `GiftNotFound`, `PackageNotFound` for what was never there;
 * `InvalidInput`, naming the field, for what is outside its bounds.
 */
export function decide(
  command: CatalogueCommand,
  catalogue: Catalogue,
  { actor }: Pick<CommandMeta, 'actor'>,
): CatalogueEvent[] {
  if (actor !== 0) throw new DomainError('SystemOnly');
  const change = changeOf(command, catalogue);
  if (!change) return [];
  return catalogue.version === 0 ? [begun(catalogue), change] : [change];
}

function begun({ gifts, goldPackages, pointsPackages }: Catalogue): CatalogueEvent {
  const data = {
    gifts: [...gifts.values()],
    goldPackages: [...goldPackages.values()],
    pointsPackages: [...pointsPackages.values()],
  };
  return { type: 'CatalogueBegun', data };
}

function changeOf(command: CatalogueCommand, catalogue: Catalogue): CatalogueEvent | null {
  switch (command.type) {
    case 'AddGift':
      return addGift(command.gift, catalogue);
    case 'PriceGift': {
      const { id: giftId, ...before } = giftIn(catalogue, command.giftId);
      const { priceGold, experience } = checkedGift({ ...before, id: giftId, ...priceOf(command) });
      if (priceGold === before.priceGold && experience === before.experience) return null;
      return { type: 'GiftPriced', data: { giftId, priceGold, experience } };
    }
    case 'ChangeGift': {
      const before = giftIn(catalogue, command.giftId);
      const after = checkedGift({ ...before, ...command.look, id: before.id });
      if (isSame(after, checkedGift(before))) return null;
      const { id: giftId, priceGold: _price, experience: _experience, ...look } = after;
      return { type: 'GiftChanged', data: { giftId, look } };
    }
    case 'WithdrawGift': {
      const { id: giftId } = giftIn(catalogue, command.giftId);
      return isOnSale(catalogue, 'gifts', giftId) ? { type: 'GiftWithdrawn', data: { giftId } } : null;
    }
    case 'OfferGift': {
      const { id: giftId } = giftIn(catalogue, command.giftId);
      if (isOnSale(catalogue, 'gifts', giftId)) return null;
      requireRoomOnSale(catalogue);
      return { type: 'GiftOffered', data: { giftId } };
    }
    case 'OrderGifts':
      return orderGifts(command.giftIds, catalogue);
    default:
      return packageChangeOf(command, catalogue);
  }
}

type PackageCommand = Extract<CatalogueCommand, { type: `${string}Package` }>;

function packageChangeOf(command: PackageCommand, catalogue: Catalogue): CatalogueEvent | null {
  switch (command.type) {
    case 'SetGoldPackage': {
      const goldPackage = checkedGoldPackage(command.goldPackage);
      const { id } = goldPackage;
      requireRoom(catalogue.goldPackages, id);
      if (
        isOnSale(catalogue, 'goldPackages', id) &&
        isSame(goldPackage, checkedGoldPackage(catalogue.goldPackages.get(id)!))
      )
        return null;
      return { type: 'GoldPackageSet', data: { goldPackage } };
    }
    case 'WithdrawGoldPackage': {
      const { packageId } = command;
      if (!catalogue.goldPackages.has(packageId)) throw new DomainError('PackageNotFound');
      if (!isOnSale(catalogue, 'goldPackages', packageId)) return null;
      return { type: 'GoldPackageWithdrawn', data: { packageId } };
    }
    case 'SetPointsPackage': {
      const pointsPackage = checkedPointsPackage(command.pointsPackage);
      const { id } = pointsPackage;
      requireRoom(catalogue.pointsPackages, id);
      if (
        isOnSale(catalogue, 'pointsPackages', id) &&
        isSame(pointsPackage, checkedPointsPackage(catalogue.pointsPackages.get(id)!))
      )
        return null;
      return { type: 'PointsPackageSet', data: { pointsPackage } };
    }
    case 'WithdrawPointsPackage': {
      const { packageId } = command;
      if (!catalogue.pointsPackages.has(packageId)) throw new DomainError('PackageNotFound');
      if (!isOnSale(catalogue, 'pointsPackages', packageId)) return null;
      return { type: 'PointsPackageWithdrawn', data: { packageId } };
    }
    default:
      return assertNever(command);
  }
}

function addGift(given: Extract<CatalogueCommand, { type: 'AddGift' }>['gift'], catalogue: Catalogue): CatalogueEvent {
  if (catalogue.gifts.size >= MAX_GIFTS) throw new DomainError('InvalidInput', `at most ${MAX_GIFTS} gifts`, 'id');
  requireRoomOnSale(catalogue);
  const id = given.id ?? Math.max(100, ...catalogue.gifts.keys()) + 1;
  const gift = checkedGift({ ...drawnPictures(id), ...given, id });
  if (catalogue.gifts.has(id)) throw new DomainError('InvalidInput', 'there is a gift with this id', 'id');
  return { type: 'GiftAdded', data: { gift } };
}

function priceOf({ priceGold, experience }: { priceGold: number; experience?: number }) {
  return experience === undefined ? { priceGold } : { priceGold, experience };
}

function orderGifts(given: readonly number[], { gifts }: Catalogue): CatalogueEvent | null {
  const first = new Set(given.map((id) => integer(id, 'giftIds', 1, MAX_ITEM_ID)));
  if (first.size !== given.length) throw new DomainError('InvalidInput', 'each gift once', 'giftIds');
  for (const id of first) if (!gifts.has(id)) throw new DomainError('GiftNotFound');
  const before = [...gifts.keys()];
  const giftIds = [...first, ...before.filter((id) => !first.has(id))];
  return isSame(giftIds, before) ? null : { type: 'GiftsOrdered', data: { giftIds } };
}

function giftIn({ gifts }: Catalogue, giftId: number): CatalogueGift {
  const gift = gifts.get(giftId);
  if (!gift) throw new DomainError('GiftNotFound');
  return gift;
}

function requireRoomOnSale({ gifts, withdrawn }: Catalogue): void {
  if (gifts.size - withdrawn.gifts.size >= MAX_GIFTS_ON_SALE)
    throw new DomainError('InvalidInput', `at most ${MAX_GIFTS_ON_SALE} gifts for sale`, 'giftId');
}

function requireRoom(packages: ReadonlyMap<number, unknown>, id: number): void {
  if (!packages.has(id) && packages.size >= MAX_PACKAGES)
    throw new DomainError('InvalidInput', `at most ${MAX_PACKAGES} packages`, 'id');
}

/** Both are made by the same function, so their fields stand in the same order. */
function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

export const catalogueDecider: Decider<Catalogue, CatalogueCommand, CatalogueEvent> = {
  category: 'catalogue',
  eventTypes: catalogueEventTypes,
  initialState: builtInCatalogue,
  decide,
  evolve,
};
