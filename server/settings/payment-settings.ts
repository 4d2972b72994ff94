import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { AlipaySettings } from '../../payments/alipay/gateway.ts';
import type { AppleSettings } from '../../payments/apple/apple.ts';
import type { WechatSettings } from '../../payments/wechat/wechat.ts';
import { isSafeUrl, objectOf } from './json-fields.ts';

/** Where people can pay, each with the credentials that it gave. */
export interface PaymentSettings {
  alipay?: AlipaySettings;
  wechat?: WechatSettings;
  apple?: AppleSettings;
}

type Check = (value: unknown) => string | null;

const text: Check = (value) => (typeof value === 'string' && value.trim() !== '' ? null : 'must be a text');
const flag: Check = (value) => (typeof value === 'boolean' ? null : 'must be true or false');
const count: Check = (value) => (Number.isSafeInteger(value) && (value as number) > 0 ? null : 'must be a number');
const key32: Check = (value) =>
  typeof value === 'string' && /^[\x21-\x7e]{32}$/.test(value) ? null : 'must be 32 characters';
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined ? null : check(value);
const privateKey =
  (type: 'rsa' | 'ec'): Check =>
  (value) =>
    typeof value === 'string' && keyType(() => createPrivateKey(value)) === type
      ? null
      : `must be a private ${type} key, PEM`;
const publicKey: Check = (value) =>
  typeof value === 'string' && keyType(() => createPublicKey(value)) === 'rsa' ? null : 'must be a public key, PEM';
const address: Check = (value) => (isSafeUrl(value) ? null : 'must be an https address without a path');

const FORMS: Readonly<Record<keyof PaymentSettings, Readonly<Record<string, Check>>>> = {
  alipay: {
    appId: text,
    privateKey: privateKey('rsa'),
    alipayPublicKey: publicKey,
    sellerId: optional(text),
    url: optional(address),
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

/**
 * Reads `PAYMENT_PROVIDERS` from JSON: `{ "alipay": {…}, "wechat": {…}, "apple": {…} }`, any of them. Every problem is named by its place; no
 * message repeats a value.
 */
export function readPaymentProviders(given: string): { providers: PaymentSettings; problems: string[] } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(given);
  } catch {
    // A parser's message quotes what it read, which may be a secret.
    return { providers: {}, problems: ['PAYMENT_PROVIDERS is not JSON'] };
  }
  const all = objectOf(parsed);
  if (!all) return { providers: {}, problems: ['PAYMENT_PROVIDERS must be an object with alipay, wechat or apple'] };
  const problems = Object.entries(all).flatMap(([name, settings]) =>
    faultsOf(name, settings).map((fault) => `PAYMENT_PROVIDERS, ${name}: ${fault}`),
  );
  return { providers: problems.length > 0 ? {} : (all as PaymentSettings), problems };
}

function faultsOf(name: string, given: unknown): string[] {
  if (!Object.hasOwn(FORMS, name)) return [`no such provider: there are ${Object.keys(FORMS).join(', ')}`];
  const form = FORMS[name as keyof PaymentSettings];
  const settings = objectOf(given);
  if (!settings) return ['not an object'];
  const unknown = Object.keys(settings).filter((field) => !Object.hasOwn(form, field));
  const faults = unknown.map((field) => `unknown ${field}`);
  for (const [field, check] of Object.entries(form)) {
    const fault = check(settings[field]);
    if (fault !== null) faults.push(`${field} ${settings[field] === undefined ? 'is missing' : fault}`);
  }
  if (name === 'apple' && settings.sandbox !== true && settings.appAppleId === undefined) {
    faults.push('appAppleId is missing, which purchases that are paid for are compared with');
  }
  return faults;
}

function keyType(make: () => { asymmetricKeyType?: string }): string | undefined {
  try {
    return make().asymmetricKeyType;
  } catch {
    return undefined;
  }
}
