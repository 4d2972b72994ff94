import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { heiheiEndpoints } from '../../api/heihei/endpoints.ts';
import { PULL_ADDRESS_MS } from '../../api/heihei/live/addresses.ts';
import { REPLAY_PAGE } from '../../application/rooms/replay.ts';
import { allReactors } from '../../workers/reactors/all.ts';
import { addressesIn } from '../support/addresses.ts';
import { type Answer, Client } from '../support/client.ts';
import { RoomWorld } from '../support/room-world.ts';

describe('addresses in answers', () => {
  let world: RoomWorld;
  /** Stands for the servers that have pictures and sound. */
  let media: Server;
  let mediaUrl: string;
  const answers: Answer[] = [];
  let host: Client;
  let viewer: Client;
  let outsider: Client;
  let liveId: number;
  let playing: Answer;

  before(async () => {
    media = createServer((request, response) => {
      response.writeHead(/^\/(live|lookback)\/\d+\.\w+\?user=\d+&/.test(request.url!) ? 200 : 404).end();
    });
    await new Promise<void>((resolve) => media.listen(0, '127.0.0.1', resolve));
    mediaUrl = `http://127.0.0.1:${(media.address() as AddressInfo).port}`;
    world = await RoomWorld.start(heiheiEndpoints, allReactors);
    world.core.settings.media = { pullUrl: mediaUrl, pushUrl: 'rtmp://push.example', lookbackUrl: mediaUrl };
    host = await world.person('主播<b>甲</b>');
    [viewer, outsider] = (await world.people(2, 1_000)) as [Client, Client];
  });
  after(async () => {
    await world.close();
    await new Promise((resolve) => media.close(resolve));
  });

  const ask = async (who: Client, path: string, params: Record<string, string | number> = {}) => {
    const answer = await who.must(path, params);
    answers.push(answer);
    return answer;
  };
  const isEndpoint = (address: string) =>
    heiheiEndpoints.some(({ path }) => path === new URL(address).pathname && !address.includes('?'));

  it('all lead somewhere: an evening’s, each followed', async () => {
    const device = { ap: 'heihei', version: '1.0', local: 'zh_CN', uuid: 'u', apiVersion: '1', deveiceType: 'android' };
    const init = await ask(new Client(world.url, 'nobody'), '/api/init', device);
    const created = await ask(host, '/api/live/create-live', { title: '标题 <script>alert(1)</script>' });
    ({ liveId } = created.live as { liveId: number });
    const inRoom = (who: Client, name: string, params = {}) => ask(who, `/api/live/${name}`, { liveId, ...params });
    await inRoom(host, 'start-live');
    await inRoom(viewer, 'join-live');
    playing = await inRoom(viewer, 'get-live');
    await inRoom(viewer, 'share-live');
    await inRoom(viewer, 'list-live-users');
    await ask(viewer, '/api/live/list-live-by-recommend');
    await ask(viewer, '/api/msg/send-msg', { liveId, roomId: liveId, text: '大家好' });
    await inRoom(viewer, 'buy-gift', { giftId: 101, amount: 2, gift_uuid: 'a' });
    await inRoom(viewer, 'buy-bullet', { message: '弹幕' });
    await world.settle();
    const resources = await ask(viewer, '/api/social/gift-resources');
    const { gifts } = (await ask(viewer, '/api/live/gift-info')) as unknown as {
      gifts: { image: string; icon: string }[];
    };
    await ask(viewer, '/api/user/info', { uid: host.userId });
    await ask(viewer, '/api/user/search', { queryParameter: '主播' });
    await inRoom(host, 'stop-live');
    await world.settle();
    for (const name of ['list-live-by-recommend', 'list-live-by-follow', 'list-live-by-user']) {
      await ask(viewer, `/api/live/${name}`, { userId: host.userId });
    }
    await inRoom(viewer, 'get-live');
    await inRoom(viewer, 'list-replay-users');

    expect(resources.resources).to.have.length(gifts.length);
    const files = gifts
      .flatMap(({ image, icon }) => [image, icon])
      .map((name) => `${init.imgPath}/static/gift/${name}`);
    const found = [...new Set([...addressesIn(answers), ...files])].filter((address) => !isEndpoint(address));
    expect(found.length).to.be.above(20);
    for (const address of found) {
      const response = await fetch(address, { redirect: 'error' });
      await response.arrayBuffer();
      expect(response.status, address).to.equal(200);
    }
    const { settings } = world.core;
    const { media: set } = settings;
    settings.media = { pullUrl: '', pushUrl: '', lookbackUrl: '' };
    const unset = addressesIn((await viewer.must('/api/live/get-live', { liveId })).live).filter((address) =>
      /\.(flv|m3u8|mp4)/.test(address),
    );
    settings.media = set;
    expect(unset).to.have.length(3);
    for (const address of unset) {
      const [found, wrong] = [await fetch(address), await fetch(address.replace(/sign=./, 'sign=x'))];
      expect([found.status, wrong.status], address).to.deep.equal([204, 404]);
      await wrong.arrayBuffer();
    }
    for (const [module, urls] of Object.entries(init)) {
      for (const address of addressesIn(urls)) {
        if (!isEndpoint(address)) continue;
        const response = await fetch(address, { method: 'OPTIONS' });
        await response.arrayBuffer();
        expect(response.status, `${module}: ${address}`).to.not.equal(404);
      }
    }
  });

  describe('of a shared live', () => {
    const shareAddr = () => (playing.live as { shareAddr: string }).shareAddr;

    it('shows title, host and state, escaped, without a script, to anybody', async () => {
      const response = await fetch(`${shareAddr()}&uid=7`);
      const html = await response.text();
      expect(response.headers.get('content-type')).to.match(/^text\/html/);
      const policy = response.headers.get('content-security-policy')!;
      expect(policy).to.match(
        /^default-src 'none'; style-src 'self'; img-src 'self'( http:\/\/[\w.:]+)?; base-uri 'none'/,
      );
      expect(policy).to.not.include('script-src').and.not.include('unsafe');
      for (const text of [
        '主播&#60;b&#62;甲',
        '标题 &#60;script&#62;',
        '直播已结束',
        `wmlives_heihei://live?id=${liveId}`,
      ]) {
        expect(html).to.include(text);
      }
      expect(html).to.not.match(/<script|<b>|\son\w+=|style=/);
      const style = await fetch(`${world.url}/static/app/page.css`);
      expect(style.headers.get('content-type')).to.match(/^text\/css/);
    });

    it('is not found with another signature, live or form, nor once it is deleted', async () => {
      const other = await world.room(outsider, [], '别的直播');
      const good = new URL(shareAddr());
      const changed = (name: string, value: string) => {
        const url = new URL(good);
        url.searchParams.set(name, value);
        return url;
      };
      for (const url of [
        ...[changed('liveid', String(other)), changed('sign', '0'.repeat(32)), changed('sign', '')],
        ...[changed('liveid', `0${liveId}`), changed('liveid', '1e3'), changed('liveid', "1'--")],
        new URL(`${world.url}/html/live.html`),
        new URL(`${good}&liveid=${liveId}`),
      ]) {
        const response = await fetch(url);
        await response.arrayBuffer();
        expect(response.status, String(url)).to.equal(404);
      }
      const draft = await outsider.must('/api/live/create-live', { title: '还没想好' });
      const soon = await fetch((draft.live as { shareAddr: string }).shareAddr);
      expect(soon.status).to.equal(200);
      expect(await soon.text())
        .to.include('直播尚未开始')
        .and.not.include('还没想好');
      await outsider.must('/api/live/set-live-visible', { liveId: other, visible: 0 });
      const { live } = await outsider.must('/api/live/change-live', { liveId: other, title: '藏起来' });
      const hidden = await fetch((live as { shareAddr: string }).shareAddr);
      expect([hidden.status, await hidden.text()]).to.deep.include(404);
      await outsider.must('/api/live/delete-live', { liveId: other });
      expect((await fetch((live as { shareAddr: string }).shareAddr)).status).to.equal(404);
    });
  });

  describe('of a replay', () => {
    const messageAddr = async (who: Client): Promise<URL> => {
      const { live } = await who.must('/api/live/get-live', { liveId });
      return new URL((live as { messageAddr: string }).messageAddr);
    };
    const read = async (url: URL | string) => (await (await fetch(url)).json()) as Answer;

    it('answers what was said and given, as it was shown, by the time since the start', async () => {
      expect((playing.live as { messageAddr: string }).messageAddr, 'while it plays').to.equal('');
      const { messages, next } = await read(await messageAddr(viewer));
      expect(next).to.equal(null);
      const lines = messages as { msgType: string; offset: number; fromUserId: number }[];
      expect(lines.map(({ msgType }) => msgType).sort()).to.deep.equal(['barrage', 'gift', 'text']);
      for (const line of lines) {
        expect(line.offset).to.be.at.least(0);
        expect(line.fromUserId).to.equal(viewer.userId);
      }
      expect(lines.find(({ msgType }) => msgType === 'gift')).to.include({ amount: 2, giftId: 101 });
    });

    it('is read page by page', async () => {
      const url = await messageAddr(viewer);
      url.searchParams.set('from', '2');
      expect((await read(url)).messages).to.have.length(1);
      url.searchParams.set('from', String(REPLAY_PAGE));
      expect(await read(url)).to.deep.include({ messages: [], next: null });
    });

    it('is nobody else’s, not for long, and not for whom the host blocks', async () => {
      const url = await messageAddr(outsider);
      const changed = (name: string, value: string) => {
        const other = new URL(url);
        other.searchParams.set(name, value);
        return other;
      };
      for (const other of [
        ...[changed('user', String(viewer.userId)), changed('liveId', '77'), changed('sign', 'x')],
        changed('expires', String(Number(url.searchParams.get('expires')) + 60)),
      ]) {
        expect((await read(other)).errorcode, String(other)).to.equal(720);
      }
      expect((await read(`${world.url}${url.pathname}?liveId=${liveId}`)).errorcode).to.equal(700);
      expect((await read(url)).errorcode).to.equal(0);
      await world.relate('BlockUser', host, outsider);
      expect((await read(url)).errorcode).to.equal(731);
      const viewers = await messageAddr(viewer);
      world.clock.advance(PULL_ADDRESS_MS + 60_000);
      expect((await read(viewers)).errorcode).to.equal(720);
    });
  });
});
