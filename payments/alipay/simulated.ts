import { createPrivateKey, createSign } from 'node:crypto';
import { yuanOf } from '../proof.ts';
import type { SimulatedCallback, SimulatedPayment } from '../simulated.ts';

/** What Alipay would send about a payment, signed with its key: for dev mode and tests. */
export function simulatedAlipayCallback(
  { appId, alipayPrivateKey }: { appId: string; alipayPrivateKey: string },
  { orderId, payCents, tradeNo, status }: SimulatedPayment,
): SimulatedCallback {
  const time = '2026-01-01 00:00:00';
  const fields: Record<string, string> = {
    app_id: appId,
    auth_app_id: appId,
    buyer_pay_amount: yuanOf(payCents),
    charset: 'utf-8',
    gmt_create: time,
    gmt_payment: time,
    notify_id: `notify${tradeNo}`,
    notify_time: time,
    notify_type: 'trade_status_sync',
    out_trade_no: orderId,
    receipt_amount: yuanOf(payCents),
    seller_id: '2088000000000000',
    subject: '钻',
    total_amount: yuanOf(payCents),
    trade_no: tradeNo,
    trade_status: status === 'paid' ? 'TRADE_SUCCESS' : status === 'refunded' ? 'TRADE_CLOSED' : 'WAIT_BUYER_PAY',
    version: '1.0',
    ...(status === 'refunded' && { refund_fee: yuanOf(payCents) }),
  };
  const signed = signedFields(fields, alipayPrivateKey);
  return {
    headers: { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: new URLSearchParams(signed).toString(),
  };
}

/** Signs fields as Alipay does: RSA2 over `name=value` by name, without `sign` and `sign_type`. */
export function signedFields(fields: Readonly<Record<string, string>>, privateKey: string): Record<string, string> {
  const text = Object.keys(fields)
    .sort()
    .map((name) => `${name}=${fields[name]}`)
    .join('&');
  const sign = createSign('RSA-SHA256').update(text, 'utf8').sign(createPrivateKey(privateKey), 'base64');
  return { ...fields, sign_type: 'RSA2', sign };
}
