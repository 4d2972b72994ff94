import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { ROOT } from '../support/script.ts';
import { temporaryFolder } from '../support/server-process.ts';

/** What an app's code asks of the types: it compiles, and what is wrong does not. */
const APP = `
import { createClient, SalonError, webStorage } from '@salon/client';
const client = createClient({ url: 'http://127.0.0.1:1', storage: webStorage(localStorage, 'me') });
const room = client.room(7);
room.on('gift', ({ fromUserName, gift }) => console.log(fromUserName.length, gift.name.length));
const bought: Promise<{ gold: number }> = client.live.buyGift({ liveId: 7, giftId: 101, amount: 1, gift_uuid: '' });
bought.catch((error: SalonError) => console.log(error.code));
// @ts-expect-error: there is no such gift of texts
client.live.buyGift({ liveId: 7, giftId: 'rose' });
// @ts-expect-error: there is no such message
room.on('gifts', () => {});
`;

/** Where npm would lay what an app installs. */
describe('the package of the client', () => {
  const folder = temporaryFolder('sdk-package');
  const modules = join(folder, 'node_modules');
  const installed = join(modules, '@salon', 'client');

  before(() => {
    // The repository's own .npmrc runs no scripts; what packs it must be compiled by one.
    const pack = ['pack', './sdk', '--ignore-scripts=false', '--pack-destination', folder];
    execFileSync('npm', pack, { cwd: ROOT, stdio: 'pipe' });
    const [packed] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
    mkdirSync(installed, { recursive: true });
    execFileSync('tar', ['-xzf', join(folder, packed!), '-C', installed, '--strip-components=1']);
    symlinkSync(join(ROOT, 'node_modules', 'socket.io-client'), join(modules, 'socket.io-client'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('holds a module, its types and how it is used, and no source', () => {
    expect(readdirSync(installed).sort()).to.deep.equal(['LICENSE', 'README.md', 'dist', 'package.json']);
    const files = readdirSync(join(installed, 'dist'), { recursive: true }) as string[];
    expect(files.filter((name) => /\.(js|ts)$/.test(name) && !name.endsWith('.d.ts'))).to.deep.equal(['index.js']);
    expect(readFileSync(join(installed, 'dist', 'index.js'), 'utf8')).to.match(/from ["']socket\.io-client["']/);
  });

  it('is imported by plain Node', () => {
    const script = `
      import { createClient, SalonError } from '@salon/client';
      const client = createClient({ url: 'http://127.0.0.1:1', tries: 1 });
      const error = await client.live.getLive({ liveId: 1 }).catch((caught) => caught);
      console.log(client.state, error instanceof SalonError, error.temporary);`;
    const args = ['--input-type=module', '--eval', script];
    expect(execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8' }).trim()).to.equal('closed true true');
  });

  it('is typed for the apps that install it', () => {
    writeFileSync(join(folder, 'app.ts'), APP);
    const [, shown] = /```ts\n([\s\S]*?)```/.exec(readFileSync(join(installed, 'README.md'), 'utf8'))!;
    writeFileSync(join(folder, 'readme.ts'), `declare const token: string, liveId: number;\n${shown}`);
    const options = [
      '--strict',
      '--noEmit',
      '--target',
      'es2022',
      '--module',
      'esnext',
      '--moduleResolution',
      'bundler',
    ];
    const tsc = join(ROOT, 'node_modules', '.bin', 'tsc');
    execFileSync(tsc, [...options, 'app.ts', 'readme.ts'], { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
  });
});
