import type { DomainEvent, EventTypes } from '../kernel/event.ts';
import { notPersonal, type PersonalFields, textOf } from '../kernel/personal.ts';

/**
 * What moves a person's gold, or money to them. `grant` and `refund-gift` give gold (`eventId`: of the purchase), `refund-order` notes that an order's money
 * went back, so that its gold is taken, `pay-withdrawal` lets a withdrawal be paid. `key` names the order, the purchase or the withdrawal; '' where there is none.
 */
export const MONEY_KINDS = ['grant', 'refund-gift', 'refund-order', 'pay-withdrawal'] as const;
export type MoneyKind = (typeof MONEY_KINDS)[number];

export interface MoneyAction {
  kind: MoneyKind;
  userId: number;
  /** 0 for a withdrawal, which moves no gold. */
  amountGold: number;
  /** Money, in cents of a yuan: of a withdrawal alone. */
  payCents?: number;
  key: string;
  /** Why, as whoever asked for it said. */
  reason: string;
}

interface Asked extends MoneyAction {
  approvalId: number;
}

/**
 * `approval-<app>.<approvalId>`: an operator moves gold, or money. Above a limit it waits for a second operator, until `expiresAt` (epoch ms). It is carried out because of
 * `ApprovalGiven`, once.
 */
export type ApprovalAsked = DomainEvent<'ApprovalAsked', Asked & { askedBy: number; expiresAt: number }>;
/** `givenBy` is `askedBy` where it is below the limit. */
export type ApprovalGiven = DomainEvent<'ApprovalGiven', Asked & { askedBy: number; givenBy: number }>;
export type ApprovalRefused = DomainEvent<
  'ApprovalRefused',
  { approvalId: number; userId: number; refusedBy: number; reason: string }
>;
/** A rule kept what was approved from being carried out: nothing was done. `error` is its code. */
export type ApprovalFailed = DomainEvent<'ApprovalFailed', { approvalId: number; userId: number; error: string }>;

export type ApprovalEvent = ApprovalAsked | ApprovalGiven | ApprovalRefused | ApprovalFailed;

export const approvalEventTypes: EventTypes<ApprovalEvent> = {
  ApprovalAsked: true,
  ApprovalGiven: true,
  ApprovalRefused: true,
  ApprovalFailed: true,
};

export const approvalPersonal: PersonalFields<ApprovalEvent> = {
  ApprovalAsked: { key: notPersonal, reason: textOf('userId') },
  ApprovalGiven: { key: notPersonal, reason: textOf('userId') },
  ApprovalRefused: { reason: textOf('userId') },
  ApprovalFailed: { error: notPersonal },
};
