import { type Static, Type } from '@sinclair/typebox';
import { personWithId } from '../../application/accounts/named-person.ts';
import { balanceNow } from '../../application/wallets/balance.ts';
import { changeGold as change, type GoldChange } from '../../application/wallets/change-gold.ts';
import { NoAnswer } from '../http/answers.ts';
import { type AppCall, endpoint } from '../http/endpoint.ts';
import { badParameter } from '../http/refusals.ts';

/** Money and gold have at most twelve digits. */
const AMOUNT = '^[1-9]\\d{0,11}$';

const Uid = Type.String({ minLength: 1, maxLength: 20 });
const Change = {
  uid: Uid,
  request_id: Type.String({ minLength: 1, maxLength: 64 }),
  type: Type.String({ pattern: '^[12]$' }),
  value: Type.String({ pattern: AMOUNT }),
  expriation: Type.String({ maxLength: 32, default: '' }),
};

/**
 * Parameters of an order, which changeGold refuses. The path is not signed: otherwise whoever saw an order that was refused could
 * send it to changeGold, and get the gold there.
 */
const None = Type.String({ maxLength: 0, default: '' });
const NoOrder = { order_id: None, money: None };

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

interface Params {
  uid: string;
  request_id: string;
  type: string;
  value: string;
}

/**
 * One request id counts once over both money endpoints, whose path is not signed: the same person, kind, amount, order and money
 * get the first answer, anything else is refused.
 */
async function changed(
  { core, app, params, meta }: AppCall<Params>,
  { expiresAt, order, reason }: Pick<GoldChange, 'expiresAt' | 'order' | 'reason'>,
): Promise<number> {
  const { uid, request_id: requestId, type, value } = params;
  const { userId } = await personWithId(core, app.tenant, uid);
  const input = [userId, type, value, order?.orderId ?? '', order?.moneyCents ?? 0];
  const kind = type === '1' ? 'grant' : 'remove';
  const amountGold = Number(value);
  return change(core, { userId, kind, amountGold, expiresAt, order, reason, requestId, input }, meta);
}

function tokens(gold: number): Static<typeof Tokens> {
  return { tokens: String(gold), livemeTokens: String(gold) };
}

/** Epoch seconds. The python SDK writes them as a decimal; the node SDK writes now and the span, one behind the other. */
const SECONDS = /^(\d{1,10})(?:\.0+)?$/;
const NOW_AND_SPAN = /^(\d{10})(\d{1,10})$/;

/**
 * When granted gold expires, in epoch ms; undefined for no expiry (the go and python SDKs leave it out or write 0) and for type 2.
 * The wallet checks whether it has passed, because a repetition may come later. Throws `InvalidInput` for anything else.
 */
export function endOf({ type, expriation }: { type: string; expriation: string }): number | undefined {
  if (type === '2' || expriation === '' || expriation === '0') return undefined;
  const both = NOW_AND_SPAN.exec(expriation);
  if (both) return (Number(both[1]) + Number(both[2])) * 1000;
  const seconds = SECONDS.exec(expriation)?.[1];
  if (seconds === undefined) throw badParameter('expriation');
  return Number(seconds) * 1000;
}
