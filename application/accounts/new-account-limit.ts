import { DomainError } from '../../domain/kernel/errors.ts';
import type { Core } from '../core.ts';
import { networkOf } from '../networks.ts';
import { oncePer } from '../once-per.ts';
import { WindowCounts } from '../window-counts.ts';

/** Accounts without a phone that one address may make in an hour: a phone costs money, an account at a third party hardly any. */
export const NEW_ACCOUNTS_PER_ADDRESS = 30;

const byAddress = oncePer(({ clock }: Core) => new WindowCounts(clock, { windowMs: 3600 * 1000, maxKeys: 50_000 }));

/** Counts a new account, in this process. Throws `TooOften` past the limit. */
export function takeNewAccount(core: Core, remoteAddress: string): void {
  const isTaken = byAddress(core).take(networkOf(remoteAddress), NEW_ACCOUNTS_PER_ADDRESS);
  if (!isTaken) throw new DomainError('TooOften', 'too many from one address');
}
