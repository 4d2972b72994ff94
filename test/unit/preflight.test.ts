import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ROOT } from '../support/script.ts';

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const manifest = JSON.parse(read('package.json')) as { scripts: Record<string, string>; engines: { node: string } };

describe('npm scripts', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'salon-preflight-'));
    cpSync(join(ROOT, 'preflight.cjs'), join(folder, 'preflight.cjs'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  /** What preflight.cjs says in a checkout with these packages. */
  function preflight({
    engines = manifest.engines.node,
    installed = { tsx: '1.0.0', mocha: '2.0.0', ours: '3.0.0' },
    args = ['--dev'],
  }) {
    const locked = {
      'node_modules/tsx': { version: '1.0.0' },
      'node_modules/mocha': { version: '2.0.0' },
      'node_modules/ours': { resolved: 'test/ours', link: true },
      'test/ours': { version: '3.0.0' },
    };
    const wanted = {
      engines: { node: engines },
      dependencies: { tsx: '^1.0.0' },
      devDependencies: { mocha: '^2.0.0', ours: 'file:test/ours' },
    };
    writeFileSync(join(folder, 'package.json'), JSON.stringify(wanted));
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages: locked }));
    for (const [name, version] of Object.entries(installed)) {
      mkdirSync(join(folder, 'node_modules', name), { recursive: true });
      writeFileSync(join(folder, 'node_modules', name, 'package.json'), JSON.stringify({ version }));
    }
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'preflight.cjs'), ...args], {
      encoding: 'utf8',
    });
    return { status, said: (stdout + stderr).trim() };
  }

  it('all look first at Node.js and at the packages, and hand the process over', () => {
    for (const [name, script] of Object.entries(manifest.scripts))
      expect(script, name).to.match(/^node preflight\.cjs (--dev |--build )?&& (tsc (--noEmit|-p sdk) && )?exec /);
  });

  it('say which Node.js they need in one sentence', () => {
    const version = process.versions.node;
    expect(preflight({ engines: '^97.3.0 || >=98.4.0' })).to.deep.equal({
      status: 1,
      said: `Salon needs Node.js (97.3 or a later 97, 98.4 or later), and this is ${version}: see https://nodejs.org.`,
    });
    expect(preflight({ engines: '>=2.0.0' })).to.deep.equal({ status: 0, said: '' });
    expect(preflight({})).to.deep.equal({ status: 0, said: '' });
  });

  it('say in one sentence that packages are missing or others than those of package-lock.json', () => {
    expect(preflight({ installed: {} as never })).to.deep.equal({
      status: 1,
      said: 'The packages are not installed: run npm ci first.',
    });
    expect(preflight({ installed: { tsx: '1.0.0' } as never })).to.deep.equal({
      status: 1,
      said: 'The packages are not those of package-lock.json (mocha is missing): run npm ci.',
    });
    expect(preflight({ args: [] }).status).to.equal(0);
    const says = (tsx: string, ours: string) => preflight({ installed: { tsx, mocha: '2.0.0', ours } }).said;
    expect(says('0.9.0', '3.0.0')).to.include('tsx is 0.9.0 instead of 1.0.0');
    expect(says('1.0.0', '2.9.0')).to.include('ours is 2.9.0 instead of 3.0.0');
  });

  it('are told so by a file that an old Node.js can read', () => {
    const code = read('preflight.cjs').replace(/\/\*[\s\S]*?\*\//g, '');
    expect(code).to.not.match(/=>|`|\b(const|let|class|async|await|import)\b|\?\.|\?\?|\.\.\.|'node:/);
  });
});
