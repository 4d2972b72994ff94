import { expect } from 'chai';
import { DomainError } from '../../domain/kernel/errors.ts';
import type { AlipaySettings } from '../../payments/alipay/gateway.ts';
import { openAlipayPayouts } from '../../payments/alipay/payouts.ts';
import { SimulatedTransfers } from '../../payments/alipay/simulated-payouts.ts';
import type { Payouts } from '../../payments/payouts.ts';
import { transferBook } from '../../payments/simulated.ts';
import { makePaymentKeys } from '../../server/settings/payment-keys.ts';
import { alipayCertificates } from '../support/alipay-certificates.ts';
import { refused } from '../support/payment-calls.ts';

const PAYOUT = { withdrawalId: '0041279350837211496522073', payCents: 1_050, account: 'a@b.cn', name: '张三' };

const KEYS = makePaymentKeys().rsa;
const CERTIFICATES = alipayCertificates({ app: KEYS.privateKey, alipay: KEYS.privateKey });

for (const [by, trust] of [
  ['a key', { alipayPublicKey: KEYS.publicKey }],
  ['certificates', { certificates: CERTIFICATES }],
] as const) {
  describePayouts(by, trust);
}

function describePayouts(by: string, trust: Pick<AlipaySettings, 'alipayPublicKey' | 'certificates'>): void {
  describe(`payouts by alipay, believed by ${by}`, () => {
    const { privateKey, publicKey } = KEYS;
    let alipay: SimulatedTransfers;
    let payouts: Payouts;
    let book: ReturnType<typeof transferBook>;
    let sent: URLSearchParams;
    /** What becomes of an answer on its way. */
    let onItsWay: (text: string) => string;

    beforeEach(async () => {
      book = transferBook();
      alipay = new SimulatedTransfers({ appId: '2021', publicKey, privateKey }, book);
      onItsWay = (text) => text;
      const settings = { appId: '2021', privateKey, ...trust };
      payouts = await openAlipayPayouts(settings, Date.now, async (_, form) => {
        sent = form;
        return onItsWay(alipay.answer(form));
      });
    });

    it('pay one number once, and say so whenever they are asked', async () => {
      const outcome = await payouts.pay(PAYOUT);
      expect(outcome.kind).to.equal('paid');
      for (const name of ['app_cert_sn', 'alipay_root_cert_sn'])
        expect(/^[0-9a-f]{32}$/.test(sent.get(name) ?? ''), name).to.equal('certificates' in trust);
      expect(await payouts.query(PAYOUT)).to.deep.equal(outcome);
      expect(await payouts.pay(PAYOUT)).to.deep.equal(outcome);
      expect(book.all()).to.deep.equal([{ withdrawalId: PAYOUT.withdrawalId, payCents: 1_050, account: 'a@b.cn' }]);
    });

    it('know what was paid when the answer got lost', async () => {
      onItsWay = () => {
        throw new DomainError('ProviderAway');
      };
      expect(await refused(payouts.pay(PAYOUT))).to.equal('ProviderAway');
      onItsWay = (text) => text;
      expect((await payouts.query(PAYOUT)).kind).to.equal('paid');
      expect((await payouts.query({ ...PAYOUT, payCents: 1 })).kind, 'of another amount').to.equal('unknown');
    });

    it('tell what is refused for good from what is not known', async () => {
      expect((await payouts.query(PAYOUT)).kind).to.equal('not-there');
      alipay.answerTo = () => ({ refused: 'PAYEE_NOT_EXIST' });
      expect(await payouts.pay(PAYOUT)).to.deep.equal({ kind: 'refused', detail: 'PAYEE_NOT_EXIST' });
      for (const unclear of ['SYSTEM_ERROR', 'A_NEW_WORD', 'INVALID_PARAMETER']) {
        alipay.answerTo = () => ({ refused: unclear });
        expect((await payouts.pay(PAYOUT)).kind, unclear).to.equal('unknown');
      }
      alipay.answerTo = () => 'pending';
      expect((await payouts.pay(PAYOUT)).kind).to.equal('pending');
      alipay.statuses.set(PAYOUT.withdrawalId, 'FAIL');
      expect(await payouts.query(PAYOUT)).to.deep.equal({ kind: 'refused', detail: 'FAIL' });
    });

    it('believe nothing that the provider has not signed, and tell no key, account or name', async () => {
      for (const change of [
        (text: string) => text.replace('SUCCESS', 'SUCCESs'),
        (text: string) => text.replace(/"sign":"./, '"sign":"x'),
        () => '',
        () => '{}',
        () => '[]',
      ]) {
        onItsWay = change;
        const text = await payouts
          .pay(PAYOUT)
          .then(String, (error: Error) => `${error.stack} ${JSON.stringify(error)}`);
        expect(text).to.match(/ProviderAway/);
        expect(text).to.not.match(/PRIVATE|a@b\.cn|张三/);
      }
    });
  });
}
