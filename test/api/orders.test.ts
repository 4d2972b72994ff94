import { expect } from 'chai';
import { heiheiEndpoints } from '../../api/heihei/endpoints.ts';
import { orderOf } from '../../application/payments/order.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { MAX_OPEN_ORDERS, ORDER_MS } from '../../domain/topup/limits.ts';
import { NO_PAYMENTS, type Payments } from '../../payments/provider.ts';
import type { SimulatedCallback, SimulatedPayment } from '../../payments/simulated.ts';
import { allReactors } from '../../workers/reactors/all.ts';
import type { Client } from '../support/client.ts';
import { expectDocumentedShape } from '../support/heihei-document.ts';
import { APP, RoomWorld } from '../support/room-world.ts';
import { startTestApi, type TestApi } from '../support/test-core.ts';
import { testPayments } from '../support/test-payments.ts';

const PATHS = { alipay: '/api/payment/alipaycallback', wechat: '/api/payment/wepaycallback' } as const;
/** 980 gold for 97 yuan. */
const PACKAGES = { alipay: 112, wechat: 122, iap: 132 } as const;
const SUCCESS = { alipay: 'success', wechat: '{"code":"SUCCESS"}' } as const;

describe('orders of gold', () => {
  let world: RoomWorld;
  let buyer: Client;
  before(async () => {
    world = await RoomWorld.start(heiheiEndpoints, allReactors);
  });
  beforeEach(async () => {
    buyer = await world.person('买家');
  });
  after(() => world.close());

  const goldOf = async (who: Client) => {
    await world.settle();
    return (await who.must('/api/user/user-gold')).user as { gold: number };
  };
  const expectGold = async (who: Client, gold: number) => expect((await goldOf(who)).gold).to.equal(gold);
  const code = async (answer: Promise<{ errorcode: number }>) => (await answer).errorcode;

  async function order(who: Client, channel: keyof typeof PACKAGES): Promise<string> {
    const answer = await who.must('/api/payment/create-order', { packageId: PACKAGES[channel], channel });
    expectDocumentedShape('/api/payment/create-order', answer);
    return String(answer.order);
  }
  async function callback(orderId: string, change: Partial<SimulatedPayment> = {}): Promise<SimulatedCallback> {
    return world.payments.callbackOf(await orderOf(world.core, APP, orderId), change);
  }
  async function receipt(orderId: string, change: { transactionId?: string; productId?: string } = {}) {
    return world.payments.receiptOf(await orderOf(world.core, APP, orderId), change);
  }
  async function deliver(channel: 'alipay' | 'wechat', { headers, body }: SimulatedCallback) {
    const response = await fetch(world.url + PATHS[channel], { method: 'POST', headers, body });
    return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
  }
  const notify = (who: Client, orderId: string, status: string | number, data = '{}') =>
    who.call('/api/payment/order-notify', { order: orderId, status, data });

  for (const channel of ['alipay', 'wechat'] as const) {
    it(`are paid by what ${channel} says, once, however often it says so`, async () => {
      const orderId = await order(buyer, channel);
      await expectGold(buyer, 0);
      const call = await callback(orderId);
      const answers = await Promise.all([1, 2, 3].map(() => deliver(channel, call)));
      for (const { status, text } of [...answers, await deliver(channel, call)]) {
        expect({ status, text }).to.deep.equal({ status: 200, text: SUCCESS[channel] });
      }
      await expectGold(buyer, 980);
      const granted = world.log.all.filter(({ type, data }) => type === 'GoldGranted' && data.userId === buyer.userId);
      expect(granted).to.have.length(1);
      expect(granted[0]!.data).to.include({ source: `order:${orderId}`, amountGold: 980 });
    });

    it(`are not paid by what ${channel} did not say so`, async () => {
      const orderId = await order(buyer, channel);
      const { headers, body } = await callback(orderId);
      const flipped = channel === 'alipay' ? body.replace('total_amount=97.00', 'total_amount=0.01') : `${body} `;
      const forged: SimulatedCallback[] = [
        { headers, body: flipped },
        { headers: { ...headers, 'Wechatpay-Serial': 'constructor' }, body: body.replace('sign=', 'sign=x') },
        { headers, body: `${body}&total_amount=1` },
        { headers: { 'Content-Type': 'image/png' }, body: '\0\xff' },
        { headers, body: '' },
        { headers, body: '['.repeat(30_000) },
        { headers, body: JSON.stringify({ resource: { algorithm: [], ciphertext: {} } }) },
        { headers, body: Array.from({ length: 500 }, (_, n) => `a${n}=1`).join('&') },
        { headers, body: '%'.repeat(1_000) },
        ...(channel === 'wechat' ? [{ headers: {}, body }] : []),
      ];
      for (const call of forged) {
        const { status, text } = await deliver(channel, call);
        expect(status, text).to.be.below(500);
        expect(text).to.not.match(/success/i);
      }
      expect((await deliver(channel, { headers, body: 'x'.repeat(70_000) })).status).to.equal(413);
      expect((await fetch(world.url + PATHS[channel])).status, 'by GET').to.equal(405);
      await expectGold(buyer, 0);
    });
  }

  it('are paid in the App Store by what it signed, for the product that was ordered, once', async () => {
    const orderId = await order(buyer, 'iap');
    const data = await receipt(orderId);
    for (const wrong of [
      '',
      'x',
      data.slice(0, -8),
      `${data}x`,
      '{}',
      Buffer.from('x'.repeat(2_000)).toString('base64'),
    ]) {
      expect(await code(notify(buyer, orderId, 1, wrong)), wrong.slice(0, 20)).to.equal(727);
    }
    expect(await code(notify(buyer, orderId, 1, await receipt(orderId, { productId: 'productId_60' })))).to.equal(727);
    await expectGold(buyer, 0);
    for (let n = 0; n < 2; n++) {
      const answer = await notify(buyer, orderId, 1, data);
      expect(answer.errorcode).to.equal(0);
      expectDocumentedShape('/api/payment/order-notify', answer);
    }
    await expectGold(buyer, 980);
    // The same purchase pays no other order, of nobody.
    const thief = await world.person('顺手的');
    for (const who of [buyer, thief]) expect(await code(notify(who, await order(who, 'iap'), 1, data))).to.equal(727);
    await expectGold(thief, 0);
    await expectGold(buyer, 980);
  });

  it('are their own: nobody tells of the order of another, nor of one that is not there', async () => {
    const orderId = await order(buyer, 'wechat');
    const other = await world.person('别人');
    for (const name of [orderId, '1', 'x', '../..', '9'.repeat(64)]) {
      for (const status of [1, 2]) expect(await code(notify(other, name, status)), name).to.equal(727);
    }
    for (const status of [0, 3, 'x', '', '1 ']) expect(await code(notify(buyer, orderId, status))).to.equal(700);
  });

  it('are not paid by what their client says', async () => {
    const orderId = await order(buyer, 'alipay');
    for (let n = 0; n < 3; n++) expect(await code(notify(buyer, orderId, 1))).to.equal(0);
    const said = world.log.all.filter(({ type, data }) => type === 'OrderReportedPaid' && data.orderId === orderId);
    // One within some seconds; a machine that stands still lets them pass.
    expect(said, 'hints to ask the provider').to.have.length.within(1, 3);
    await expectGold(buyer, 0);
  });

  it('are paid also after they were said to have failed, and after they expired', async () => {
    const failed = await order(buyer, 'wechat');
    expect(await code(notify(buyer, failed, 2))).to.equal(0);
    expect((await deliver('wechat', await callback(failed))).status).to.equal(200);
    await expectGold(buyer, 980);
    const late = await order(buyer, 'alipay');
    world.clock.advance(ORDER_MS + 1);
    expect((await deliver('alipay', await callback(late))).text).to.equal('success');
    await expectGold(buyer, 1_960);
  });

  it('leave to an operator what was paid too little, too much or twice, and give no gold for it', async () => {
    const orderId = await order(buyer, 'alipay');
    for (const payCents of [1, 9_699, 9_701]) {
      const call = await callback(orderId, { payCents, tradeNo: `wrong${payCents}` });
      expect((await deliver('alipay', call)).text).to.equal('fail');
      expect((await deliver('alipay', call)).text).to.equal('fail');
    }
    await expectGold(buyer, 0);
    expect((await deliver('alipay', await callback(orderId))).text).to.equal('success');
    expect((await deliver('alipay', await callback(orderId, { tradeNo: 'again' }))).text).to.equal('fail');
    await expectGold(buyer, 980);
    const disputed = world.log.all.filter(({ type, data }) => type === 'OrderDisputed' && data.orderId === orderId);
    expect(disputed.map(({ data }) => (data as { reason: string }).reason)).to.deep.equal([
      'amount',
      'amount',
      'amount',
      'paid-twice',
    ]);
  });

  it('take back the gold whose money went back; a wallet that has spent it is frozen', async () => {
    const orderId = await order(buyer, 'wechat');
    await deliver('wechat', await callback(orderId));
    await expectGold(buyer, 980);
    for (let n = 0; n < 2; n++) {
      expect((await deliver('wechat', await callback(orderId, { status: 'refunded' }))).text).to.equal(SUCCESS.wechat);
    }
    await expectGold(buyer, 0);
    expect((await deliver('wechat', await callback(orderId))).status, 'paid again by the same trade').to.equal(200);
    await expectGold(buyer, 0);
  });

  it('are at most so many that nobody paid', async () => {
    const params = { packageId: PACKAGES.wechat, channel: 'wechat' };
    const many = Array.from({ length: MAX_OPEN_ORDERS + 10 }, () => buyer.call('/api/payment/create-order', params));
    const made = (await Promise.all(many)).filter(({ errorcode }) => errorcode === 0);
    // On a machine that stands still, lists may not show an order in time, and one more gets through.
    const isShown = made.every((answer) => answer.upToDate === undefined);
    expect(made.length).to.be.at.least(MAX_OPEN_ORDERS);
    if (isShown) expect(made).to.have.length(MAX_OPEN_ORDERS);
    expect(await code(buyer.call('/api/payment/create-order', params))).to.equal(400);
    world.clock.advance(3600_000 + 1);
    expect(await code(buyer.call('/api/payment/create-order', params))).to.equal(0);
  });

  it('are made once under a key, and refused for what is not sold in the channel', async () => {
    const make = (packageId: number, channel: string, key: string) =>
      buyer.call('/api/payment/create-order', { packageId, channel }, { 'Idempotency-Key': key });
    const [first, second] = await Promise.all([make(122, 'wechat', 'a'), make(122, 'wechat', 'a')]);
    expect(first).to.deep.equal(second);
    expect(first.data).to.equal(`userId=${buyer.userId}&packageId=122&channel=wechat&payMoney=9700`);
    expect(await make(121, 'wechat', 'a')).to.include({ errorcode: 700, errormsg: '参数错误: Idempotency-Key' });
    expect(await code(make(122, 'alipay', 'b'))).to.equal(726);
    expect(await code(make(7, 'alipay', 'c'))).to.equal(726);
    for (const channel of ['', 'paypal', 'apple']) expect(await code(make(122, channel, 'd'))).to.equal(700);
  });

  describe('where a provider is not there', () => {
    let api: TestApi;
    let payments: Payments;
    before(async () => {
      payments = { ...NO_PAYMENTS };
      api = await startTestApi({ payments });
    });
    after(() => api.close());
    const create = (who: Client, channel: string, key: string) =>
      who.call('/api/payment/create-order', { packageId: 122, channel }, { 'Idempotency-Key': key });

    it('are not offered, and what calls back is no proof', async () => {
      const who = await api.user('没得买');
      for (const channel of ['alipay', 'wechat', 'iap']) {
        expect((await who.must('/api/payment/list-package', { channel })).packages).to.deep.equal([]);
        expect((await create(who, channel, channel)).errorcode).to.equal(726);
      }
      for (const name of ['alipaycallback', 'wepaycallback', 'applecallback']) {
        const response = await fetch(`${api.url}/api/payment/${name}`, { method: 'POST', body: 'x' });
        expect(response.status, name).to.equal(name === 'alipaycallback' ? 200 : 400);
        expect(await response.text(), name).to.equal(
          { alipaycallback: 'fail', wepaycallback: '{"code":"FAIL","message":"invalid order"}' }[name] ?? '{}',
        );
      }
      expect(api.logged).to.deep.equal([]);
      const lines = api.requests as { path: string; why?: string }[];
      const why = lines.filter(({ path }) => path.endsWith('callback')).map((line) => line.why);
      expect(why).to.include.members(['this channel is not configured', 'the App Store is not configured']);
    });

    it('can be made again under their key once it answers', async () => {
      const who = await api.user('再试试');
      let isAway = true;
      const { wechat } = testPayments().payments;
      payments.wechat = {
        ...wechat!,
        async prepare(order) {
          if (isAway) throw new DomainError('ProviderAway');
          return wechat!.prepare(order);
        },
      };
      const refused = await fetch(`${api.url}/api/payment/create-order`, {
        method: 'POST',
        headers: { 'Idempotency-Key': 'k' },
        body: new URLSearchParams({ token: who.token, packageId: '122', channel: 'wechat' }),
      });
      expect(refused.status).to.equal(503);
      expect(refused.headers.get('retry-after')).to.equal('1');
      expect(await refused.json()).to.deep.equal({ errorcode: 503, errormsg: '服务繁忙' });
      isAway = false;
      const made = await create(who, 'wechat', 'k');
      expect(made.errorcode).to.equal(0);
      expect(await create(who, 'wechat', 'k')).to.deep.equal(made);
      expect(api.log.all.filter(({ type }) => type === 'OrderCreated')).to.have.length(1);
    });
  });
});
