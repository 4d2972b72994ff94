import { expect } from 'chai';
import { heiheiEndpoints } from '../../api/heihei/endpoints.ts';
import type { ExportItem } from '../../application/exports/export-person.ts';
import { writeExport } from '../../server/cli/people.ts';
import { allReactors } from '../../workers/reactors/all.ts';
import type { Client } from '../support/client.ts';
import { APP, RoomWorld } from '../support/room-world.ts';

const EXPORT = '/api/user/export';

describe('the export of everything that is known of a person', () => {
  let world: RoomWorld;
  let me: Client;
  let host: Client;
  let fan: Client;
  let items: ExportItem[];

  before(async () => {
    world = await RoomWorld.start(heiheiEndpoints, allReactors);
    me = await world.person('要带走的', 1_000);
    host = await world.person('主播某', 1_000);
    fan = await world.person('粉丝某', 1_000);
    await me.must('/api/user/follow', { userId: host.userId });
    await me.must('/api/user/block-user', { userId: (await world.person('讨厌的')).userId });
    await fan.must('/api/user/follow', { userId: me.userId });
    const visited = await world.room(host, [me, fan], '别人的标题');
    await me.must('/api/msg/send-msg', { liveId: visited, roomId: visited, text: '我说的话' });
    await fan.must('/api/msg/send-msg', { liveId: visited, roomId: visited, text: '别人说的话' });
    await me.must('/api/live/buy-gift', { liveId: visited, giftId: 101, amount: 1 });
    await me.must('/api/msg/send-im', { toUserId: host.userId, msgType: 'text', text: '我写的信' });
    await host.must('/api/msg/send-im', { toUserId: me.userId, msgType: 'text', text: '别人写的信' });
    await me.must('/api/live/quit-live', { liveId: visited });
    await me.must('/api/payment/create-order', { packageId: 122, channel: 'wechat' });
    for (let n = 0; n < 3; n++) {
      const hosted = await world.room(me, [fan], `我的标题${n}`);
      await fan.must('/api/live/buy-bullet', { liveId: hosted, message: '粉丝的弹幕' });
      await me.must('/api/live/stop-live', { liveId: hosted });
    }
    await world.settle();
    items = await exportOf(me);
  });
  after(() => world.close());

  async function exportOf(who: Client): Promise<ExportItem[]> {
    const found: ExportItem[] = [];
    for (let cursor = ''; ; ) {
      const page = await who.must(EXPORT, { cursor });
      found.push(...(page.items as ExportItem[]));
      if (page.next === undefined) return found;
      cursor = String(page.next);
    }
  }
  const ofType = (type: string) => items.filter((item) => item.type === type);

  it('has the profile, names, sessions, relations, the whole ledger, lives, visits and what was said', () => {
    expect(ofType('profile')).to.have.length(1);
    expect(ofType('profile')[0]!.data).to.include({ displayName: '要带走的', phone: `138${me.userId}` });
    expect(ofType('session')).to.have.length(1);
    const [order, ...more] = items.filter(({ part }) => part === 'orders');
    expect(order).to.deep.include({ part: 'orders', type: 'order' });
    expect(order!.data).to.include({ packageId: 122, channel: 'wechat', payCents: 9_700, status: 'open' });
    expect(more).to.deep.equal([]);
    const peopleIn = (part: string) => items.filter((item) => item.part === part && item.type === 'person');
    expect(peopleIn('following').map(({ data }) => data)).to.deep.equal([
      { userId: host.userId, displayName: '主播某' },
    ]);
    expect(peopleIn('blocked')).to.have.length(1);
    expect(peopleIn('followers').map(({ data }) => data)).to.deep.equal([
      { userId: fan.userId, displayName: '粉丝某' },
    ]);
    const ledger = world.log.all.filter(({ stream }) => stream === `wallet-${APP}.${me.userId}`);
    expect(items.filter(({ part, type }) => part === 'streams' && /Gold|Bought|Credited/.test(type))).to.have.length(
      ledger.length,
    );
    expect(ofType('live').map(({ data }) => (data as { title: string }).title)).to.deep.equal([
      '我的标题2',
      '我的标题1',
      '我的标题0',
    ]);
    expect(ofType('visit')).to.have.length(1);
    expect(ofType('TextSaid').map(({ data }) => (data as { text: string }).text)).to.deep.equal(['我说的话']);
    expect(ofType('MessageSent')).to.have.length(2);
    expect(JSON.stringify(items)).to.contain('我写的信');
  });

  it('has no secrets, and of others nothing but ids and names', () => {
    const text = JSON.stringify(items);
    for (const secret of [me.token, 'sessionId', 'proof', 'codeId', 'invitationKey', 'fingerprint'])
      expect(text).not.to.contain(secret);
    for (const foreign of [
      '别人写的信',
      '别人说的话',
      '粉丝的弹幕',
      '别人的标题',
      `138${fan.userId}`,
      `138${host.userId}`,
    ])
      expect(text, foreign).not.to.contain(foreign);
    const credited = ofType('PointsCredited')[0]!.data as { purchase: { from: object } };
    expect(credited.purchase.from).to.deep.equal({ userId: fan.userId, displayName: '粉丝某' });
  });

  it('goes on where a cursor says, and refuses any other text', async () => {
    const again = await exportOf(me);
    expect(again).to.deep.equal(items);
    for (const cursor of [
      'x',
      '99.0.0.0.0',
      '99.0.0.0.0',
      '1.0.0.0',
      '0.0.0.0.0.0',
      '1.-1.0.0.0',
      `1.0.0.0.${'9'.repeat(16)}`,
    ])
      expect((await me.call(EXPORT, { cursor })).errormsg, cursor).to.equal('参数错误: cursor');
    for (const cursor of ['1.0.0.9999999.0', '4.0.10000.0.5', '7.9007199254740991.3.2.1'])
      expect((await me.call(EXPORT, { cursor })).errorcode, cursor).to.equal(0);
  });

  it('is one JSON document on the command line', async () => {
    let text = '';
    await writeExport(world.core, APP, me.userId, async (piece) => {
      text += piece;
    });
    const whole = JSON.parse(text) as { app: string; userId: number; items: ExportItem[] };
    expect(whole).to.include({ app: APP, userId: me.userId });
    expect(whole.items).to.deep.equal(items);
  });
});
