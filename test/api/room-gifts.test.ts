import { expect } from 'chai';
import { liveEndpoints } from '../../api/heihei/live/index.ts';
import { roomEndpoints } from '../../api/heihei/room/index.ts';
import { streamName } from '../../domain/kernel/ids.ts';
import { userDecider } from '../../domain/user/decider.ts';
import { walletDecider } from '../../domain/wallet/decider.ts';
import { allReactors } from '../../workers/reactors/all.ts';
import type { Answer, Client } from '../support/client.ts';
import { expectDocumentedShape } from '../support/heihei-document.ts';
import { APP, RoomWorld } from '../support/room-world.ts';

/** 玫瑰, 10 gold; 皇冠, 100 gold. */
const ROSE = 103;
const CROWN = 106;

describe('heihei: gifts and bullets', () => {
  let world: RoomWorld;
  let host: Client;
  let liveId: number;

  before(async () => {
    world = await RoomWorld.start([...liveEndpoints, ...roomEndpoints], allReactors);
  });
  beforeEach(async () => {
    host = await world.person('主播');
    liveId = await world.room(host);
  });
  after(() => world.close());

  const codeOf = async (answer: Promise<Answer>) => (await answer).errorcode;
  const wallet = async (who: Client) =>
    (await world.core.commands.load(walletDecider, streamName('wallet', APP, who.userId))).state;
  /** Somebody in the room with gold to spend. */
  async function buyer(goldHeld: number): Promise<Client> {
    const client = await world.person('金主', goldHeld);
    await client.must('/api/live/join-live', { liveId });
    return client;
  }
  const buy = (who: Client, params: Record<string, number | string> = {}, headers: Record<string, string> = {}) =>
    who.call('/api/live/buy-gift', { liveId, giftId: ROSE, ...params }, headers);

  it('can be followed through the log by the id of the request that bought it', async () => {
    const who = await buyer(100);
    expect((await buy(who, {}, { 'X-Request-Id': 'one-rose' })).errorcode).to.equal(0);
    await world.settle();
    const events = await world.log.readAll({ after: 0, limit: 1_000 });
    const chain = events.filter(({ meta }) => meta.correlationId === 'one-rose').map(({ type }) => type);
    expect(chain).to.have.members(['GiftBought', 'PointsCredited', 'GiftShown']);
  });

  it('are shown to developers with all that followed from the request, each with its cause', async () => {
    const who = await buyer(100);
    await buy(who, {}, { 'X-Request-Id': 'two/roses', 'Idempotency-Key': 'a' });
    await world.settle();
    await buy(who, {}, { 'X-Request-Id': 'two/roses', 'Idempotency-Key': 'b' });
    await world.settle();
    const { events, next } = await who.dev('GET', '/dev/chain?correlationId=two/roses');
    const chain = events as { type: string; eventId: string; causationId: string | null; position: number }[];
    expect(next).to.equal(null);
    expect(chain.map(({ type }) => type)).to.deep.equal([
      ...['GiftBought', 'PointsCredited', 'GiftShown'],
      ...['GiftBought', 'PointsCredited', 'GiftShown'],
    ]);
    const [bought, credited, shown, second] = chain.map(({ eventId }) => eventId);
    const causes = chain.map(({ causationId }) => causationId);
    expect(causes.slice(0, 4)).to.deep.equal([null, bought, credited, null]);
    expect(causes.slice(4)).to.deep.equal([second, chain[4]!.eventId]);
    expect(shown).to.equal(chain[2]!.eventId);
    expect(chain[0]).to.include({ stream: `wallet-heihei.${who.userId}`, actor: who.userId });
    expect(chain[1]).to.include({ reactor: 'credit-host', actor: 0 });
    const messages = (events as { messages: { channel: string; body: { msgType: string } }[] }[]).map((event) =>
      event.messages.map(({ channel, body }) => [channel, body.msgType]),
    );
    expect(messages.slice(0, 3)).to.deep.equal([[], [], [[`live:heihei.${liveId}`, 'gift']]]);
    expect(await who.dev('GET', '/dev/chain?correlationId=nobody')).to.deep.equal({
      correlationId: 'nobody',
      events: [],
      next: null,
    });
  });

  it('lists the catalogue and its resources as documented', async () => {
    const info = await host.must('/api/live/gift-info');
    expectDocumentedShape('/api/live/gift-info', info);
    const all = await host.must('/api/social/gift-resources');
    expectDocumentedShape('/api/social/gift-resources', all, 0, ['historyGiftRes']);
    expect((all.resources as object[]).length).to.equal((info.gifts as object[]).length);
    const some = await host.must('/api/social/gift-resources', { giftIds: '103,999,103,101' });
    expect((some.resources as { id: number }[]).map(({ id }) => id)).to.deep.equal([103, 101]);
    for (const giftIds of [
      'a',
      '1,,2',
      ',',
      '1;2',
      '-1',
      '1 ',
      Array(101)
        .fill(0)
        .map((_, n) => n)
        .join(','),
    ]) {
      expect(await codeOf(host.call('/api/social/gift-resources', { giftIds })), giftIds).to.equal(700);
    }
  });

  it('debits the buyer by the catalogue’s price and credits the host, once', async () => {
    const giver = await buyer(100);
    const before = (await wallet(host)).points;
    const answer = await buy(giver, { amount: 2, gift_uuid: 'u1' });
    expectDocumentedShape('/api/live/buy-gift', answer);
    expect(answer.gold).to.equal(80);
    await world.settle();
    expect(await wallet(giver)).to.include({ goldHeld: 80, spent: 20, experience: 200 });
    expect((await wallet(host)).points).to.equal(before + 20);
    const shown = world.log.all.findLast(({ type }) => type === 'GiftShown')!;
    expect(shown.data).to.deep.include({ liveId, amount: 2, comboId: 'u1' });
  });

  it('ignores price, gold, role and userId from the client', async () => {
    const giver = await buyer(100);
    const rich = await buyer(1_000);
    const sneaky = {
      price: 0,
      priceGold: 0,
      gold: 1e6,
      role: 'admin',
      userId: rich.userId,
      from: 'x',
      units: 0,
      hostId: 1,
    };
    const answer = await buy(giver, sneaky);
    expect(answer.gold).to.equal(90);
    expect((await wallet(rich)).goldHeld).to.equal(1_000);
  });

  it('a combo pays for each tap once; repeats get their first answer, in any order', async () => {
    const giver = await buyer(100);
    const tap = async (amount: number) => (await buy(giver, { amount, gift_uuid: 'combo' })).gold;
    expect([await tap(1), await tap(2), await tap(3)]).to.deep.equal([90, 80, 70]);
    expect([await tap(2), await tap(1), await tap(3)]).to.deep.equal([80, 90, 70]);
    // A lost tap is made up for by the next one.
    expect([await tap(5), await tap(4), await tap(5)]).to.deep.equal([50, 50, 50]);
    expect((await wallet(giver)).goldHeld).to.equal(50);
  });

  it('parallel repeats of one tap are one purchase', async () => {
    const giver = await buyer(100);
    const answers = await Promise.all(Array.from({ length: 20 }, () => buy(giver, { gift_uuid: 'par', amount: 1 })));
    expect(answers.map(({ gold }) => gold)).to.deep.equal(Array(20).fill(90));
    expect((await wallet(giver)).goldHeld).to.equal(90);
  });

  it('refuses one gift_uuid for another gift or another live', async () => {
    const giver = await buyer(1_000);
    const elsewhere = await world.room(await world.person('另一个主播'), [giver]);
    expect(await codeOf(buy(giver, { gift_uuid: 'same', amount: 1 }))).to.equal(0);
    const others: Record<string, number>[] = [{ giftId: CROWN }, { liveId: elsewhere }];
    for (const other of others) {
      for (const amount of [1, 2]) {
        const answer = await buy(giver, { gift_uuid: 'same', amount, ...other });
        expect(answer.errorcode, JSON.stringify(other)).to.equal(700);
        expect(answer.errormsg).to.contain('gift_uuid');
      }
    }
    expect((await wallet(giver)).goldHeld).to.equal(990);
  });

  it('one user’s key is not another’s', async () => {
    const [one, two] = [await buyer(100), await buyer(100)];
    expect((await buy(one, { gift_uuid: 'ours' })).gold).to.equal(90);
    expect((await buy(two, { gift_uuid: 'ours' })).gold).to.equal(90);
  });

  it('takes the Idempotency-Key where there is no gift_uuid; without either each call is a purchase', async () => {
    const giver = await buyer(100);
    const keyed = () => buy(giver, {}, { 'Idempotency-Key': 'k1' });
    expect([(await keyed()).gold, (await keyed()).gold]).to.deep.equal([90, 90]);
    expect(await codeOf(buy(giver, { amount: 2 }, { 'Idempotency-Key': 'k1' }))).to.equal(700);
    expect([(await buy(giver)).gold, (await buy(giver)).gold]).to.deep.equal([80, 70]);
  });

  it('repeats the first answer after the buyer has left, renamed, spent the rest, and the room has closed', async () => {
    const closing = await world.person('要下播的');
    const room = await world.room(closing);
    const giver = await world.person('金主', 20);
    await giver.must('/api/live/join-live', { liveId: room });
    const first = await buy(giver, { liveId: room, gift_uuid: 'late' });
    expect(first.gold).to.equal(10);
    await buy(giver, { liveId: room, gift_uuid: 'rest' });
    const renamed = { displayName: '改名了', gender: 'Male', birthDay: '1990-01-01', paymentId: 'paid' } as const;
    const stream = streamName('user', APP, giver.userId);
    await world.run(userDecider, stream, { type: 'UpdateProfile', ...renamed }, giver.userId);
    expect(await buy(giver, { liveId: room, gift_uuid: 'late' })).to.deep.equal(first);
    await giver.must('/api/live/quit-live', { liveId: room });
    expect(await buy(giver, { liveId: room, gift_uuid: 'late' })).to.deep.equal(first);
    await closing.must('/api/live/stop-live', { liveId: room });
    expect(await buy(giver, { liveId: room, gift_uuid: 'late' })).to.deep.equal(first);
    await closing.must('/api/live/delete-live', { liveId: room });
    expect(await buy(giver, { liveId: room, gift_uuid: 'late' })).to.deep.equal(first);
    expect(await codeOf(buy(giver, { liveId: room, gift_uuid: 'new' }))).to.equal(731);
  });

  it('740 without the gold, 730 for no gift, 731 without a live that plays, 506 outside, 710 in the own room', async () => {
    const giver = await buyer(5);
    const outsider = await world.person('路人', 100);
    expect(await codeOf(buy(giver))).to.equal(740);
    expect(await codeOf(buy(giver, { giftId: 999 }))).to.equal(730);
    expect(await codeOf(buy(giver, { giftId: -1 }))).to.equal(730);
    expect(await codeOf(buy(giver, { liveId: 77 }))).to.equal(731);
    expect(await codeOf(buy(outsider))).to.equal(506);
    await outsider.must('/api/live/join-live', { liveId });
    await host.must('/api/live/kick-out-user', { liveId, userId: outsider.userId });
    expect(await codeOf(buy(outsider))).to.equal(506);
    await world.grant(host.userId, 100);
    expect(await codeOf(buy(host))).to.equal(710);
    expect((await wallet(host)).goldHeld).to.equal(100);
    const { live } = await host.must('/api/live/create-live', { title: '还没开始' });
    const { liveId: unstarted } = live as { liveId: number };
    expect(await codeOf(buy(giver, { liveId: unstarted }))).to.equal(731);
    expect((await wallet(outsider)).goldHeld).to.equal(100);
  });

  it('721 from a frozen wallet', async () => {
    const giver = await buyer(100);
    const stream = streamName('wallet', APP, giver.userId);
    await world.run(walletDecider, stream, { type: 'FreezeWallet', userId: giver.userId, reason: 'test' });
    expect(await codeOf(buy(giver))).to.equal(721);
    expect(await codeOf(giver.call('/api/live/buy-bullet', { liveId, message: '冻住了' }))).to.equal(721);
    expect((await wallet(giver)).goldHeld).to.equal(100);
  });

  it('700 for absurd amounts and ids, naming them, and nothing of it reaches the log', async () => {
    const giver = await buyer(100);
    const before = world.log.all.length;
    const absurd: Record<string, (string | number)[]> = {
      amount: [0, -1, 1.5, '1e3', '1e309', '1 ', ' 1', '', '0x10', 10_000, 'NaN', '{"$ne":1}', '9007199254740993'],
      giftId: ['', 'x', 1.5, '1e309', '103 '],
      liveId: ['', 'x', 0, -1, '9007199254740993'],
      gift_uuid: ['x'.repeat(65), 'a\0b'],
    };
    for (const [name, values] of Object.entries(absurd)) {
      for (const value of values) {
        const answer = await buy(giver, { [name]: value });
        expect(answer.errorcode, `${name}=${value}`).to.equal(700);
        expect(answer.errormsg).to.contain(name);
      }
    }
    const twice = await fetch(
      `${world.url}/api/live/buy-gift?token=${giver.token}&liveId=${liveId}&giftId=103&giftId=101`,
    );
    expect(((await twice.json()) as Answer).errorcode).to.equal(700);
    expect(world.log.all.length).to.equal(before);
  });

  it('is bought by GET, form and JSON alike', async () => {
    const giver = await buyer(100);
    const get = await fetch(`${world.url}/api/live/buy-gift?token=${giver.token}&liveId=${liveId}&giftId=${ROSE}`);
    expect(((await get.json()) as Answer).gold).to.equal(90);
    const json = await fetch(`${world.url}/api/live/buy-gift`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: giver.token, liveId, giftId: ROSE, amount: 1 }),
    });
    expect(((await json.json()) as Answer).gold).to.equal(80);
    expect((await buy(giver)).gold).to.equal(70);
  });

  it('1,010 parallel purchases of 100 out of 100,000: exactly 1,000 succeed', async () => {
    const room = await world.room(await world.person('大主播'));
    const giver = await world.person('大金主', 100_000);
    await giver.must('/api/live/join-live', { liveId: room });
    const before = world.log.all.length;
    const purchases = Array.from({ length: 1_010 }, (_, n) => ({ liveId: room, giftId: CROWN, gift_uuid: `g${n}` }));
    const answers = await Promise.all(purchases.map((purchase) => buy(giver, purchase)));
    const codes = answers.map(({ errorcode }) => errorcode);
    expect(codes.filter((code) => code === 0)).to.have.length(1_000);
    expect(codes.filter((code) => code === 740)).to.have.length(10);
    expect(await wallet(giver)).to.include({ goldHeld: 0, spent: 100_000 });
    const left = answers.filter(({ errorcode }) => errorcode === 0).map(({ gold }) => gold as number);
    expect(new Set(left).size).to.equal(1_000);
    expect(Math.min(...left)).to.equal(0);
    await world.settle();
    const events = world.log.all.slice(before);
    const count = (type: string) => events.filter((event) => event.type === type).length;
    expect([count('GiftBought'), count('PointsCredited'), count('GiftShown')]).to.deep.equal([1_000, 1_000, 1_000]);
  });

  describe('bullets', () => {
    const shout = (who: Client, message: string, headers: Record<string, string> = {}, room = liveId) =>
      who.call('/api/live/buy-bullet', { liveId: room, message, gold: 999, price: 0 }, headers);

    it('cost gold and reach the host and the feed', async () => {
      const giver = await buyer(10);
      const before = (await wallet(host)).points;
      const answer = await shout(giver, '大家好');
      expectDocumentedShape('/api/live/buy-bullet', answer);
      expect(answer.gold).to.equal(9);
      await world.settle();
      expect((await wallet(host)).points).to.equal(before + 1);
      expect(world.log.all.findLast(({ type }) => type === 'BulletShown')!.data).to.include({ text: '大家好', liveId });
    });

    it('count once for one Idempotency-Key; another text under it is refused', async () => {
      const giver = await buyer(10);
      const key = { 'Idempotency-Key': 'b' };
      expect([(await shout(giver, '一', key)).gold, (await shout(giver, '一', key)).gold]).to.deep.equal([9, 9]);
      expect(await codeOf(shout(giver, '二', key))).to.equal(700);
      expect((await wallet(giver)).goldHeld).to.equal(9);
    });

    it('without a key are one within three seconds: one payment, one line, one answer, whatever happens to the room', async () => {
      const giver = await buyer(10);
      const star = await world.person('小喇叭主播');
      const room = await world.room(star, [giver]);
      const taps = await Promise.all([1, 2, 3].map(() => shout(giver, '大家好', {}, room)));
      expect(taps.map(({ gold }) => gold)).to.deep.equal([9, 9, 9]);
      expect((await shout(giver, '别的话', {}, room)).gold).to.equal(8);
      expect((await shout(giver, '大家好', {}, room)).gold, 'its first answer').to.equal(9);
      await star.must('/api/live/stop-live', { liveId: room });
      expect((await shout(giver, '大家好', {}, room)).gold).to.equal(9);
      expect(await codeOf(shout(giver, '新的话', {}, room))).to.equal(731);
      await world.settle();
      const shown = world.log.all.filter(
        ({ type, data }) => type === 'BulletShown' && (data as { liveId: number }).liveId === room,
      );
      expect(shown).to.have.length(2);
      expect((await wallet(giver)).goldHeld).to.equal(8);
    });

    it('under keys are as many as there are keys', async () => {
      const giver = await buyer(10);
      const golds = ['k1', 'k2', 'k1'].map((key) => () => shout(giver, '大家好', { 'Idempotency-Key': key }));
      const answers = [];
      for (const send of golds) answers.push((await send()).gold);
      expect(answers).to.deep.equal([9, 8, 9]);
    });

    it('740, 731, 506 and 700', async () => {
      const poor = await world.person('穷人');
      const free = await world.room(await world.person('第三个主播'), [poor]);
      expect(await codeOf(shout(poor, '没钱', {}, free))).to.equal(740);
      expect(await codeOf(shout(poor, '没有', {}, 77))).to.equal(731);
      expect(await codeOf(shout(poor, '不在', {}, liveId))).to.equal(506);
      for (const message of ['', '  ', '长'.repeat(101)])
        expect(await codeOf(shout(poor, message, {}, free))).to.equal(700);
    });
  });
});
