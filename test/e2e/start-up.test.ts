import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { Client } from '../support/client.ts';
import { ROOT } from '../support/script.ts';
import { type Finished, runMain, ServerProcess, temporaryFolder } from '../support/server-process.ts';

/** Start-up ended with one sentence for the operator: no stack, no second line. */
function expectSentence({ code, stderr }: Finished, says: RegExp): void {
  expect(code, stderr).to.equal(1);
  expect(stderr.trim(), stderr).to.match(says);
  expect(stderr.trim().split('\n'), stderr).to.have.length(1);
}

describe('start-up', () => {
  let folder: string;
  beforeEach(() => {
    folder = temporaryFolder('start-up');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('says where it listens, in which mode, and what to try; a signal ends it cleanly', async () => {
    const server = await ServerProcess.start({ DATA_DIR: join(folder, 'data') });
    const ready = await fetch(`${server.url}/readyz`);
    expect(ready.status).to.equal(200);
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    for (const name of [
      'salon_realtime_connections 0',
      'salon_http_requests_total',
      'nodejs_eventloop_lag_p99_seconds',
    ]) {
      expect(metrics).to.include(name);
    }
    expect(server.text)
      .to.match(/dev mode/)
      .and.to.match(/npm run demo/);
    expect(await server.end('SIGINT')).to.equal(0);
    const again = await ServerProcess.start({ DATA_DIR: join(folder, 'data') });
    expect(await again.end('SIGTERM')).to.equal(0);
  });

  it('goes on no earlier than its log ends, however far the clock was advanced before it was killed', async () => {
    const env = { DATA_DIR: join(folder, 'data') };
    const now = async (client: Client, advanceMs: number) =>
      Number((await client.dev('POST', '/dev/clock', { advanceMs })).now);
    const first = await ServerProcess.start(env);
    const before = new Client(first.url, 'before');
    const advanced = await now(before, 30 * 24 * 3_600_000);
    await before.signIn('13800000002', { displayName: 'of the future' });
    await first.end('SIGKILL');
    const second = await ServerProcess.start(env);
    expect(await now(new Client(second.url, 'after'), 0)).to.be.at.least(advanced);
    expect(await second.end('SIGTERM')).to.equal(0);
  });

  it('refuses a busy port', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    const ended = await runMain([], { DATA_DIR: join(folder, 'data'), PORT: String(port) });
    other.close();
    expectSentence(ended, new RegExp(`Port ${port}.*in use.*PORT`));
  });

  it('refuses a second process on the same store', async () => {
    const dataDir = join(folder, 'data');
    const first = await ServerProcess.start({ DATA_DIR: dataDir });
    const second = await runMain([], { DATA_DIR: dataDir, PORT: '0' });
    expect(await first.end('SIGTERM')).to.equal(0);
    expectSentence(second, /in use by another Salon process/);
  });

  it('refuses a folder that it cannot write to', async () => {
    writeFileSync(join(folder, 'file'), '');
    expectSentence(await runMain([], { DATA_DIR: join(folder, 'file', 'data'), PORT: '0' }), /cannot be written to/);
  });

  it('refuses a folder that holds something else', async () => {
    mkdirSync(join(folder, 'photos'));
    writeFileSync(join(folder, 'photos', 'cat.jpg'), 'meow');
    expectSentence(
      await runMain([], { DATA_DIR: join(folder, 'photos'), PORT: '0' }),
      /holds files that are not Salon's/,
    );
  });

  it('takes a backup in an empty folder, and in the place of a newer log by the commands of docs/operations.md and not by fewer', async () => {
    const [dataDir, empty, backup] = [join(folder, 'data'), join(folder, 'restored'), join(folder, 'salon.db')];
    const start = (dir = dataDir) => ServerProcess.start({ DATA_DIR: dir });
    const signUp = async (phone: string) => {
      const server = await start();
      const { token, userId } = await new Client(server.url, phone).signIn(phone, { displayName: phone });
      await server.end('SIGTERM');
      return { token, uid: userId };
    };
    const kept = await signUp('13800000001');
    expect((await runMain(['backup', backup], { DATA_DIR: dataDir })).code).to.equal(0);
    const lost = await signUp('13800000003');

    copyFileSync(backup, join(dataDir, 'log.db'));
    expectSentence(await runMain([], { DATA_DIR: dataDir, PORT: '0' }), /log\.db/);
    const operations = readFileSync(join(ROOT, 'docs/operations.md'), 'utf8');
    const [, remove, put] = /^(rm -f log\.db .*)\n(cp .* log\.db)$/m.exec(operations)!;
    for (const command of [remove!, put!.replace('/backups/salon.db', backup)]) {
      execFileSync('sh', ['-c', command], { cwd: dataDir });
    }
    expect(readdirSync(dataDir).sort()).to.deep.equal(['lock.db', 'log.db', 'people.keys']);

    mkdirSync(empty);
    copyFileSync(backup, join(empty, 'log.db'));
    expectSentence(await runMain([], { DATA_DIR: empty, PORT: '0' }), /people\.keys is missing/);
    copyFileSync(join(dataDir, 'people.keys'), join(empty, 'people.keys'));
    const restored = async (dir: string) => {
      const server = await start(dir);
      const client = new Client(server.url, 'anybody');
      const codes = [kept, lost].map(async (user) => (await client.call('/api/user/info', user)).errorcode);
      expect(await Promise.all(codes)).to.deep.equal([0, 720]);
      expect(await server.end('SIGTERM')).to.equal(0);
    };
    await Promise.all([restored(dataDir), restored(empty)]);
    expect((await runMain(['verify'], { DATA_DIR: dataDir })).code).to.equal(0);
  });

  it('makes no backup over a file, or where none can be', async () => {
    const backup = (file: string) => runMain(['backup', join(folder, file)], { DATA_DIR: join(folder, 'data') });
    writeFileSync(join(folder, 'kept.db'), '');
    expectSentence(await backup('kept.db'), /exists already/);
    expectSentence(await backup('no/kept.db'), /cannot be written/);
  });

  it('refuses a log that another program wrote', async () => {
    const dataDir = join(folder, 'data');
    const server = await ServerProcess.start({ DATA_DIR: dataDir });
    await server.end('SIGTERM');
    for (const suffix of ['-wal', '-shm']) rmSync(join(dataDir, `log.db${suffix}`), { force: true });
    writeFileSync(join(dataDir, 'log.db'), 'not a database at all, but long enough to look at'.repeat(50));
    expectSentence(await runMain([], { DATA_DIR: dataDir, PORT: '0' }), /log\.db/);
  });

  it('reports every configuration problem at once', async () => {
    const { code, stderr } = await runMain([], {
      NODE_ENV: 'prod',
      PORT: '99999',
      SALON_SECRET: 'short',
      DEV_MODE: '0',
    });
    expect(code).to.equal(1);
    for (const name of ['PORT', 'SALON_SECRET', 'NODE_ENV']) expect(stderr).to.include(name);
    expect(stderr).not.to.match(/\n\s+at /);
  });

  it('serves no dev route in production, and its numbers to whoever has the token', async () => {
    const METRICS_TOKEN = 'what-a-scraper-shows';
    const server = await ServerProcess.start({
      NODE_ENV: 'production',
      DATA_DIR: join(folder, 'data'),
      METRICS_TOKEN,
    });
    const answers = await Promise.all(
      ['/dev/clock', '/dev/events', '/dev/sms/1'].map((path) => fetch(server.url + path)),
    );
    expect(answers.map((answer) => answer.status)).to.deep.equal([404, 404, 404]);
    const scrape = (headers = {}) => fetch(`${server.url}/metrics`, { headers });
    const scraped = await scrape({ Authorization: `Bearer ${METRICS_TOKEN}` });
    expect([(await scrape()).status, scraped.status]).to.deep.equal([401, 200]);
    expect(await server.end('SIGTERM')).to.equal(0);
  });
});
