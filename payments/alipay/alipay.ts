import type { AlipaySdk } from 'alipay-sdk';
import { DomainError } from '../../domain/kernel/errors.ts';
import { centsOf, isBase64, unproven, yuanOf } from '../proof.ts';
import type { Callback, OrderToPay, PaymentNotice, PaymentProvider } from '../provider.ts';
import { type AlipaySettings, chinaTime, openAlipayGateway } from './gateway.ts';

/** Most fields of a callback: Alipay's have some 30. */
const MAX_FIELDS = 100;
/** Alipay's code for an order that nobody has begun to pay. */
const NO_TRADE = 'ACQ.TRADE_NOT_EXIST';
const PAID = ['TRADE_SUCCESS', 'TRADE_FINISHED'];

/**
 * Alipay, App支付: the client gets a signed order, Alipay calls back with a form that is signed by RSA2 (异步通知), and answers questions
 * (`alipay.trade.query`).
 */
export async function openAlipay(settings: AlipaySettings, now: () => number): Promise<PaymentProvider> {
  const { sdk, signed, call } = await openAlipayGateway(settings, now);
  return {
    async prepare({ orderId, payCents, amountGold, expiresAt, notifyUrl }: OrderToPay) {
      const bizContent = {
        out_trade_no: orderId,
        total_amount: yuanOf(payCents),
        subject: `${amountGold}钻`,
        product_code: 'QUICK_MSECURITY_PAY',
        time_expire: chinaTime(expiresAt),
      };
      return signed('alipay.trade.app.pay', { notifyUrl, bizContent });
    },
    async readNotice(callback) {
      return noticeOf(verifiedFields(sdk, callback), settings);
    },
    async query(orderId) {
      const answer = await call('alipay.trade.query', { out_trade_no: orderId });
      const { code, sub_code: subCode, trade_status: status, trade_no: tradeNo, total_amount: amount } = answer;
      if (subCode === NO_TRADE) return null;
      if (code !== '10000' || answer.out_trade_no !== orderId) throw new DomainError('ProviderAway');
      if (!PAID.includes(status as string)) return null;
      return { kind: 'paid', orderId, tradeNo: String(tradeNo), paidCents: centsOf(String(amount)) };
    },
  };
}

/** The fields of a callback, once Alipay's signature over them holds. */
function verifiedFields(sdk: AlipaySdk, { body }: Callback): Record<string, string> {
  const pairs = [...new URLSearchParams(body.toString('utf8'))];
  if (pairs.length > MAX_FIELDS) throw unproven('too many fields');
  const fields = Object.fromEntries(pairs);
  // A field that came twice could be verified in one form and read in another.
  if (Object.keys(fields).length !== pairs.length) throw unproven('a field came twice');
  // The library takes the algorithm from the form: none but the strong one is let through.
  if (fields.sign_type !== 'RSA2' || !isBase64(fields.sign ?? '')) throw unproven('not signed by RSA2');
  if (!sdk.checkNotifySignV2(fields)) throw unproven('the signature is wrong');
  return fields;
}

function noticeOf(fields: Record<string, string>, { appId, sellerId }: AlipaySettings): PaymentNotice {
  if (fields.app_id !== appId) throw unproven('another app');
  // The same key signs other texts for this app: what clients are given back, and other products' notices.
  if (fields.notify_type !== 'trade_status_sync') throw unproven('no notice of a trade');
  if (sellerId !== undefined && fields.seller_id !== sellerId) throw unproven('another merchant');
  const {
    out_trade_no: orderId = '',
    trade_no: tradeNo = '',
    total_amount: amount = '',
    trade_status: status,
  } = fields;
  const paidCents = centsOf(amount);
  const isRefunded = status === 'TRADE_CLOSED' && fields.refund_fee !== undefined && centsOf(fields.refund_fee) > 0;
  // Also sent when a part of the money went back (`refund_fee`): the order stays paid.
  const kind = PAID.includes(status ?? '') ? 'paid' : isRefunded ? 'refunded' : 'other';
  return { kind, orderId, tradeNo, paidCents };
}
