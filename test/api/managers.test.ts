import { expect } from 'chai';
import { heiheiEndpoints } from '../../api/heihei/endpoints.ts';
import { ACTIVE_MS } from '../../application/people/listings.ts';
import { NOTICE_INTERVAL_MS } from '../../domain/live/limits.ts';
import { messagesOf } from '../../realtime/heihei/index.ts';
import { allReactors } from '../../workers/reactors/all.ts';
import type { Client } from '../support/client.ts';
import { RoomWorld } from '../support/room-world.ts';

describe('what only init names', () => {
  let world: RoomWorld;
  let host: Client;
  let manager: Client;
  let viewer: Client;
  let liveId: number;

  before(async () => {
    world = await RoomWorld.start(heiheiEndpoints, allReactors);
    host = await world.person('主播');
    [manager, viewer] = (await world.people(2)) as [Client, Client];
    liveId = await world.room(host, [manager, viewer]);
  });
  after(() => world.close());

  const inRoom = (who: Client, name: string, params: Record<string, string | number> = {}) =>
    who.call(`/api/live/${name}`, { liveId, ...params });
  const codeOf = async (who: Client, name: string, params: Record<string, string | number> = {}) =>
    (await inRoom(who, name, params)).errorcode;
  const mgr = (userId: number, type: number) => inRoom(host, 'livemgr', { userId, type });

  describe('livemgr, getmgruser, getuser', () => {
    it('let the host appoint managers, who keep order', async () => {
      expect(await codeOf(manager, 'shutupuser', { userId: viewer.userId })).to.equal(711);
      expect((await mgr(manager.userId, 1)).errorcode).to.equal(0);
      expect((await inRoom(viewer, 'getmgruser')).users).to.have.length(1);
      const { user } = await inRoom(viewer, 'getuser', { userId: manager.userId });
      expect(user).to.include({ id: manager.userId, ismgr: 1, isshutup: 2, isCreator: 2, isFollowed: false });
      expect((await inRoom(viewer, 'getuser', { userId: host.userId })).user).to.include({ ismgr: 2, isCreator: 1 });

      expect(await codeOf(manager, 'shutupuser', { userId: viewer.userId })).to.equal(0);
      expect((await inRoom(manager, 'isshutup', { userId: viewer.userId })).isshutup).to.equal(1);
      expect((await inRoom(host, 'getuser', { userId: viewer.userId })).user).to.include({ isshutup: 1 });
      expect(await codeOf(manager, 'shutupopen', { userId: viewer.userId })).to.equal(0);
      for (const userId of [host.userId, manager.userId]) {
        for (const name of ['shutupuser', 'shutupopen', 'kick-out-user']) {
          expect(await codeOf(manager, name, { userId }), `${name} ${userId}`).to.equal(711);
        }
      }
      for (const name of ['pause-live', 'stop-live', 'lock-live-seat', 'invite-user-list']) {
        expect(await codeOf(manager, name, { unlock: 1 }), name).to.equal(711);
      }
      expect((await mgr(manager.userId, 0)).errorcode).to.equal(0);
      expect(await codeOf(manager, 'shutupuser', { userId: viewer.userId })).to.equal(711);
      expect((await inRoom(viewer, 'getmgruser')).users).to.deep.equal([]);
    });

    it('are the host’s, of people who are there, five at a time', async () => {
      expect(await codeOf(viewer, 'livemgr', { userId: manager.userId, type: 1 })).to.equal(711);
      for (const params of [
        { userId: 77, type: 1 },
        { userId: manager.userId, type: 2 },
        { userId: host.userId, type: 1 },
        { userId: manager.userId },
        { type: 1 },
      ] as Record<string, number>[]) {
        expect(await codeOf(host, 'livemgr', params), JSON.stringify(params)).to.equal(700);
      }
      const five = await world.people(5);
      for (const one of five) expect((await mgr(one.userId, 1)).errorcode).to.equal(0);
      expect((await mgr(manager.userId, 1)).errorcode).to.equal(400);
      for (const one of five) await mgr(one.userId, 0);
      expect(await codeOf(five[0]!, 'getmgruser'), 'outside').to.equal(506);
      expect(await codeOf(five[0]!, 'getuser', { userId: host.userId })).to.equal(506);
      expect(await codeOf(viewer, 'getuser', { userId: 77 })).to.equal(710);
      for (const name of ['livemgr', 'getmgruser', 'getuser', 'systemnotify']) {
        const params = { liveId: 77, userId: viewer.userId, type: 1, text: 'x' };
        expect((await host.call(`/api/live/${name}`, params)).errorcode, name).to.equal(731);
      }
    });

    it('end with a kick', async () => {
      const [other] = (await world.people(1)) as [Client];
      await other.must('/api/live/join-live', { liveId });
      await mgr(other.userId, 1);
      expect(await codeOf(host, 'kick-out-user', { userId: other.userId })).to.equal(0);
      expect((await inRoom(host, 'getmgruser')).users).to.deep.equal([]);
      const toasts = world.log.all
        .flatMap((event) => [...messagesOf(event)])
        .filter(({ channel }) => channel === `user:heihei.${other.userId}`)
        .map(({ body }) => body.text ?? body.action);
      expect(toasts).to.include.members(['您已成为场控', '您已不再是场控', 'quit-live']);
    });
  });

  it('systemnotify tells the room, once in ten seconds', async () => {
    expect(await codeOf(viewer, 'systemnotify', { text: '抽奖' })).to.equal(711);
    expect(await codeOf(host, 'systemnotify', { text: '今晚八点抽奖' })).to.equal(0);
    expect(await codeOf(host, 'systemnotify', { text: '再说一次' })).to.equal(400);
    for (const text of ['', '   ', '长'.repeat(101)]) {
      expect(await codeOf(host, 'systemnotify', { text }), text).to.equal(700);
    }
    world.clock.advance(NOTICE_INTERVAL_MS);
    expect(await codeOf(host, 'systemnotify', { text: '再说一次' })).to.equal(0);
    const notices = world.log.all
      .filter(({ type }) => type === 'RoomNoticeGiven')
      .map((event) => messagesOf(event)[0]!);
    expect(notices.map(({ channel, body }) => [channel, body])).to.deep.equal(
      ['今晚八点抽奖', '再说一次'].map((text) => [`live:heihei.${liveId}`, { msgType: 'system', text }]),
    );
  });

  describe('lists of people', () => {
    const idsOf = ({ result }: Record<string, unknown>) => (result as { id: number }[]).map(({ id }) => id);

    it('list-user-byType has those who have been live, or not, the newest first', async () => {
      const anchors = await viewer.must('/api/user/list-user-byType', { type: 'Anchor' });
      expect(anchors).to.include({ totalSize: 1 });
      expect(idsOf(anchors)).to.deep.equal([host.userId]);
      const [last] = (await world.people(1)) as [Client];
      const page = await viewer.must('/api/user/list-user-byType', { type: 'Normal', limit: 2 });
      expect(idsOf(page)[0]).to.equal(last.userId);
      expect(page.totalSize).to.equal(3);
      const next = await viewer.must('/api/user/list-user-byType', { type: 'Normal', limit: 2, offset: 2 });
      expect(idsOf(next).filter((id) => idsOf(page).includes(id))).to.deep.equal([]);
      for (const params of [{ type: 'Admin' }, {}, { type: 'Normal', limit: 21 }, { type: 'Normal', offset: -1 }]) {
        const answer = await viewer.call('/api/user/list-user-byType', params as Record<string, string>);
        expect(answer.errorcode, JSON.stringify(params)).to.equal(700);
      }
    });

    it('list-active-user has who came lately, the last first', async () => {
      world.clock.advance(ACTIVE_MS + 1);
      expect((await viewer.must('/api/user/list-active-user')).result).to.deep.equal([]);
      const [early, late] = [await world.person('先来的'), await world.person('后来的')];
      expect(idsOf(await viewer.must('/api/user/list-active-user'))).to.have.members([late.userId, early.userId]);
      const gone = await world.person('没有资料', 0, '');
      expect(idsOf(await viewer.must('/api/user/list-active-user'))).to.not.include(gone.userId);
    });

    it('usearch finds as search does', async () => {
      const [found, same] = [
        await viewer.must('/api/user/usearch', { queryParameter: '主播' }),
        await viewer.must('/api/user/search', { queryParameter: '主播' }),
      ];
      expect(found).to.deep.equal(same);
      expect((await viewer.call('/api/user/usearch')).errorcode).to.equal(700);
    });

    it('isinlive says whether somebody is live, to whom may know', async () => {
      const ask = (who: Client, userId: number) => who.call('/api/user/isinlive', { userId });
      expect(await ask(viewer, host.userId)).to.include({
        ...{ isinlive: 1, liveId, jump: `wmlives_heihei://live?id=${liveId}` },
      });
      expect(await ask(host, viewer.userId)).to.deep.equal({ errorcode: 0, errormsg: 'success', isinlive: 2 });
      expect((await ask(viewer, 77)).errorcode).to.equal(710);
      const blocked = await world.person('被拉黑的');
      await world.relate('BlockUser', host, blocked);
      expect((await ask(blocked, host.userId)).errorcode).to.equal(736);
      await host.must('/api/live/set-live-visible', { liveId, visible: 0 });
      expect((await ask(await world.person('门外的'), host.userId)).isinlive).to.equal(2);
      expect((await ask(viewer, host.userId)).isinlive).to.equal(1);
    });
  });
});
