import { expect } from 'chai';
import { conferenceEndpoints } from '../../api/heihei/conference/index.ts';
import { liveEndpoints } from '../../api/heihei/live/index.ts';
import { roomEndpoints } from '../../api/heihei/room/index.ts';
import { streamName } from '../../domain/kernel/ids.ts';
import { isMember, liveDecider } from '../../domain/live/decider.ts';
import { KNOCK_COOLDOWN_MS } from '../../domain/live/limits.ts';
import { allReactors } from '../../workers/reactors/all.ts';
import type { Answer, Client } from '../support/client.ts';
import { expectDocumentedShape } from '../support/heihei-document.ts';
import { APP, RoomWorld } from '../support/room-world.ts';

const endpoints = [...liveEndpoints, ...roomEndpoints, ...conferenceEndpoints];
const SUCCESS = { errorcode: 0, errormsg: 'success' };

describe('heihei: in and around a live room', () => {
  let world: RoomWorld;
  let host: Client;
  let viewers: Client[];
  /** In the order of joining: the first is in every room that the tests make. */
  let viewer: Client;
  let outsider: Client;

  before(async () => {
    world = await RoomWorld.start(endpoints, allReactors);
    host = await world.person('主播');
    viewers = await world.people(12);
    viewer = viewers[0]!;
    outsider = viewers[11]!;
  });
  after(() => world.close());

  const liveState = async (liveId: number) =>
    (await world.core.commands.load(liveDecider, streamName('live', APP, liveId))).state;
  const codeOf = async (answer: Promise<Answer>) => (await answer).errorcode;

  /** A room whose eight seats are taken. */
  const fullRoom = () => world.room(host, viewers.slice(0, 7));

  describe('joining and leaving', () => {
    it('answers as documented and counts once, however often it is asked', async () => {
      const liveId = await world.room(host);
      const joined = await viewer.must('/api/live/join-live', { liveId });
      expectDocumentedShape('/api/live/join-live', joined, 0, ['live.pushAddr']);
      expect(joined.live).to.include({ totalUsers: 1, onlineUsers: 2 }).and.not.to.have.property('pushAddr');
      expect(joined.userInfo).to.include({ id: host.userId, displayName: '主播', isFollowed: false });
      const again = await viewer.must('/api/live/join-live', { liveId });
      expect(again.live).to.include({ totalUsers: 1, onlineUsers: 2 });
      expect(world.beats.at(-1)).to.include({ kind: 'live', roomId: liveId, userId: viewer.userId });
    });

    it('725 when it does not play, 731 when there is none, 700 without an id', async () => {
      const { live } = await host.must('/api/live/create-live', { title: '还没开始' });
      const { liveId } = live as { liveId: number };
      expect(await codeOf(viewer.call('/api/live/join-live', { liveId }))).to.equal(725);
      expect(await codeOf(viewer.call('/api/live/join-live', { liveId: 77 }))).to.equal(731);
      expect(await codeOf(viewer.call('/api/live/join-live'))).to.equal(700);
      const ended = await world.room(host);
      await host.must('/api/live/stop-live', { liveId: ended });
      expect(await codeOf(viewer.call('/api/live/join-live', { liveId: ended }))).to.equal(725);
      await host.must('/api/live/delete-live', { liveId: ended });
      expect(await codeOf(viewer.call('/api/live/join-live', { liveId: ended }))).to.equal(731);
    });

    it('737 for whom the host blocks, and for whom the host kicked out', async () => {
      const blocker = await world.person('拉黑的主播');
      const blocked = await world.person('被拉黑的');
      const liveId = await world.room(blocker, [viewer]);
      await world.relate('BlockUser', blocker, blocked);
      expect(await codeOf(blocked.call('/api/live/join-live', { liveId }))).to.equal(737);
      await blocker.must('/api/live/kick-out-user', { liveId, userId: viewer.userId });
      expect(await codeOf(viewer.call('/api/live/join-live', { liveId }))).to.equal(737);
      await blocker.must('/api/live/stop-live', { liveId });
    });

    it('505 when no seat is left', async () => {
      const liveId = await fullRoom();
      expect(await codeOf(viewers[7]!.call('/api/live/join-live', { liveId }))).to.equal(505);
      await viewers[0]!.must('/api/live/quit-live', { liveId });
      expect(await codeOf(viewers[7]!.call('/api/live/join-live', { liveId }))).to.equal(0);
    });

    it('gives the last seat to exactly one of twenty who ask at the same time', async () => {
      const liveId = await world.room(host, viewers.slice(0, 6));
      const crowd = await world.people(20);
      const answers = await Promise.all(crowd.map((one) => one.call('/api/live/join-live', { liveId })));
      const codes = answers.map(({ errorcode }) => errorcode).sort();
      expect(codes).to.deep.equal([0, ...Array(19).fill(505)]);
      expect((await liveState(liveId)).members.size).to.equal(8);
    });

    it('quitting is for those in the room; of the rest nothing is left to do', async () => {
      const liveId = await world.room(host, [viewer]);
      expect(await viewer.must('/api/live/quit-live', { liveId })).to.deep.equal(SUCCESS);
      expect(await viewer.must('/api/live/quit-live', { liveId })).to.deep.equal(SUCCESS);
      expect(isMember(await liveState(liveId), viewer.userId)).to.equal(false);
      expect(await codeOf(viewer.call('/api/live/quit-live', { liveId: 77 }))).to.equal(731);
      await host.must('/api/live/quit-live', { liveId });
      expect(isMember(await liveState(liveId), host.userId)).to.equal(true);
    });
  });

  describe('heartbeats', () => {
    it('are taken from host and viewers, and say when the next is due', async () => {
      const liveId = await world.room(host, [viewer]);
      const answer = await viewer.must('/api/live/heart-beat', { liveId, isCreator: 0 });
      expectDocumentedShape('/api/live/heart-beat', answer);
      expect(answer).to.include({ liveId, nextTimeout: 15 });
      expect(world.beats.at(-1)).to.include({ kind: 'live', roomId: liveId, userId: viewer.userId });
      await host.must('/api/live/heart-beat', { liveId, isCreator: 1 });
      expect(world.beats.at(-1)).to.include({ kind: 'live', roomId: liveId, userId: host.userId });
    });

    it('711 as creator without being it, 506 outside, 725 and 731 without a live that plays', async () => {
      const liveId = await world.room(host, [viewer]);
      const beat = (who: Client, params: Record<string, number>) => codeOf(who.call('/api/live/heart-beat', params));
      const beats = world.beats.length;
      expect(await beat(viewer, { liveId, isCreator: 1 })).to.equal(711);
      expect(await beat(outsider, { liveId, isCreator: 0 })).to.equal(506);
      expect(await beat(viewer, { liveId: 77, isCreator: 0 })).to.equal(731);
      expect(await beat(viewer, { liveId })).to.equal(700);
      expect(await beat(viewer, { liveId, isCreator: 2 })).to.equal(700);
      await host.must('/api/live/stop-live', { liveId });
      expect(await beat(viewer, { liveId, isCreator: 0 })).to.equal(725);
      expect(world.beats.length).to.equal(beats);
    });
  });

  describe('who is in the room', () => {
    it('is listed as documented, newest first, with the room’s counters', async () => {
      const liveId = await world.room(host, viewers.slice(0, 3));
      await world.relate('FollowUser', viewer, host);
      await host.must('/api/live/lock-live-seat', { liveId, unlock: 0 });
      const answer = await viewer.must('/api/live/list-live-users', { liveId });
      expectDocumentedShape('/api/live/list-live-users', answer);
      expect(answer).to.include({ totalCount: 4, roomSeatCount: 8, roomLockedCount: 1 });
      const users = answer.users as { id: number; joinTime: number; isFollowed: boolean }[];
      expect(users.map(({ id }) => id)).to.deep.equal([
        ...viewers
          .slice(0, 3)
          .map(({ userId }) => userId)
          .reverse(),
        host.userId,
      ]);
      expect(users.filter(({ isFollowed }) => isFollowed).map(({ id }) => id)).to.deep.equal([host.userId]);
    });

    it('pages both ways by joinTime, without gap or double', async () => {
      const big = await world.person('大房主');
      const liveId = await world.room(big);
      // A room as big as no document knows: the seats are the decider's, the pages are this endpoint's.
      const state = await liveState(liveId);
      (state as { seatCount: number }).seatCount = 100;
      const crowd = await world.people(45);
      for (const one of crowd) await one.must('/api/live/join-live', { liveId });
      const expected = [...crowd.map(({ userId }) => userId).reverse(), big.userId];
      const page = async (params: Record<string, number>) =>
        (await big.must('/api/live/list-live-users', { liveId, ...params })).users as {
          id: number;
          joinTime: number;
        }[];

      let users = await page({ direction: 0, lastJoinTime: 0 });
      expect(users).to.have.length(20);
      const back = [...users];
      while (users.length > 0) {
        users = await page({ direction: 1, lastJoinTime: back.at(-1)!.joinTime });
        back.push(...users);
      }
      expect(back.map(({ id }) => id)).to.deep.equal(expected);

      const forth = back.slice(-1);
      for (;;) {
        users = await page({ direction: 0, lastJoinTime: forth[0]!.joinTime });
        if (users.length === 0) break;
        forth.unshift(...users);
      }
      expect(forth.map(({ id }) => id)).to.deep.equal(expected);
    });

    it('710 for an unknown live, 506 outside and after leaving, 700 for absurd pages', async () => {
      const liveId = await world.room(host, [viewer]);
      const list = (who: Client, params: Record<string, number | string>) =>
        codeOf(who.call('/api/live/list-live-users', params));
      expect(await list(viewer, { liveId: 77 })).to.equal(710);
      expect(await list(outsider, { liveId })).to.equal(506);
      expect(await list(viewer, { liveId, direction: 2 })).to.equal(700);
      expect(await list(viewer, { liveId, lastJoinTime: -1 })).to.equal(700);
      expect(await list(viewer, { liveId, lastJoinTime: '1e309' })).to.equal(700);
      await viewer.must('/api/live/quit-live', { liveId });
      expect(await list(viewer, { liveId })).to.equal(506);
    });

    it('those who were there are listed for the replay', async () => {
      const liveId = await world.room(host, viewers.slice(0, 2));
      await viewers[0]!.must('/api/live/quit-live', { liveId });
      expect(await codeOf(outsider.call('/api/live/list-replay-users', { liveId }))).to.equal(731);
      await host.must('/api/live/stop-live', { liveId });
      const answer = await outsider.must('/api/live/list-replay-users', { liveId });
      expectDocumentedShape('/api/live/list-replay-users', answer);
      const ids = (answer.users as { id: number }[]).map(({ id }) => id);
      expect(ids).to.deep.equal([viewers[1]!.userId, viewers[0]!.userId]);
      await host.must('/api/live/set-live-visible', { liveId, visible: 0 });
      expect(await codeOf(outsider.call('/api/live/list-replay-users', { liveId }))).to.equal(731);
      expect(await codeOf(outsider.call('/api/live/list-replay-users', { liveId: 77 }))).to.equal(731);
    });
  });

  describe('seats', () => {
    it('are locked and unlocked by the host; two stay open at least', async () => {
      const liveId = await world.room(host, [viewer]);
      const lock = (unlock: number | string, who = host) =>
        codeOf(who.call('/api/live/lock-live-seat', { liveId, unlock }));
      expect(await lock(0, viewer)).to.equal(711);
      expect(await lock('maybe')).to.equal(700);
      for (let n = 0; n < 6; n++) expect(await lock(0)).to.equal(0);
      expect(await lock(0)).to.equal(502);
      expect(await codeOf(outsider.call('/api/live/join-live', { liveId }))).to.equal(505);
      expect(await lock(1)).to.equal(0);
      expect(await codeOf(outsider.call('/api/live/join-live', { liveId }))).to.equal(0);
      expect(await codeOf(host.call('/api/live/lock-live-seat', { liveId: 77, unlock: 0 }))).to.equal(731);
    });

    it('knock-status says whether to knock', async () => {
      const liveId = await fullRoom();
      const status = (who: Client) => who.must('/api/live/knock-status', { liveId });
      const answer = await status(outsider);
      expectDocumentedShape('/api/live/knock-status', answer);
      expect(answer).to.include({ needKnock: true, roomUserCount: 8, roomNowUserCount: 8, liveStatus: 1 });
      expect((await status(viewer)).needKnock).to.equal(false);
      await host.must('/api/live/invite-user', { liveId, userId: outsider.userId });
      expect((await status(outsider)).needKnock).to.equal(false);
      await host.must('/api/live/stop-live', { liveId });
      expect(await status(outsider)).to.include({ needKnock: false, roomNowUserCount: 0, liveStatus: 2 });
      await host.must('/api/live/delete-live', { liveId });
      expect(await status(outsider)).to.include({ liveStatus: 4 });
      expect(await codeOf(outsider.call('/api/live/knock-status', { liveId: 77 }))).to.equal(731);
    });

    it('a knock reaches the host once in a while (504); not from members or the blocked (711)', async () => {
      const knockedHost = await world.person('被敲门的');
      const blocked = await world.person('敲不开的');
      const liveId = await world.room(knockedHost, [viewer]);
      const knock = (who: Client, id = liveId) => codeOf(who.call('/api/live/knock-live-room', { liveId: id }));
      expect(await knock(outsider)).to.equal(0);
      expect(await knock(outsider)).to.equal(504);
      world.clock.advance(KNOCK_COOLDOWN_MS);
      expect(await knock(outsider)).to.equal(0);
      expect(await knock(viewer)).to.equal(711);
      await world.relate('BlockUser', knockedHost, blocked);
      expect(await knock(blocked)).to.equal(711);
      expect(await knock(outsider, 77)).to.equal(731);
      await knockedHost.must('/api/live/stop-live', { liveId });
      expect(await knock(outsider)).to.equal(731);
    });
  });

  describe('invitations', () => {
    it('list who knocked and who is a friend, nobody who is in the room or blocked', async () => {
      const inviter = await world.person('请客的');
      const [fan, idol, stranger, member, foe] = (await world.people(5)) as [Client, Client, Client, Client, Client];
      await world.relate('FollowUser', fan, inviter);
      await world.relate('FollowUser', inviter, idol);
      await world.relate('FollowUser', member, inviter);
      await world.relate('FollowUser', inviter, foe);
      await world.relate('BlockUser', inviter, foe);
      const liveId = await world.room(inviter, [member]);
      await stranger.must('/api/live/knock-live-room', { liveId });
      const answer = await inviter.must('/api/live/invite-user-list', { liveId });
      expectDocumentedShape('/api/live/invite-user-list', answer);
      const users = answer.users as { id: number; knocked: boolean; isFollowed: boolean }[];
      expect(users.map(({ id, knocked, isFollowed }) => ({ id, knocked, isFollowed }))).to.deep.equal([
        { id: stranger.userId, knocked: true, isFollowed: false },
        { id: fan.userId, knocked: false, isFollowed: false },
        { id: idol.userId, knocked: false, isFollowed: true },
      ]);
      expect(await codeOf(member.call('/api/live/invite-user-list', { liveId }))).to.equal(711);
      expect(await codeOf(inviter.call('/api/live/invite-user-list', { liveId: 77 }))).to.equal(731);
    });

    it('open a full room once, for the invited alone', async () => {
      const liveId = await fullRoom();
      const [guest, thief] = [viewers[8]!, viewers[9]!];
      expect(await host.must('/api/live/invite-user', { liveId, userId: guest.userId })).to.deep.equal(SUCCESS);
      const invited = world.log.all.findLast(({ type }) => type === 'ViewerInvited')!.data as { invitationKey: string };
      const { invitationKey: liveKey } = invited;
      expect(liveKey).to.match(/^[0-9a-f]{32}$/);
      expect(await codeOf(thief.call('/api/live/join-live', { liveId, liveKey }))).to.equal(505);
      expect(await codeOf(guest.call('/api/live/join-live', { liveId, liveKey: 'guess' }))).to.equal(505);
      expect(await codeOf(guest.call('/api/live/join-live', { liveId, liveKey }))).to.equal(0);
      await guest.must('/api/live/quit-live', { liveId });
      expect(await codeOf(guest.call('/api/live/join-live', { liveId, liveKey }))).to.equal(505);
    });

    it('711 from anybody but the host, 731 without a live, 700 for nobody and for oneself', async () => {
      const liveId = await world.room(host, [viewer]);
      const invite = (who: Client, userId: number | string, id = liveId) =>
        codeOf(who.call('/api/live/invite-user', { liveId: id, userId }));
      expect(await invite(viewer, outsider.userId)).to.equal(711);
      expect(await invite(host, outsider.userId, 77)).to.equal(731);
      expect(await invite(host, 999_999)).to.equal(700);
      expect(await invite(host, 'x')).to.equal(700);
      expect(await invite(host, host.userId)).to.equal(700);
    });

    it('a repeated invitation keeps its key', async () => {
      const liveId = await world.room(host);
      const send = () =>
        host.call('/api/live/invite-user', { liveId, userId: outsider.userId }, { 'Idempotency-Key': 'once' });
      expect(await codeOf(send())).to.equal(0);
      expect(await codeOf(send())).to.equal(0);
      const sent = world.log.all.filter(
        ({ type, data }) => type === 'ViewerInvited' && (data as { liveId: number }).liveId === liveId,
      );
      expect(sent).to.have.length(1);
    });
  });

  describe('moderation', () => {
    it('the host kicks out who is in the room', async () => {
      const liveId = await world.room(host, [viewer]);
      const kick = (who: Client, userId: number, id = liveId) =>
        codeOf(who.call('/api/live/kick-out-user', { liveId: id, userId }));
      expect(await kick(viewer, host.userId)).to.equal(711);
      expect(await kick(host, viewer.userId, 77)).to.equal(731);
      expect(await kick(host, outsider.userId)).to.equal(700);
      const nobodyThere = await host.call('/api/live/kick-out-user', { liveId, userId: outsider.userId });
      expect(nobodyThere.errormsg).to.equal('参数错误: userId');
      expect(await kick(host, viewer.userId)).to.equal(0);
      expect(isMember(await liveState(liveId), viewer.userId)).to.equal(false);
      expect(await codeOf(viewer.call('/api/live/get-live', { liveId }))).to.equal(506);
    });

    it('the host mutes and lets speak again; nobody else does', async () => {
      const liveId = await world.room(host, [viewer, viewers[1]!]);
      const params = { liveId, userId: viewer.userId };
      const muted = async (who: Client) => (await who.must('/api/live/isshutup', params)).isshutup;
      expect(await muted(viewer)).to.equal(2);
      expect(await codeOf(viewers[1]!.call('/api/live/shutupuser', params))).to.equal(711);
      expect(await muted(viewer)).to.equal(2);
      expect(await host.must('/api/live/shutupuser', params)).to.deep.equal(SUCCESS);
      expectDocumentedShape('/api/live/isshutup', await host.must('/api/live/isshutup', params));
      expect(await muted(host)).to.equal(1);
      expect(await codeOf(viewer.call('/api/live/shutupopen', params))).to.equal(711);
      expect(await muted(viewer)).to.equal(1);
      expect(await host.must('/api/live/shutupopen', params)).to.deep.equal(SUCCESS);
      expect(await muted(viewer)).to.equal(2);
      expect(await codeOf(outsider.call('/api/live/isshutup', params))).to.equal(506);
      for (const userId of [77, host.userId]) {
        const before = world.log.all.length;
        const answer = await host.call('/api/live/shutupuser', { liveId, userId });
        expect([answer.errorcode, answer.errormsg]).to.deep.equal([700, '参数错误: userId']);
        expect(world.log.all.length).to.equal(before);
      }
      for (const name of ['shutupuser', 'shutupopen', 'isshutup']) {
        expect(await codeOf(host.call(`/api/live/${name}`, { ...params, liveId: 77 })), name).to.equal(731);
        expect(await codeOf(host.call(`/api/live/${name}`, { liveId })), name).to.equal(700);
      }
    });
  });
});
