import { createVerify, generateKeyPairSync } from 'node:crypto';
import { expect } from 'chai';
import { openAlipay } from '../../payments/alipay/alipay.ts';
import { signedFields, simulatedAlipayCallback } from '../../payments/alipay/simulated.ts';
import type { OrderToPay, PaymentProvider } from '../../payments/provider.ts';
import type { SimulatedCallback, SimulatedPayment } from '../../payments/simulated.ts';
import { simulatedWechatCallback } from '../../payments/wechat/simulated.ts';
import { openWechat } from '../../payments/wechat/wechat.ts';
import { startAlipay } from '../fakes/payments/alipay.ts';
import { Trades } from '../fakes/payments/trades.ts';
import { startWechat } from '../fakes/payments/wechat.ts';
import { startFake } from '../fakes/push/http-fake.ts';
import { callbackOf, refused } from '../support/payment-calls.ts';

const NOW = Date.UTC(2026, 10, 28, 12);
const ORDER: OrderToPay = {
  orderId: '0041279350837211496522073',
  userId: 7,
  packageId: 122,
  channel: 'wechat',
  productId: 'productId_980',
  amountGold: 980,
  payCents: 9_700,
  expiresAt: NOW + 7_200_000,
  notifyUrl: 'https://salon.example/callback',
};
const PAYMENT: SimulatedPayment = { orderId: ORDER.orderId, payCents: 9_700, tradeNo: 'trade1', status: 'paid' };
const PAID = { kind: 'paid', orderId: ORDER.orderId, tradeNo: 'trade1', paidCents: 9_700 };

/** One pair for those who are asked, another for whoever has no business here. */
const pair = () => {
  const pem = {
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  };
  return generateKeyPairSync('rsa', { modulusLength: 2_048, ...pem } as never) as unknown as {
    privateKey: string;
    publicKey: string;
  };
};
let own: ReturnType<typeof pair>;
let other: ReturnType<typeof pair>;

interface Stage {
  provider: PaymentProvider;
  trades: Trades;
  /** What the provider says about a payment. */
  says(payment: Partial<SimulatedPayment>): SimulatedCallback;
  /** What others say in its name, or it says to others. */
  forged(): Record<string, SimulatedCallback>;
  /** What the client's SDK is given, once it is found to be signed by the app. */
  checkPrepared(data: string): void;
  close(): void;
}

