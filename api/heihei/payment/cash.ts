import { Type } from '@sinclair/typebox';
import { maskId, payeeOf, verifyPayee } from '../../../application/payouts/payee.ts';
import { cashNow, requestWithdrawal, withdrawalsOf } from '../../../application/payouts/withdrawals.ts';
import {
  MAX_WITHDRAWALS_PER_DAY,
  MAX_WITHDRAWN_CENTS_PER_DAY,
  MIN_WITHDRAWAL_CENTS,
  WITHDRAWAL_STATUSES,
  WITHDRAWAL_STEP_CENTS,
} from '../../../domain/withdrawal/limits.ts';
import { UpToDate } from '../../http/answers.ts';
import { endpoint } from '../../http/endpoint.ts';
import { chinaTime } from '../live/shapes.ts';

/** Longer than anything that can be right. */
const Fact = (what: string) => Type.String({ minLength: 1, maxLength: 100, description: what });
const Cents = (what: string) =>
  Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: `${what}, in cents of a yuan.` });

/** heihei, 获取支付宝信息. Without `info` until somebody was verified. Numbers are masked, though the document shows them whole. */
export const getAlipayInfo = endpoint({
  path: '/api/payment/get-alipay-info',
  module: 'payment',
  name: 'getAlipayInfo',
  summary: 'Get the account at Alipay that one is paid to',
  auth: 'user',
  params: Type.Object({}),
  answer: Type.Object({
    info: Type.Optional(
      Type.Object({
        alipaycode: Type.String(),
        name: Type.String(),
        idcard: Type.String({ description: 'The middle is masked; verify-alipay takes it back as it is.' }),
        phone: Type.String({ description: 'As `idcard`.' }),
      }),
    ),
  }),
  examples: [
    {
      params: {},
      answer: { info: { alipaycode: 'wuyongwen', name: '张三', idcard: '110***********0027', phone: '135****1223' } },
    },
  ],
  errors: [],
  async handle({ core, caller }) {
    const payee = await payeeOf(core, caller);
    if (!payee) return {};
    const { account, name, idCard, phone } = payee;
    return { info: { alipaycode: account, name, idcard: maskId(idCard), phone: maskId(phone) } };
  },
});

/** heihei, 验证支付宝. */
export const verifyAlipay = endpoint({
  path: '/api/payment/verify-alipay',
  module: 'payment',
  name: 'verifyAlipay',
  summary: 'Bind the account at Alipay that one is paid to',
  auth: 'user',
  cost: 'write',
  params: Type.Object({
    alipaycode: Fact('A phone, an address of mail, or a login name at Alipay.'),
    username: Fact('The name on the identity card.'),
    idcard: Fact('The number of the identity card.'),
    phone: Fact('A mobile phone in China.'),
  }),
  answer: Type.Object({ alipayCode: Type.String(), ...UpToDate }),
  examples: [
    {
      params: { alipaycode: 'wuyongwen', username: '张三', idcard: '110101199003070011', phone: '13533221223' },
      answer: { alipayCode: 'wuyongwen' },
    },
  ],
  errors: ['PayeeInvalid'],
  async handle({ core, caller, params: { alipaycode, username: name, idcard: idCard, phone }, meta }) {
    await verifyPayee(core, caller, { account: alipaycode, name, idCard, phone }, meta);
    return { alipayCode: alipaycode.trim() };
  },
});

const yuan = (cents: number) => String(cents / 100);
const RULE =
  `提现规则：每次至少${yuan(MIN_WITHDRAWAL_CENTS)}元，须为${yuan(WITHDRAWAL_STEP_CENTS)}元的整数倍；` +
  `每天最多${MAX_WITHDRAWALS_PER_DAY}次，共${yuan(MAX_WITHDRAWN_CENTS_PER_DAY)}元；上一笔处理完后才能再次申请。`;

/** heihei, 提现金额. Without points, `cash` is 0: 740 is what pay-req answers. */
export const cashInfo = endpoint({
  path: '/api/payment/cash-info',
  module: 'payment',
  name: 'cash-info',
  shapesNamed: 'cashInfo',
  summary: 'Get what one could be paid for points now',
  auth: 'user',
  params: Type.Object({}),
  answer: Type.Object({ point: Type.Integer(), cash: Cents('What one may ask for'), rule: Type.String() }),
  examples: [{ params: {}, answer: { point: 1_222, cash: 6_100, rule: RULE } }],
  errors: ['WalletFrozen'],
  async handle({ core, caller }) {
    const { points: point, payCents: cash } = await cashNow(core, caller);
    return { point, cash, rule: RULE };
  },
});

/** heihei, 提现请求. The points are held until an operator has looked at it and the money is there, or they come back. */
export const payReq = endpoint({
  path: '/api/payment/pay-req',
  module: 'payment',
  name: 'payReq',
  summary: 'Ask to be paid for points',
  auth: 'user',
  cost: 'paid',
  params: Type.Object({
    alipaycode: Fact('The account that was verified.'),
    payamount: Cents('How much: whole yuan, as `rule` of cash-info says'),
  }),
  answer: Type.Object({ reqmsg: Type.String(), ...UpToDate }),
  examples: [{ params: { alipaycode: 'wuyongwen', payamount: 1_000 }, answer: { reqmsg: '提现申请已提交' } }],
  errors: [
    ...(['PayeeInvalid', 'WalletFrozen', 'WithdrawalPending', 'TooOften', 'InsufficientPoints'] as const),
    ...(['WithdrawalLimitReached', 'PayoutsOff'] as const),
  ],
  async handle({ core, caller, params: { alipaycode: account, payamount: payCents }, meta }) {
    const { withdrawalId: _, ...shown } = await requestWithdrawal(core, caller, { account, payCents }, meta);
    return { reqmsg: '提现申请已提交', ...shown };
  },
});

/** One's own withdrawals: the document has no list of them, and who waits for money asks. */
export const listPayReq = endpoint({
  path: '/api/payment/list-pay-req',
  own: true,
  module: 'payment',
  name: 'listPayReq',
  summary: 'List what one asked to be paid, newest first',
  auth: 'user',
  params: Type.Object({
    offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000, default: 0 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, default: 20 })),
  }),
  answer: Type.Object({
    result: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          payamount: Cents('How much'),
          point: Type.Integer({ description: 'The points that are held for it, or were.' }),
          status: Type.Unsafe<(typeof WITHDRAWAL_STATUSES)[number]>(Type.String({ enum: [...WITHDRAWAL_STATUSES] })),
          reason: Type.String({ description: 'Why it was rejected, or a word for why it failed; else empty.' }),
          createTime: Type.String({ description: "`YYYY-MM-DD HH:mm:ss` in China's time (UTC+8)." }),
        },
        { title: 'PayRequest' },
      ),
    ),
  }),
  examples: [
    {
      params: { offset: 0, limit: 20 },
      answer: {
        result: [
          {
            id: '0041279350837211496522073',
            payamount: 1_000,
            point: 200,
            status: 'paid',
            reason: '',
            createTime: '2026-11-28 20:00:00',
          },
        ],
      },
    },
  ],
  errors: [],
  async handle({ core, caller, params: { offset = 0, limit = 20 } }) {
    const found = await withdrawalsOf(core, caller, { offset, limit });
    return {
      result: found.map(({ withdrawalId: id, payCents: payamount, points: point, status, reason, createdAt }) => {
        return { id, payamount, point, status, reason, createTime: chinaTime(createdAt)! };
      }),
    };
  },
});
