import { createServer, request as httpRequest, type Server } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { json, text } from 'node:stream/consumers';
import { expect } from 'chai';
import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import { Client, type Message } from '../support/client.ts';
import { Cluster } from '../support/cluster.ts';
import { hasNginx, Nginx } from '../support/nginx.ts';
import { hasRedis } from '../support/redis-process.ts';

const METRICS_TOKEN = 'what-a-scraper-shows';
/** Codes that one address gets from one process in an hour. */
const CODES_PER_ADDRESS = 5;
/** Sign-ins in a row that the proxy lets through, as docs/nginx.conf has it. */
const SIGN_IN_BURST = 50;

if (hasRedis('the proxy') && hasNginx('the proxy')) behindNginx();

function behindNginx(): void {
  describe('docs/nginx.conf in front of two processes each, in production mode', function () {
    // Many processes; how long they take says nothing here.
    this.timeout(0);
    let cluster: Cluster;
    let proxy: Nginx;
    let provider: Server;
    let host: Client;
    let liveId: number;
    const sent: { phone: string; text: string }[] = [];
    const sockets: Socket[] = [];

    /** Asks for a code, as from another address of this machine, with whatever else a client claims. */
    async function askForCode(phoneNo: string, localAddress: string, headers: Record<string, string> = {}) {
      const target = `${proxy.url}/api/user/get-sms-verification-code?phoneNo=${phoneNo}`;
      const answer = await new Promise<{ errorcode: number }>((resolve, reject) => {
        const request = httpRequest(target, { localAddress, headers, agent: false });
        request.on('response', (response) => resolve(json(response) as Promise<{ errorcode: number }>));
        request.on('error', reject).end();
      });
      return answer.errorcode;
    }

    /** Signs in as an app does, with calls by GET, and remembers what must be in no log. */
    const secrets = new Set<string>();
    async function signIn(phone: string): Promise<Client> {
      expect(await askForCode(phone, '127.0.0.77')).to.equal(0);
      const client = new Client(proxy.url, phone);
      const isFor = (message: { phone: string }) => message.phone.endsWith(phone);
      const message = await client.until('no code was sent', () => sent.find(isFor));
      const code = /\d{6}/.exec(message.text)![0];
      const path = `/api/user/sign-in-cl-by-phone?phoneNo=${phone}&verifyCode=${code}`;
      const answer = (await (await fetch(proxy.url + path)).json()) as { token: string; userInfo: { id: number } };
      client.token = answer.token;
      client.userId = answer.userInfo.id;
      for (const secret of [phone, code, client.token]) secrets.add(secret);
      await client.must('/api/user/update', { displayName: phone, gender: 'Female', birthDay: '1995-03-13' });
      return client;
    }

    before(async () => {
      provider = createServer(async (request, response) => {
        sent.push((await json(request)) as (typeof sent)[number]);
        response.writeHead(204).end();
      });
      await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
      cluster = await Cluster.start(['api,projections,workers', 'api', 'realtime', 'realtime'], {
        NODE_ENV: 'production',
        TRUSTED_PROXIES: 'loopback',
        PUBLIC_URL: 'https://salon.example.com',
        SALON_SECRET: 'T0kMfVw7r1uYxq2HsJ8eZ4bNpLcGdA6o',
        RTC_API_KEY: 'rtc-key',
        RTC_API_SECRET: 'q8ZrX3nKc5vB7mL1sD9fGhJ2kW4eRtYu',
        SMS_WEBHOOK_URL: `http://127.0.0.1:${(provider.address() as AddressInfo).port}/`,
        CODES_PER_ADDRESS: String(CODES_PER_ADDRESS),
        METRICS_TOKEN,
      });
      const urls = cluster.members.map(({ url }) => url);
      const processes = ['api-1', 'api-2', 'realtime-1', 'realtime-2'].map((name, at) => [name, urls[at]!]);
      // What comes back in a minute, so that a slow machine empties it as well.
      proxy = await Nginx.start(Object.fromEntries(processes), { 'rate=5r/s': 'rate=1r/m' });
      host = await signIn('13400000019');
      const { live } = await host.must('/api/live/create-live', { title: 'proxied' });
      liveId = (live as { liveId: number }).liveId;
      await host.must('/api/live/start-live', { liveId });
    });
    after(async () => {
      for (const socket of sockets) socket.close();
      host?.close();
      await proxy?.close();
      await cluster?.close();
      provider?.close();
    });

    const say = (said: string) => host.call('/api/msg/send-msg', { liveId, roomId: liveId, text: said });

    /** A socket that has connected; rejects when it is refused. */
    async function connected(url: string, options: Partial<ManagerOptions & SocketOptions>): Promise<Socket> {
      const socket = io(url, { auth: { token: host.token }, forceNew: true, reconnection: false, ...options });
      sockets.push(socket);
      await new Promise<void>((resolve, reject) => {
        socket.once('connect', resolve);
        socket.once('connect_error', reject);
      });
      return socket;
    }

    for (const transport of ['websocket', 'polling'] as const) {
      it(`carries sockets over ${transport}, each to one process`, async () => {
        const received: Message[] = [];
        const socket = await connected(proxy.url, { transports: [transport] });
        socket.on('msg', (message: Message) => received.push(message));
        for (let n = 0; n < 5; n++) {
          expect((await say(`${transport} ${n}`)).errorcode).to.equal(0);
          while (!received.some((message) => message.text === `${transport} ${n}`)) {
            await new Promise((resolve) => setTimeout(resolve, 20));
          }
        }
        expect(socket.connected).to.equal(true);
        expect(socket.io.engine.transport.name).to.equal(transport);
      });

      it(`lets pages of PUBLIC_URL and of the proxy's own address open sockets over ${transport}, and no others`, async () => {
        const from = (origin: string) =>
          connected(proxy.url, { transports: [transport], extraHeaders: { Origin: origin } });
        for (const origin of ['https://salon.example.com', proxy.url]) {
          expect((await from(origin)).connected, origin).to.equal(true);
        }
        for (const origin of ['https://evil.example', 'https://realtime', 'http://realtime', 'null']) {
          const refused = await from(origin).catch((error: Error) => error);
          expect(refused, origin).to.be.instanceOf(Error);
        }
      });
    }

    it('ends TLS, for calls and for sockets; without TLS there is a probe and the way to TLS', async () => {
      const socket = await connected(proxy.tlsUrl, { transports: ['websocket'], ca: proxy.certificate });
      expect(socket.connected).to.equal(true);
      const status = await new Promise<number | undefined>((resolve, reject) => {
        const request = httpsRequest(`${proxy.tlsUrl}/api/init`, { ca: proxy.certificate, agent: false });
        request.on('response', (response) => text(response).then(() => resolve(response.statusCode), reject));
        request.on('error', reject).end();
      });
      expect(status).to.equal(200);
      const plain = (path: string) => fetch(proxy.plainUrl + path, { redirect: 'manual' });
      expect((await plain('/healthz')).status).to.equal(200);
      const led = await plain('/api/init?ap=heihei');
      expect([led.status, led.headers.get('location')]).to.deep.equal([
        308,
        'https://127.0.0.1:8443/api/init?ap=heihei',
      ]);
    });

    it('believes no X-Forwarded-For of a client: one address gets the codes of one', async () => {
      const codes: number[] = [];
      for (let n = 0; n < 4 * CODES_PER_ADDRESS; n++) {
        const forged = {
          'X-Forwarded-For': `198.51.100.${n}`,
          'X-Real-IP': `198.51.100.${n}`,
          Forwarded: `for=198.51.100.${n}`,
        };
        codes.push(await askForCode(`1350000${1000 + n}`, '127.0.0.88', forged));
      }
      const taken = codes.filter((code) => code === 0).length;
      // Each of the two processes counts for itself.
      expect(taken).to.be.within(CODES_PER_ADDRESS, 2 * CODES_PER_ADDRESS);
      expect(await askForCode('13500009999', '127.0.0.99'), 'another address').to.equal(0);
    });

    it('shares requests out to both api processes, and keeps metrics and dev routes to itself', async () => {
      const count = async (url: string) => {
        const headers = { Authorization: `Bearer ${METRICS_TOKEN}` };
        const numbers = await (await fetch(`${url}/metrics`, { headers })).text();
        return [...numbers.matchAll(/^salon_http_requests_total\{.*\} (\d+)$/gm)].reduce(
          (sum, [, n]) => sum + Number(n),
          0,
        );
      };
      const counts = () => Promise.all(cluster.with('api').map(({ url }) => count(url)));
      const before = await counts();
      for (let n = 0; n < 3; n++) expect((await say(`shared ${n}`)).errorcode).to.equal(0);
      // A person's calls stay on one process (proxy-affinity.test.ts), so many come.
      for (let n = 0; n < 40; n++) {
        await (await fetch(`${proxy.url}/api/live/get-live?liveId=${liveId}&token=nobody-${n}`)).text();
      }
      const after = await counts();
      for (const [at, number] of after.entries()) expect(number).to.be.greaterThan(before[at]!);
      for (const path of [
        '/metrics',
        '/METRICS',
        '/metrics/',
        '/%6detrics',
        '/x/../metrics',
        '/dev',
        '/dev/clock',
        '/Dev/clock',
      ]) {
        const answer = await fetch(proxy.url + path, { headers: { Authorization: `Bearer ${METRICS_TOKEN}` } });
        expect([answer.status, answer.headers.get('content-type')], path).to.deep.equal([404, 'text/html']);
      }
    });

    it('answers in the apps’ envelope, with a hint to come back, when no process does', async () => {
      await Promise.all(cluster.with('api').map((member) => member.end('SIGKILL')));
      const answer = await fetch(`${proxy.url}/api/live/get-live?liveId=${liveId}&token=${host.token}`);
      expect([answer.status, answer.headers.get('retry-after')]).to.deep.equal([503, '1']);
      expect(await answer.json()).to.deep.equal({ errorcode: 503, errormsg: '服务器繁忙' });
      await Promise.all(cluster.with('api').map((member) => member.start()));
      while ((await say('back').catch(() => null))?.errorcode !== 0) {
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    });

    it('answers in the apps’ envelope, with a hint to come back, whoever signs in too often', async () => {
      const path = `/api/user/sign-in-cl-by-phone?phoneNo=13400000099&verifyCode=000000&token=${host.token}`;
      const answers = await Promise.all(Array.from({ length: SIGN_IN_BURST + 20 }, () => fetch(proxy.url + path)));
      const refused = answers.find(({ status }) => status === 429)!;
      expect(refused.headers.get('retry-after')).to.equal('1');
      expect(await refused.json()).to.deep.equal({ errorcode: 429, errormsg: '请求太频繁' });
      await Promise.all(answers.filter((answer) => answer !== refused).map((answer) => answer.text()));
      // Calls of other kinds go on.
      expect((await say('still here')).errorcode).to.equal(0);
    });

    it('writes no token, no phone and no code into its logs, whatever went wrong', async () => {
      const odd = `/api/user/info%3Ftoken=${host.token}`;
      for (const path of [`/api/user/user-gold?token=${host.token}`, odd, `/nowhere?token=${host.token}`]) {
        await (
          await fetch(proxy.url + path, { headers: { Referer: `https://x.example/?token=${host.token}` } })
        ).text();
      }
      // A websocket is logged when it ends.
      for (const socket of sockets.splice(0)) socket.close();
      while (!proxy.log('access.log').includes('"status":101')) await new Promise((resolve) => setTimeout(resolve, 50));
      const lines = proxy
        .log('access.log')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { path: string; status: number });
      const statuses = new Set(lines.map(({ status }) => status));
      for (const status of [200, 101, 308, 403, 404, 429, 503]) expect(statuses, String(status)).to.include(status);
      expect(lines.map(({ path }) => path)).to.include.members([
        '/api/user/sign-in-cl-by-phone',
        '/api/user/info',
        '/socket.io/',
      ]);
      expect(secrets.size).to.equal(3);
      for (const log of ['access.log', 'error.log'] as const) {
        for (const secret of secrets) expect(proxy.log(log), log).not.to.match(new RegExp(`(?<!\\d)${secret}(?!\\d)`));
        expect(proxy.log(log), log).not.to.match(/token|verifyCode|phoneNo/);
      }
    });
  });
}