const STAGES: Record<string, () => Promise<Stage>> = {
  async alipay() {
    const app = { appId: '2021', alipayPrivateKey: own.privateKey };
    const trades = new Trades();
    const fake = await startAlipay({ appId: '2021', ...own }, trades);
    const settings = { appId: '2021', privateKey: own.privateKey, alipayPublicKey: own.publicKey, url: fake.url };
    const says = (payment: Partial<SimulatedPayment>) => simulatedAlipayCallback(app, { ...PAYMENT, ...payment });
    const changed = (change: (fields: URLSearchParams) => void) => {
      const { headers, body } = says({});
      const fields = new URLSearchParams(body);
      change(fields);
      return { headers, body: fields.toString() };
    };
    const signedBy = (fields: Record<string, string>) => ({
      headers: {},
      body: new URLSearchParams(signedFields(fields, own.privateKey)).toString(),
    });
    const whole = Object.fromEntries(new URLSearchParams(says({}).body));
    const { sign: _sign, sign_type: _type, ...unsigned } = whole;
    return {
      trades,
      says,
      close: fake.close,
      provider: await openAlipay(settings, () => NOW),
      forged: () => ({
        'another amount': changed((fields) => fields.set('total_amount', '0.01')),
        'another order': changed((fields) => fields.set('out_trade_no', '1')),
        'a field more': changed((fields) => fields.append('more', '1')),
        'an amount twice': changed((fields) => fields.append('total_amount', '97.00')),
        'no signature': changed((fields) => fields.delete('sign')),
        'a signature with more behind it': { ...says({}), body: `${says({}).body}+` },
        'an empty signature': changed((fields) => fields.set('sign', '')),
        'a weak algorithm': changed((fields) => fields.set('sign_type', 'RSA')),
        'an unknown algorithm': changed((fields) => fields.set('sign_type', 'constructor')),
        'another key': simulatedAlipayCallback({ ...app, alipayPrivateKey: other.privateKey }, PAYMENT),
        'another app': simulatedAlipayCallback({ ...app, appId: '2022' }, PAYMENT),
        'a notice of another kind': signedBy({ ...unsigned, notify_type: 'dut_user_sign' }),
        'no amount': signedBy({ ...unsigned, total_amount: '' }),
        'an odd amount': signedBy({ ...unsigned, total_amount: '1e3' }),
        'a negative amount': signedBy({ ...unsigned, total_amount: '-97.00' }),
      }),
      checkPrepared(data) {
        const fields = Object.fromEntries(new URLSearchParams(data));
        const { sign, ...signed } = fields;
        const text = Object.keys(signed)
          .sort()
          .map((name) => `${name}=${signed[name]}`)
          .join('&');
        expect(createVerify('RSA-SHA256').update(text).verify(own.publicKey, sign!, 'base64')).to.equal(true);
        expect(fields).to.include({ app_id: '2021', notify_url: ORDER.notifyUrl, timestamp: '2026-11-28 20:00:00' });
        expect(JSON.parse(fields.biz_content!)).to.include({
          out_trade_no: ORDER.orderId,
          total_amount: '97.00',
          time_expire: '2026-11-28 22:00:00',
        });
      },
    };
  },
  async wechat() {
    const keys = {
      appId: 'wx1',
      mchId: '1900',
      apiV3Key: 'k'.repeat(32),
      serial: 'PUB_KEY_ID_1',
      platformPrivateKey: own.privateKey,
    };
    const trades = new Trades();
    const fake = await startWechat({ ...keys, publicKey: own.publicKey }, trades);
    const { appId, mchId, apiV3Key, serial } = keys;
    const platformKeys = { [serial]: own.publicKey };
    const settings = {
      appId,
      mchId,
      apiV3Key,
      platformKeys,
      serialNo: 'ABC',
      privateKey: own.privateKey,
      url: fake.url,
    };
    const says = (payment: Partial<SimulatedPayment>) =>
      simulatedWechatCallback(keys, { ...PAYMENT, ...payment }, now());
    const now = () => Date.now();
    const by = (change: Partial<typeof keys>, at = now()) =>
      simulatedWechatCallback({ ...keys, ...change }, PAYMENT, at);
    const without = (name: string) => {
      const { headers, body } = says({});
      return { headers: Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name)), body };
    };
    const headed = (change: Record<string, string>) => ({ ...says({}), headers: { ...says({}).headers, ...change } });
    return {
      trades,
      says,
      close: fake.close,
      provider: await openWechat(settings, now),
      forged: () => ({
        'another body': { ...says({}), body: `${says({}).body} ` },
        "another callback's body": { ...says({}), body: says({ orderId: '1' }).body },
        'no time': without('Wechatpay-Timestamp'),
        'no nonce': without('Wechatpay-Nonce'),
        'no key named': without('Wechatpay-Serial'),
        'no signature': without('Wechatpay-Signature'),
        'an old one, sent again': by({}, now() - 6 * 60_000),
        'one of tomorrow': by({}, now() + 6 * 60_000),
        'a signature with more behind it': headed({
          'Wechatpay-Signature': `${says({}).headers['Wechatpay-Signature']}!`,
        }),
        'no number for a time': headed({ 'Wechatpay-Timestamp': '1e9' }),
        'a key that nobody knows': by({ serial: 'PUB_KEY_ID_2' }),
        'a key of that name': headed({ 'Wechatpay-Serial': '__proto__' }),
        'another key': by({ platformPrivateKey: other.privateKey }),
        'another app': by({ appId: 'wx2' }),
        'another merchant': by({ mchId: '1901' }),
        'another APIv3 key': by({ apiV3Key: 'x'.repeat(32) }),
      }),
      checkPrepared(data) {
        const { appid, timestamp, noncestr, prepayid, sign, ...rest } = JSON.parse(data) as Record<string, string>;
        const text = [appid, timestamp, noncestr, prepayid, ''].join('\n');
        expect(createVerify('RSA-SHA256').update(text).verify(own.publicKey, sign!, 'base64')).to.equal(true);
        expect(prepayid).to.equal(`prepay${ORDER.orderId}9700`);
        expect(rest).to.deep.equal({ partnerid: '1900', package: 'Sign=WXPay' });
      },
    };
  },
};

