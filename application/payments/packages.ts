import type { PaymentChannel } from '../../domain/payment/channels.ts';
import { DEFAULT_PACKAGES, type GoldPackage } from '../../domain/payment/packages.ts';
import type { Core } from '../core.ts';

/** The packages of gold that an app sells, whatever can be paid with: one place, for whatever sets them. */
export async function packagesOf(_core: Core, _appId: string): Promise<readonly GoldPackage[]> {
  return DEFAULT_PACKAGES;
}

/** The packages that somebody can buy in a channel: none where nobody could take the money. */
export async function packagesIn(core: Core, appId: string, channel: PaymentChannel): Promise<readonly GoldPackage[]> {
  if (core.payments[channel] === null) return [];
  return (await packagesOf(core, appId)).filter((each) => each.channel === channel);
}
