import { Router } from 'express';
import type { Core } from '../../application/core.ts';
import { closeDispute, MAX_ORDERS_PER_PAGE, ordersFor, refundOrder } from '../../application/operators/orders.ts';
import { orderOf } from '../../application/payments/order.ts';
import { MAX_AMOUNT } from '../../domain/kernel/limits.ts';
import { TRADE_NO } from '../../domain/payment/channels.ts';
import { ORDER_STATUSES } from '../../domain/topup/limits.ts';
import type { SimulatedPayment, SimulatedPayments } from '../../payments/simulated.ts';
import { DevError, idOf, integerOf, objectOf, oneOf, reasonOf } from './input.ts';
import { metaOf } from './meta.ts';

/** What `GET /dev` shows. */
export const PAYMENT_ROUTES = [
  'POST /dev/payments/:order/callback {payCents?, tradeNo?, status?}',
  'POST /dev/payments/:order/receipt {transactionId?, productId?}',
  'POST /dev/payments/:order/pay {payCents?, tradeNo?}',
  'POST /dev/payments/:order/refund {reason?}',
  'POST /dev/payments/:order/close {reason?}',
  'GET /dev/orders?userId=&status=&disputed=&before=&limit=',
];

/** Orders on a page. */
const DEFAULT_ORDERS = 20;

/** Where each provider calls back (heihei, init: payment). */
const PATHS = {
  alipay: '/api/payment/alipaycallback',
  wechat: '/api/payment/wepaycallback',
  apple: '/api/payment/applecallback',
} as const;

/**
 * The other side of a payment: what the provider would send, signed by keys of this installation, without sending it. With the defaults one
 * order has the same trade number each time.
 */
export function paymentRoutes(core: Core, simulated: SimulatedPayments | undefined): Router {
  const router = Router();
  const appId = core.settings.heiheiAppId;
  const played = () => {
    if (!simulated) throw new DevError(404, 'no provider is simulated here');
    return simulated;
  };

  router.post('/payments/:order/callback', async (request, response) => {
    const order = await orderOf(core, appId, request.params.order);
    const { headers, body } = await played().callbackOf(order, changeIn(request.body));
    response.json({ path: PATHS[order.channel], headers, body });
  });
  router.post('/payments/:order/receipt', async (request, response) => {
    const order = await orderOf(core, appId, request.params.order);
    const { transactionId, productId } = objectOf(request.body);
    const change = {
      ...(transactionId !== undefined && { transactionId: tradeNoOf(transactionId, 'transactionId') }),
      ...(productId !== undefined && { productId: tradeNoOf(productId, 'productId') }),
    };
    response.json({ data: await played().receiptOf(order, change) });
  });
  // The provider has the money, and its callback is lost: it says so when it is asked.
  router.post('/payments/:order/pay', async (request, response) => {
    const order = await orderOf(core, appId, request.params.order);
    if (order.channel === 'apple') throw new DevError(404, 'the App Store is not asked: send a receipt');
    played().payUnseen(order, changeIn(request.body));
    response.json({ order: order.orderId });
  });
  router.post('/payments/:order/refund', async (request, response) => {
    const orderId = request.params.order;
    const refund = { orderId, reason: reasonOf(request.body) };
    response.json({ order: orderId, ...(await refundOrder(core, appId, refund, metaOf(core, request))) });
  });
  router.post('/payments/:order/close', async (request, response) => {
    const orderId = request.params.order;
    const closed = { orderId, reason: reasonOf(request.body) };
    response.json({ order: orderId, ...(await closeDispute(core, appId, closed, metaOf(core, request))) });
  });
  router.get('/orders', async ({ query }, response) => {
    const { userId, status, disputed, before, limit = DEFAULT_ORDERS } = query;
    const wanted = {
      ...(userId !== undefined && { userId: idOf(String(userId)) }),
      ...(status !== undefined && { status: oneOf(ORDER_STATUSES, status, 'status') }),
      ...(disputed === '1' && ({ isDisputed: true } as const)),
      ...(before !== undefined && { before: integerOf(before, 'before', 0, Number.MAX_SAFE_INTEGER) }),
      limit: integerOf(limit, 'limit', 1, MAX_ORDERS_PER_PAGE),
    };
    response.json({ orders: await ordersFor(core, appId, wanted) });
  });
  return router;
}

/** What a callback may say, also in the words of the providers. */
const STATUSES: Readonly<Record<string, SimulatedPayment['status']>> = {
  paid: 'paid',
  refunded: 'refunded',
  pending: 'pending',
  ...{ TRADE_SUCCESS: 'paid', TRADE_FINISHED: 'paid', SUCCESS: 'paid', REFUND: 'refunded' },
  ...{
    WAIT_BUYER_PAY: 'pending',
    TRADE_CLOSED: 'pending',
    NOTPAY: 'pending',
    USERPAYING: 'pending',
    CLOSED: 'pending',
  },
};

function changeIn(body: unknown): Partial<SimulatedPayment> {
  const { payCents, tradeNo, status } = objectOf(body);
  return {
    ...(payCents !== undefined && { payCents: integerOf(payCents, 'payCents', 0, MAX_AMOUNT) }),
    ...(tradeNo !== undefined && { tradeNo: tradeNoOf(tradeNo, 'tradeNo') }),
    ...(status !== undefined && { status: STATUSES[oneOf(Object.keys(STATUSES), status, 'status')] }),
  };
}

function tradeNoOf(value: unknown, name: string): string {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || !TRADE_NO.test(text))
    throw new DevError(400, `${name} must be 1 to 64 letters, digits or _ . -`);
  return text;
}
