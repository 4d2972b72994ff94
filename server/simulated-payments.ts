import { createHash } from 'node:crypto';
import type { PaymentChannel } from '../domain/payment/channels.ts';
import type { OrderCreated } from '../domain/topup/events.ts';
import { createLruCache } from '../event-store/lru-cache.ts';
import { openAlipay } from '../payments/alipay/alipay.ts';
import { openAlipayPayouts } from '../payments/alipay/payouts.ts';
import { simulatedAlipayCallback } from '../payments/alipay/simulated.ts';
import { SimulatedTransfers } from '../payments/alipay/simulated-payouts.ts';
import { openApple } from '../payments/apple/apple.ts';
import { simulatedReceipt, simulatedRefund } from '../payments/apple/simulated.ts';
import { lazyPayouts, lazyProvider, lazyVerifier, once } from '../payments/lazily.ts';
import type { Payouts } from '../payments/payouts.ts';
import type { OrderToPay, PaymentNotice, PaymentProvider, Payments } from '../payments/provider.ts';
import {
  type SimulatedPayment,
  type SimulatedPayments,
  type TransferBook,
  transferBook,
} from '../payments/simulated.ts';
import { simulatedWechatCallback } from '../payments/wechat/simulated.ts';
import { openWechat } from '../payments/wechat/wechat.ts';
import type { PaymentKeys } from './settings/payment-keys.ts';

const ALIPAY_APP = '2021000000000000';
const WECHAT = { appId: 'wx0000000000000000', mchId: '1900000000', serial: 'PUB_KEY_ID_SIMULATED' };
const BUNDLE_ID = 'dev.salon.heihei';
/** Payments that a simulated provider remembers to be asked about. */
const MAX_UNSEEN = 1_000;
/** Digits of a trade number, as Alipay and WeChat have them. */
const TRADE_DIGITS = 28;

type Order = OrderCreated['data'];

/**
 * Providers that are played here: what they send is signed with keys of this installation, and verified by the same code as the real ones'.
 * `now`: the machine's time in epoch ms; `book`: where transfers to people are kept, default: nowhere.
 */
export function simulatePayments(
  makeKeys: () => Promise<PaymentKeys>,
  now: () => number,
  book: TransferBook = transferBook(),
): { payments: Payments; payouts: Payouts; simulated: SimulatedPayments } {
  const keys = once(makeKeys);
  const unseen = createLruCache<string, PaymentNotice>(MAX_UNSEEN);
  const played = (provider: Pick<PaymentProvider, 'readNotice'>): PaymentProvider => ({
    prepare: async (order) => preparedText(order),
    readNotice: (callback) => provider.readNotice(callback),
    query: async (orderId) => unseen.get(orderId) ?? null,
  });
  return {
    payouts: lazyPayouts(() => payoutsBy(keys, now, book)),
    payments: {
      alipay: played(lazyProvider(() => alipayBy(keys, now))),
      wechat: played(lazyProvider(() => wechatBy(keys, now))),
      apple: lazyVerifier(() => appleBy(keys)),
    },
    simulated: {
      async callbackOf(order, change) {
        const payment = paymentOf(order, change);
        const { rsa, apiV3Key, appStore } = await keys();
        switch (order.channel) {
          case 'alipay':
            return simulatedAlipayCallback({ appId: ALIPAY_APP, alipayPrivateKey: rsa.privateKey }, payment);
          case 'wechat':
            return simulatedWechatCallback({ ...WECHAT, apiV3Key, platformPrivateKey: rsa.privateKey }, payment, now());
          case 'apple': {
            const { tradeNo: transactionId } = payment;
            const purchase = { bundleId: BUNDLE_ID, transactionId, productId: order.productId, at: now() };
            // The App Store calls back when the money of a purchase went back, and never to pay.
            const body = simulatedRefund(appStore, purchase);
            return { headers: { 'Content-Type': 'application/json' }, body };
          }
        }
      },
      async receiptOf(order, { transactionId = tradeNoOf(order.channel, order), productId = order.productId }) {
        const purchase = { bundleId: BUNDLE_ID, transactionId, productId, at: now() };
        return simulatedReceipt((await keys()).appStore, purchase);
      },
      payUnseen(order, change) {
        const { orderId, tradeNo, payCents: paidCents } = paymentOf(order, change);
        unseen.set(orderId, { kind: 'paid', orderId, tradeNo, paidCents });
      },
      transfers: () => book.all(),
    },
  };
}

async function alipayBy(keys: () => Promise<PaymentKeys>, now: () => number): Promise<PaymentProvider> {
  const { privateKey, publicKey: alipayPublicKey } = (await keys()).rsa;
  return openAlipay({ appId: ALIPAY_APP, privateKey, alipayPublicKey }, now);
}

/** Transfers that Alipay would make, asked for and answered by the same code, within this process. */
async function payoutsBy(keys: () => Promise<PaymentKeys>, now: () => number, book: TransferBook): Promise<Payouts> {
  const { privateKey, publicKey } = (await keys()).rsa;
  const alipay = new SimulatedTransfers({ appId: ALIPAY_APP, publicKey, privateKey }, book);
  const settings = { appId: ALIPAY_APP, privateKey, alipayPublicKey: publicKey };
  return openAlipayPayouts(settings, now, async (_, form) => alipay.answer(form));
}

async function wechatBy(keys: () => Promise<PaymentKeys>, now: () => number): Promise<PaymentProvider> {
  const { rsa, apiV3Key } = await keys();
  const { appId, mchId, serial } = WECHAT;
  const platformKeys = { [serial]: rsa.publicKey };
  return openWechat({ appId, mchId, serialNo: '0', privateKey: rsa.privateKey, platformKeys, apiV3Key }, now);
}

async function appleBy(keys: () => Promise<PaymentKeys>) {
  const root = Buffer.from((await keys()).appStore.chain[2], 'base64');
  return openApple({ bundleId: BUNDLE_ID, sandbox: true }, [root]);
}

/** heihei, 创建订单: what the document shows for the payment SDK's text. */
function preparedText({ userId, packageId, channel, payCents }: OrderToPay): string {
  return `userId=${userId}&packageId=${packageId}&channel=${channel}&payMoney=${payCents}`;
}

function paymentOf(order: Order, change: Partial<SimulatedPayment>): SimulatedPayment {
  const { orderId, payCents, channel } = order;
  return { orderId, payCents, tradeNo: tradeNoOf(channel, order), status: 'paid', ...change };
}

/** The same order has the same trade number each time. */
function tradeNoOf(channel: PaymentChannel, { orderId }: Order): string {
  const digest = createHash('sha256').update(`${channel} ${orderId}`).digest('hex').slice(0, 20);
  return BigInt(`0x${digest}`).toString().padStart(TRADE_DIGITS, '4');
}
