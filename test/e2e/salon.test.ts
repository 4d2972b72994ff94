import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { EffectiveSetting } from '../../server/settings/effective.ts';
import { Client, TEST_DEV_KEY } from '../support/client.ts';
import { salon, salonJson } from '../support/command-line.ts';
import { runMain, ServerProcess, temporaryFolder } from '../support/server-process.ts';

interface Verified {
  isRight: boolean;
  differences: number;
  violations: number;
}

describe('the command line beside a running server', () => {
  let folder: string;
  let dataDir: string;
  let server: ServerProcess;
  let env: Record<string, string>;

  before(async () => {
    folder = temporaryFolder('salon');
    dataDir = join(folder, 'data');
    server = await ServerProcess.start({ DATA_DIR: dataDir });
    env = {
      DATA_DIR: dataDir,
      DEV_MODE: '1',
      DEV_KEY: TEST_DEV_KEY,
      SALON_URL: server.url,
      PORT: new URL(server.url).port,
    };
  });

  after(async () => {
    await server.end('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  it('signs somebody in whose token is taken', async () => {
    const { code, stdout } = await salon('token', env);
    expect(code).to.equal(0);
    const client = new Client(server.url, 'new');
    client.token = stdout.trim();
    await client.must('/api/live/unclosed-live');
    const again = await salon('token 12', env);
    expect([again.code, again.stderr]).to.deep.equal([2, 'token takes a phone, in digits (token --help).\n']);
  });

  it('fills it with a small world', async () => {
    const world = await salonJson<{ rooms: { liveId: number }[]; people: { token: string }[] }>(
      'seed --people 4 --rooms 2',
      env,
    );
    expect([world.code, world.rooms.length, world.people.length]).to.deep.equal([0, 2, 4]);
    const viewer = new Client(server.url, 'viewer');
    viewer.token = world.people[3]!.token;
    for (const { liveId } of world.rooms) await viewer.must('/api/live/join-live', { liveId });
  });

  it('calls it for a bounded time', async () => {
    const result = await salonJson<{ requests: number; failures: number }>('load --seconds 1 --clients 2', env);
    expect(result.code).to.equal(0);
    expect(result.failures).to.equal(0);
    expect(result.requests).to.be.greaterThan(1);
  });

  it('shows the log: the last events, those of some types, those of a stream', async () => {
    const lines = async (args: string[]) => {
      const { code, stdout, stderr } = await runMain(['tail', '--once', ...args], env);
      expect(code, stderr).to.equal(0);
      return stdout.split('\n').filter(Boolean);
    };
    const bought = await lines(['--after', '0', '--json', '--type', 'GiftB*']);
    expect(bought.length).to.be.greaterThan(0);
    for (const line of bought) expect(JSON.parse(line).type).to.equal('GiftBought');
    const { stream } = JSON.parse(bought[0]!) as { stream: string };
    for (const line of await lines(['--after', '0', '--stream', stream])) expect(line).to.include(`  ${stream}  by `);
    expect(await lines(['--last', '3'])).to.have.length(3);
    // What is sealed in the file is read here.
    expect((await lines(['--after', '0', '--type', 'UserRegistered'])).join()).not.to.be.empty;
    expect((await lines(['--after', '0', '--type', 'LiveCreated'])).join()).to.include('来听我唱歌');
  });

  it('verifies it, and copies it whole, while gifts are bought; the copy verifies with no violation', async () => {
    const [buyer, host] = [new Client(server.url, 'buyer'), new Client(server.url, 'host')];
    await host.signIn('13800000001', { displayName: 'host' });
    await buyer.signIn('13800000002', { displayName: 'buyer' });
    await buyer.dev('POST', `/dev/wallets/${buyer.userId}/grant`, { gold: 1_000_000 });
    const { liveId } = (await host.must('/api/live/create-live', { title: 'x' })).live as { liveId: number };
    await host.must('/api/live/start-live', { liveId });
    await buyer.must('/api/live/join-live', { liveId });
    let bought = 0;
    let goesOn = true;
    const giving = (async () => {
      while (goesOn) {
        await buyer.must('/api/live/buy-gift', { liveId, giftId: 101, amount: 1, gift_uuid: `gift-${bought}` });
        bought++;
      }
    })();
    // Also the case that a gift never waits for a copy: some are bought during each.
    const during = async <T>(work: () => Promise<T>): Promise<T> => {
      const before = bought;
      const result = await work();
      await buyer.until('a gift', () => bought > before);
      return result;
    };
    await buyer.until('a first gift', () => bought > 0);
    const files = [join(folder, 'log.copy'), join(folder, 'keys.copy')];
    const verified = await during(() => salonJson<Verified>('verify', env));
    expect(verified).to.include({ code: 0, isRight: true, differences: 0, violations: 0 });
    const copied = await during(() => salonJson<{ position: number }>(`backup ${files.join(' ')}`, env));
    expect(copied.code).to.equal(0);
    goesOn = false;
    await giving;

    const restored = { ...env, DATA_DIR: join(folder, 'restored') };
    const { position } = await salonJson<{ position: number }>(`restore ${files.join(' ')}`, restored);
    expect(position).to.equal(copied.position);
    expect((await salonJson('rebuild', restored)).code).to.equal(0);
    expect(await salonJson<Verified>('verify', restored)).to.include({ code: 0, differences: 0, violations: 0 });
    const twice = await salon(`restore ${files.join(' ')}`, restored);
    expect(twice.code).to.equal(1);
    expect(twice.stderr).to.match(/has a log\.db already/);
  });

  it('leaves nothing of a restore that fails', async () => {
    const [broken, empty] = [join(folder, 'broken'), join(folder, 'never')];
    writeFileSync(broken, 'no database');
    mkdirSync(empty);
    const { code, stderr } = await salon(`restore ${broken} ${broken}`, { ...env, DATA_DIR: empty });
    expect(code, stderr).to.equal(1);
    expect(readdirSync(empty)).to.deep.equal(['lock.db']);
    expect((await salon(`restore ${broken} ${join(folder, 'none')}`, env)).stderr).to.match(
      /^There is no file .*none\.\n$/,
    );
  });

  it('is well here, as the doctor says, and says what is not', async () => {
    const well = await salon('doctor', env);
    expect(well.code, well.stdout).to.equal(0);
    for (const what of ['Node.js', 'SQLite', 'rights', 'disk', 'clock', 'log: whole', 'port: Salon runs'])
      expect(well.stdout).to.include(`✓ ${what}`);
    const sick = await salon('doctor', { NODE_ENV: 'prod', PORT: '99999' });
    expect(sick.code).to.equal(1);
    expect(sick.stdout).to.match(/✗ settings: NODE_ENV=prod .*\n.*✗ settings: PORT=99999/s);
  });

  it('shows the settings and where each comes from, and no secret', async () => {
    const SALON_SECRET = 'n7Qp2Zr8Lw4Xc9Vb1Ty6Ku3Mi5Oj0AeD';
    const given = {
      SALON_SECRET,
      PORT: '4000',
      REDIS_URL: '',
      DATA_DIR: dataDir,
      SMS_WEBHOOK_URL: 'https://x.example/k3y',
    };
    const { stdout } = await salon('config', given);
    expect(stdout).not.to.include(SALON_SECRET).and.not.to.include('k3y');
    const { settings } = await salonJson<{ settings: EffectiveSetting[] }>('config', given);
    const of = (name: string) => settings.find((setting) => setting.name === name);
    expect(of('PORT')).to.deep.equal({ name: 'PORT', value: '4000', origin: 'environment' });
    expect(of('HOST')).to.deep.equal({ name: 'HOST', value: '127.0.0.1', origin: 'default' });
    expect(of('SALON_SECRET')).to.deep.equal({ name: 'SALON_SECRET', value: '••••••••', origin: 'environment' });
    expect(of('SMS_WEBHOOK_URL')?.value).to.equal('https://x.example/…');
  });

  it('says in one sentence that there is nothing to look at, or nobody to call', async () => {
    const nothing = { DATA_DIR: join(folder, 'nothing'), PORT: '1' };
    for (const [line, sentence] of [
      [`backup ${join(folder, 'x')}`, /^There is no log\.db in .*\n$/],
      ['verify', /^There are no read models in .*\n$/],
      ['views', /^There are no read models in .*\n$/],
      ['token', /^There is no .*dev-key: start the server with salon dev.*\n$/],
    ] as const) {
      const { code, stderr } = await salon(line, nothing);
      expect([line, code]).to.deep.equal([line, 1]);
      expect(stderr).to.match(sentence);
    }
    const gone = await salon('seed', { ...env, SALON_URL: 'http://127.0.0.1:1' });
    expect([gone.code, gone.stderr]).to.satisfy(
      ([code, said]: [number, string]) => code === 1 && /does not answer/.test(said),
    );
    expect(existsSync(join(folder, 'nothing'))).to.equal(false);
  });
});
