import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Client, TEST_DEV_KEY } from '../support/client.ts';
import { runMain, ServerProcess, temporaryFolder } from '../support/server-process.ts';

/** `name: mode` of everything in a folder, the folder itself as `.`; the mode in octal digits. */
function modesIn(folder: string): Record<string, string> {
  const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
  return Object.fromEntries(['.', ...readdirSync(folder)].map((name) => [name, mode(join(folder, name))]));
}

/** The modes, and the names that must be among them. */
function expectPrivate(folder: string, names: string[]): void {
  const { '.': directory, ...files } = modesIn(folder);
  expect(directory).to.equal('700');
  expect(Object.keys(files)).to.include.members(names);
  for (const [name, mode] of Object.entries(files)) expect(mode, name).to.equal('600');
}

const LOG = ['log.db', 'log.db-wal', 'log.db-shm', 'log.db-acknowledged'];
const KEYS = ['people.keys', 'people.keys-wal', 'people.keys-shm'];
const READ_MODELS = ['read-models.db', 'read-models.db-wal', 'read-models.db-shm'];

describe('what Salon writes is for its own user', function () {
  // Several processes, one after the other.
  this.timeout(0);
  let folder: string;
  let umask: number;
  beforeEach(() => {
    folder = temporaryFolder('private');
    // The most open there is: what a child makes private is its own doing.
    umask = process.umask(0);
  });
  afterEach(() => {
    process.umask(umask);
    rmSync(folder, { recursive: true, force: true });
  });

  it('the data directory, every file in it while it runs and after, and backups', async () => {
    const dataDir = join(folder, 'data');
    const server = await ServerProcess.start({ DATA_DIR: dataDir });
    await new Client(server.url, 'one').signIn('13800000001', { displayName: 'one' });
    expectPrivate(dataDir, ['lock.db', ...LOG, ...KEYS, ...READ_MODELS, 'dev-key']);
    expect(readFileSync(join(dataDir, 'dev-key'), 'utf8')).to.equal(TEST_DEV_KEY);
    expect(await server.end('SIGTERM')).to.equal(0);
    expectPrivate(dataDir, ['lock.db', 'log.db', 'people.keys']);
    expect(readdirSync(dataDir)).not.to.include('dev-key');
    const backup = join(folder, 'salon.db');
    expect((await runMain(['backup', backup], { DATA_DIR: dataDir })).code).to.equal(0);
    expect(statSync(backup).mode & 0o777).to.equal(0o600);
  });

  it('also what lay there open to others, but not what is linked from elsewhere', async () => {
    const dataDir = join(folder, 'data');
    const earlier = await ServerProcess.start({ DATA_DIR: dataDir, DEV_MODE: '0' });
    await earlier.end('SIGKILL');
    chmodSync(dataDir, 0o755);
    for (const name of readdirSync(dataDir)) chmodSync(join(dataDir, name), 0o644);
    const elsewhere = join(folder, 'elsewhere');
    writeFileSync(elsewhere, '');
    symlinkSync(elsewhere, join(dataDir, 'linked'));
    const server = await ServerProcess.start({ DATA_DIR: dataDir, DEV_MODE: '0' });
    const { linked, ...ours } = modesIn(dataDir);
    expect(linked).to.equal('666');
    rmSync(join(dataDir, 'linked'));
    expectPrivate(dataDir, ['lock.db', ...LOG, ...KEYS, ...READ_MODELS, 'secrets.json']);
    expect(Object.keys(ours)).to.include('secrets.json');
    await server.end('SIGTERM');
  });

  it('in the parents that it makes as well', async () => {
    mkdirSync(join(folder, 'open'));
    const server = await ServerProcess.start({ DATA_DIR: join(folder, 'open/deep/data') });
    await server.end('SIGTERM');
    const modes = ['open', 'open/deep', 'open/deep/data'].map((path) => modesIn(join(folder, path))['.']);
    expect(modes).to.deep.equal(['777', '700', '700']);
  });
});
