import { expect } from 'chai';
import { liveEndpoints } from '../../api/heihei/live/index.ts';
import { paymentEndpoints } from '../../api/heihei/payment/index.ts';
import { roomEndpoints } from '../../api/heihei/room/index.ts';
import { DEFAULT_GIFTS } from '../../domain/gift/catalogue.ts';
import { verifyLedger } from '../../projections/verify.ts';
import { allReactors } from '../../workers/reactors/all.ts';
import type { Answer, Client } from '../support/client.ts';
import { expectDocumentedShape } from '../support/heihei-document.ts';
import { RoomWorld } from '../support/room-world.ts';

const ROSE = 103;

interface ListedGift {
  id: number;
  name: string;
  gold: number;
  exp: number;
}

describe('the catalogue', () => {
  let world: RoomWorld;
  let viewer: Client;
  let liveId: number;

  beforeEach(async () => {
    world = await RoomWorld.start([...liveEndpoints, ...roomEndpoints, ...paymentEndpoints], allReactors);
    liveId = await world.room(await world.person('主播'));
    viewer = await world.person('买的', 1_000);
    await viewer.must('/api/live/join-live', { liveId });
  });
  afterEach(() => world.close());

  const operator = (path: string, body: object = {}) => viewer.dev('POST', `/dev${path}`, body);
  const buy = (params: Record<string, string | number> = {}): Promise<Answer> =>
    viewer.call('/api/live/buy-gift', { liveId, giftId: ROSE, ...params });
  const listed = async () => (await viewer.must('/api/live/gift-info')).gifts as ListedGift[];
  const bought = () => world.log.all.flatMap((event) => (event.type === 'GiftBought' ? [event.data.gift] : []));

  it('is what Salon comes with while nobody has set another', async () => {
    const { version, gifts } = await viewer.dev('GET', '/dev/catalogue');
    expect(version).to.equal(0);
    expect((gifts as ListedGift[]).map(({ id }) => id)).to.deep.equal(DEFAULT_GIFTS.map(({ id }) => id));
    expect(await buy()).to.include({ errorcode: 0, gold: 990 });
    expect(bought()).to.deep.equal([{ id: ROSE, name: '玫瑰', picture: 'static', priceGold: 10, experience: 100 }]);
  });

  it('has one price at a time: what is listed is what is paid, and a repetition pays nothing more', async () => {
    expect(await buy({ gift_uuid: 'a' })).to.include({ gold: 990 });
    expect(await operator(`/gifts/${ROSE}/price`, { priceGold: 25, experience: 250 })).to.include({ version: 2 });
    expect((await listed()).find(({ id }) => id === ROSE)).to.include({ gold: 25, exp: 250 });
    expect(await buy({ gift_uuid: 'a' }), 'the first answer').to.include({ errorcode: 0, gold: 990 });
    expect(await buy({ gift_uuid: 'b' })).to.include({ errorcode: 0, gold: 965 });
    expect(bought().map(({ priceGold, catalogueVersion }) => [priceGold, catalogueVersion])).to.deep.equal([
      [10, undefined],
      [25, 2],
    ]);
    await world.settle();
    const { violations } = await verifyLedger(world.log);
    expect(violations).to.deep.equal([]);
  });

  it('sells at no other price than the one that a buyer names', async () => {
    expect(await buy({ listedGold: 10, gift_uuid: 'a' })).to.include({ errorcode: 0, gold: 990 });
    await operator(`/gifts/${ROSE}/price`, { priceGold: 25 });
    expect(await buy({ listedGold: 10, gift_uuid: 'b' })).to.include({
      errorcode: 700,
      errormsg: '参数错误: listedGold',
    });
    expect(await buy({ listedGold: 10, gift_uuid: 'a' }), 'a repetition').to.include({ errorcode: 0, gold: 990 });
    expect(await buy({ listedGold: 25, gift_uuid: 'b' })).to.include({ errorcode: 0, gold: 965 });
  });

  it('sells a new gift, in the order that operators set, and a withdrawn one no more', async () => {
    const { giftId } = await operator('/gifts', {
      name: '气球',
      priceGold: 7,
      animationFile: 'https://cdn.salon.example/b.webp',
    });
    expect(giftId).to.equal(111);
    await operator('/gifts/order', { giftIds: [giftId, ROSE] });
    await operator('/gifts/101/withdraw');
    expect((await listed()).slice(0, 3).map(({ id }) => id)).to.deep.equal([111, ROSE, 102]);
    expect(await buy({ giftId: 111 })).to.include({ errorcode: 0, gold: 993 });
    expect((await buy({ giftId: 101 })).errorcode).to.equal(730);

    const answer = await viewer.must('/api/social/gift-resources', { giftIds: '101,111,999' });
    expectDocumentedShape('/api/social/gift-resources', answer, 0, ['historyGiftRes']);
    expect(answer.resources).to.deep.equal([
      { id: 111, file_md5: null, attr_file: 'https://cdn.salon.example/b.webp' },
    ]);
    expect(answer.historyGiftRes).to.deep.equal([
      { id: 101, file_md5: null, attr_file: `${world.url}/static/gift/gift-101-play.png` },
    ]);
    await operator('/gifts/101/offer');
    expect((await listed()).map(({ id }) => id)).to.include(101);
  });

  it('answers a purchase of a gift that was withdrawn since as before', async () => {
    expect(await buy({ gift_uuid: 'a' })).to.include({ gold: 990 });
    await operator(`/gifts/${ROSE}/withdraw`);
    expect(await buy({ gift_uuid: 'a' })).to.include({ errorcode: 0, gold: 990 });
    expect((await buy({ gift_uuid: 'a', amount: 2 })).errorcode, 'the next tap is a new one').to.equal(730);
  });

  it('takes an operator’s repeated change once, and tells what is wrong with one', async () => {
    const send = async (body: object) => {
      const response = await fetch(`${world.url}/dev/gifts`, {
        method: 'POST',
        headers: { 'X-Dev-Key': viewer.devKey, 'Content-Type': 'application/json', 'Idempotency-Key': 'once' },
        body: JSON.stringify(body),
      });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    };
    const gift = { name: '气球', priceGold: 7 };
    expect((await send(gift)).body).to.include({ giftId: 111 });
    expect((await send(gift)).body).to.include({ giftId: 111 });
    expect((await send({ ...gift, priceGold: 8 })).status).to.equal(409);
    expect((await listed()).filter(({ name }) => name === '气球')).to.have.length(1);
    for (const [path, body] of [
      ['/gifts/103/price', { priceGold: 0 }],
      ['/gifts/103/price', {}],
      ['/gifts/103/price', { priceGold: 1e12 }],
      ['/gifts/7/price', { priceGold: 1 }],
      ['/gifts/x/price', { priceGold: 1 }],
      ['/gifts/103/change', { iconFile: 'javascript:1' }],
      ['/gifts/103/change', { background: [1] }],
      ['/gifts/order', { giftIds: 'all' }],
      ['/gifts/order', { giftIds: [7] }],
      ['/gold-packages/110/set', { channel: 'cash' }],
      ['/points-packages/0/set', { points: 1, amountGold: 1 }],
      ['/gold-packages/7/withdraw', {}],
    ] as const) {
      const error = await operator(path, body).then(
        () => 'taken',
        (failure: Error) => failure.message,
      );
      expect(error, path).to.match(/HTTP 4(00|04|09) /);
    }
  });

  it('lists and sells the packages of gold and points that are set', async () => {
    const rate = { channel: 'wechat', productId: 'small', description: '7钻', amountGold: 7, payCents: 70 };
    await operator('/gold-packages/125/set', rate);
    await operator('/gold-packages/120/withdraw');
    const { packages } = await viewer.must('/api/payment/list-package', { channel: 'wechat' });
    const ids = (packages as { id: number }[]).map(({ id }) => id);
    expect(ids).to.include(125).and.not.include(120);
    const code = async (packageId: number) =>
      (await viewer.call('/api/payment/create-order', { packageId, channel: 'wechat' })).errorcode;
    expect([await code(125), await code(120)]).to.deep.equal([0, 726]);
    const order = world.log.all.find(({ type }) => type === 'OrderCreated')!;
    expect(order.data).to.include({ amountGold: 7, payCents: 70 });

    await operator('/points-packages/206/set', { points: 20, amountGold: 15 });
    const points = (await viewer.must('/api/payment/list-p2g-package')).packages as { id: number; desc: string }[];
    expect(points.at(-1)).to.include({ id: 206, desc: '20积分兑换15钻', point: 20, gold: 15 });
    await operator('/points-packages/206/withdraw');
    expect((await viewer.call('/api/payment/p2g', { packageId: 206 })).errorcode).to.equal(726);
  });
});
