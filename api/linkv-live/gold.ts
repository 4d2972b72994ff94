import { type Static, Type } from '@sinclair/typebox';
import { personWithId } from '../../application/accounts/named-person.ts';
import { balanceNow } from '../../application/wallets/balance.ts';
import { NoAnswer } from '../http/answers.ts';
import { endpoint } from '../http/endpoint.ts';
import { badParameter } from '../http/refusals.ts';
import { Change, changed, endOf, NoOrder, Uid } from '../linkv/coins.ts';

const Gold = Type.String({ pattern: '^\\d+$', description: 'What can be spent now.' });
/** The documented name, and the one that the node SDK reads. */
const Tokens = Type.Object({ tokens: Gold, livemeTokens: Gold });

/** LinkV live, 完成订单: adds the gold of a paid order (type 1), or takes gold back (type 2). */
export const orderSuccess = endpoint({
  path: '/open/finanv0/orderSuccess',
  module: 'finan',
  name: 'orderSuccess',
  summary: 'Give a user the gold of a paid order, or take gold back',
  auth: 'app',
  cost: 'paid',
  params: Type.Object({
    ...Change,
    // The node SDK's own example has none.
    order_id: Type.String({ maxLength: 64, default: '' }),
    money: Type.String({ pattern: '^\\d{1,12}$' }),
    channel: Type.String({ maxLength: 64 }),
    platform: Type.String({ pattern: '^(h5|ios|android)$' }),
  }),
  answer: Tokens,
  examples: [
    {
      params: {
        uid: '534961119',
        request_id: 'order-1001',
        type: '1',
        value: '60',
        expriation: '1893456000',
        order_id: 'alipay-20260101-1',
        money: '600',
        channel: 'alipay',
        platform: 'ios',
      },
      answer: { tokens: '123', livemeTokens: '123' },
    },
  ],
  errors: ['UserNotFound', 'InsufficientGold', 'OrderTaken', 'IdempotencyConflict', 'AmountOutOfRange'],
  async handle(call) {
    const { app, params } = call;
    const { money, platform, channel, order_id: orderId } = params;
    const expiresAt = endOf(params);
    if (params.type === '1' && expiresAt === undefined) throw badParameter('expriation');
    const order = { appId: app.appId, orderId, moneyCents: Number(money), platform, channel };
    return tokens(await changed(call, { expiresAt, order }));
  },
});

/** LinkV live, 修改金币: the same without an order. */
export const changeGold = endpoint({
  path: '/open/finanv0/changeGold',
  module: 'finan',
  name: 'changeGold',
  summary: 'Give a user gold, or take gold back, without an order',
  auth: 'app',
  cost: 'paid',
  params: Type.Object({ ...Change, ...NoOrder, reason: Type.String({ default: '' }) }),
  answer: NoAnswer,
  examples: [
    { params: { uid: '534961119', request_id: 'gift-7', type: '2', value: '10', reason: 'gift' }, answer: {} },
  ],
  errors: ['UserNotFound', 'InsufficientGold', 'IdempotencyConflict', 'AmountOutOfRange'],
  async handle(call) {
    await changed(call, { expiresAt: endOf(call.params), reason: call.params.reason });
    return {};
  },
});

/** LinkV live, 查询金币: what can be spent now. */
export const getUserTokens = endpoint({
  path: '/open/finanv0/getUserTokens',
  module: 'finan',
  name: 'getUserTokens',
  summary: 'Get how much gold a user can spend',
  auth: 'app',
  params: Type.Object({ uid: Uid }),
  answer: Tokens,
  examples: [{ params: { uid: 'user-1' }, answer: { tokens: '120', livemeTokens: '120' } }],
  errors: ['UserNotFound'],
  async handle({ core, app, params }) {
    const { userId } = await personWithId(core, app.tenant, params.uid);
    const { gold } = await balanceNow(core, { appId: app.tenant, userId });
    return tokens(gold);
  },
});

function tokens(gold: number): Static<typeof Tokens> {
  return { tokens: String(gold), livemeTokens: String(gold) };
}
