/** What becomes of a withdrawal; 'paying' from the moment before the provider is told to pay. */
export const WITHDRAWAL_STATUSES = ['requested', 'approved', 'paying', 'paid', 'rejected', 'failed'] as const;
export type WithdrawalStatus = (typeof WITHDRAWAL_STATUSES)[number];
/** A withdrawal's id: digits, no more of them than providers take for a merchant's own number (Alipay, out_biz_no: 64). */
export const WITHDRAWAL_ID = /^\d{1,32}$/;
/** The least that is paid out, in cents of a yuan: a payout costs an operator's look. */
export const MIN_WITHDRAWAL_CENTS = 1_000;
/** Whole yuan are paid out. */
export const WITHDRAWAL_STEP_CENTS = 100;
/** Most that one person gets in a day, in cents; what was given back does not count. */
export const MAX_WITHDRAWN_CENTS_PER_DAY = 200_000;
/** Requests of one person in a day, whatever became of them. */
export const MAX_WITHDRAWALS_PER_DAY = 3;
/** When the provider is asked what became of a payout that it has not confirmed, ms after it was told to pay. */
export const PAYOUT_ASK_AFTER_MS = [30_000, 120_000, 600_000, 3_600_000] as const;
/** And then again each time after this long, ms, for as long as it takes: money of an unknown fate is never given up. */
export const PAYOUT_ASK_EVERY_MS = 6 * 3600_000;
/**
 * A payout that the provider has not heard of this long after it was told, ms, will not come any more: requests end within seconds, and the
 * provider refuses one that is stamped so long ago.
 */
export const PAYOUT_LOST_AFTER_MS = 3_600_000;
/** A payout may leave this long after its start was written down, ms: later, another process may ask for it already, and finds nothing. */
export const PAYOUT_LEAVES_WITHIN_MS = 10_000;
