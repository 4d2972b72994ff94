import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { build } from 'esbuild';
import { readConfig } from '../../config.ts';
import { SETTINGS } from '../../server/settings/names.ts';
import { Client, TEST_DEV_KEY } from '../support/client.ts';
import { salon } from '../support/command-line.ts';
import { PATIENCE_MS } from '../support/promises.ts';
import { ROOT } from '../support/script.ts';
import { ServerProcess, temporaryFolder } from '../support/server-process.ts';
import { skipAloud } from '../support/skip.ts';

const DOCUMENTS = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`),
].filter((name) => name.endsWith('.md'));
const read = (name: string) => readFileSync(join(ROOT, name), 'utf8');
const readme = read('README.md');
/** Written by a run of the benchmarks. */
const exists = (path: string) => path === 'bench/RESULTS.md' || existsSync(join(ROOT, path));

/** The first block of a language behind a heading of the README. */
function block(heading: string, language: string): string {
  const start = readme.indexOf(`## ${heading}`);
  expect(start, `the README has no ${heading}`).to.be.greaterThan(-1);
  const found = new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(readme.slice(start));
  if (!found) throw new Error(`no ${language} block behind ${heading}`);
  return found[1]!;
}

/** The command lines of `salon` in a document, without quotes and what is said of them. */
function commandsOf(document: string): string[] {
  const found = [...read(document).matchAll(/^npm run salon -- (.+?) +#/gm)].map(([, line]) =>
    line!.replaceAll("'", ''),
  );
  expect(found).not.to.have.length(0);
  return found;
}

const REQUIRE = `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`;

/** Runs the app of docs/build-an-app.md with two people of this server's dev mode. */
async function playBuildAnApp(url: string, folder: string): Promise<void> {
  const host = await new Client(url, 'host').signIn('13800000002', { displayName: 'host' });
  const viewer = await new Client(url, 'viewer').signIn('13800000003', { displayName: 'viewer' });
  await viewer.dev('POST', `/dev/wallets/${viewer.userId}/grant`, { gold: 100 });
  const [, app] = /```ts\n([\s\S]*?)```/.exec(read('docs/build-an-app.md'))!;
  const known = { url, hostToken: host.token, viewerToken: viewer.token };
  const file = join(folder, 'app.mjs');
  await build({
    stdin: { contents: app!, resolveDir: ROOT, loader: 'ts' },
    alias: { '@salon/client': join(ROOT, 'sdk/index.ts') },
    // Compiled CommonJS asks for Node's own modules by it.
    banner: { js: `${REQUIRE} const { ${Object.keys(known).join(', ')} } = ${JSON.stringify(known)};` },
    ...{ bundle: true, platform: 'node', format: 'esm', outfile: file, logLevel: 'silent' },
  });
  const { stdout } = await promisify(execFile)(process.execPath, [file], { cwd: ROOT, timeout: PATIENCE_MS });
  const [, left, again] = /gold left: (\d+), and after the same call again: (\d+)/.exec(stdout)!;
  expect(again, stdout).to.equal(left);
  expect(stdout).to.include('viewer: Hello').and.to.include('a gift: 103');
}

describe('README', () => {
  it('its first request works as written, and brings over the socket what it shows', async function () {
    if (spawnSync('curl', ['--version']).error)
      skipAloud(this, "the README's first request, because there is no curl here");
    // The commands look for the key of /dev in ./data.
    const folder = temporaryFolder('readme');
    const server = await ServerProcess.start({ DATA_DIR: join(folder, 'data') });
    const commands = block('A first request', 'sh').replace('http://127.0.0.1:3000', server.url);
    expect(commands).to.include(server.url);
    const linkv = block('A server of an app calls', 'sh');
    const script = `set -e\n${commands}\nprintf '\\n'\n${linkv}\nprintf '\\n%s %s' "$token" "$live"`;
    const output = execFileSync('bash', ['-c', script], { cwd: folder, encoding: 'utf8' });
    const codes = [...output.matchAll(/"errorcode":(\d+)/g)].map(([, code]) => code);
    expect(codes, output).to.deep.equal(['0', '0', '0', '0']);
    expect(JSON.parse(output.split('\n').at(-2)!), output)
      .to.include({ status: '200' })
      .and.to.have.property('data');

    const [token, live] = output.slice(output.lastIndexOf('\n') + 1).split(' ');
    const reader = new Client(server.url, 'reader');
    reader.token = token!;
    await reader.connect();
    await reader.must('/api/msg/send-msg', { liveId: live!, roomId: live!, text: '大家好' });
    const received = await reader.waitFor('the text', ({ msgType }) => msgType === 'text');
    const shown = JSON.parse(block('A first request', 'json')) as Record<string, unknown>;
    expect(Object.keys(received)).to.deep.equal(Object.keys(shown));
    for (const key of ['fromUserName', 'gender', 'text']) expect(received[key]).to.equal(shown[key]);
    expect(String(received.channel).split('.')[0]).to.equal(String(shown.channel).split('.')[0]);
    reader.close();
    await playBuildAnApp(server.url, folder);
    for (const line of commandsOf('docs/start.md')) {
      // What follows the log ends here with what there is.
      const words = line.startsWith('tail') ? `${line} --once` : line;
      const env = { DATA_DIR: join(folder, 'data'), SALON_URL: server.url, DEV_KEY: TEST_DEV_KEY, LOG_LEVEL: 'silent' };
      const { code, stderr } = await salon(words, env);
      expect(code, `${line}: ${stderr}`).to.equal(0);
    }
    expect(await server.end('SIGTERM')).to.equal(0);
    rmSync(folder, { recursive: true });
  });

  it('explains every variable that the configuration reads, and no other', () => {
    const known = new Set<string>();
    const env = new Proxy<Record<string, string>>(
      {},
      {
        get(target, name) {
          known.add(String(name));
          return target[String(name)];
        },
      },
    );
    readConfig(env);
    const table = readme.slice(readme.indexOf('## Configuration'));
    const explained = [...table.matchAll(/^\| ((?:`[A-Z_]+`(?:, )?)+) \|/gm)].flatMap(
      ([, names]) => names!.match(/[A-Z_]+/g)!,
    );
    expect(explained.sort()).to.deep.equal([...known].sort());
    expect([...SETTINGS].sort()).to.deep.equal([...known].sort());
  });
});

describe('figures of the README', () => {
  it('stand in bench/RESULTS.md as well', () => {
    const rowsOf = (text: string) =>
      [...text.matchAll(/^\| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([\d.]+) \|/gm)].map((row) =>
        row.slice(1, 5).join(' | '),
      );
    const shown = rowsOf(readme);
    expect(shown).not.to.have.length(0);
    expect(rowsOf(read('bench/RESULTS.md'))).to.include.members(shown);
  });
});

describe('documents', () => {
  const scripts = (JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts;

  for (const name of DOCUMENTS) {
    it(`${name} names scripts, files and links that exist`, () => {
      const text = read(name);
      for (const [, script] of text.matchAll(/npm run ([a-z][a-z:-]*)/g))
        expect(scripts, `npm run ${script}`).to.have.property(script!);
      const folder = name.includes('/') ? 'docs' : '';
      for (const [, target] of text.matchAll(/\]\((?!https?:)([^)#]+)/g)) {
        expect(exists(join(folder, target!)), `link to ${target}`).to.equal(true);
      }
      for (const [, path] of text.matchAll(
        /`((?:api|application|bench|docs|domain|event-store|projections|realtime|server|test|workers)\/[\w./-]*)`/g,
      )) {
        expect(exists(path!), path).to.equal(true);
      }
      for (const [, test] of text.matchAll(/`(?:test\/\w+\/)?([\w-]+\.test\.ts)`/g)) {
        expect(test!, `a test that exists`).to.satisfy((file: string) =>
          readdirSync(join(ROOT, 'test'), { recursive: true }).some((path) => String(path).endsWith(file)),
        );
      }
    });
  }
});