for (const [name, start] of Object.entries(STAGES)) {
  describe(`payments by ${name}`, () => {
    let stage: Stage;
    before(() => {
      own ??= pair();
      other ??= pair();
    });
    beforeEach(async () => {
      stage = await start();
    });
    afterEach(() => stage.close());

    it('takes what the provider itself said, as often as it says so', async () => {
      const callback = callbackOf(stage.says({}));
      for (let n = 0; n < 2; n++) expect(await stage.provider.readNotice(callback)).to.deep.equal(PAID);
      expect(await stage.provider.readNotice(callbackOf(stage.says({ payCents: 1 })))).to.include({ paidCents: 1 });
      const kindOf = async (status: SimulatedPayment['status']) =>
        (await stage.provider.readNotice(callbackOf(stage.says({ status })))).kind;
      expect(await kindOf('refunded')).to.equal('refunded');
      expect(await kindOf('pending')).to.equal('other');
    });

    it('takes nothing else for a proof', async () => {
      for (const [what, forged] of Object.entries(stage.forged())) {
        expect(await refused(stage.provider.readNotice(callbackOf(forged))), what).to.equal('ProofInvalid');
      }
      for (const body of [
        '',
        'x',
        '{}',
        '[]',
        'null',
        '{"resource":[]}',
        '['.repeat(60_000),
        '%ff=%',
        '\0',
        '&'.repeat(9_000),
      ]) {
        const { headers } = stage.says({});
        expect(await refused(stage.provider.readNotice(callbackOf({ headers, body }))), body.slice(0, 9)).to.equal(
          'ProofInvalid',
        );
      }
      expect(stage.trades.requests, 'nobody was asked').to.deep.equal([]);
    });

    it('prepares a payment that the app has signed', async () => {
      stage.checkPrepared(await stage.provider.prepare(ORDER));
    });

    it('asks whether an order was paid', async () => {
      const { provider, trades } = stage;
      expect(await provider.query(ORDER.orderId)).to.equal(null);
      trades.add({ orderId: ORDER.orderId, tradeNo: 'trade1', cents: 9_700, isPaid: false });
      expect(await provider.query(ORDER.orderId)).to.equal(null);
      trades.add({ orderId: ORDER.orderId, tradeNo: 'trade1', cents: 9_700, isPaid: true });
      expect(await provider.query(ORDER.orderId)).to.deep.equal(PAID);
    });

    it('says so when the provider is away, sends elsewhere, or says what it has not signed', async () => {
      const { provider, trades } = stage;
      const elsewhere: string[] = [];
      const trap = await startFake(({ path }) => {
        elsewhere.push(path);
        return { status: 200, body: {} };
      });
      try {
        trades.add({ orderId: ORDER.orderId, tradeNo: 'trade1', cents: 9_700, isPaid: true });
        const moved = { status: 307, headers: { location: trap.url }, body: {} };
        const long = { status: 200, body: 'x'.repeat(200_000) };
        for (const trouble of [
          null,
          { status: 503 },
          { status: 429 },
          { status: 500, body: {} },
          moved,
          long,
          { status: 200 },
        ]) {
          trades.troubles.push(trouble);
          expect(await refused(provider.query(ORDER.orderId)), JSON.stringify(trouble)?.slice(0, 30)).to.equal(
            'ProviderAway',
          );
        }
        trades.isUnsigned = true;
        expect(await refused(provider.query(ORDER.orderId)), 'not signed').to.equal('ProviderAway');
        expect(elsewhere).to.deep.equal([]);
      } finally {
        trap.close();
      }
    });

    it('tells no key in its errors', async () => {
      stage.close();
      const forged = callbackOf(Object.values(stage.forged())[0]!);
      for (const call of [() => stage.provider.query('1'), () => stage.provider.readNotice(forged)]) {
        const text = await call().then(String, (error: Error) => `${error.stack} ${JSON.stringify(error)}`);
        expect(text).to.not.match(/PRIVATE|PUBLIC KEY|sign=|k{32}/);
      }
    });
  });
}
