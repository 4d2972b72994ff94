import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { NewEvent } from '../../event-store/event-store.ts';
import { Client } from '../support/client.ts';
import { openEmbeddedLog } from '../support/embedded-log.ts';
import { until } from '../support/promises.ts';
import { runMain, ServerProcess, temporaryFolder } from '../support/server-process.ts';

/** No display name: the view of user cards cannot take it, everything else can. */
const NAMELESS: NewEvent = {
  id: '00000000-0000-5000-8000-000000000001',
  type: 'UserRegistered',
  data: { userId: 5, heiNum: 5 },
  meta: { appId: 'heihei', actor: 0, at: 1, commandId: '00000000-0000-4000-8000-000000000001' },
};

describe('a view that is stopped, on the running server', () => {
  let folder: string;
  let server: ServerProcess | null = null;
  beforeEach(() => {
    folder = temporaryFolder('stopped-view');
  });
  afterEach(async () => {
    await server?.end('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  it('answers 503 alone, is named, and goes on when its event is parked beside the running server', async () => {
    const dir = join(folder, 'data');
    const log = await openEmbeddedLog(dir);
    const { position } = await log.append('user-heihei.5', [NAMELESS], { expected: 'none' });
    await log.close();
    const env = { DATA_DIR: dir };
    server = await ServerProcess.start(env);
    const { url } = server;
    const readiness = async () => {
      const response = await fetch(`${url}/readyz`);
      return { status: response.status, body: (await response.json()) as { warnings?: string[] } };
    };
    const client = new Client(url, 'viewer');
    await client.signIn('13800000001', { displayName: 'somebody' });
    const ask = (path: string) => fetch(`${url}${path}?token=${client.token}&uid=${client.userId}`);
    const { status, body } = await readiness();
    expect(status).to.equal(200);
    expect(body.warnings?.join()).to.match(/the view user-cards is stopped.*UserRegistered at position \d+/);
    const refused = await ask('/api/user/info');
    expect(refused.status).to.equal(503);
    expect(refused.headers.get('retry-after')).not.to.equal(null);
    expect(await refused.json()).to.include({ errorcode: 503 });
    // Another view answers.
    expect((await ask('/api/live/unclosed-live')).status).to.equal(200);

    const listed = await runMain(['views'], env);
    expect(listed.stdout)
      .to.match(/user-cards .*STOPPED/)
      .and.to.include(`park user-cards ${position}`);
    expect(listed.stdout).to.match(/lives .*follows/);
    expect((await runMain(['views', 'park', 'lives', String(position)], env)).stderr).to.match(/is not stopped/);
    const parked = await runMain(['views', 'park', 'user-cards', String(position)], env);
    expect(parked.stdout, parked.stderr).to.match(/leaves out UserRegistered/);
    await until(async () => (await readiness()).body.warnings === undefined);
    expect((await ask('/api/user/info')).status).to.equal(200);
    expect(await server.end('SIGTERM')).to.equal(0);
    const verified = await runMain(['verify'], env);
    expect(verified.stdout).to.match(/user-cards leaves out UserRegistered at position \d+, parked by an operator/);
    expect(verified.code, verified.stdout).to.equal(0);
  });
});
