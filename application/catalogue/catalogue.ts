import { catalogueDecider } from '../../domain/catalogue/decider.ts';
import { type Catalogue, isOnSale } from '../../domain/catalogue/state.ts';
import { type CatalogueGift, snapshotOf } from '../../domain/gift/catalogue.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { catalogueStream } from '../../domain/streams.ts';
import type { GiftSnapshot } from '../../domain/wallet/events.ts';
import type { Core } from '../core.ts';

/** What a tenant sells now, from memory after the first time. Read it at once and don't keep it. Rejects only with the store's errors. */
export async function catalogueOf({ commands }: Pick<Core, 'commands'>, appId: string): Promise<Readonly<Catalogue>> {
  return (await commands.load(catalogueDecider, catalogueStream(appId))).state;
}

/** The gifts that are for sale, or those that are not any more, in the operators' order. */
export async function giftsOf(core: Core, appId: string, { onSale }: { onSale: boolean }): Promise<CatalogueGift[]> {
  const catalogue = await catalogueOf(core, appId);
  return [...catalogue.gifts.values()].filter(({ id }) => isOnSale(catalogue, 'gifts', id) === onSale);
}

/** A gift that is, or was, for sale; undefined for none. */
export async function giftOf(core: Core, appId: string, giftId: number): Promise<CatalogueGift | undefined> {
  return (await catalogueOf(core, appId)).gifts.get(giftId);
}

/** A gift as it would be bought now. */
export interface GiftForSale {
  gift: GiftSnapshot;
  /**
   * For purchases that are new; one that was made is answered as it was, whatever became of the gift. Throws `GiftNotFound` for a gift that was withdrawn,
   * `InvalidInput` (field `listedGold`) when the buyer named another price.
   */
  requireForSale(): void;
}

/** A gift of the catalogue in force; its price is what the buyer pays. `listedGold`: the price that the buyer was shown. Throws `GiftNotFound`. */
export async function giftForSale(
  core: Core,
  appId: string,
  { giftId, listedGold }: { giftId: number; listedGold?: number | undefined },
): Promise<GiftForSale> {
  const catalogue = await catalogueOf(core, appId);
  const gift = catalogue.gifts.get(giftId);
  if (!gift) throw new DomainError('GiftNotFound');
  const isForSale = isOnSale(catalogue, 'gifts', giftId);
  return {
    gift: snapshotOf(gift, catalogue.version),
    requireForSale() {
      if (!isForSale) throw new DomainError('GiftNotFound');
      if (listedGold !== undefined && listedGold !== gift.priceGold)
        throw new DomainError('InvalidInput', `the gift costs ${gift.priceGold} gold now`, 'listedGold');
    },
  };
}
