import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { io, type Socket } from 'socket.io-client';
import { Client, type Message } from '../support/client.ts';
import { Cluster } from '../support/cluster.ts';
import { OddServers } from '../support/odd-servers.ts';
import { hasRedis } from '../support/redis-process.ts';
import { ROOT, temporaryFolder } from '../support/server-process.ts';

/** True when nginx is here. Without it the test is skipped aloud; in CI that is a failure. */
function hasNginx(what: string): boolean {
  if (spawnSync('nginx', ['-v']).status === 0) return true;
  if (process.env.CI === 'true') throw new Error(`${what}: there is no nginx, and CI must not go without`);
  console.log(`SKIPPED: ${what}, because there is no nginx here (Debian: apt-get install nginx-light)`);
  return false;
}

/** `docs/nginx.conf` as it stands, but for the addresses of the processes, its own port and where it may write. */
class Nginx {
  readonly url: string;
  private readonly child: ChildProcess;
  private readonly folder: string;

  private constructor(url: string, child: ChildProcess, folder: string) {
    this.url = url;
    this.child = child;
    this.folder = folder;
  }

  static async start(port: number, processes: Record<string, string>): Promise<Nginx> {
    const folder = temporaryFolder('nginx');
    let text = readFileSync(join(ROOT, 'docs/nginx.conf'), 'utf8');
    for (const [name, url] of Object.entries(processes)) {
      expect(text).to.include(`${name}:3000`);
      text = text.replaceAll(`${name}:3000`, new URL(url).host);
    }
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (name) => `${name}_temp_path ${folder};`,
    );
    text = text
      .replace('listen 8080;', `listen 127.0.0.1:${port};`)
      .replace('http {', `http {\n  access_log off;\n  ${temporary.join(' ')}`);
    mkdirSync(join(folder, 'logs'));
    const file = join(folder, 'nginx.conf');
    writeFileSync(file, text);
    const options = `daemon off; pid ${folder}/nginx.pid; error_log ${folder}/logs/error.log;`;
    const child = spawn('nginx', ['-p', folder, '-c', file, '-g', options], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const url = `http://127.0.0.1:${port}`;
    while (
      child.exitCode === null &&
      !(await fetch(`${url}/healthz`).then(
        ({ ok }) => ok,
        () => false,
      ))
    ) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(child.exitCode, 'nginx ended').to.equal(null);
    return new Nginx(url, child, folder);
  }

  async close(): Promise<void> {
    const gone = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await gone;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

if (hasRedis('the proxy') && hasNginx('the proxy')) behindNginx();

function behindNginx(): void {
  describe('docs/nginx.conf in front of two processes each', () => {
    let cluster: Cluster;
    let proxy: Nginx;
    let host: Client;
    let liveId: number;
    const sockets: Socket[] = [];

    before(async function () {
      this.timeout(0);
      cluster = await Cluster.start(['api,projections,workers', 'api', 'realtime', 'realtime'], {
        TRUSTED_PROXIES: 'loopback',
      });
      const [api1, api2, realtime1, realtime2] = cluster.members.map(({ url }) => url) as [
        string,
        string,
        string,
        string,
      ];
      proxy = await Nginx.start(await new OddServers().nobody(), {
        'api-1': api1,
        'api-2': api2,
        'realtime-1': realtime1,
        'realtime-2': realtime2,
      });
      // Codes are at /dev, which a proxied address never reaches: from the process itself.
      host = new Client(api1, 'host');
      host.socketUrl = proxy.url;
      await host.signIn('13400000019', { displayName: 'host' });
      host.baseUrl = proxy.url;
      const { live } = await host.must('/api/live/create-live', { title: 'proxied' });
      liveId = (live as { liveId: number }).liveId;
      await host.must('/api/live/start-live', { liveId });
    });
    after(async () => {
      for (const socket of sockets) socket.close();
      host?.close();
      await proxy?.close();
      await cluster?.close();
    });

    const say = (text: string) => host.call('/api/msg/send-msg', { liveId, roomId: liveId, text });

    for (const transport of ['websocket', 'polling'] as const) {
      it(`carries sockets over ${transport}, each to one process`, async () => {
        const received: Message[] = [];
        const socket = io(proxy.url, { auth: { token: host.token }, transports: [transport], forceNew: true });
        sockets.push(socket);
        socket.on('msg', (message: Message) => received.push(message));
        await new Promise<void>((resolve, reject) => {
          socket.once('connect', resolve);
          socket.once('connect_error', reject);
        });
        for (let n = 0; n < 5; n++) {
          expect((await say(`${transport} ${n}`)).errorcode).to.equal(0);
          while (!received.some(({ text }) => text === `${transport} ${n}`)) {
            await new Promise((resolve) => setTimeout(resolve, 20));
          }
        }
        expect(socket.connected).to.equal(true);
        expect(socket.io.engine.transport.name).to.equal(transport);
      });
    }

    it('shares requests out to both api processes, and keeps metrics and dev routes to itself', async () => {
      const count = async (url: string) => {
        const text = await (await fetch(`${url}/metrics`)).text();
        return [...text.matchAll(/^salon_http_requests_total\{.*\} (\d+)$/gm)].reduce(
          (sum, [, n]) => sum + Number(n),
          0,
        );
      };
      const counts = () => Promise.all(cluster.with('api').map(({ url }) => count(url)));
      const before = await counts();
      for (let n = 0; n < 10; n++) expect((await say(`shared ${n}`)).errorcode).to.equal(0);
      const after = await counts();
      for (const [at, number] of after.entries()) expect(number).to.be.greaterThan(before[at]!);
      expect((await fetch(`${proxy.url}/metrics`)).status).to.equal(404);
      expect((await fetch(`${proxy.url}/dev/clock`)).status).to.be.oneOf([403, 404]);
    });

    it('answers in the apps’ envelope, with a hint to come back, when no process does', async function () {
      this.timeout(0);
      await Promise.all(cluster.with('api').map((member) => member.end('SIGKILL')));
      const answer = await fetch(`${proxy.url}/api/live/get-live?liveId=${liveId}`);
      expect([answer.status, answer.headers.get('retry-after')]).to.deep.equal([503, '1']);
      expect(await answer.json()).to.deep.equal({ errorcode: 503, errormsg: '服务器繁忙' });
      await Promise.all(cluster.with('api').map((member) => member.start()));
      while ((await say('back').catch(() => null))?.errorcode !== 0) {
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    });
  });
}
