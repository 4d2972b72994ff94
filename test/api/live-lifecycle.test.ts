import { expect } from 'chai';
import { conferenceEndpoints } from '../../api/heihei/conference/index.ts';
import { liveEndpoints } from '../../api/heihei/live/index.ts';
import { roomEndpoints } from '../../api/heihei/room/index.ts';
import { streamName } from '../../domain/kernel/ids.ts';
import { liveDecider } from '../../domain/live/decider.ts';
import { allReactors } from '../../workers/reactors/all.ts';
import type { Client } from '../support/client.ts';
import { expectDocumentedShape } from '../support/heihei-document.ts';
import { APP, RoomWorld } from '../support/room-world.ts';

const endpoints = [...liveEndpoints, ...roomEndpoints, ...conferenceEndpoints];
const HOST_COMMANDS = ['start-live', 'stop-live', 'pause-live', 'continue-live', 'delete-live'];

describe('heihei: a live from creation to its end', () => {
  let world: RoomWorld;
  let host: Client;
  let viewer: Client;

  before(async () => {
    world = await RoomWorld.start(endpoints, allReactors);
    host = await world.person('主播');
    viewer = await world.person('观众');
  });
  after(() => world.close());

  async function created(title = '来听我直播'): Promise<number> {
    const { live } = await host.must('/api/live/create-live', { title });
    return (live as { liveId: number }).liveId;
  }

  it('creates a live as documented, with a push address for its host', async () => {
    const answer = await host.must('/api/live/create-live', { title: '夜话' });
    expectDocumentedShape('/api/live/create-live', answer);
    const live = answer.live as Record<string, unknown>;
    expect(live).to.include({ status: 0, title: '夜话', userId: host.userId, visible: 1, lookbackAddr: '' });
    expect(live.roomId).to.equal(live.liveId);
    expect(live.pushAddr).to.match(/^rtmp:\/\/127\.0\.0\.1\/live\/\d+\?sign=\d+-[0-9a-f]{32}$/);
    expect((answer.share as { wechat: { content: string } }).wechat.content).to.equal('主播 正在直播');
  });

  it('creates one live for one Idempotency-Key, also around midnight; refuses the key for another title', async () => {
    const create = (title: string) => host.call('/api/live/create-live', { title }, { 'Idempotency-Key': 'first' });
    const first = (await create('一')).live as { liveId: number };
    const again = (await create('一')).live as { liveId: number };
    expect(again.liveId).to.equal(first.liveId);
    world.clock.advance(20 * 3600_000);
    expect(((await create('一')).live as { liveId: number }).liveId).to.equal(first.liveId);
    expect((await create('二')).errorcode).to.equal(700);
    const other = await viewer.call('/api/live/create-live', { title: '一' }, { 'Idempotency-Key': 'first' });
    expect((other.live as { liveId: number }).liveId).not.to.equal(first.liveId);
  });

  it('gives out ids in the order of time', async () => {
    const ids: number[] = [];
    for (let n = 0; n < 3; n++) {
      world.clock.advance(2);
      ids.push(await created());
    }
    expect(ids).to.deep.equal([...ids].sort((a, b) => a - b));
  });

  it('answers absurd titles with 700, and writes nothing', async () => {
    const before = world.log.all.length;
    for (const title of ['', '   ', '长'.repeat(101), '\u0000']) {
      const answer = await host.call('/api/live/create-live', { title });
      expect(answer.errorcode, JSON.stringify(title)).to.equal(700);
      expect(answer.errormsg).to.contain('title');
    }
    expect((await host.call('/api/live/create-live')).errorcode).to.equal(700);
    expect(world.log.all.length).to.equal(before);
  });

  it('offers the newest unclosed live to continue with, else a bare success', async () => {
    const other = await world.person('新人');
    expect(await other.must('/api/live/unclosed-live')).to.deep.equal({ errorcode: 0, errormsg: 'success' });
    const { live } = await other.must('/api/live/create-live', { title: '未完' });
    const { liveId } = live as { liveId: number };
    const unclosed = await other.must('/api/live/unclosed-live');
    expectDocumentedShape('/api/live/create-live', unclosed);
    expect((unclosed.live as { liveId: number }).liveId).to.equal(liveId);
    await other.must('/api/live/start-live', { liveId });
    await other.must('/api/live/pause-live', { liveId });
    expect(((await other.must('/api/live/unclosed-live')).live as { status: number }).status).to.equal(1);
    await other.must('/api/live/stop-live', { liveId });
    expect(await other.must('/api/live/unclosed-live')).not.to.have.property('live');
  });

  it('starts, changes, pauses, continues, hides, stops and deletes', async () => {
    const liveId = await created();
    expect(await host.must('/api/live/start-live', { liveId })).to.deep.equal({ errorcode: 0, errormsg: 'success' });
    const changed = await host.must('/api/live/change-live', { liveId, title: '换个话题' });
    expectDocumentedShape('/api/live/change-live', changed);
    expect(changed.live).to.include({ title: '换个话题', status: 1 });
    expect(await host.must('/api/live/pause-live', { liveId })).to.deep.equal({ errorcode: 0, errormsg: 'success' });
    expect(await host.must('/api/live/continue-live', { liveId })).to.deep.equal({ errorcode: 0, errormsg: 'success' });
    const hidden = await host.must('/api/live/set-live-visible', { liveId, visible: 0 });
    expectDocumentedShape('/api/live/set-live-visible', hidden);
    expect(hidden.live).to.include({ visible: 0 });
    const stopped = await host.must('/api/live/stop-live', { liveId });
    expectDocumentedShape('/api/live/stop-live', stopped);
    expect(stopped.live).to.include({ status: 2, totalUsers: 0, onlineUsers: 1 });
    const deleted = await host.must('/api/live/delete-live', { liveId });
    expectDocumentedShape('/api/live/delete-live', deleted);
    expect(deleted.live).to.include({ status: 4 });
  });

  it('stop-live counts users and tickets, and answers a repetition with the same totals', async () => {
    const giver = await world.person('金主', 1_000);
    const liveId = await world.room(host, [giver, viewer]);
    await giver.must('/api/live/buy-gift', { liveId, giftId: 103, amount: 3, gift_uuid: 'stop' });
    await world.settle();
    const stopped = await host.must('/api/live/stop-live', { liveId });
    expect(stopped.live).to.include({ totalUsers: 2, totalTickets: 30, liveTotalTicket: 30, onlineUsers: 3 });
    const again = await host.must('/api/live/stop-live', { liveId });
    expect(again.live).to.include({ status: 2, totalUsers: 2, totalTickets: 30 });
  });

  it('lets a host play one live at a time: a start stops the one before', async () => {
    const first = await created('一');
    const second = await created('二');
    await host.must('/api/live/start-live', { liveId: first });
    world.clock.advance(5);
    await host.must('/api/live/start-live', { liveId: second });
    const load = (liveId: number) => world.core.commands.load(liveDecider, streamName('live', APP, liveId));
    expect((await load(first)).state.status).to.equal('stopped');
    expect((await load(second)).state.status).to.equal('playing');
    const stop = world.log.all.find(
      ({ type, data }) => type === 'LiveStopped' && (data as { liveId: number }).liveId === first,
    );
    expect(stop?.data).to.include({ reason: 'replaced' });
    await host.must('/api/live/stop-live', { liveId: second });
  });

  it('ends with one playing live when two start at the same time', async () => {
    const ids = await Promise.all([created('甲'), created('乙'), created('丙')]);
    await Promise.all(ids.map((liveId) => host.call('/api/live/start-live', { liveId })));
    await world.settle();
    const states = await Promise.all(
      ids.map((id) => world.core.commands.load(liveDecider, streamName('live', APP, id))),
    );
    expect(states.filter(({ state }) => state.status === 'playing')).to.have.length(1);
  });

  it('735 for pausing and continuing what has ended, 731 for starting it', async () => {
    const liveId = await world.room(host);
    await host.must('/api/live/stop-live', { liveId });
    expect((await host.call('/api/live/pause-live', { liveId })).errorcode).to.equal(735);
    expect((await host.call('/api/live/continue-live', { liveId })).errorcode).to.equal(735);
    expect((await host.call('/api/live/start-live', { liveId })).errorcode).to.equal(731);
  });

  it('731 for lives that do not exist or were deleted, 711 for who is not the host', async () => {
    const gone = await created();
    await host.must('/api/live/delete-live', { liveId: gone });
    const liveId = await world.room(host, [viewer]);
    const extra: Record<string, Record<string, string | number>> = {
      'change-live': { title: '我来' },
      'set-live-visible': { visible: 0 },
    };
    for (const name of [...HOST_COMMANDS, 'change-live', 'set-live-visible']) {
      const params = extra[name] ?? {};
      const path = `/api/live/${name}`;
      for (const missing of [gone, 12_345]) {
        expect((await host.call(path, { ...params, liveId: missing })).errorcode, `${name} of ${missing}`).to.equal(
          731,
        );
      }
      expect((await viewer.call(path, { ...params, liveId })).errorcode, `${name} by a viewer`).to.equal(711);
      expect((await viewer.call(path, params)).errorcode, `${name} without a live`).to.equal(700);
    }
    const { state } = await world.core.commands.load(liveDecider, streamName('live', APP, liveId));
    expect(state).to.include({ status: 'playing', paused: false, visible: true, title: '来听我直播' });
  });

  it('gets a live as documented: for those in the room while it plays, for all when it can be looked back at', async () => {
    const giver = await world.person('听众', 100);
    const liveId = await world.room(host, [giver]);
    await giver.must('/api/live/buy-gift', { liveId, giftId: 103 });
    await world.settle();
    const got = await giver.must('/api/live/get-live', { liveId });
    expectDocumentedShape('/api/live/get-live', got);
    const live = got.live as Record<string, unknown>;
    expect(live).to.include({
      totalTickets: '10',
      livetotalticket: '10',
      totalUsers: 1,
      onlineUsers: 2,
      expireTime: 10,
    });
    expect(live).to.include({ roomUserCount: 8, roomNowUserCount: 2 });
    expect(live.createTime).to.match(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    expect(live).not.to.have.property('pushAddr');
    expect((await host.must('/api/live/get-live', { liveId })).live).to.have.property('pushAddr');
    const outsider = await world.person('路人');
    expect((await outsider.call('/api/live/get-live', { liveId })).errorcode).to.equal(506);
    expect((await outsider.call('/api/live/get-live', { liveId: 77 })).errorcode).to.equal(731);
    await host.must('/api/live/stop-live', { liveId });
    const lookback = (await outsider.must('/api/live/get-live', { liveId })).live as Record<string, unknown>;
    expect(lookback.status).to.equal(2);
    expect(lookback.lookbackAddr).to.be.a('string').that.contains(String(liveId));
    expect(lookback.endTime).to.be.a('string');
    await host.must('/api/live/set-live-visible', { liveId, visible: 0 });
    expect((await outsider.call('/api/live/get-live', { liveId })).errorcode).to.equal(731);
    await host.must('/api/live/get-live', { liveId });
  });

  it('writes times in China’s time', async () => {
    const liveId = await created();
    const at = world.log.all.at(-1)!.meta.at;
    const { live } = await host.must('/api/live/get-live', { liveId });
    const china = new Date(at + 8 * 3600_000).toISOString();
    expect((live as { createTime: string }).createTime).to.equal(`${china.slice(0, 10)} ${china.slice(11, 19)}`);
  });

  it('shares a live as documented; the link names who shares', async () => {
    const liveId = await world.room(host);
    const answer = await viewer.must('/api/live/share-live', { liveId });
    expectDocumentedShape('/api/live/share-live', answer);
    const { url } = (answer.share as { weibo: { url: string } }).weibo;
    expect(url).to.contain(`liveid=${liveId}&sign=`).and.to.contain(`&uid=${viewer.userId}`);
    expect((await viewer.call('/api/live/share-live', { liveId: 77 })).errorcode).to.equal(731);
  });

  it('succeeds when the read models do not follow, and says so', async () => {
    const lagging = await RoomWorld.start(endpoints);
    try {
      const person = await lagging.person('主播');
      await lagging.settle();
      await lagging.stopModels();
      const answer = await person.must('/api/live/create-live', { title: '夜话' });
      expect(answer.upToDate).to.equal(false);
      const { liveId } = answer.live as { liveId: number };
      expect(await person.must('/api/live/start-live', { liveId })).to.deep.include({ upToDate: false });
      expect((await person.must('/api/live/get-live', { liveId })).live).to.include({ status: 1, title: '夜话' });
    } finally {
      await lagging.close();
    }
  });
});
