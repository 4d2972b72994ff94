import { createHash, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import { openApple } from '../../payments/apple/apple.ts';
import { makeAppStore, signedByAppStore } from '../../payments/apple/certificates.ts';
import { transactionIdIn } from '../../payments/apple/receipt.ts';
import { APPLE_ROOTS } from '../../payments/apple/roots.ts';
import { simulatedReceipt, simulatedRefund } from '../../payments/apple/simulated.ts';
import type { ReceiptVerifier } from '../../payments/provider.ts';
import { startFake } from '../fakes/push/http-fake.ts';
import { callbackOf, refused } from '../support/payment-calls.ts';

const NOW = Date.UTC(2026, 10, 28, 12);

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
