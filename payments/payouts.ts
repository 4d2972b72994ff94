import type { WithdrawalRequest } from '../domain/withdrawal/events.ts';

/** What a provider needs to pay somebody. */
export type Payout = Pick<WithdrawalRequest, 'withdrawalId' | 'payCents' | 'account' | 'name'>;

/**
 * What a provider said of a payout, verified: 'paid' and 'refused' are for good, and of a refused one no money went. 'pending': it has taken
 * it, and deals with it. 'not-there': it has not heard of it. 'unknown': its answer says neither.
 */
export type PayoutOutcome =
  | { kind: 'paid'; tradeNo: string }
  /** `detail` is the provider's word for why, of letters, digits, `_` and `.`. */
  | { kind: 'refused'; detail: string }
  | { kind: 'pending' | 'not-there' | 'unknown' };

/**
 * Whoever pays people. Guarantees of every adapter, which test/contract/payouts.test.ts shows:
 * 1. `pay` sends one request, which names the withdrawal as the merchant's own number, so that the provider pays it once.
 * 2. 'paid', 'refused' and 'not-there' are what the provider itself said of this withdrawal, and for 'paid' of this amount: its signature holds.
 *    Every other answer, also a word that the adapter does not know, is 'unknown'.
 * 3. What fails outside, or takes longer than PROVIDER_TIMEOUT_MS, is `DomainError('ProviderAway')`: the money may have gone.
 * 4. No error and no log line holds a key, an account or a name.
 */
export interface Payouts {
  pay(payout: Payout): Promise<PayoutOutcome>;
  /** Asks what became of a payout. */
  query(payout: Pick<Payout, 'withdrawalId' | 'payCents'>): Promise<PayoutOutcome>;
}
