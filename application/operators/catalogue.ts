import type { CatalogueCommand } from '../../domain/catalogue/commands.ts';
import { catalogueDecider } from '../../domain/catalogue/decider.ts';
import type { CatalogueEvent, GiftLook } from '../../domain/catalogue/events.ts';
import { isOnSale } from '../../domain/catalogue/state.ts';
import type { CatalogueGift } from '../../domain/gift/catalogue.ts';
import type { KeyPurpose } from '../../domain/kernel/purposes.ts';
import type { GoldPackage } from '../../domain/payment/packages.ts';
import { catalogueStream } from '../../domain/streams.ts';
import type { ExchangePackage } from '../../domain/wallet/exchange.ts';
import { catalogueOf } from '../catalogue/catalogue.ts';
import { type MakeMeta, withInput } from '../commands.ts';
import type { Core } from '../core.ts';
import type { Written } from './house.ts';

/** The answer about a catalogue: purchases name its version from then on. */
export interface CatalogueChanged extends Written {
  version: number;
}

/** Something in the catalogue, and whether it is for sale. */
export type Listed<Item> = Item & { isOnSale: boolean };

/** All that a tenant sells or sold, in the order in which it is listed. */
export interface ListedCatalogue {
  /** 0: what Salon comes with. */
  version: number;
  gifts: Listed<CatalogueGift>[];
  goldPackages: Listed<GoldPackage>[];
  pointsPackages: Listed<ExchangePackage>[];
}

/** What a tenant sells or sold. Rejects only with the store's errors. */
export async function catalogueListed(core: Core, appId: string): Promise<ListedCatalogue> {
  const catalogue = await catalogueOf(core, appId);
  const listed = <Item extends { id: number }>(
    of: 'gifts' | 'goldPackages' | 'pointsPackages',
    items: Iterable<Item>,
  ): Listed<Item>[] => Array.from(items, (item) => ({ ...item, isOnSale: isOnSale(catalogue, of, item.id) }));
  return {
    version: catalogue.version,
    gifts: listed('gifts', catalogue.gifts.values()),
    goldPackages: listed('goldPackages', catalogue.goldPackages.values()),
    pointsPackages: listed('pointsPackages', catalogue.pointsPackages.values()),
  };
}

/** A gift to add; without an id it gets the next one, without pictures drawn ones. */
export type NewGift = Extract<CatalogueCommand, { type: 'AddGift' }>['gift'];

/** Puts a new gift on sale, behind the others. Throws `InvalidInput`. `makeMeta` must be the system's, as for all of these. */
export async function addGift(
  core: Core,
  appId: string,
  { gift }: { gift: NewGift },
  makeMeta: MakeMeta,
): Promise<CatalogueChanged & { giftId: number }> {
  const { events, ...changed } = await change(core, appId, { type: 'AddGift', gift }, '/gifts', makeMeta);
  const added = events.find((event) => event.type === 'GiftAdded')?.data;
  if (!added || !('gift' in added)) throw new Error('a gift was added, and its event is missing');
  return { giftId: added.gift.id, ...changed };
}

/** Changes what a gift costs, and the experience that it gives, for whoever buys it from then on. Throws `GiftNotFound`, `InvalidInput`. */
export function priceGift(
  core: Core,
  appId: string,
  { giftId, ...price }: { giftId: number; priceGold: number; experience?: number },
  makeMeta: MakeMeta,
): Promise<CatalogueChanged> {
  return changed(core, appId, { type: 'PriceGift', giftId, ...price }, `/gifts/${giftId}/price`, makeMeta);
}

/** Changes what is given of a gift's look; what was bought keeps its name. Throws `GiftNotFound`, `InvalidInput`. */
export function changeGift(
  core: Core,
  appId: string,
  { giftId, look }: { giftId: number; look: Partial<GiftLook> },
  makeMeta: MakeMeta,
): Promise<CatalogueChanged> {
  return changed(core, appId, { type: 'ChangeGift', giftId, look }, `/gifts/${giftId}/change`, makeMeta);
}

