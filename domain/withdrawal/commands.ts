import type { PayoutAsked, WithdrawalRequest } from './events.ts';

export type WithdrawalCommand =
  | ({ type: 'RequestWithdrawal' } & WithdrawalRequest)
  | { type: 'ApproveWithdrawal' }
  | { type: 'RejectWithdrawal'; by: 'operator' | 'erasure'; reason: string }
  /** By whoever tells the provider to pay right after it, and by nobody else. */
  | { type: 'StartPayout' }
  /** What the provider said that does not end the matter. */
  | { type: 'NotePayout'; outcome: PayoutAsked['data']['outcome'] }
  | { type: 'CompletePayout'; tradeNo: string }
  | { type: 'RefusePayout'; detail: string };
