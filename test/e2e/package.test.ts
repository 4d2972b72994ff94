import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { build } from '../support/build.ts';
import { ROOT } from '../support/script.ts';
import { ServerProcess, temporaryFolder } from '../support/server-process.ts';

describe('the package', () => {
  let folder: string;
  let salon: string;

  /** Packed, and laid where npm would install it, beside the packages of this clone. */
  before(async () => {
    if (!build.isBuilt()) await build.buildServer();
    folder = temporaryFolder('package');
    execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: ROOT, stdio: 'ignore' });
    const modules = join(folder, 'node_modules');
    mkdirSync(modules);
    for (const name of readdirSync(join(ROOT, 'node_modules')))
      if (!name.startsWith('.')) symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
    const [packed] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
    execFileSync('tar', ['-xzf', join(folder, packed!), '-C', modules]);
    salon = join(modules, 'package', 'bin', 'salon.cjs');
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  it('holds what runs and what is read, and no source', () => {
    const names = readdirSync(join(folder, 'node_modules', 'package')).sort();
    expect(names).to.deep.equal(
      [
        'CHANGELOG.md',
        'LICENSE',
        'README.md',
        'SECURITY.md',
        'bin',
        'deploy',
        'dist',
        'docs',
        'package.json',
        'preflight.cjs',
      ].sort(),
    );
    const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { bin: { salon: string } };
    expect(manifest.bin.salon).to.equal('bin/salon.cjs');
  });

  it('explains itself, and starts, in a folder without a clone', async () => {
    const help = execFileSync(process.execPath, [salon, '--help'], { cwd: folder, encoding: 'utf8' });
    expect(help).to.match(/^usage: salon /);
    const server = await ServerProcess.start({ DATA_DIR: join(folder, 'data') }, [salon, 'dev']);
    expect((await fetch(`${server.url}/readyz`)).status).to.equal(200);
    // The demo is in it as well; here it finds no server.
    const env = { ...process.env, SALON_URL: 'http://127.0.0.1:1', DEV_KEY: 'none' };
    const demo = spawnSync(process.execPath, [salon, 'demo'], { cwd: folder, env, encoding: 'utf8' });
    expect(demo.status, demo.stderr).to.equal(1);
    expect(demo.stderr).to.include('is the server running at');
    expect(await server.end('SIGTERM')).to.equal(0);
  });
});
