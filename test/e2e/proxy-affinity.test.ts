import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { hasNginx, Nginx } from '../support/nginx.ts';
import { until } from '../support/promises.ts';

if (hasNginx('where the proxy sends calls')) withNginx();

function withNginx(): void {
  describe('docs/nginx.conf in front of two api processes', function () {
    this.timeout(0);
    let proxy: Nginx;
    const servers: Server[] = [];

    /** Answers every request with its own number, after it has read all of it. */
    async function listen(number: number, port = 0): Promise<string> {
      const server = createServer(async (request, response) => {
        await text(request);
        response.end(String(number));
      });
      servers[number] = server;
      await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    }
    function end(server: Server): Promise<void> {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    }

    before(async () => {
      const [first, second] = [await listen(0), await listen(1)];
      proxy = await Nginx.start({
        'api-1': first,
        'api-2': second,
        'realtime-1': first,
        'realtime-2': second,
      });
    });
    after(async () => {
      await proxy.close();
      await Promise.all(servers.map(end));
    });

    const ways: Record<string, (token: string) => Promise<Response>> = {
      'a form': (token) =>
        fetch(`${proxy.url}/api/live/like`, { method: 'POST', body: new URLSearchParams({ liveId: '1', token }) }),
      'a query': (token) => fetch(`${proxy.url}/api/live/like?liveId=1&token=${token}`),
      'a header': (token) => fetch(`${proxy.url}/msg/send`, { method: 'POST', body: '{}', headers: { token } }),
    };

    it('a token’s calls go to one of them, whichever way it is shown, and tokens are shared out', async () => {
      const chosen = new Map<string, string>();
      for (let n = 0; n < 40; n++) {
        const token = `token-${n}`;
        const answers: string[] = [];
        for (const call of Object.values(ways))
          for (let i = 0; i < 2; i++) answers.push(await (await call(token)).text());
        expect([...new Set(answers)], token).to.have.length(1);
        chosen.set(token, answers[0]!);
      }
      const ofFirst = [...chosen.values()].filter((number) => number === '0').length;
      expect(ofFirst).to.be.within(5, 35);
    });

    it('and to the other one while it is away', async () => {
      const { port } = servers[0]!.address() as AddressInfo;
      const call = async () => (await ways['a form']!(token)).text();
      let token = '';
      for (let n = 0; token === '' || (await call()) !== '0'; n++) token = `token-${n}`;
      await end(servers[0]!);
      await until(async () => (await call()) === '1');
      await listen(0, port);
      await until(async () => (await call()) === '0');
    });
  });
}
