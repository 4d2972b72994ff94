import type { CommandMeta, Decider } from '../kernel/decider.ts';
import { DomainError } from '../kernel/errors.ts';
import { assertNever } from '../kernel/event.ts';
import { amount as checked } from '../kernel/limits.ts';
import { noteLine } from '../kernel/text.ts';
import type { ProvenPayment, TopupCommand } from './commands.ts';
import { type OrderCreated, type TopupEvent, topupEventTypes } from './events.ts';
import { HINT_MS, MAX_DISPUTES, type ORDER_STATUSES, QUERY_AFTER_MS } from './limits.ts';

export type OrderStatus = (typeof ORDER_STATUSES)[number];

/** One order of gold. */
export interface Topup {
  /** Null until it is made. */
  order: OrderCreated['data'] | null;
  createdAt: number;
  status: OrderStatus;
  /** The payment that paid it; '' before. */
  tradeNo: string;
  paidCents: number;
  /** Reasons and trades that somebody has to look at, at most `MAX_DISPUTES`. */
  disputed: string[];
  /** Whether somebody is still to look at one of them. */
  isDisputed: boolean;
  /** When the client last said that it had paid, epoch ms. */
  hintedAt: number;
}

/** An order that was made. */
type Made = Topup & { order: OrderCreated['data'] };

/**
 * One order of gold (heihei, 创建订单, 订单通知). Only `PayOrder`, by the system and after a proof was verified, makes it paid: once, whatever
 * comes how often and in which order, also after it expired or was said to have failed. `OrderNotFound` before it was made; `NotOwner` for
 * what only its person may say; `SystemOnly` for what only the system may.
 */
export function decide(command: TopupCommand, topup: Topup, meta: CommandMeta): TopupEvent[] {
  if (command.type === 'CreateOrder') {
    if (topup.order !== null) return [];
    const { type: _, ...order } = command;
    if (checked(order.amountGold) === 0 || checked(order.payCents) === 0) throw new DomainError('AmountOutOfRange');
    return [{ type: 'OrderCreated', data: { ...order, userId: meta.actor } }];
  }
  const made = topupMade(topup);
  const isByItsPerson = command.type === 'ReportPaid' || command.type === 'ReportFailed';
  if (isByItsPerson && meta.actor !== made.order.userId) throw new DomainError('NotOwner');
  if (!isByItsPerson && meta.actor !== 0) throw new DomainError('SystemOnly');
  return decideOnMade(command, made, meta);
}

function topupMade(topup: Topup): Made {
  if (topup.order === null) throw new DomainError('OrderNotFound');
  return topup as Made;
}

function decideOnMade(
  command: Exclude<TopupCommand, { type: 'CreateOrder' }>,
  topup: Made,
  { at }: CommandMeta,
): TopupEvent[] {
  const { orderId, userId } = topup.order;
  const isAwaited = topup.status === 'open' || topup.status === 'failed';
  switch (command.type) {
    case 'PayOrder':
      return pay(command, topup);
    case 'ReportPaid':
      if (!isAwaited || at - topup.hintedAt < HINT_MS) return [];
      return [{ type: 'OrderReportedPaid', data: { orderId, userId } }];
    case 'ReportFailed':
      return topup.status === 'open' ? [{ type: 'OrderReportedFailed', data: { orderId, userId } }] : [];
    case 'NoteQuery': {
      if (!isAwaited) return [];
      const after = QUERY_AFTER_MS.find((ms) => topup.createdAt + ms > at);
      const nextAt = after === undefined ? {} : { nextAt: topup.createdAt + after };
      return [{ type: 'OrderQueried', data: { orderId, userId, outcome: command.outcome, ...nextAt } }];
    }
    case 'ExpireOrder':
      if (!isAwaited || at < topup.order.expiresAt) return [];
      return [{ type: 'OrderExpired', data: { orderId, userId } }];
    case 'RefundOrder': {
      const { tradeNo = topup.tradeNo, by, reason } = command;
      if (tradeNo === '' || topup.status === 'refunded') return [];
      // Before anybody heard of the payment: it pays nothing any more. Otherwise only the one that paid the order counts.
      if (topup.tradeNo !== '' && tradeNo !== topup.tradeNo) return [];
      const isGranted = topup.status === 'paid' && !topup.disputed.includes(disputeKey('not-granted', tradeNo));
      const amountGold = isGranted ? topup.order.amountGold : 0;
      return [{ type: 'OrderRefunded', data: { orderId, userId, tradeNo, amountGold, by, reason: noteLine(reason) } }];
    }
    case 'DisputeGrant':
      return dispute(topup, { tradeNo: topup.tradeNo, paidCents: topup.paidCents }, 'not-granted');
    case 'CloseDispute': {
      const reason = noteLine(command.reason);
      return topup.isDisputed ? [{ type: 'OrderDisputeClosed', data: { orderId, userId, reason } }] : [];
    }
    default:
      return assertNever(command);
  }
}

function pay({ tradeNo, paidCents: given }: ProvenPayment, topup: Made): TopupEvent[] {
  const { order } = topup;
  const { orderId, userId, channel, amountGold, payCents } = order;
  const paidCents = given ?? payCents;
  if (topup.tradeNo === tradeNo) return [];
  if (topup.tradeNo !== '') return dispute(topup, { tradeNo, paidCents }, 'paid-twice');
  if (paidCents !== payCents) return dispute(topup, { tradeNo, paidCents }, 'amount');
  return [{ type: 'OrderPaid', data: { orderId, userId, channel, tradeNo, paidCents, amountGold } }];
}

function dispute(
  { order: { orderId, userId }, disputed }: Made,
  { tradeNo, paidCents }: { tradeNo: string; paidCents: number },
  reason: 'amount' | 'paid-twice' | 'not-granted',
): TopupEvent[] {
  if (disputed.includes(disputeKey(reason, tradeNo))) return [];
  return [{ type: 'OrderDisputed', data: { orderId, userId, tradeNo, paidCents, reason } }];
}

function disputeKey(reason: string, tradeNo: string): string {
  return `${reason} ${tradeNo}`;
}

export function evolve(topup: Topup, event: TopupEvent, { at }: { at: number }): Topup {
  switch (event.type) {
    case 'OrderCreated':
      topup.order = event.data;
      topup.createdAt = at;
      return topup;
    case 'OrderPaid':
      topup.status = 'paid';
      topup.tradeNo = event.data.tradeNo;
      topup.paidCents = event.data.paidCents;
      return topup;
    case 'OrderReportedPaid':
      topup.hintedAt = at;
      return topup;
    case 'OrderReportedFailed':
      topup.status = 'failed';
      return topup;
    case 'OrderQueried':
      return topup;
    case 'OrderExpired':
      topup.status = 'expired';
      return topup;
    case 'OrderRefunded':
      topup.status = 'refunded';
      topup.tradeNo = event.data.tradeNo;
      return topup;
    case 'OrderDisputed':
      topup.disputed = [...topup.disputed, disputeKey(event.data.reason, event.data.tradeNo)].slice(-MAX_DISPUTES);
      topup.isDisputed = true;
      return topup;
    case 'OrderDisputeClosed':
      topup.isDisputed = false;
      return topup;
    default:
      return assertNever(event);
  }
}

export const topupDecider: Decider<Topup, TopupCommand, TopupEvent> = {
  category: 'topup',
  eventTypes: topupEventTypes,
  initialState: () => ({
    order: null,
    createdAt: 0,
    status: 'open',
    tradeNo: '',
    paidCents: 0,
    disputed: [],
    isDisputed: false,
    hintedAt: 0,
  }),
  decide,
  evolve,
};
