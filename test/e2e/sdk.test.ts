import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { build } from 'esbuild';
import { pauseMs } from '../../sdk/backoff.ts';
import { type Client, type ClientOptions, createClient, type Messages, SalonError } from '../../sdk/index.ts';
import { TEST_DEV_KEY } from '../support/client.ts';
import { DevSalon } from '../support/dev-salon.ts';
import { until } from '../support/promises.ts';
import { ROOT } from '../support/script.ts';

/** Bytes, gzip: what an app loads of ours, and with Socket.IO's client. */
const OWN_BYTES = 5 * 1024;
const ALL_BYTES = 18 * 1024;
/** Takes no gold of mine. */
const CUCUMBER = 101;

describe('the client of apps', () => {
  let salon: DevSalon;
  const clients: Client[] = [];
  let phones = 13_400_000_000;

  before(async () => {
    salon = await DevSalon.start('sdk');
  });
  after(async () => {
    for (const client of clients) client.close();
    await salon.stop();
  });

  const dev = async (path: string, body?: object) => {
    const method = body ? 'POST' : 'GET';
    const headers = { 'X-Dev-Key': TEST_DEV_KEY, 'Content-Type': 'application/json' };
    const response = await fetch(`${salon.url}/dev${path}`, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    });
    return (await response.json()) as Record<string, unknown>;
  };
  async function person(displayName: string, options: Partial<ClientOptions> = {}) {
    const client = createClient({ url: salon.url, ...options });
    clients.push(client);
    const phoneNo = String(phones++);
    await client.user.getSMSVerificationCode({ phoneNo });
    const { code } = await dev(`/sms/${phoneNo}`);
    const { token, userInfo } = await client.user.signInCLByPhone({ phoneNo, verifyCode: String(code) });
    client.token = token;
    await client.user.updateUser({ displayName, gender: 'Female', birthDay: '1995-03-13' });
    return { client, userId: userInfo.id };
  }
  async function playing() {
    const host = await person('主播');
    const { live } = await host.client.live.createLive({ title: '听' });
    const room = host.client.room(live.liveId);
    await room.start();
    return { ...host, room, liveId: live.liveId };
  }
  const heardBy = (room: ReturnType<Client['room']>) => {
    const heard: Messages['text'][] = [];
    room.on('text', (message) => void heard.push(message));
    return () => heard.map(({ text }) => text);
  };

  it('is small', async () => {
    const sizeOf = async (external: string[]) => {
      const { outputFiles } = await build({
        entryPoints: [join(ROOT, 'sdk/index.ts')],
        ...{ bundle: true, minify: true, format: 'esm', platform: 'browser', write: false, external },
      });
      return gzipSync(outputFiles[0]!.contents, { level: 9 }).length;
    };
    expect(await sizeOf(['socket.io-client'])).to.be.lessThan(OWN_BYTES);
    expect(await sizeOf([])).to.be.lessThan(ALL_BYTES);
  });

  it('hears what was said before it came, and then what is said', async () => {
    const host = await playing();
    await host.room.say('第一句');
    const viewer = await person('小红');
    const room = viewer.client.room(host.liveId);
    const texts = heardBy(room);
    const { live } = await room.join();
    expect(live.title).to.equal('听');
    expect(viewer.client.state).to.equal('live');
    await until(() => texts().includes('第一句'), 'the history');
    await host.room.say('第二句');
    await until(() => texts().length === 2, 'the next line');
    expect(texts()).to.deep.equal(['第一句', '第二句']);
  });

  it('hears what it missed, once, and in order, when it comes back', async () => {
    const host = await playing();
    const viewer = await person('小明');
    const room = viewer.client.room(host.liveId);
    const texts = heardBy(room);
    const states: string[] = [];
    await room.join();
    viewer.client.on('state', ({ state }) => void states.push(state));
    const caughtUp: { replayed: object[]; complete: boolean }[] = [];
    viewer.client.on('caught up', (what) => void caughtUp.push(what));
    viewer.client.close();
    for (const text of ['一', '二', '三']) await host.room.say(text);
    await viewer.client.connect();
    await until(() => texts().length === 3, 'what was missed');
    expect(texts()).to.deep.equal(['一', '二', '三']);
    expect(states).to.deep.equal(['closed', 'connecting', 'catching up', 'live']);
    expect(caughtUp[0]!.complete).to.equal(true);
    // All of the room once more: nothing is shown twice.
    viewer.client.positions[room.channel] = 0;
    await viewer.client.reconnect();
    expect(texts()).to.deep.equal(['一', '二', '三']);
  });

  it('pays once for a gift that is sent again, by itself after a lost answer or by its key', async () => {
    const host = await playing();
    let lost = 0;
    const losing: typeof fetch = async (input, init) => {
      const response = await fetch(input, init);
      if (!String(input).endsWith('/buy-gift') || lost++ > 0) return response;
      await response.text();
      throw new TypeError('the line was cut');
    };
    const viewer = await person('小强', { fetch: losing, random: () => 0 });
    await dev(`/wallets/${viewer.userId}/grant`, { gold: 10 });
    const room = viewer.client.room(host.liveId);
    const gifts: number[] = [];
    room.on('gift', ({ giftId }) => void gifts.push(giftId));
    await room.join();
    const tried: number[] = [];
    viewer.client.on('call', (call) => void (call.path.endsWith('/buy-gift') && tried.push(call.tried)));
    expect((await room.gift(CUCUMBER, { key: 'the-same' })).gold).to.equal(9);
    expect(tried).to.deep.equal([1, 2]);
    expect((await room.gift(CUCUMBER, { key: 'the-same' })).gold).to.equal(9);
    expect((await room.gift(CUCUMBER)).gold).to.equal(8);
    await until(() => gifts.length === 2, 'both gifts');
  });

  it('tells what is refused at once, with the code of the document', async () => {
    const { client } = await person('小丽');
    const error = await client.live.joinLive({ liveId: 4_711 }).catch((caught) => caught);
    expect(error).to.be.instanceOf(SalonError);
    expect(error).to.include({ code: 731, temporary: false });
  });

  it('tries again while the server is away, and then says so', async () => {
    let calls = 0;
    const away = createClient({
      url: 'http://127.0.0.1:9',
      tries: 3,
      random: () => 0,
      fetch: async () => {
        calls++;
        return new Response('{"errorcode":503,"errormsg":"away"}', { status: 503 });
      },
    });
    const error = await away.sys.update({ apiVersion: '1', client: 'android' } as never).catch((caught) => caught);
    expect(calls).to.equal(3);
    expect(error).to.include({ code: 503, temporary: true });
    expect([1, 2, 3, 20].map((failed) => pauseMs(failed, 0, () => 1))).to.deep.equal([250, 500, 1_000, 10_000]);
    expect(pauseMs(1, 3_000)).to.equal(3_000);
  });

  it('is closed by a token that is none, and by signing out', async () => {
    const stranger = createClient({ url: salon.url, token: 'none' });
    clients.push(stranger);
    expect(await stranger.connect().catch((error: Error) => error.message)).to.equal('closed: token');
    const { client } = await person('小刚');
    await client.connect();
    const reasons: string[] = [];
    client.on('state', ({ reason }) => void reasons.push(reason));
    await client.user.signOut();
    await until(() => client.state === 'closed', 'the end');
    expect(reasons.at(-1)).to.equal('signed-out');
  });

  it('goes on from what its storage kept', async () => {
    const host = await playing();
    let kept = {};
    const storage = {
      load: () => kept,
      save: (positions: object) => {
        kept = positions;
      },
    };
    const viewer = await person('小华', { storage });
    await viewer.client.room(host.liveId).join();
    viewer.client.close();
    await host.room.say('你还在吗');
    const again = createClient({ url: salon.url, token: viewer.client.token, storage });
    clients.push(again);
    const texts = heardBy(again.room(host.liveId));
    await again.connect();
    await until(() => texts().length === 1, 'what was said meanwhile');
  });
});
