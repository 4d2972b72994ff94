import { createSign, createVerify } from 'node:crypto';
import { yuanOf } from '../../../payments/proof.ts';
import { type FakeAnswer, type FakeRequest, startFake } from '../push/http-fake.ts';
import type { Trades } from './trades.ts';

/** Alipay's gateway for one app: it answers what it knows of trades, signed, to who signs as the app. */
export async function startAlipay(
  { appId, publicKey, privateKey }: { appId: string; publicKey: string; privateKey: string },
  trades: Trades,
) {
  return startFake((request) => {
    const trouble = trades.troubled(request);
    return trouble === undefined ? answerTo(request) : trouble;
  });

  function answerTo({ body }: FakeRequest): FakeAnswer {
    const fields = Object.fromEntries(new URLSearchParams(body));
    const { sign = '', ...signed } = fields;
    const text = Object.keys(signed)
      .sort()
      .map((name) => `${name}=${signed[name]}`)
      .join('&');
    const isOwn = createVerify('RSA-SHA256').update(text).verify(publicKey, sign, 'base64');
    const { out_trade_no: orderId } = JSON.parse(fields.biz_content!) as { out_trade_no: string };
    const trade = trades.of(orderId);
    if (!isOwn || fields.app_id !== appId || fields.method !== 'alipay.trade.query') {
      return said({ code: '40002', msg: 'Invalid Arguments', sub_code: 'isv.invalid-signature' });
    }
    if (!trade) return said({ code: '40004', msg: 'Business Failed', sub_code: 'ACQ.TRADE_NOT_EXIST' });
    return said({
      code: '10000',
      msg: 'Success',
      out_trade_no: trade.orderId,
      trade_no: trade.tradeNo,
      trade_status: trade.isPaid ? 'TRADE_SUCCESS' : 'WAIT_BUYER_PAY',
      total_amount: yuanOf(trade.cents),
    });
  }

  function said(answer: object): FakeAnswer {
    const sign = createSign('RSA-SHA256').update(JSON.stringify(answer)).sign(privateKey, 'base64');
    return { status: 200, body: { alipay_trade_query_response: answer, sign: trades.isUnsigned ? 'AAAA' : sign } };
  }
}
