import { Type } from '@sinclair/typebox';
import {
  approvalsOf,
  giveGold,
  refundGift,
  refundOrderGold,
  settleApproval,
} from '../../application/operators/money.ts';
import { closeDispute, MAX_ORDERS_PER_PAGE, ordersFor } from '../../application/operators/orders.ts';
import { freezeWallet, unfreezeWallet } from '../../application/operators/wallets.ts';
import { MONEY_KINDS } from '../../domain/approval/events.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { MAX_AMOUNT } from '../../domain/kernel/limits.ts';
import { ORDER_STATUSES } from '../../domain/topup/limits.ts';
import { Nullable } from '../http/answers.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { action, Changed, NothingElse, query } from './endpoint.ts';
import { AT_POSITION, SOME_OPERATOR, SOME_TIME } from './session.ts';
import { Count, Id, oneOf, PageParams, SOME_PERSON, Time } from './shapes.ts';

const whom = { userId: Id };
const SOMEBODY = { userId: SOME_PERSON };
const OrderId = Type.String({ minLength: 1, maxLength: 64 });

export const Moved = Type.Object({
  approvalId: Nullable(
    Type.Integer({ description: 'What a second operator has to give first; null: it is done, or follows at once.' }),
  ),
  ...Changed,
});
export const DONE = { approvalId: null, ...AT_POSITION };

const grant = action({
  path: 'wallets/grant',
  name: 'grantGold',
  role: 'finance',
  summary: 'Give a person gold; above the limit a second operator has to agree',
  params: { ...whom, amountGold: Type.Integer({ minimum: 1, maximum: MAX_AMOUNT }) },
  answer: Moved,
  example: { params: { ...SOMEBODY, amountGold: 500 }, answer: DONE },
  errors: ['UserNotFound', 'AmountOutOfRange', 'IdempotencyConflict'],
  handle: ({ core, tenant, params: { userId, amountGold }, reason, meta }) =>
    giveGold(core, tenant, { userId, amountGold, reason }, meta),
});

const refundPurchase = action({
  path: 'wallets/refund-gift',
  name: 'refundGift',
  role: 'finance',
  summary: 'Give the gold of a gift, a line or a rename back, once; the host keeps the points',
  params: {
    ...whom,
    revision: Type.Integer({
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      description: 'Of its entry in the wallet.',
    }),
  },
  answer: Moved,
  example: { params: { ...SOMEBODY, revision: 12 }, answer: DONE },
  errors: ['UserNotFound', 'PurchaseNotFound', 'AlreadyDone', 'IdempotencyConflict'],
  handle: ({ core, tenant, params: { userId, revision }, reason, meta }) =>
    refundGift(core, tenant, { userId, revision, reason }, meta),
});

const freeze = action({
  path: 'wallets/freeze',
  name: 'freezeWallet',
  role: 'support',
  summary: 'Stop a person from spending; gold and points still come in',
  params: whom,
  answer: NothingElse,
  example: { params: SOMEBODY, answer: AT_POSITION },
  errors: ['UserNotFound', 'IdempotencyConflict'],
  async handle({ core, tenant, params: { userId }, reason, meta }) {
    const { gold, ...rest } = await freezeWallet(core, tenant, { userId, reason }, meta);
    return rest;
  },
});

const unfreeze = action({
  path: 'wallets/unfreeze',
  name: 'unfreezeWallet',
  role: 'finance',
  summary: 'Let a person spend again',
  params: whom,
  answer: NothingElse,
  example: { params: SOMEBODY, answer: AT_POSITION },
  errors: ['UserNotFound'],
  async handle({ core, tenant, params: { userId }, meta }) {
    const { gold, ...rest } = await unfreezeWallet(core, tenant, { userId }, meta);
    return rest;
  },
});

const CHANNELS = ['alipay', 'wechat', 'apple'] as const;

const orders = query({
  path: 'orders/list',
  name: 'listOrders',
  role: 'support',
  summary: 'List orders of gold, newest first: of a person, in a state, or disputed',
  params: {
    userId: Type.Optional(Id),
    status: Type.Optional(oneOf(ORDER_STATUSES)),
    isDisputed: Type.Optional(Type.Boolean()),
    before: Type.Optional(Time),
    limit: Type.Integer({ minimum: 1, maximum: MAX_ORDERS_PER_PAGE, default: 20 }),
  },
  answer: Type.Object({
    orders: Type.Array(
      Type.Object({
        orderId: Type.String(),
        userId: Id,
        channel: oneOf(CHANNELS),
        payCents: Count,
        amountGold: Count,
        status: oneOf(ORDER_STATUSES),
        isDisputed: Type.Boolean(),
        createdAt: Time,
      }),
    ),
  }),
  example: {
    params: SOMEBODY,
    answer: {
      orders: [
        {
          orderId: '246211187523900',
          ...SOMEBODY,
          channel: 'wechat',
          payCents: 600,
          amountGold: 60,
          status: 'paid',
          isDisputed: false,
          createdAt: SOME_TIME,
        },
      ],
    },
  },
  async handle({ core, tenant, params: { userId, status, isDisputed, before, limit } }) {
    const wanted = { userId, status, before, limit, ...(isDisputed && { isDisputed: true as const }) };
    const found = await ordersFor(core, tenant, wanted);
    return {
      orders: found.map((order) => {
        const { orderId, userId, channel, payCents, amountGold, status, isDisputed, createdAt } = order;
        return { orderId, userId, channel, payCents, amountGold, status, isDisputed, createdAt };
      }),
    };
  },
});

