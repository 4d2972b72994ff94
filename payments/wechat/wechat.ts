import { createDecipheriv } from 'node:crypto';
import type Pay from 'wechatpay-node-v3';
import { DomainError } from '../../domain/kernel/errors.ts';
import { askProvider, type ProviderAnswer } from '../http.ts';
import { isBase64, objectOf, parseObject, textOf, unproven } from '../proof.ts';
import type { Callback, OrderToPay, PaymentNotice, PaymentProvider } from '../provider.ts';

/** What WeChat Pay gives to a merchant and an app. */
export interface WechatSettings {
  appId: string;
  mchId: string;
  /** Serial number of the merchant's certificate, and its key; PEM. */
  serialNo: string;
  privateKey: string;
  /** The keys by which WeChat signs, by their ids: serial numbers of platform certificates, or `PUB_KEY_ID_…`; PEM. */
  platformKeys: Readonly<Record<string, string>>;
  /** APIv3 key: 32 characters. */
  apiV3Key: string;
  /** Address of the API; default WeChat's own. */
  url?: string;
}

const API = 'https://api.mch.weixin.qq.com';
/** A callback whose time is further away was recorded and sent again (WeChat Pay v3, 签名验证). */
const MAX_AGE_MS = 5 * 60_000;
/** Bytes of the tag at the end of what is encrypted. */
const TAG_BYTES = 16;

/**
 * WeChat Pay v3, App支付: the client gets a prepared payment, WeChat calls back with signed and encrypted JSON (支付通知), and answers questions
 * (查询订单). `now`: the machine's time in epoch ms.
 */
export async function openWechat(settings: WechatSettings, now: () => number): Promise<PaymentProvider> {
  const { isSigned, pay } = await loadPay(settings, now);
  return {
    async prepare({ orderId, payCents, amountGold, expiresAt, notifyUrl }: OrderToPay) {
      const { status, data } = await pay.transactions_app({
        description: `${amountGold}钻`,
        out_trade_no: orderId,
        time_expire: new Date(expiresAt).toISOString().replace(/\.\d+Z$/, 'Z'),
        notify_url: notifyUrl,
        amount: { total: payCents, currency: 'CNY' },
      });
      if (status !== 200 || !data?.sign) throw new DomainError('ProviderAway');
      return JSON.stringify(data);
    },
    async readNotice(callback) {
      if (!(await isSigned(callback.headers, callback.body.toString('utf8')))) throw unproven('the signature is wrong');
      return noticeOf(callback, settings);
    },
    async query(orderId) {
      const { status, data } = await pay.query({ out_trade_no: orderId });
      if (status === 404) return null;
      if (status !== 200) throw new DomainError('ProviderAway');
      const notice = transactionOf(objectOf(data), settings);
      return notice.kind === 'paid' ? notice : null;
    },
  };
}

interface LoadedPay {
  pay: Pay;
  /** Whether WeChat signed a text a moment ago. */
  isSigned(headers: Callback['headers'], text: string): Promise<boolean>;
}

