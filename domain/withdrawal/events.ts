import type { DomainEvent, EventTypes } from '../kernel/event.ts';
import { notPersonal, type PersonalFields, textOf } from '../kernel/personal.ts';

/** What a person asks to be paid, and where to. */
export interface WithdrawalRequest {
  withdrawalId: string;
  userId: number;
  /** Held in the wallet until it is settled. */
  points: number;
  /** In cents of a yuan. */
  payCents: number;
  /** The account at Alipay, and whose it is; '' once the person is erased. */
  account: string;
  name: string;
}

/** `withdrawal-<app>.<id>`, strict: one payout of points, from the request to the money. */
export type WithdrawalRequested = DomainEvent<'WithdrawalRequested', WithdrawalRequest>;
/** By an operator, who stands in the metadata. */
export type WithdrawalApproved = DomainEvent<'WithdrawalApproved', { withdrawalId: string; userId: number }>;
/** The points go back. `by` 'erasure': the person was erased before anybody approved it. */
export type WithdrawalRejected = DomainEvent<
  'WithdrawalRejected',
  { withdrawalId: string; userId: number; points: number; by: 'operator' | 'erasure'; reason: string }
>;
/** Written before the provider is told to pay: from now on the outcome may be unknown, and it is never told again. */
export type PayoutStarted = DomainEvent<'PayoutStarted', { withdrawalId: string; userId: number; payCents: number }>;
/**
 * The provider did not say how the payout ended: it deals with it ('pending'), has not heard of it ('not-there'), or gave no clear answer
 * ('unknown'). `nextAt` (epoch ms): when it is asked again.
 */
export type PayoutAsked = DomainEvent<
  'PayoutAsked',
  { withdrawalId: string; userId: number; outcome: 'pending' | 'not-there' | 'unknown'; nextAt: number }
>;
export type WithdrawalPaid = DomainEvent<
  'WithdrawalPaid',
  { withdrawalId: string; userId: number; points: number; payCents: number; tradeNo: string }
>;
/**
 * No money went, and none will: the provider refused it ('refused', `detail` is its word for why), never heard of it ('lost'), or the person
 * was erased before it was told ('erased'). The points go back.
 */
export type PayoutFailed = DomainEvent<
  'PayoutFailed',
  { withdrawalId: string; userId: number; points: number; reason: 'refused' | 'lost' | 'erased'; detail: string }
>;

export type WithdrawalEvent =
  | WithdrawalRequested
  | WithdrawalApproved
  | WithdrawalRejected
  | PayoutStarted
  | PayoutAsked
  | WithdrawalPaid
  | PayoutFailed;

export const withdrawalEventTypes: EventTypes<WithdrawalEvent> = {
  WithdrawalRequested: true,
  WithdrawalApproved: true,
  WithdrawalRejected: true,
  PayoutStarted: true,
  PayoutAsked: true,
  WithdrawalPaid: true,
  PayoutFailed: true,
};

export const withdrawalPersonal: PersonalFields<WithdrawalEvent> = {
  WithdrawalRequested: { withdrawalId: notPersonal, account: textOf('userId'), name: textOf('userId') },
  WithdrawalApproved: { withdrawalId: notPersonal },
  WithdrawalRejected: { withdrawalId: notPersonal, by: notPersonal, reason: textOf('userId') },
  PayoutStarted: { withdrawalId: notPersonal },
  PayoutAsked: { withdrawalId: notPersonal, outcome: notPersonal },
  WithdrawalPaid: { withdrawalId: notPersonal, tradeNo: notPersonal },
  PayoutFailed: { withdrawalId: notPersonal, reason: notPersonal, detail: notPersonal },
};
