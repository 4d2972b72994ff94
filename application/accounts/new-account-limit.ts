import { DomainError } from '../../domain/kernel/errors.ts';
import type { Core } from '../core.ts';
import { countsOf } from '../counts-of.ts';
import { networkOf } from '../networks.ts';

/** Accounts without a phone that one address may make in an hour: a phone costs money, an account at a third party hardly any. */
export const NEW_ACCOUNTS_PER_ADDRESS = 30;

const HOUR_MS = 3600_000;

/** Counts a new account. Throws `TooOften` past the limit. */
export async function takeNewAccount(core: Core, remoteAddress: string): Promise<void> {
  const counted = [{ key: `account ${networkOf(remoteAddress)}`, most: NEW_ACCOUNTS_PER_ADDRESS }];
  if (!(await countsOf(core).take(counted, HOUR_MS))) throw new DomainError('TooOften', 'too many from one address');
}
