import { createHash, createVerify, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import { openAlipay } from '../../payments/alipay/alipay.ts';
import { signedFields, simulatedAlipayCallback } from '../../payments/alipay/simulated.ts';
import { openApple } from '../../payments/apple/apple.ts';
import { makeAppStore, signedByAppStore } from '../../payments/apple/certificates.ts';
import { transactionIdIn } from '../../payments/apple/receipt.ts';
import { APPLE_ROOTS } from '../../payments/apple/roots.ts';
import { simulatedReceipt, simulatedRefund } from '../../payments/apple/simulated.ts';
import type { Callback, OrderToPay, PaymentProvider, ReceiptVerifier } from '../../payments/provider.ts';
import type { SimulatedCallback, SimulatedPayment } from '../../payments/simulated.ts';
import { simulatedWechatCallback } from '../../payments/wechat/simulated.ts';
import { openWechat } from '../../payments/wechat/wechat.ts';
import { startAlipay } from '../fakes/payments/alipay.ts';
import { Trades } from '../fakes/payments/trades.ts';
import { startWechat } from '../fakes/payments/wechat.ts';
import { startFake } from '../fakes/push/http-fake.ts';

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

const callbackOf = ({ headers, body }: SimulatedCallback): Callback => {
  const named = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return { headers: { get: (name) => named.get(name.toLowerCase()) }, body: Buffer.from(body) };
};
/** The code of the error, '' when there is none. */
const refused = async (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => '',
    (error: { code?: string; message: string }) => error.code ?? `unexpected: ${error.message}`,
  );

before(() => {
  own = pair();
  other = pair();
});

for (const [name, start] of Object.entries(STAGES)) {
  describe(`payments by ${name}`, () => {
    let stage: Stage;
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

describe('payments by the App Store', () => {
  const store = makeAppStore();
  const root = Buffer.from(store.chain[2], 'base64');
  const purchase = { bundleId: 'app', transactionId: '2000000123', productId: 'productId_980', at: NOW };
  const receipt = simulatedReceipt(store, purchase);
  let verifier: ReceiptVerifier;
  before(async () => {
    verifier = await openApple({ bundleId: 'app', sandbox: true }, [root]);
  });
  const notice = (body: string) => verifier.readNotice(callbackOf({ headers: {}, body }));

  it('takes what Apple signed for the app', async () => {
    for (let n = 0; n < 2; n++) {
      expect(await verifier.readReceipt(receipt)).to.deep.equal({ tradeNo: '2000000123', productId: 'productId_980' });
    }
    expect(await notice(simulatedRefund(store, purchase))).to.deep.equal({ kind: 'refunded', tradeNo: '2000000123' });
    const test = { notificationType: 'TEST', signedDate: NOW, data: { bundleId: 'app', environment: 'Sandbox' } };
    const signedPayload = signedByAppStore(store, test);
    expect(await notice(JSON.stringify({ signedPayload }))).to.deep.equal({ kind: 'other', tradeNo: '' });
  });

  it('takes nothing else for a proof', async () => {
    const [header, payload, signature] = receipt.split('.') as [string, string, string];
    const changed = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
    const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const { x5c } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { x5c: string[] };
    const foreign = makeAppStore();
    const forged: Record<string, string> = {
      'another product': `${header}.${encoded({ ...changed, productId: 'productId_6480' })}.${signature}`,
      'another signature': `${header}.${payload}.${'A'.repeat(86)}`,
      'no signature': `${header}.${payload}.`,
      'no algorithm': `${encoded({ alg: 'none', x5c })}.${payload}.`,
      'a symmetric algorithm': `${encoded({ alg: 'HS256', x5c })}.${payload}.${signature}`,
      'no certificates': `${encoded({ alg: 'ES256' })}.${payload}.${signature}`,
      'another root': simulatedReceipt(foreign, purchase),
      "Apple's root at the end of another's chain": simulatedReceipt(
        { ...foreign, chain: [foreign.chain[0], foreign.chain[1], store.chain[2]] },
        purchase,
      ),
      'a certificate that may not sign purchases': simulatedReceipt(makeAppStore({ signing: false }), purchase),
      'another app': simulatedReceipt(store, { ...purchase, bundleId: 'other' }),
      'a purchase whose money went back': signedByAppStore(store, { ...changed, revocationDate: NOW }),
      'a purchase outside the sandbox': signedByAppStore(store, { ...changed, environment: 'Production' }),
      'no transaction': signedByAppStore(store, { ...changed, transactionId: undefined }),
      'a transaction that is no text': signedByAppStore(store, { ...changed, transactionId: 1 }),
      'a notification': (JSON.parse(simulatedRefund(store, purchase)) as { signedPayload: string }).signedPayload,
      'too long': `${header}.${payload}.${'A'.repeat(40_000)}`,
    };
    for (const [what, data] of Object.entries(forged)) {
      expect(await refused(verifier.readReceipt(data)), what).to.equal('ProofInvalid');
      expect(await refused(notice(JSON.stringify({ signedPayload: data }))), what).to.equal(
        what === 'a notification' ? '' : 'ProofInvalid',
      );
    }
    for (const body of ['', '[]', '{}', 'null', '{"signedPayload":1}', '{"signedPayload":{}}', '['.repeat(60_000)]) {
      expect(await refused(notice(body)), body.slice(0, 20)).to.equal('ProofInvalid');
    }
  });

  it('takes purchases of testers in the sandbox alone', async () => {
    const real = await openApple({ bundleId: 'app', appAppleId: 1 }, [root]);
    expect(await refused(real.readReceipt(receipt))).to.equal('ProofInvalid');
  });

  it("takes nothing that does not lead to Apple's own root, which is the one that Apple shows", async () => {
    const [apple] = APPLE_ROOTS;
    const shown = '63343abfb89a6a03ebb57e9b3f5fa7be7c4f5c756f3017b3a8c488c3653e9179';
    expect(createHash('sha256').update(apple!).digest('hex')).to.equal(shown);
    expect(new X509Certificate(apple!).subject).to.include('CN=Apple Root CA - G3');
    const real = await openApple({ bundleId: 'app', sandbox: true });
    expect(await refused(real.readReceipt(receipt))).to.equal('ProofInvalid');
  });

  describe('with a receipt of StoreKit 1', () => {
    const der = (tag: number, ...parts: Buffer[]): Buffer => {
      const content = Buffer.concat(parts);
      const length = content.length < 0x80 ? [content.length] : [0x82, content.length >> 8, content.length & 0xff];
      return Buffer.concat([Buffer.from([tag, ...length]), content]);
    };
    const number = (value: number) => der(0x02, Buffer.from(value < 256 ? [value] : [value >> 8, value & 0xff]));
    const attribute = (type: number, value: Buffer) => der(0x30, number(type), number(1), der(0x04, value));
    const old = (...ids: string[]) => {
      const purchases = ids.map((id) => {
        return attribute(17, der(0x31, attribute(1701, number(1)), attribute(1703, der(0x0c, Buffer.from(id)))));
      });
      const content = der(0x31, attribute(2, der(0x0c, Buffer.from('app'))), ...purchases);
      const signed = der(0x30, der(0x06, Buffer.from([1])), der(0xa0, der(0x04, content)));
      return der(0x30, der(0x06, Buffer.from([1])), der(0xa0, der(0x30, number(1), der(0x31), signed))).toString(
        'base64',
      );
    };

    it('reads the purchase that it names, and nothing out of what is none', () => {
      expect(transactionIdIn(old('1000000123'))).to.equal('1000000123');
      const hostile = [
        ...['', 'x', '{}', old(), old('x'), old('1'.repeat(40)), old('1000000123').slice(0, 60)],
        Buffer.alloc(45_000, 0x30).toString('base64'),
        Buffer.alloc(45_000, Buffer.from([0x04, 0x00])).toString('base64'),
        Buffer.alloc(45_000, Buffer.from([0x24, 0x80])).toString('base64'),
        Buffer.alloc(60_000).toString('base64'),
      ];
      for (const data of hostile)
        expect(() => transactionIdIn(data), data.slice(0, 20))
          .to.throw(/./)
          .with.property('code', 'ProofInvalid');
    });

    it('asks Apple about it, and believes what Apple has signed', async () => {
      const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
        type: 'pkcs8',
        format: 'pem',
      });
      const asked: string[] = [];
      const answers: (number | string)[] = [];
      const fake = await startFake(({ path, headers }) => {
        asked.push(`${path} ${String(headers.authorization).slice(0, 7)}`);
        const next = answers.shift() ?? receipt;
        return typeof next === 'number'
          ? { status: next, body: {} }
          : { status: 200, body: { signedTransactionInfo: next } };
      });
      try {
        const api = { issuerId: 'i', keyId: 'k', privateKey: key as string };
        const asking = await openApple({ bundleId: 'app', sandbox: true, api, url: fake.url }, [root]);
        expect(await asking.readReceipt(old('2000000123'))).to.deep.equal({
          tradeNo: '2000000123',
          productId: 'productId_980',
        });
        expect(asked).to.deep.equal(['/inApps/v1/transactions/2000000123 Bearer ']);
        answers.push(simulatedReceipt(makeAppStore(), purchase), 404, 503, 401);
        const codes = [];
        for (let n = 0; n < 4; n++) codes.push(await refused(asking.readReceipt(old('2000000123'))));
        expect(codes).to.deep.equal(['ProofInvalid', 'ProofInvalid', 'ProviderAway', 'ProviderAway']);
      } finally {
        fake.close();
      }
      expect(await refused(verifier.readReceipt(old('2000000123'))), 'without a key').to.equal('ProofInvalid');
    });
  });
});
