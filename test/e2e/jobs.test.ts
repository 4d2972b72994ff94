import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { CODE_LIFETIME_MS } from '../../domain/verification/decider.ts';
import { Client } from '../support/client.ts';
import { runMain, ServerProcess, temporaryFolder } from '../support/server-process.ts';

const PHONE = '13800000001';

describe('jobs of the real server', () => {
  let folder: string;
  let env: Record<string, string>;
  let provider: Server;
  let takesMessages: boolean;
  const messages: { phone: string; text: string }[] = [];
  let asked: number;

  beforeEach(async () => {
    messages.length = 0;
    asked = 0;
    takesMessages = true;
    folder = temporaryFolder('jobs');
    provider = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      asked++;
      if (takesMessages) messages.push(JSON.parse(body));
      response.writeHead(takesMessages ? 204 : 503).end();
    }).listen(0, '127.0.0.1');
    await once(provider, 'listening');
    const { port } = provider.address() as AddressInfo;
    env = { DATA_DIR: join(folder, 'data'), SMS_WEBHOOK_URL: `http://127.0.0.1:${port}/`, LOG_LEVEL: 'silent' };
  });
  afterEach(async () => {
    provider.closeAllConnections();
    provider.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const issue = (client: Client) => client.must('/api/user/get-sms-verification-code', { phoneNo: PHONE });
  async function typesOf(client: Client): Promise<string[]> {
    const { events } = await client.dev('GET', '/dev/events?limit=1000');
    return (events as { type: string }[]).map(({ type }) => type);
  }
  async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
    while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  it('send the code that a kill -9 left unsent; npm run jobs shows it meanwhile, beside the server', async () => {
    takesMessages = false;
    const first = await ServerProcess.start(env);
    await issue(new Client(first.url, 'someone'));
    await until(() => asked >= 2);
    let list = { code: null as number | null, stdout: '' };
    await until(async () => {
      list = await runMain(['jobs'], env);
      return list.stdout.startsWith('1 open');
    });
    expect(list.code).to.equal(0);
    // Whose phone it is, the list does not say.
    expect(list.stdout).to.match(/heihei\.code\.[\w-]{22,}@\d+ {2}send-code {2}due for \d+ s/);
    expect(list.stdout).not.to.contain(PHONE);
    await first.end('SIGKILL');

    takesMessages = true;
    const second = await ServerProcess.start(env);
    const client = new Client(second.url, 'someone');
    await until(async () => (await typesOf(client)).includes('CodeDelivered'));
    const { code } = await client.dev('GET', `/dev/sms/${PHONE}`);
    expect(messages).to.deep.equal([{ phone: PHONE, text: `验证码 ${code}，5分钟内有效。` }]);
    await second.end('SIGTERM');
    expect((await runMain(['jobs'], env)).stdout)
      .to.match(/^0 open\.\n/)
      .and.match(/^ {2}money \(.*credit-host.*\): written down up to position \d+$/m);
    const refused = await runMain(['jobs', 'retry', 'x'], env);
    expect(refused.code).to.equal(1);
    expect(refused.stderr.trim()).to.match(/restart it/);
  });

  it('follow the clock of dev mode: a call expires, a code is given up', async () => {
    const server = await ServerProcess.start(env);
    const host = await new Client(server.url, 'host').signIn('13900000000', { displayName: 'host' });
    const viewer = await new Client(server.url, 'viewer').signIn('13900000001', { displayName: 'viewer' });
    const { liveId } = (await host.must('/api/live/create-live', { title: 'jobs' })).live as { liveId: number };
    await host.must('/api/live/start-live', { liveId });
    await viewer.must('/api/live/join-live', { liveId });
    await viewer.must('/api/live/call-request', { liveId });
    takesMessages = false;
    await issue(host);
    expect(await typesOf(host))
      .to.include('CallRequested')
      .and.not.include('CallExpired');
    await host.dev('POST', '/dev/clock', { advanceMs: 30_000 });
    await until(async () => (await typesOf(host)).includes('CallExpired'));
    await host.dev('POST', '/dev/clock', { advanceMs: CODE_LIFETIME_MS });
    await until(async () => (await typesOf(host)).includes('CodeUndelivered'));
    expect(messages.map(({ phone }) => phone)).to.deep.equal(['13900000000', '13900000001']);
    expect(await server.end('SIGTERM')).to.equal(0);
  });
});
