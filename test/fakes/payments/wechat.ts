import { createVerify } from 'node:crypto';
import { type WechatKeys, wechatSignature } from '../../../payments/wechat/simulated.ts';
import { type FakeAnswer, type FakeRequest, startFake } from '../push/http-fake.ts';
import type { Trades } from './trades.ts';

const QUERY = '/v3/pay/transactions/out-trade-no/';

/** WeChat Pay's API for one merchant: it prepares payments and answers what it knows of them, signed, to who signs as the merchant. */
export async function startWechat(keys: WechatKeys & { publicKey: string }, trades: Trades) {
  return startFake((request) => {
    const trouble = trades.troubled(request);
    if (trouble !== undefined) return trouble;
    const answer = answerTo(request);
    const signing = trades.isUnsigned ? { ...keys, serial: 'nobody' } : keys;
    return { ...answer, headers: wechatSignature(signing, JSON.stringify(answer.body), Date.now()) };
  });

  function answerTo({ method, path, headers, body }: FakeRequest): FakeAnswer {
    const { appId: appid, mchId: mchid } = keys;
    const part = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(String(headers.authorization))?.[1] ?? '';
    const text = `${method}\n${path}\n${part('timestamp')}\n${part('nonce_str')}\n${body}\n`;
    const isOwn = createVerify('RSA-SHA256').update(text).verify(keys.publicKey, part('signature'), 'base64');
    if (!isOwn || part('mchid') !== mchid) return { status: 401, body: { code: 'SIGN_ERROR' } };
    if (method === 'POST') {
      const { out_trade_no: orderId, amount } = JSON.parse(body) as { out_trade_no: string; amount: { total: number } };
      return { status: 200, body: { prepay_id: `prepay${orderId}${amount.total}` } };
    }
    const trade = trades.of(path.slice(QUERY.length, path.indexOf('?')));
    if (!trade) return { status: 404, body: { code: 'ORDER_NOT_EXIST' } };
    const { orderId, tradeNo, cents, isPaid } = trade;
    const paid = { transaction_id: tradeNo, amount: { total: cents, currency: 'CNY' } };
    const state = isPaid ? { trade_state: 'SUCCESS', ...paid } : { trade_state: 'NOTPAY' };
    return { status: 200, body: { appid, mchid, out_trade_no: orderId, ...state } };
  }
}
