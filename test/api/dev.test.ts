import { request as httpRequest } from 'node:http';
import { expect } from 'chai';
import { CODE_INTERVAL_MS } from '../../domain/verification/decider.ts';
import { allViews } from '../../projections/views/all.ts';
import { Client, TEST_DEV_KEY } from '../support/client.ts';
import { PATIENCE_MS } from '../support/promises.ts';
import { startTestApi, type TestApi } from '../support/test-core.ts';

interface Reply {
  status: number;
  body: Record<string, unknown>;
}

describe('dev routes', () => {
  let api: TestApi;
  let user: Client;
  before(async () => {
    api = await startTestApi();
    user = await api.user('阿一');
  });
  after(() => api.close());

  function send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}, url = api.url) {
    return new Promise<Reply>((resolve, reject) => {
      const ours = { 'Content-Type': 'application/json', 'X-Dev-Key': TEST_DEV_KEY };
      const request = httpRequest(url + path, { method, headers: { ...ours, ...headers } });
      request.on('error', reject);
      request.on('response', async (response) => {
        let text = '';
        for await (const chunk of response) text += chunk;
        resolve({ status: response.statusCode!, body: JSON.parse(text) as Record<string, unknown> });
      });
      request.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body));
    });
  }

  it('tell the code that was last sent to a phone, and 404 otherwise', async () => {
    const anyone = new Client(api.url, 'anyone');
    await anyone.must('/api/user/get-sms-verification-code', { phoneNo: '+8613800138000' });
    const first = await send('GET', '/dev/sms/8613800138000');
    expect(first.body.code).to.match(/^\d{6}$/);
    expect((await send('GET', '/dev/sms/%2B8613800138000')).body).to.deep.equal(first.body);
    api.clock.advance(CODE_INTERVAL_MS);
    await anyone.must('/api/user/get-sms-verification-code', { phoneNo: '8613800138000' });
    expect((await send('GET', '/dev/sms/8613800138000')).body.code).to.not.equal(first.body.code);
    for (const phone of ['13800138999', 'x', '%00', '1-2', '..%2f..']) {
      expect((await send('GET', `/dev/sms/${phone}`)).status, phone).to.equal(404);
    }
  });

  it('grant gold to a user who exists, in amounts that make sense', async () => {
    const grant = (gold: unknown, userId: unknown = user.userId) =>
      send('POST', `/dev/wallets/${userId}/grant`, { gold });
    expect((await grant(100)).body).to.include({ gold: 100, userId: user.userId });
    expect((await grant('50')).body.gold).to.equal(150);
    for (const gold of [0, -1, 1.5, 1e300, null, '', '1 ', true, [], { $ne: null }, undefined]) {
      expect((await grant(gold)).status, String(gold)).to.equal(400);
    }
    expect((await grant(10 ** 12)).status, 'past the limit').to.equal(409);
    for (const nobody of [1, 0, -1, 'x', '1e3', '9'.repeat(20)]) expect((await grant(1, nobody)).status).to.equal(404);
    expect((await user.must('/api/payment/statistic')).gold).to.equal(150);

    const headers = { 'Idempotency-Key': 'once' };
    await send('POST', `/dev/wallets/${user.userId}/grant`, { gold: 7 }, headers);
    await send('POST', `/dev/wallets/${user.userId}/grant`, { gold: 7 }, headers);
    expect((await user.must('/api/payment/statistic')).gold).to.equal(157);
    expect((await send('POST', `/dev/wallets/${user.userId}/grant`, { gold: 8 }, headers)).status).to.equal(409);
  });

  it('move the clock forwards only', async () => {
    const before = (await send('GET', '/dev/clock')).body.now as number;
    const after = (await send('POST', '/dev/clock', { advanceMs: 60_000 })).body.now as number;
    expect(after - before).to.be.at.least(60_000);
    expect((await send('GET', '/dev/clock')).body.now).to.be.at.least(after);
    for (const advanceMs of [-1, 1.5, 'x', 11 * 365 * 24 * 3600 * 1000, undefined]) {
      expect((await send('POST', '/dev/clock', { advanceMs })).status, String(advanceMs)).to.equal(400);
    }
  });

  it('show the log in pages, whole or by stream', async () => {
    const all = api.log.all.length;
    let seen = 0;
    let after = 0;
    for (;;) {
      const { body } = await send('GET', `/dev/events?after=${after}&limit=3`);
      const events = body.events as { position: number }[];
      seen += events.length;
      expect(body.next).to.equal(events[events.length - 1]?.position ?? after);
      after = body.next as number;
      if (events.length === 0) break;
    }
    expect(seen).to.equal(all);

    const stream = `user-heihei.${user.userId}`;
    const { events, next } = (await send('GET', `/dev/events?stream=${stream}&limit=2`)).body;
    expect((events as { type: string }[]).map(({ type }) => type)).to.deep.equal(['UserRegistered', 'SessionOpened']);
    const rest = (await send('GET', `/dev/events?stream=${stream}&after=${next}`)).body.events;
    expect((rest as { type: string }[]).map(({ type }) => type)).to.deep.equal(['ProfileUpdated']);
    expect((await send('GET', '/dev/events?stream=nothing')).body).to.deep.equal({ events: [], next: 0 });
    for (const query of ['limit=0', 'limit=1000000000', 'after=-1', 'after=x', 'stream=a&stream=b', 'after[$gt]=1']) {
      expect((await send('GET', `/dev/events?${query}`)).status, query).to.be.oneOf([400, 200]);
    }
    expect((await send('GET', '/dev/events?limit=1000000000')).status).to.equal(400);
    expect((await send('GET', '/dev/events?stream=a&stream=b')).status).to.equal(400);
    for (const name of ['%00', 'a'.repeat(1_000)]) {
      expect((await send('GET', `/dev/events?stream=${name}`)).status, name).to.equal(400);
    }
  });

  it('freeze wallets, ban users and lives', async () => {
    const { live } = await user.must('/api/live/create-live', { title: '来听我直播' });
    const { liveId } = live as { liveId: number };
    await user.must('/api/live/start-live', { liveId });
    expect((await send('POST', `/dev/lives/${liveId}/ban`, { reason: 'test' })).status).to.equal(200);
    expect((await user.call('/api/live/get-live', { liveId })).errorcode).to.equal(731);
    expect((await send('POST', '/dev/lives/1/ban')).status).to.equal(404);
    for (const route of ['wallets/1/freeze', 'wallets/1/unfreeze', 'users/1/ban', 'users/1/unban']) {
      expect((await send('POST', `/dev/${route}`)).status, route).to.equal(404);
    }
    expect((await send('POST', `/dev/users/${user.userId}/ban`, { reason: 5 })).status).to.equal(400);
  });

  it('answer malformed calls with a sentence, never a stack', async () => {
    for (const body of ['{', '[]', '"x"', '{"gold":']) {
      const { status, body: answer } = await send('POST', `/dev/wallets/${user.userId}/grant`, body);
      expect(status, body).to.equal(400);
      expect(JSON.stringify(answer)).to.not.match(/\.[jt]s\b|node_modules|at /);
    }
    expect((await send('GET', '/dev/nothing')).status).to.equal(404);
    expect((await send('POST', '/dev/clock', '{}', { 'Content-Encoding': 'gzip' })).status).to.equal(415);
  });

  it("are for this machine's own programs: other Hosts and origins are refused, with the reason", async () => {
    const { port } = new URL(api.url);
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      '127.0.0.1.evil.example',
      'localhost.evil.example',
      '10.0.0.1',
    ]) {
      const { status, body } = await send('GET', '/dev/clock', undefined, { Host: host });
      expect([status, body.error], host).to.deep.equal([
        403,
        'dev routes are reached as localhost, 127.0.0.1 or [::1] only',
      ]);
    }
    for (const origin of ['https://evil.example', 'null', 'http://localhost:1', `https://127.0.0.1:${port}`]) {
      const { status, body } = await send('POST', '/dev/clock', { advanceMs: 1 }, { Origin: origin });
      expect([status, body.error], origin).to.deep.equal([403, 'dev routes answer no page of another origin']);
    }
    for (const host of [`localhost:${port}`, `[::1]:${port}`, 'localhost']) {
      expect((await send('GET', '/dev/clock', undefined, { Host: host })).status, host).to.equal(200);
    }
    expect((await send('GET', '/dev/clock', undefined, { Origin: api.url })).status).to.equal(200);
    const forwarded = { 'X-Forwarded-For': '8.8.8.8', 'X-Forwarded-Host': 'evil.example' };
    expect((await send('GET', '/dev/clock', undefined, forwarded)).status).to.equal(200);
  });

  it('want the key of this start, from whoever comes through a proxy on this machine, too', async () => {
    const bare = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
      fetch(api.url + path, { method, headers, redirect: 'manual' });
    const routes = ['/dev', '/dev/clock', '/dev/events', '/dev/sms/13800138000', '/dev/nothing', '/DEV/clock', '/dev/'];
    const wrong: Record<string, string>[] = [
      {},
      { 'X-Dev-Key': '' },
      { 'X-Dev-Key': `${TEST_DEV_KEY}x` },
      { 'X-Dev-Key': `${TEST_DEV_KEY}, ${TEST_DEV_KEY}` },
      { Cookie: 'salon-dev-key=' },
      { Cookie: `other=${TEST_DEV_KEY}` },
      { Authorization: `Bearer ${TEST_DEV_KEY}` },
      { 'X-Forwarded-For': '127.0.0.1' },
    ];
    for (const path of routes) {
      for (const headers of wrong) {
        const answer = await bare(path, headers);
        expect(answer.status, `${path} ${JSON.stringify(headers)}`).to.equal(401);
        expect(await answer.text()).not.to.include(TEST_DEV_KEY);
      }
    }
    expect((await bare('/dev/clock', {}, 'POST')).status).to.equal(401);
    // Only the printed link takes it from the address.
    for (const path of [`/dev/clock?key=${TEST_DEV_KEY}`, `/dev?key=${TEST_DEV_KEY}x`, `/dev?key[]=${TEST_DEV_KEY}`]) {
      expect((await bare(path)).status, path).to.equal(401);
    }
    expect((await bare('/dev/clock', { 'X-Dev-Key': TEST_DEV_KEY })).status).to.equal(200);
  });

  it('open to a browser that follows the printed link', async () => {
    const linked = await fetch(`${api.url}/dev?key=${TEST_DEV_KEY}`, { redirect: 'manual' });
    expect([linked.status, linked.headers.get('location')]).to.deep.equal([303, '/dev']);
    const cookie = linked.headers.get('set-cookie')!;
    expect(cookie)
      .to.match(/HttpOnly/)
      .and.to.match(/SameSite=Strict/)
      .and.to.match(/Path=\/dev/);
    const headers = { Cookie: `theme=dark; ${cookie.split(';')[0]}` };
    const index = await fetch(`${api.url}/dev`, { headers });
    expect(await index.json())
      .to.have.property('routes')
      .that.includes('GET /dev/clock');
    expect((await fetch(`${api.url}/dev/clock`, { headers })).status).to.equal(200);
    // Pages that use dev routes take it as well; not their files, nor a wrong one.
    const page = await fetch(`${api.url}/demo/split?key=${TEST_DEV_KEY}`, { redirect: 'manual' });
    expect([page.status, page.headers.get('location')]).to.deep.equal([303, '/demo/split']);
    expect(page.headers.get('set-cookie')).to.equal(cookie);
    for (const path of [`/demo?key=${TEST_DEV_KEY}x`, `/healthz?key=${TEST_DEV_KEY}`]) {
      const other = await fetch(api.url + path, { redirect: 'manual' });
      expect(other.headers.get('set-cookie'), path).to.equal(null);
    }
    const foreign = { ...headers, Origin: 'https://evil.example' };
    expect((await fetch(`${api.url}/dev/clock`, { headers: foreign })).status).to.equal(403);
  });

  it('do not exist outside dev mode', async () => {
    const production = await startTestApi({ settings: { dev: false } });
    for (const [method, path] of [
      ['GET', '/dev/clock'],
      ['GET', '/dev/events'],
      ['GET', '/dev/sms/13800138000'],
      ['POST', '/dev/wallets/1/grant'],
    ] as const) {
      expect((await send(method, path, undefined, {}, production.url)).status, path).to.equal(404);
    }
    await production.close();
  });

  it('show what a provider of payments would send, and send it to nobody', async () => {
    const order = async (packageId: number, channel: string) =>
      String((await user.must('/api/payment/create-order', { packageId, channel })).order);
    const paths = { alipay: 'alipaycallback', wechat: 'wepaycallback' };
    for (const [channel, packageId] of [
      ['alipay', 110],
      ['wechat', 120],
    ] as const) {
      const orderId = await order(packageId, channel);
      const show = async (change: object) => (await send('POST', `/dev/payments/${orderId}/callback`, change)).body;
      const callback = (await show({})) as { path: string; headers: Record<string, string>; body: string };
      expect(callback.path).to.equal(`/api/payment/${paths[channel]}`);
      expect(await show({ tradeNo: 'x', payCents: 1, status: 'pending' })).to.not.deep.equal(callback);
      expect(api.log.all.filter(({ type, data }) => type === 'OrderPaid' && data.orderId === orderId)).to.deep.equal(
        [],
      );
      const taken = await fetch(api.url + callback.path, {
        method: 'POST',
        headers: callback.headers,
        body: callback.body,
      });
      expect(taken.status).to.equal(200);
      const again = (await show({})) as { body: string };
      if (channel === 'alipay') expect(again.body, 'the same each time').to.equal(callback.body);
      const paid = api.log.all.filter(({ type, data }) => type === 'OrderPaid' && data.orderId === orderId);
      expect(paid).to.have.length(1);
    }
    const inStore = await order(130, 'iap');
    const { data } = (await send('POST', `/dev/payments/${inStore}/receipt`, { transactionId: '77' })).body;
    await user.must('/api/payment/order-notify', { order: inStore, status: 1, data: String(data) });
    expect((await send('POST', `/dev/payments/${inStore}/pay`, {})).status).to.equal(404);
    const unseen = await order(120, 'wechat');
    expect((await send('POST', `/dev/payments/${unseen}/pay`, {})).body).to.deep.equal({ order: unseen });
    expect((await send('POST', `/dev/payments/${inStore}/refund`, { reason: '退款' })).body).to.include({
      order: inStore,
    });
    expect(api.log.all.filter(({ type }) => type === 'OrderRefunded')).to.have.length(1);

    const wrong = (await send('POST', `/dev/payments/${unseen}/callback`, { payCents: 1 })).body as { body: string };
    const { path, headers, body } = wrong as { path: string; headers: Record<string, string>; body: string };
    await fetch(api.url + path, { method: 'POST', headers, body });
    const shown = async (query: string) => {
      await api.core.models.caughtUp(await api.log.head(), allViews, PATIENCE_MS);
      const { body: page } = await send('GET', `/dev/orders?${query}`);
      return (page.orders as { orderId: string }[]).map(({ orderId }) => orderId);
    };
    expect(await shown('disputed=1')).to.deep.equal([unseen]);
    expect(await shown(`userId=${user.userId}&limit=100`)).to.include.members([unseen, inStore]);
    expect(await shown('status=refunded')).to.deep.equal([inStore]);
    expect(await shown('limit=1')).to.have.length(1);
    expect(await shown('before=1')).to.deep.equal([]);
    expect((await send('GET', '/dev/orders?status=lost')).status).to.equal(400);
    expect((await send('POST', `/dev/payments/${unseen}/close`, { reason: '已退款' })).body).to.include({
      order: unseen,
    });
    expect(await shown('disputed=1')).to.deep.equal([]);
  });

  it('refuse payments of orders that are not there, and changes that no provider could send', async () => {
    for (const name of ['1', 'x', '%00', '9'.repeat(99)]) {
      for (const what of ['callback', 'receipt', 'pay', 'refund', 'close']) {
        expect((await send('POST', `/dev/payments/${name}/${what}`, {})).status, `${name} ${what}`).to.equal(404);
      }
    }
    const { order } = await user.must('/api/payment/create-order', { packageId: 120, channel: 'wechat' });
    for (const change of [
      { payCents: -1 },
      { payCents: 'x' },
      { tradeNo: '' },
      { tradeNo: 'a b' },
      { status: 'lost' },
      [],
    ]) {
      const { status } = await send('POST', `/dev/payments/${String(order)}/callback`, change);
      expect(status, JSON.stringify(change)).to.equal(400);
    }
  });
});
