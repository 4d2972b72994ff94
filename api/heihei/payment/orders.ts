import { Type } from '@sinclair/typebox';
import { createOrder as order } from '../../../application/payments/create-order.ts';
import { notifyOrder } from '../../../application/payments/notify-order.ts';
import { packagesIn } from '../../../application/payments/packages.ts';
import type { PaymentChannel } from '../../../domain/payment/channels.ts';
import { UpToDate } from '../../http/answers.ts';
import { endpoint } from '../../http/endpoint.ts';
import { Id } from '../../http/params.ts';
import { CALLBACK_PATHS } from '../callback-failures.ts';

/** The document's names of the channels. */
const CHANNELS = { alipay: 'alipay', wechat: 'wechat', iap: 'apple' } as const satisfies Record<string, PaymentChannel>;
const NAMES = { alipay: 'alipay', wechat: 'wechat', apple: 'iap' } as const;
const Channel = Type.Union([Type.Literal('alipay'), Type.Literal('wechat'), Type.Literal('iap')]);
const Cents = (what: string) => Type.Integer({ description: `${what}, in cents of a yuan.` });

/** An order's id has 25 digits; whatever else is sent is answered as an order that is not there. */
const MAX_ORDER_CHARS = 64;
/** What payment SDKs give back: receipts of the App Store have up to some 40,000 characters. */
const MAX_DATA_CHARS = 60_000;

/** heihei, 充值列表页. Nothing is listed where nobody could take the money. */
export const listPackage = endpoint({
  path: '/api/payment/list-package',
  module: 'payment',
  name: 'listPackage',
  summary: 'List the packages of gold that can be bought in a channel',
  auth: 'user',
  params: Type.Object({ channel: Channel }),
  answer: Type.Object({
    packages: Type.Array(
      Type.Object({
        id: Type.Integer(),
        channel: Channel,
        productId: Type.String({ description: 'What it is called in the App Store.' }),
        desc: Type.String(),
        gold: Type.Integer(),
        payMoney: Cents('The price'),
        originMoney: Cents('The price without a bonus'),
      }),
    ),
  }),
  examples: [
    {
      params: { channel: 'wechat' },
      answer: {
        packages: [
          {
            id: 122,
            channel: 'wechat',
            productId: 'productId_980',
            desc: '送10钻',
            gold: 980,
            payMoney: 9_700,
            originMoney: 9_800,
          },
        ],
      },
    },
  ],
  errors: [],
  async handle({ core, caller, params: { channel } }) {
    const packages = await packagesIn(core, caller.appId, CHANNELS[channel]);
    return {
      packages: packages.map(({ id, channel: of, productId, description, amountGold, payCents, originalCents }) => ({
        id,
        channel: NAMES[of],
        productId,
        desc: description,
        gold: amountGold,
        payMoney: payCents,
        originMoney: originalCents,
      })),
    };
  },
});

/** heihei, 创建订单. */
export const createOrder = endpoint({
  path: '/api/payment/create-order',
  module: 'payment',
  name: 'createOrder',
  summary: 'Order a package of gold, to pay it then',
  auth: 'user',
  cost: 'write',
  params: Type.Object({ packageId: Id, channel: Channel }),
  answer: Type.Object({
    order: Type.String(),
    data: Type.String({ description: "What the channel's payment SDK takes; empty in the App Store." }),
    productId: Type.String(),
    ...UpToDate,
  }),
  examples: [
    {
      params: { packageId: 122, channel: 'wechat' },
      answer: {
        order: '0041279350837211496522073',
        data: 'userId=7012345678901&packageId=122&channel=wechat&payMoney=9700',
        productId: 'productId_980',
      },
    },
  ],
  errors: ['PackageNotFound', 'TooOften', 'ProviderAway'],
  async handle({ core, caller, params: { packageId, channel: name }, baseUrl, meta }) {
    const channel = CHANNELS[name];
    const wanted = { packageId, channel, notifyUrl: baseUrl + CALLBACK_PATHS[channel] };
    const { order: opened, data, ...shown } = await order(core, caller, wanted, meta);
    return { order: opened.orderId, data, productId: opened.productId, ...shown };
  },
});

/** heihei, 订单通知: what the client says pays nothing; only what the provider has signed does. */
export const orderNotify = endpoint({
  path: '/api/payment/order-notify',
  module: 'payment',
  name: 'orderNotify',
  summary: "Tell how one's own payment went",
  auth: 'user',
  cost: 'write',
  params: Type.Object({
    order: Type.String({ minLength: 1, maxLength: MAX_ORDER_CHARS }),
    status: Type.Union([Type.Literal('1'), Type.Literal('2')], { description: '1 it was paid, 2 it failed.' }),
    data: Type.String({
      maxLength: MAX_DATA_CHARS,
      description: 'What the payment SDK gave; in the App Store the signed transaction, or the receipt.',
    }),
  }),
  answer: Type.Object({ order: Type.String(), ...UpToDate }),
  examples: [
    {
      params: { order: '0041279350837211496522073', status: '1', data: '{}' },
      answer: { order: '0041279350837211496522073' },
    },
  ],
  errors: ['OrderNotFound', 'ProofInvalid', 'PaymentTaken', 'ProviderAway'],
  async handle({ core, caller, params: { order: orderId, status, data }, meta }) {
    return { order: orderId, ...(await notifyOrder(core, caller, { orderId, isPaid: status === '1', data }, meta)) };
  },
});