/** Loads WeChat Pay's library, an optional dependency, for a merchant. */
async function loadPay(settings: WechatSettings, now: () => number): Promise<LoadedPay> {
  const { appId: appid, mchId: mchid, serialNo, privateKey, platformKeys, apiV3Key: key, url = API } = settings;
  const library = await import('wechatpay-node-v3');
  /** The library fetches certificates for a name that it does not know: here it is given them, and is asked about no other. */
  class KnownKeys extends library.default {
    static {
      Object.assign(KnownKeys.certificates, platformKeys);
    }
  }
  const given = { appid, mchid, serial_no: serialNo, key };
  // It wants the certificate for its serial number alone, which is given.
  const pay = new KnownKeys({ ...given, publicKey: Buffer.from(serialNo), privateKey: Buffer.from(privateKey) });
  const isSigned: LoadedPay['isSigned'] = async (headers, body) => {
    const timestamp = headers.get('wechatpay-timestamp') ?? '';
    const [nonce, serial, signature] = ['nonce', 'serial', 'signature'].map((name) => headers.get(`wechatpay-${name}`));
    if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now() - Number(timestamp) * 1_000) > MAX_AGE_MS) return false;
    if (!nonce || !isBase64(signature ?? '') || !serial || !Object.hasOwn(platformKeys, serial)) return false;
    return pay.verifySign({ timestamp, nonce, body, serial, signature: signature! });
  };
  const checked = async ({ status, headers, text }: ProviderAnswer) => {
    const signed = { get: (name: string) => headers.get(name) ?? undefined };
    // Refusals are not all signed, and pay nothing.
    if (status === 200 && !(await isSigned(signed, text))) throw new DomainError('ProviderAway');
    return { status, data: status === 200 ? parseObject(text) : {} };
  };
  const at = (address: string) => address.replace(API, url);
  pay.createHttp({
    get: async (address, headers) => checked(await askProvider(at(address), { method: 'GET', headers })),
    post: async (address, params, headers) =>
      checked(await askProvider(at(address), { method: 'POST', headers, body: JSON.stringify(params) })),
    upload: async () => {
      throw new Error('nothing is uploaded');
    },
  });
  return { pay, isSigned };
}

function noticeOf({ body }: Callback, settings: WechatSettings): PaymentNotice {
  const { event_type: type, resource } = parseObject(body.toString('utf8'));
  const content = parseObject(decrypted(objectOf(resource), settings.apiV3Key));
  return String(type).startsWith('REFUND.') ? refundOf(content, settings) : transactionOf(content, settings);
}

/** AES-256-GCM, with its tag verified: the library's own decryption leaves that out. */
function decrypted(resource: Record<string, unknown>, apiV3Key: string): string {
  const { algorithm, ciphertext, nonce, associated_data: associated = '' } = resource;
  if (algorithm !== 'AEAD_AES_256_GCM') throw unproven('another algorithm');
  const bytes = Buffer.from(textOf(ciphertext), 'base64');
  if (bytes.length <= TAG_BYTES) throw unproven('nothing is encrypted');
  try {
    const decipher = createDecipheriv('aes-256-gcm', apiV3Key, textOf(nonce));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    decipher.setAAD(Buffer.from(textOf(associated)));
    return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8');
  } catch {
    throw unproven('it cannot be decrypted');
  }
}

function transactionOf(content: Record<string, unknown>, { appId, mchId }: WechatSettings): PaymentNotice {
  const { appid, mchid, out_trade_no: orderId, transaction_id: tradeNo, trade_state: state, amount } = content;
  if (appid !== appId || mchid !== mchId) throw unproven('another app');
  if (state !== 'SUCCESS') return { kind: 'other', orderId: String(orderId), tradeNo: '', paidCents: 0 };
  return { kind: 'paid', orderId: textOf(orderId), tradeNo: textOf(tradeNo), paidCents: totalOf(objectOf(amount)) };
}

function refundOf(content: Record<string, unknown>, { mchId }: WechatSettings): PaymentNotice {
  const { mchid, out_trade_no: orderId, transaction_id: tradeNo, refund_status: status } = content;
  if (mchid !== mchId) throw unproven('another merchant');
  const amount = objectOf(content.amount);
  const paidCents = centsIn(amount.total);
  // Of a part that went back an operator decides.
  const isWhole = status === 'SUCCESS' && amount.refund === amount.total;
  return { kind: isWhole ? 'refunded' : 'other', orderId: textOf(orderId), tradeNo: textOf(tradeNo), paidCents };
}

function totalOf({ total, currency = 'CNY' }: Record<string, unknown>): number {
  if (currency !== 'CNY') throw unproven('another currency');
  return centsIn(total);
}

function centsIn(value: unknown): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw unproven('no amount');
  return value as number;
}
