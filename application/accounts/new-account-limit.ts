import type { Clock } from '../../domain/kernel/clock.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { createLruCache } from '../../event-store/lru-cache.ts';
import type { Core } from '../core.ts';
import { networkOf } from '../networks.ts';

const WINDOW_MS = 3600 * 1000;
/** Accounts without a phone that one address may make in `WINDOW_MS`: a phone costs money, an account at a third party hardly any. */
export const NEW_ACCOUNTS_PER_ADDRESS = 30;
/** Addresses remembered at a time; the least recently seen are forgotten first. */
const MAX_ADDRESSES = 50_000;

/** One process's limit of new accounts by address. */
class NewAccountLimit {
  private readonly clock: Clock;
  private readonly addresses = createLruCache<string, { since: number; count: number }>(MAX_ADDRESSES);

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Counts a new account. Throws `TooOften` past the limit. */
  take(remoteAddress: string): void {
    const network = networkOf(remoteAddress);
    let window = this.addresses.get(network);
    if (!window || this.clock.now() - window.since >= WINDOW_MS) {
      window = { since: this.clock.now(), count: 0 };
      this.addresses.set(network, window);
    }
    if (window.count >= NEW_ACCOUNTS_PER_ADDRESS) throw new DomainError('TooOften', 'too many from one address');
    window.count++;
  }
}

const limits = new WeakMap<Core, NewAccountLimit>();

/** The limit of a process; kept by core, so that two cores in one process stay apart. */
export function newAccountLimit(core: Core): NewAccountLimit {
  let known = limits.get(core);
  if (!known) {
    known = new NewAccountLimit(core.clock);
    limits.set(core, known);
  }
  return known;
}
