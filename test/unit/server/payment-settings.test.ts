import { generateKeyPairSync } from 'node:crypto';
import { expect } from 'chai';
import { readConfig } from '../../../config.ts';
import { openPayments } from '../../../server/payments.ts';
import { readPaymentProviders } from '../../../server/settings/payment-settings.ts';
import { createClock } from '../../../workers/clock.ts';
import { alipayCertificates } from '../../support/alipay-certificates.ts';

const pem = (key: ReturnType<typeof generateKeyPairSync>['privateKey']) =>
  key.export({ type: key.type === 'private' ? 'pkcs8' : 'spki', format: 'pem' }).toString();
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const [EC, RSA, PUBLIC] = [pem(ec.privateKey), pem(rsa.privateKey), pem(rsa.publicKey)];

const ALIPAY = { appId: '2021', privateKey: RSA, alipayPublicKey: PUBLIC };
const WECHAT = {
  appId: 'wx1',
  mchId: '1900',
  serialNo: 'AB',
  privateKey: RSA,
  platformKeys: { PUB_KEY_ID_1: PUBLIC },
  apiV3Key: 'k'.repeat(32),
};
const APPLE = { bundleId: 'org.example', appAppleId: 123 };

describe('PAYMENT_PROVIDERS', () => {
  const problemsOf = (given: unknown) => readPaymentProviders(JSON.stringify(given)).problems;

  it('takes the credentials of each, and any of them, with the address where they call back', () => {
    const all = {
      alipay: { ...ALIPAY, sellerId: '2088', url: 'https://alipay.example' },
      wechat: { ...WECHAT, url: 'http://127.0.0.1:8080' },
      apple: { ...APPLE, api: { issuerId: 'i', keyId: 'k', privateKey: EC } },
    };
    expect(readPaymentProviders(JSON.stringify(all))).to.deep.equal({ providers: all, problems: [] });
    expect(readPaymentProviders('{}')).to.deep.equal({ providers: {}, problems: [] });
    const settings = { PAYMENT_PROVIDERS: JSON.stringify(all), PUBLIC_URL: 'https://salon.example' };
    expect(readConfig(settings).paymentProviders).to.deep.equal(all);
    expect(() => readConfig({ ...settings, PUBLIC_URL: '' })).to.throw('PAYMENT_PROVIDERS needs a PUBLIC_URL');
  });

  it('names every problem by its place, and repeats no value', () => {
    expect(readPaymentProviders('{"secret').problems).to.deep.equal(['PAYMENT_PROVIDERS is not JSON']);
    expect(problemsOf([])).to.have.length(1);
    expect(problemsOf({ paypal: {} })).to.deep.equal([
      'PAYMENT_PROVIDERS, paypal: no such provider: there are alipay, wechat, apple',
    ]);
    expect(problemsOf({ alipay: 1 })).to.deep.equal(['PAYMENT_PROVIDERS, alipay: not an object']);
    expect(
      problemsOf({ alipay: { privateKey: EC, alipayPublicKey: 'x', colour: 'red', url: 'http://alipay.example' } }),
    ).to.deep.equal([
      'PAYMENT_PROVIDERS, alipay: unknown colour',
      'PAYMENT_PROVIDERS, alipay: appId is missing',
      'PAYMENT_PROVIDERS, alipay: privateKey must be a private rsa key, PEM',
      'PAYMENT_PROVIDERS, alipay: alipayPublicKey must be a public key, PEM',
      'PAYMENT_PROVIDERS, alipay: url must be an https address without a path',
    ]);
    const whichOne = ['PAYMENT_PROVIDERS, alipay: it takes either alipayPublicKey or certificates'];
    const { alipayPublicKey: _, ...unproven } = ALIPAY;
    const certificates = alipayCertificates({ app: RSA, alipay: RSA });
    expect(problemsOf({ alipay: unproven })).to.deep.equal(whichOne);
    expect(problemsOf({ alipay: { ...ALIPAY, certificates } })).to.deep.equal(whichOne);
    expect(problemsOf({ alipay: { ...unproven, certificates } })).to.deep.equal([]);
    expect(problemsOf({ alipay: { ...unproven, certificates: { ...certificates, root: 'x' } } })).to.deep.equal([
      'PAYMENT_PROVIDERS, alipay: certificates must have app, alipay and root, each a certificate, PEM',
    ]);
    expect(problemsOf({ wechat: { ...WECHAT, platformKeys: {}, apiV3Key: 'short' } })).to.have.length(2);
    expect(problemsOf({ apple: { bundleId: 'b' } })).to.deep.equal([
      'PAYMENT_PROVIDERS, apple: appAppleId is missing, which purchases that are paid for are compared with',
    ]);
    expect(problemsOf({ apple: { bundleId: 'b', sandbox: true, api: { keyId: 'k' } } })).to.have.length(1);
    const told = JSON.stringify(
      problemsOf({ alipay: { ...ALIPAY, appId: 7 }, wechat: { ...WECHAT, apiV3Key: 'sesame' } }),
    );
    expect(told).to.not.match(/PRIVATE|sesame/);
  });

  it('offers what is configured, and without dev mode nothing else', () => {
    const opened = (paymentProviders: object, dev = false) =>
      openPayments({ paymentProviders, dev, dataDir: '/nowhere' }, createClock(), { error() {} });
    const { payments, simulated } = opened({});
    expect(payments).to.deep.equal({ alipay: null, wechat: null, apple: null });
    expect(simulated).to.equal(null);
    const some = opened({ alipay: ALIPAY }).payments;
    expect(some.alipay).to.not.equal(null);
    expect([some.wechat, some.apple]).to.deep.equal([null, null]);
    const dev = opened({}, true);
    expect(Object.values(dev.payments)).to.not.include(null);
    expect(dev.simulated).to.not.equal(null);
  });
});
