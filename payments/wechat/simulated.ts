import { createCipheriv, createPrivateKey, createSign } from 'node:crypto';
import type { SimulatedCallback, SimulatedPayment } from '../simulated.ts';

/** What a simulated WeChat signs and encrypts with. */
export interface WechatKeys {
  appId: string;
  mchId: string;
  apiV3Key: string;
  /** The platform's key, and its name. */
  serial: string;
  platformPrivateKey: string;
}

/** What WeChat would send about a payment, signed with its key at a time (epoch ms): for dev mode and tests. */
export function simulatedWechatCallback(
  keys: WechatKeys,
  { orderId, payCents, tradeNo, status }: SimulatedPayment,
  nowMs: number,
): SimulatedCallback {
  const { appId: appid, mchId: mchid, apiV3Key } = keys;
  const isRefund = status === 'refunded';
  const content = isRefund
    ? {
        mchid,
        out_trade_no: orderId,
        transaction_id: tradeNo,
        out_refund_no: `refund${orderId}`,
        refund_status: 'SUCCESS',
        amount: { total: payCents, refund: payCents, payer_total: payCents, payer_refund: payCents },
      }
    : {
        appid,
        mchid,
        out_trade_no: orderId,
        transaction_id: tradeNo,
        trade_type: 'APP',
        trade_state: status === 'paid' ? 'SUCCESS' : 'NOTPAY',
        amount: { total: payCents, payer_total: payCents, currency: 'CNY', payer_currency: 'CNY' },
      };
  const body = JSON.stringify({
    id: `notice-${tradeNo}`,
    create_time: new Date(nowMs).toISOString(),
    resource_type: 'encrypt-resource',
    event_type: isRefund ? 'REFUND.SUCCESS' : 'TRANSACTION.SUCCESS',
    summary: '',
    resource: encrypted(apiV3Key, JSON.stringify(content)),
  });
  return { headers: { 'Content-Type': 'application/json', ...wechatSignature(keys, body, nowMs) }, body };
}

/** The headers by which WeChat signs a text. */
export function wechatSignature(
  { serial, platformPrivateKey }: Pick<WechatKeys, 'serial' | 'platformPrivateKey'>,
  text: string,
  nowMs: number,
): Record<string, string> {
  const timestamp = String(Math.floor(nowMs / 1_000));
  const nonce = 'simulatednonce';
  const sign = createSign('RSA-SHA256').update(`${timestamp}\n${nonce}\n${text}\n`);
  return {
    'Wechatpay-Timestamp': timestamp,
    'Wechatpay-Nonce': nonce,
    'Wechatpay-Serial': serial,
    'Wechatpay-Signature': sign.sign(createPrivateKey(platformPrivateKey), 'base64'),
  };
}

function encrypted(apiV3Key: string, text: string) {
  const nonce = 'simulated123';
  const associated = 'transaction';
  const cipher = createCipheriv('aes-256-gcm', apiV3Key, nonce);
  cipher.setAAD(Buffer.from(associated));
  const bytes = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return {
    algorithm: 'AEAD_AES_256_GCM',
    ciphertext: bytes.toString('base64'),
    associated_data: associated,
    nonce,
    original_type: 'transaction',
  };
}