/** Takes a gift out of the lists; nobody buys it any more. Throws `GiftNotFound`. */
export function withdrawGift(
  core: Core,
  appId: string,
  { giftId }: { giftId: number },
  makeMeta: MakeMeta,
): Promise<CatalogueChanged> {
  return changed(core, appId, { type: 'WithdrawGift', giftId }, `/gifts/${giftId}/withdraw`, makeMeta);
}

/** Puts a withdrawn gift on sale again. Throws `GiftNotFound`, `InvalidInput` when there are as many as there may be. */
export function offerGift(
  core: Core,
  appId: string,
  { giftId }: { giftId: number },
  makeMeta: MakeMeta,
): Promise<CatalogueChanged> {
  return changed(core, appId, { type: 'OfferGift', giftId }, `/gifts/${giftId}/offer`, makeMeta);
}

/** Lists these gifts first, in this order. Throws `GiftNotFound`, `InvalidInput` for one that is named twice. */
export function orderGifts(
  core: Core,
  appId: string,
  { giftIds }: { giftIds: readonly number[] },
  makeMeta: MakeMeta,
): Promise<CatalogueChanged> {
  return changed(core, appId, { type: 'OrderGifts', giftIds }, '/gifts/order', makeMeta);
}

/** Sells a package of gold, in the place of the one with its id. Orders that were made stay as they are. Throws `InvalidInput`. */
export function setGoldPackage(
  core: Core,
  appId: string,
  { goldPackage }: { goldPackage: GoldPackage },
  makeMeta: MakeMeta,
): Promise<CatalogueChanged> {
  const purpose = `/gold-packages/${goldPackage.id}/set` as const;
  return changed(core, appId, { type: 'SetGoldPackage', goldPackage }, purpose, makeMeta);
}

/** Sells a package of gold no more; orders that were made can still be paid. Throws `PackageNotFound`. */
export function withdrawGoldPackage(
  core: Core,
  appId: string,
  { packageId }: { packageId: number },
  makeMeta: MakeMeta,
): Promise<CatalogueChanged> {
  const purpose = `/gold-packages/${packageId}/withdraw` as const;
  return changed(core, appId, { type: 'WithdrawGoldPackage', packageId }, purpose, makeMeta);
}

/** Lets points be made into gold by a package, in the place of the one with its id. Throws `InvalidInput`. */
export function setPointsPackage(
  core: Core,
  appId: string,
  { pointsPackage }: { pointsPackage: ExchangePackage },
  makeMeta: MakeMeta,
): Promise<CatalogueChanged> {
  const purpose = `/points-packages/${pointsPackage.id}/set` as const;
  return changed(core, appId, { type: 'SetPointsPackage', pointsPackage }, purpose, makeMeta);
}

/** Takes a package of points away. Throws `PackageNotFound`. */
export function withdrawPointsPackage(
  core: Core,
  appId: string,
  { packageId }: { packageId: number },
  makeMeta: MakeMeta,
): Promise<CatalogueChanged> {
  const purpose = `/points-packages/${packageId}/withdraw` as const;
  return changed(core, appId, { type: 'WithdrawPointsPackage', packageId }, purpose, makeMeta);
}

async function changed(
  core: Core,
  appId: string,
  command: CatalogueCommand,
  purpose: KeyPurpose,
  makeMeta: MakeMeta,
): Promise<CatalogueChanged> {
  const { position, version } = await change(core, appId, command, purpose, makeMeta);
  return { position, version };
}

async function change(
  core: Core,
  appId: string,
  command: CatalogueCommand,
  purpose: KeyPurpose,
  makeMeta: MakeMeta,
): Promise<CatalogueChanged & { events: readonly CatalogueEvent[] }> {
  const meta = withInput(makeMeta(purpose), command);
  const { events, position, state } = await core.commands.handle(
    catalogueDecider,
    catalogueStream(appId),
    command,
    meta,
  );
  return { position, version: state.version, events: events as readonly CatalogueEvent[] };
}
