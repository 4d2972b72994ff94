import { expect } from 'chai';
import { liveEndpoints } from '../../api/heihei/live/index.ts';
import { streamName } from '../../domain/kernel/ids.ts';
import { liveDecider } from '../../domain/live/decider.ts';
import type { Client } from '../support/client.ts';
import { expectDocumentedShape } from '../support/heihei-document.ts';
import { APP, RoomWorld } from '../support/room-world.ts';

type Listed = { liveId: number; userId: number; isFollowed: boolean };
const idsOf = (lives: unknown) => (lives as Listed[]).map(({ liveId }) => liveId);

describe('heihei: lists of lives', () => {
  let world: RoomWorld;
  let hosts: [Client, Client, Client];
  let viewer: Client;
  let playing: number;
  let hidden: number;
  let stopped: number;
  let banned: number;
  let deleted: number;

  before(async () => {
    world = await RoomWorld.start(liveEndpoints);
    hosts = [await world.person('甲'), await world.person('乙'), await world.person('丙')];
    viewer = await world.person('观众');
    const [first, second] = hosts;
    const ended = async (title: string) => {
      const liveId = await world.room(first, [], title);
      world.clock.advance(61_000);
      await first.must('/api/live/stop-live', { liveId });
      return liveId;
    };
    stopped = await ended('可回看');
    banned = await ended('被封的');
    await world.run(liveDecider, streamName('live', APP, banned), { type: 'BanLive', reason: 'test' });
    deleted = await ended('删掉的');
    await first.must('/api/live/delete-live', { liveId: deleted });
    hidden = await world.room(second, [], '悄悄的');
    await second.must('/api/live/set-live-visible', { liveId: hidden, visible: 0 });
    world.clock.advance(1_000);
    playing = await world.room(first, [viewer], '正在播');
    await world.settle();
  });
  after(() => world.close());

  it('recommend what plays and is visible, and lookbacks', async () => {
    const answer = await viewer.must('/api/live/list-live-by-recommend');
    expectDocumentedShape('/api/live/list-live-by-recommend', answer);
    expect(answer.expireTime).to.equal(60);
    expect(idsOf(answer.lives)).to.deep.equal([playing]);
    expect(idsOf(answer.liveskback)).to.deep.equal([stopped]);
    expect((answer.lives as object[])[0]).to.include({ roomUserCount: 8, roomNowUserCount: 2, totalUsers: 1 });
    expect((answer.liveskback as object[])[0]).to.include({ length: 61, status: 2 });
  });

  it('put the newest first', async () => {
    world.clock.advance(1_000);
    const newest = await world.room(hosts[2], [], '刚开的');
    const { lives } = await viewer.must('/api/live/list-live-by-recommend');
    expect(idsOf(lives)).to.deep.equal([newest, playing]);
    await hosts[2].must('/api/live/delete-live', { liveId: newest });
    expect(idsOf((await viewer.must('/api/live/list-live-by-recommend')).lives)).to.deep.equal([playing]);
  });

  it('of the followed hold their lives and lookbacks alone', async () => {
    const fan = await world.person('粉丝');
    const empty = await fan.must('/api/live/list-live-by-follow');
    expect(empty).to.deep.include({ lives: [], lookbacks: [] });
    await world.relate('FollowUser', fan, hosts[1]);
    expect(idsOf((await fan.must('/api/live/list-live-by-follow')).lives)).to.deep.equal([]);
    await world.relate('FollowUser', fan, hosts[0]);
    const answer = await fan.must('/api/live/list-live-by-follow');
    expectDocumentedShape('/api/live/list-live-by-follow', answer, 0, ['lives[0].liveId']);
    expect(idsOf(answer.lives)).to.deep.equal([playing]);
    expect(idsOf(answer.lookbacks)).to.deep.equal([stopped]);
    expect((answer.lives as Listed[])[0]!.isFollowed).to.equal(true);
  });

  it('of a user show others what they may see, and the user all but the deleted', async () => {
    const answer = await viewer.must('/api/live/list-live-by-user', { userId: hosts[0].userId });
    expectDocumentedShape('/api/live/list-live-by-user', answer);
    expect(answer).to.include({ totalCount: 2, expireTime: 120, isFollowed: false });
    expect(idsOf(answer.lives)).to.deep.equal([playing, stopped]);
    const own = await hosts[0].must('/api/live/list-live-by-user');
    expect(own.totalCount).to.equal(3);
    expect(idsOf(own.lives)).to.deep.equal([playing, banned, stopped]);
    expect(idsOf(own.lives)).not.to.include(deleted);
    expect(idsOf((await hosts[1].must('/api/live/list-live-by-user')).lives)).to.deep.equal([hidden]);
    const others = await viewer.must('/api/live/list-live-by-user', { userId: hosts[1].userId });
    expect(others).to.deep.include({ totalCount: 0, lives: [] });
  });

  it('of a user are paged', async () => {
    const page = async (offset: number, limit: number) =>
      idsOf((await hosts[0].must('/api/live/list-live-by-user', { offset, limit })).lives);
    expect(await page(0, 2)).to.deep.equal([playing, banned]);
    expect(await page(2, 2)).to.deep.equal([stopped]);
    expect(await page(4, 2)).to.deep.equal([]);
  });

  it('710 for an unknown user, 700 for absurd pages', async () => {
    const codeOf = async (params: Record<string, number | string>) =>
      (await viewer.call('/api/live/list-live-by-user', params)).errorcode;
    expect(await codeOf({ userId: 999_999 })).to.equal(710);
    const absurd: Record<string, number | string>[] = [
      { limit: 21 },
      { limit: 0 },
      { offset: -1 },
      { limit: 1e9 },
      { userId: 'x' },
      { offset: '1.5' },
    ];
    for (const params of absurd) expect(await codeOf(params), JSON.stringify(params)).to.equal(700);
  });

  it('leave out the lives of a host who blocks the caller: joining is refused (737), and so is a lookback (731)', async () => {
    const [host, blocked] = [hosts[0], await world.person('被拉黑的')];
    await world.relate('FollowUser', blocked, host);
    await world.relate('BlockUser', host, blocked);
    // Following again is the blocked one's own affair; it shows them nothing.
    await world.relate('FollowUser', blocked, host);
    const seen = async () => {
      const recommended = await blocked.must('/api/live/list-live-by-recommend');
      const followed = await blocked.must('/api/live/list-live-by-follow');
      const ofHost = await blocked.must('/api/live/list-live-by-user', { userId: host.userId });
      expect(ofHost.totalCount).to.equal((ofHost.lives as object[]).length);
      const lists = [recommended.lives, recommended.liveskback, followed.lives, followed.lookbacks, ofHost.lives];
      return lists.map(idsOf);
    };
    expect(await seen()).to.deep.equal([[], [], [], [], []]);
    const lookback = async () => {
      const ways = ['get-live', 'share-live', 'list-replay-users'].map((name) =>
        blocked.call(`/api/live/${name}`, { liveId: stopped }),
      );
      return (await Promise.all(ways)).map(({ errorcode }) => errorcode);
    };
    expect((await blocked.call('/api/live/join-live', { liveId: playing })).errorcode).to.equal(737);
    expect(await lookback()).to.deep.equal([731, 731, 731]);
    await world.relate('UnblockUser', host, blocked);
    expect(await seen()).to.deep.equal([[playing], [stopped], [playing], [stopped], [playing, stopped]]);
    expect(await lookback()).to.deep.equal([0, 0, 0]);
  });

  it('never give away a push address', async () => {
    for (const path of ['list-live-by-recommend', 'list-live-by-user', 'list-live-by-follow']) {
      const text = JSON.stringify(await hosts[0].must(`/api/live/${path}`));
      expect(text, path).not.to.contain('pushAddr').and.not.to.contain('rtmp:');
    }
  });
});
