import { X509Certificate } from 'node:crypto';
import type { AlipaySettings } from '../../payments/alipay/gateway.ts';
import type { AppleSettings } from '../../payments/apple/apple.ts';
import type { WechatSettings } from '../../payments/wechat/wechat.ts';
import { objectOf } from './json-fields.ts';
import {
  address,
  type Check,
  type Forms,
  flag,
  optional,
  privateKey,
  publicKey,
  readProviders,
  text,
} from './provider-forms.ts';

/** Where people can pay, each with the credentials that it gave. */
export interface PaymentSettings {
  alipay?: AlipaySettings;
  wechat?: WechatSettings;
  apple?: AppleSettings;
}

const count: Check = (value) => (Number.isSafeInteger(value) && (value as number) > 0 ? null : 'must be a number');
const key32: Check = (value) =>
  typeof value === 'string' && /^[\x21-\x7e]{32}$/.test(value) ? null : 'must be 32 characters';

/** Whether a text is a certificate, or several, of which the first is looked at. */
function isCertificate(value: unknown): boolean {
  try {
    return typeof value === 'string' && new X509Certificate(value).serialNumber !== '';
  } catch {
    return false;
  }
}

const FORMS: Forms<PaymentSettings> = {
  alipay: {
    appId: text,
    privateKey: privateKey('rsa'),
    alipayPublicKey: optional(publicKey),
    certificates: optional((value) => {
      const { app, alipay, root } = objectOf(value) ?? {};
      return [app, alipay, root].every(isCertificate)
        ? null
        : 'must have app, alipay and root, each a certificate, PEM';
    }),
    sellerId: optional(text),
    url: optional(address),
    payouts: optional(flag),
  },
  wechat: {
    appId: text,
    mchId: text,
    serialNo: text,
    privateKey: privateKey('rsa'),
    platformKeys: (value) => {
      const keys = Object.values(objectOf(value) ?? {});
      return keys.length > 0 && keys.every((key) => publicKey(key) === null)
        ? null
        : 'must name public keys by their ids';
    },
    apiV3Key: key32,
    url: optional(address),
  },
  apple: {
    bundleId: text,
    appAppleId: optional(count),
    sandbox: optional(flag),
    url: optional(address),
    api: optional((value) => {
      const { issuerId, keyId, privateKey: key } = objectOf(value) ?? {};
      const isWhole = [text(issuerId), text(keyId), privateKey('ec')(key)].every((fault) => fault === null);
      return isWhole ? null : 'must have issuerId, keyId and privateKey, the text of a .p8 file';
    }),
  },
};

/** Reads `PAYMENT_PROVIDERS`, as `readProviders` says. */
export function readPaymentProviders(given: string): { providers: PaymentSettings; problems: string[] } {
  return readProviders<PaymentSettings>('PAYMENT_PROVIDERS', given, FORMS, (name, settings) => {
    const { sandbox, appAppleId, alipayPublicKey, certificates } = settings;
    if (name === 'alipay' && (alipayPublicKey === undefined) === (certificates === undefined))
      return ['it takes either alipayPublicKey or certificates'];
    return name === 'apple' && sandbox !== true && appAppleId === undefined
      ? ['appAppleId is missing, which purchases that are paid for are compared with']
      : [];
  });
}
