import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Client } from '../support/client.ts';
import { runMain, ServerProcess, temporaryFolder } from '../support/server-process.ts';

/** As `npm start` finds it when nobody has set anything. */
const NOTHING_SET = { DEV_MODE: '', DEV_KEY: '' };
const DEV_ROUTES = ['/dev', '/dev/clock', '/dev/events', '/dev/sms/13800138000'];

describe('npm start and npm run dev', function () {
  // Several processes, one after the other.
  this.timeout(0);
  let folder: string;
  let dataDir: string;
  beforeEach(() => {
    folder = temporaryFolder('modes');
    dataDir = join(folder, 'data');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('npm start needs no setting: it has no /dev, makes its secrets once, and says that nobody signs in by phone', async () => {
    const start = () => ServerProcess.start({ ...NOTHING_SET, DATA_DIR: dataDir });
    const first = await start();
    expect(first.text).to.match(/Nobody can sign in by phone: set SMS_WEBHOOK_URL/);
    const file = join(dataDir, 'secrets.json');
    expect(first.text)
      .to.include(file)
      .and.not.to.match(/dev mode \(/);
    const made = readFileSync(file, 'utf8');
    for (const secret of made.match(/[\w-]{32,}/g)!) expect(first.text).not.to.include(secret);
    expect(statSync(file).mode & 0o777).to.equal(0o600);
    for (const path of DEV_ROUTES) expect((await fetch(first.url + path)).status, path).to.equal(404);
    const anyone = new Client(first.url, 'anyone');
    const off = { errorcode: 400, errormsg: '手机登录未开通' };
    const phoneNo = '13800138000';
    expect(await anyone.call('/api/user/get-sms-verification-code', { phoneNo })).to.deep.include(off);
    expect(await anyone.call('/api/user/sign-in-cl-by-phone', { phoneNo, verifyCode: '123456' })).to.deep.include(off);
    expect(await first.end('SIGTERM')).to.equal(0);

    const second = await start();
    expect(readFileSync(file, 'utf8'), 'after a restart').to.equal(made);
    expect(await second.end('SIGTERM')).to.equal(0);

    writeFileSync(file, '{"salon":""}');
    const spoilt = await runMain([], { ...NOTHING_SET, DATA_DIR: dataDir, PORT: '0' });
    expect([spoilt.code, spoilt.stderr.trim().split('\n').length], spoilt.stderr).to.deep.equal([1, 1]);
    expect(spoilt.stderr).to.include(file);
  });

  it('warns of what is misspelt, and starts', async () => {
    const server = await ServerProcess.start({
      ...NOTHING_SET,
      DATA_DIR: dataDir,
      PROT: '8080',
      SALON_SCERET: 'hunter2',
    });
    expect(server.text)
      .to.match(/Warning: PROT .* did you mean PORT\?\n/)
      .and.to.match(/SALON_SCERET .* SALON_SECRET\?\n/);
    expect(server.text).not.to.include('hunter2');
    expect(await server.end('SIGTERM')).to.equal(0);
  });

  it('refuses a NODE_ENV that means nothing, and dev mode in production', async () => {
    for (const [env, says] of [
      [{ NODE_ENV: 'prod' }, /NODE_ENV=prod/],
      [{ NODE_ENV: 'production', DEV_MODE: '1' }, /Dev mode .* refused/],
    ] as const) {
      const { code, stderr } = await runMain([], { ...NOTHING_SET, ...env, DATA_DIR: dataDir, PORT: '0' });
      expect(code).to.equal(1);
      expect(stderr).to.match(says);
    }
  });

  it('npm run dev prints a key of its own at each start, and leaves it for programs of this user', async () => {
    const keys = new Set<string>();
    for (let n = 0; n < 2; n++) {
      const server = await ServerProcess.start({ DEV_KEY: '', DATA_DIR: dataDir });
      const [, link, key] = /(http:\S+\/demo\/split\?key=(\S+))/.exec(server.text)!;
      expect(readFileSync(join(dataDir, 'dev-key'), 'utf8')).to.equal(key);
      expect((await fetch(`${server.url}/dev/clock`)).status).to.equal(401);
      expect((await fetch(`${server.url}/dev/clock`, { headers: { 'X-Dev-Key': key! } })).status).to.equal(200);
      expect((await fetch(link!, { redirect: 'manual' })).status).to.equal(303);
      keys.add(key!);
      expect(await server.end('SIGTERM')).to.equal(0);
    }
    expect(keys.size).to.equal(2);
  });

  it('npm run sms-key prints the key that the hook’s receiver needs', async () => {
    const smsKey = (env: Record<string, string>) => runMain(['sms-key'], { ...NOTHING_SET, DATA_DIR: dataDir, ...env });
    expect((await smsKey({})).stderr).to.match(/start the server once/);
    await (await ServerProcess.start({ ...NOTHING_SET, DATA_DIR: dataDir })).end('SIGTERM');
    const derived = (await smsKey({})).stdout;
    expect(derived).to.match(/^[\w-]{43}\n$/);
    expect(readFileSync(join(dataDir, 'secrets.json'), 'utf8')).not.to.include(derived.trim());
    const SMS_WEBHOOK_SECRET = 'k3VxPq9LmZt7RbN2cD5fGh8JsWuYeA4o';
    expect((await smsKey({ SMS_WEBHOOK_SECRET })).stdout).to.equal(`${SMS_WEBHOOK_SECRET}\n`);
  });
});
