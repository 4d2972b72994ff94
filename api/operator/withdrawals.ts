import { Type } from '@sinclair/typebox';
import { payWithdrawal } from '../../application/operators/money.ts';
import { listWithdrawals, MAX_WITHDRAWALS_LISTED, rejectWithdrawal } from '../../application/operators/withdrawals.ts';
import { WITHDRAWAL_STATUSES } from '../../domain/withdrawal/limits.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { action, NothingElse, query } from './endpoint.ts';
import { DONE, Moved } from './money.ts';
import { AT_POSITION, SOME_TIME } from './session.ts';
import { Count, Id, oneOf, SOME_PERSON, Time } from './shapes.ts';

const which = { withdrawalId: Type.String({ minLength: 1, maxLength: 32 }) };
const SOME_WITHDRAWAL = { withdrawalId: '0041279350837211496522073' };

const list = query({
  path: 'withdrawals/list',
  name: 'listWithdrawals',
  role: 'support',
  summary: 'List what people ask to be paid for points, newest first: of a person, or in a state',
  params: {
    userId: Type.Optional(Id),
    status: Type.Optional(oneOf(WITHDRAWAL_STATUSES)),
    before: Type.Optional(Time),
    limit: Type.Integer({ minimum: 1, maximum: MAX_WITHDRAWALS_LISTED, default: 20 }),
  },
  answer: Type.Object({
    withdrawals: Type.Array(
      Type.Object({
        ...which,
        userId: Id,
        points: Count,
        payCents: Count,
        account: Type.String({ description: 'At Alipay; the middle is masked.' }),
        name: Type.String({ description: 'Masked but for its first character.' }),
        status: oneOf(WITHDRAWAL_STATUSES),
        why: Type.String({ description: 'Why it was rejected, or a word for why it failed; else empty.' }),
        tradeNo: Type.String({ description: 'The payment’s number at Alipay; empty before.' }),
        createdAt: Time,
      }),
    ),
  }),
  example: {
    params: { status: 'requested' },
    answer: {
      withdrawals: [
        {
          ...SOME_WITHDRAWAL,
          userId: SOME_PERSON,
          points: 200,
          payCents: 1_000,
          account: 'wuy**gwen',
          name: '张*',
          status: 'requested',
          why: '',
          tradeNo: '',
          createdAt: SOME_TIME,
        },
      ],
    },
  },
  async handle({ core, tenant, params }) {
    const found = await listWithdrawals(core, tenant, params);
    return {
      withdrawals: found.map((withdrawal) => {
        const { withdrawalId, userId, points, payCents, account, name, status, reason, tradeNo, createdAt } =
          withdrawal;
        return { withdrawalId, userId, points, payCents, account, name, status, why: reason, tradeNo, createdAt };
      }),
    };
  },
});

const approve = action({
  path: 'withdrawals/approve',
  name: 'approveWithdrawal',
  role: 'finance',
  summary: 'Let a withdrawal be paid; above the limit a second operator has to agree',
  params: which,
  answer: Moved,
  example: { params: SOME_WITHDRAWAL, answer: DONE },
  errors: ['WithdrawalNotFound', 'WithdrawalStateWrong', 'AlreadyDone', 'IdempotencyConflict'],
  handle: ({ core, tenant, params: { withdrawalId }, reason, meta }) =>
    payWithdrawal(core, tenant, { withdrawalId, reason }, meta),
});

const reject = action({
  path: 'withdrawals/reject',
  name: 'rejectWithdrawal',
  role: 'finance',
  summary: 'Give the points of a withdrawal back instead of paying it; the person is told the reason',
  params: which,
  answer: NothingElse,
  example: { params: SOME_WITHDRAWAL, answer: AT_POSITION },
  errors: ['WithdrawalNotFound', 'WithdrawalStateWrong', 'IdempotencyConflict'],
  handle: ({ core, tenant, params: { withdrawalId }, reason, meta }) =>
    rejectWithdrawal(core, tenant, { withdrawalId, reason }, meta),
});

/** Points that become money: heihei, 提现请求. */
export const withdrawalEndpoints: readonly Endpoint[] = [list, approve, reject];