const refundOrder = action({
  path: 'orders/refund',
  name: 'refundOrder',
  role: 'finance',
  summary: 'Note that an order’s money went back: its gold is taken, or the wallet frozen where it is spent',
  params: { orderId: OrderId },
  answer: Moved,
  example: { params: { orderId: '246211187523900' }, answer: DONE },
  errors: ['OrderNotFound', 'AlreadyDone', 'IdempotencyConflict'],
  handle: ({ core, tenant, params: { orderId }, reason, meta }) =>
    refundOrderGold(core, tenant, { orderId, reason }, meta),
});

const closeOrder = action({
  path: 'orders/close-dispute',
  name: 'closeDispute',
  role: 'finance',
  summary: 'Note that somebody has seen to what was disputed of an order',
  params: { orderId: OrderId },
  answer: NothingElse,
  example: { params: { orderId: '246211187523900' }, answer: AT_POSITION },
  errors: ['OrderNotFound', 'IdempotencyConflict'],
  handle: ({ core, tenant, params: { orderId }, reason, meta }) =>
    closeDispute(core, tenant, { orderId, reason }, meta),
});

const STATUSES = ['asked', 'given', 'refused', 'failed'] as const;

const approvals = query({
  path: 'approvals/list',
  name: 'listApprovals',
  role: 'support',
  summary: 'List the gold and money that operators moved with a second one, or want to, newest first',
  params: { status: Type.Optional(oneOf(STATUSES)), ...PageParams },
  answer: Type.Object({
    approvals: Type.Array(
      Type.Object({
        approvalId: Id,
        kind: oneOf(MONEY_KINDS),
        userId: Id,
        amountGold: Count,
        payCents: Type.Integer({ minimum: 0, description: 'Of a withdrawal, which moves no gold; else 0.' }),
        key: Type.String({
          description: 'The order, the event of the purchase, or the withdrawal; empty for a grant.',
        }),
        reason: Type.String(),
        status: oneOf(STATUSES),
        askedBy: Id,
        askedAt: Time,
        expiresAt: Time,
        settledBy: Nullable(Id),
        settledAt: Nullable(Time),
      }),
    ),
  }),
  example: {
    params: { status: 'asked' },
    answer: {
      approvals: [
        {
          approvalId: 5503599627370001,
          kind: 'grant',
          ...SOMEBODY,
          amountGold: 500_000,
          payCents: 0,
          key: '',
          reason: '活动奖励',
          status: 'asked',
          askedBy: SOME_OPERATOR,
          askedAt: SOME_TIME,
          expiresAt: SOME_TIME,
          settledBy: null,
          settledAt: null,
        },
      ],
    },
  },
  async handle({ core, tenant, params: { status, offset, limit } }) {
    const found = await approvalsOf(core, tenant, { status, offset, limit });
    return {
      approvals: found.map(({ appId, settledBy, settledAt, ...one }) => {
        return { ...one, settledBy: settledBy || null, settledAt: settledAt || null };
      }),
    };
  },
});

const approval = { approvalId: Id };
const SOME_APPROVAL = { approvalId: 5503599627370001 };
const APPROVAL_ERRORS = ['ApprovalNotFound', 'ApprovalSettled', 'OwnApproval'] as const;

const give = action({
  path: 'approvals/give',
  name: 'giveApproval',
  role: 'finance',
  summary:
    'Agree, as a second operator, to what another one asked for; it is then done. By a sign-in alone, not by a token',
  params: approval,
  answer: NothingElse,
  example: { params: SOME_APPROVAL, answer: AT_POSITION },
  errors: APPROVAL_ERRORS,
  async handle({ core, tenant, operator, params: { approvalId }, reason, meta }) {
    // An admin makes tokens for anybody: one would be two operators.
    if (operator.sessionSecret === null) throw new DomainError('RoleTooLow', 'a token approves nothing');
    return settleApproval(core, tenant, { approvalId, isGiven: true, reason }, meta);
  },
});

const refuse = action({
  path: 'approvals/refuse',
  name: 'refuseApproval',
  role: 'finance',
  summary: 'Refuse what another operator asked for, or take back what one asked for',
  params: approval,
  answer: NothingElse,
  example: { params: SOME_APPROVAL, answer: AT_POSITION },
  errors: APPROVAL_ERRORS,
  handle: ({ core, tenant, params: { approvalId }, reason, meta }) =>
    settleApproval(core, tenant, { approvalId, isGiven: false, reason }, meta),
});

export const moneyEndpoints: readonly Endpoint[] = [
  grant,
  refundPurchase,
  freeze,
  unfreeze,
  orders,
  refundOrder,
  closeOrder,
  approvals,
  give,
  refuse,
];
