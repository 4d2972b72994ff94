import { expect } from 'chai';
import { liveEndpoints } from '../../api/heihei/live/index.ts';
import { roomEndpoints } from '../../api/heihei/room/index.ts';
import type { Answer, Client } from '../support/client.ts';
import { RoomWorld } from '../support/room-world.ts';

const SUCCESS = { errorcode: 0, errormsg: 'success' };

describe('heihei: what is said in a room', () => {
  let world: RoomWorld;
  let host: Client;
  let viewer: Client;
  let outsider: Client;
  let liveId: number;

  before(async () => {
    world = await RoomWorld.start([...liveEndpoints, ...roomEndpoints]);
    host = await world.person('主播');
    viewer = await world.person('观众');
    outsider = await world.person('路人');
    liveId = await world.room(host, [viewer]);
  });
  after(() => world.close());

  const codeOf = async (answer: Promise<Answer>) => (await answer).errorcode;
  const say = (who: Client, text: string, params: Record<string, number | string> = {}, key?: string) =>
    who.call(
      '/api/msg/send-msg',
      { liveId, roomId: liveId, text, ...params },
      key === undefined ? {} : { 'Idempotency-Key': key },
    );
  const lines = () => world.log.all.filter(({ type }) => type === 'TextSaid').length;

  it('is said once in the feed, by whom the token names', async () => {
    const userId = outsider.userId;
    expect(await say(viewer, '你好', { userId, fromUserId: userId, gold: 5, role: 'admin' })).to.deep.equal(SUCCESS);
    const said = world.log.all.at(-1)!;
    expect(said.type).to.equal('TextSaid');
    expect(said.data).to.deep.include({ liveId, roomId: liveId, text: '你好' });
    expect((said.data as { from: object }).from).to.include({ userId: viewer.userId, displayName: '观众' });
    expect(said.meta.actor).to.equal(viewer.userId);
    expect(JSON.stringify(said)).not.to.contain('admin');
  });

  it('counts once for one Idempotency-Key, and is refused with another text under it', async () => {
    const before = lines();
    expect(await codeOf(say(viewer, '一遍', {}, 'k'))).to.equal(0);
    expect(await codeOf(say(viewer, '一遍', {}, 'k'))).to.equal(0);
    expect(await codeOf(say(viewer, '另一句', {}, 'k'))).to.equal(700);
    expect(lines()).to.equal(before + 1);
  });

  it('733 outside, after leaving, for another room, without a live that plays', async () => {
    const before = lines();
    const other = await world.room(outsider);
    expect(await codeOf(say(outsider, '听得到吗'))).to.equal(733);
    expect(await codeOf(say(viewer, '串门', { roomId: other }))).to.equal(733);
    expect(await codeOf(say(viewer, '串门', { liveId: other }))).to.equal(733);
    expect(await codeOf(say(viewer, '没有这里', { liveId: 77, roomId: 77 }))).to.equal(733);
    await viewer.must('/api/live/join-live', { liveId: other });
    await viewer.must('/api/live/quit-live', { liveId: other });
    expect(await codeOf(say(viewer, '我走了', { liveId: other, roomId: other }))).to.equal(733);
    await outsider.must('/api/live/stop-live', { liveId: other });
    expect(await codeOf(say(outsider, '散了', { liveId: other, roomId: other }))).to.equal(733);
    await outsider.must('/api/live/delete-live', { liveId: other });
    expect(await codeOf(say(outsider, '没了', { liveId: other, roomId: other }))).to.equal(733);
    expect(lines()).to.equal(before);
  });

  it('722 for who was muted, until the host lets them speak', async () => {
    await host.must('/api/live/shutupuser', { liveId, userId: viewer.userId });
    const before = lines();
    expect(await codeOf(say(viewer, '唔'))).to.equal(722);
    expect(lines()).to.equal(before);
    await host.must('/api/live/shutupopen', { liveId, userId: viewer.userId });
    expect(await codeOf(say(viewer, '终于'))).to.equal(0);
  });

  it('700 for absurd parameters, and nothing of them reaches the log', async () => {
    const before = world.log.all.length;
    for (const text of ['', '  \n ', '长'.repeat(501), '\0']) {
      const answer = await say(viewer, text);
      expect(answer.errorcode, JSON.stringify(text.slice(0, 5))).to.equal(700);
      expect(answer.errormsg).to.contain('text');
    }
    const ids: Record<string, string>[] = [
      { roomId: '1e309' },
      { roomId: '{"$ne":null}' },
      { liveId: '-1' },
      { liveId: '1 ' },
    ];
    for (const params of ids) {
      expect(await codeOf(say(viewer, '好', params)), JSON.stringify(params)).to.equal(700);
    }
    const nested = await fetch(`${world.url}/api/msg/send-msg`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"token":"${viewer.token}","liveId":${liveId},"roomId":${liveId},"text":{"$ne":null},"__proto__":{"x":1}}`,
    });
    expect(((await nested.json()) as Answer).errorcode).to.equal(700);
    expect(world.log.all.length).to.equal(before);
  });

  it('takes 500 characters, emoji counted once', async () => {
    expect(await codeOf(say(viewer, '😀'.repeat(500)))).to.equal(0);
    expect(await codeOf(say(viewer, '😀'.repeat(501)))).to.equal(700);
  });

  it('takes the three likes from those in the room', async () => {
    for (const type of [1, 2, 3]) {
      expect(await viewer.must('/api/live/live-like', { liveId, type })).to.deep.equal(SUCCESS);
    }
    expect(world.log.all.slice(-3).map(({ data }) => (data as { kind: string }).kind)).to.deep.equal(['a', 'b', 'c']);
    for (const type of [0, 4, 'a']) {
      expect(await codeOf(viewer.call('/api/live/live-like', { liveId, type })), String(type)).to.equal(700);
    }
    expect(await codeOf(outsider.call('/api/live/live-like', { liveId, type: 1 }))).to.equal(506);
    expect(await codeOf(viewer.call('/api/live/live-like', { liveId: 77, type: 1 }))).to.equal(731);
    const ended = await world.room(outsider, [viewer]);
    await outsider.must('/api/live/stop-live', { liveId: ended });
    expect(await codeOf(viewer.call('/api/live/live-like', { liveId: ended, type: 1 }))).to.equal(731);
  });
});
