import { isOnSale } from '../../domain/catalogue/state.ts';
import type { PaymentChannel } from '../../domain/payment/channels.ts';
import type { GoldPackage } from '../../domain/payment/packages.ts';
import { catalogueOf } from '../catalogue/catalogue.ts';
import type { Core } from '../core.ts';

/** The packages of gold that a tenant sells, whatever can be paid with. */
export async function packagesOf(core: Core, appId: string): Promise<readonly GoldPackage[]> {
  const catalogue = await catalogueOf(core, appId);
  return [...catalogue.goldPackages.values()].filter(({ id }) => isOnSale(catalogue, 'goldPackages', id));
}

/** The packages that somebody can buy in a channel: none where nobody could take the money. */
export async function packagesIn(core: Core, appId: string, channel: PaymentChannel): Promise<readonly GoldPackage[]> {
  if (core.payments[channel] === null) return [];
  return (await packagesOf(core, appId)).filter((each) => each.channel === channel);
}
