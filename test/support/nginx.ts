import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { OddServers } from './odd-servers.ts';
import { ROOT } from './script.ts';
import { temporaryFolder } from './server-process.ts';

/** True when nginx, and openssl for its certificate, are installed. Else prints that the test is skipped; in CI it throws. */
export function hasNginx(what: string): boolean {
  const missing = Object.entries({ nginx: ['-v'], openssl: ['version'] }).filter(
    ([command, args]) => spawnSync(command, args).status !== 0,
  );
  if (missing.length === 0) return true;
  const names = missing.map(([command]) => command).join(' and ');
  if (process.env.CI === 'true') throw new Error(`${what}: there is no ${names}, and CI must not go without`);
  console.log(`SKIPPED: ${what}, because there is no ${names} here (Debian: apt-get install nginx-light openssl)`);
  return false;
}

/**
 * nginx with `docs/nginx.conf`. Only the addresses of the processes, the ports, the folders that it writes to, and what a test
 * `replaces` differ. It also listens on plain HTTP, so that most of a test needs to trust no certificate.
 */
export class Nginx {
  /** The server that clients use, without and with TLS, and the one that only redirects to it. */
  readonly url: string;
  readonly tlsUrl: string;
  readonly plainUrl: string;
  /** Its certificate, which it signed itself. */
  readonly certificate: string;
  private readonly child: ChildProcess;
  private readonly folder: string;

  private constructor(ports: number[], child: ChildProcess, folder: string) {
    [this.url, this.plainUrl] = [ports[0], ports[2]].map((port) => `http://127.0.0.1:${port}`) as [string, string];
    this.tlsUrl = `https://127.0.0.1:${ports[1]}`;
    this.certificate = readFileSync(join(folder, 'tls.crt'), 'utf8');
    this.child = child;
    this.folder = folder;
  }

  /** `processes`: where each `name:3000` of the file is. Resolves when it answers for a process. */
  static async start(processes: Record<string, string>, replaces: Record<string, string> = {}): Promise<Nginx> {
    const odd = new OddServers();
    const ports = [await odd.nobody(), await odd.nobody(), await odd.nobody()];
    const folder = temporaryFolder('nginx');
    mkdirSync(join(folder, 'logs'));
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost'];
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-keyout', join(folder, 'tls.key')];
    const made = spawnSync('openssl', ['req', '-x509', '-nodes', ...key, ...subject, '-out', join(folder, 'tls.crt')]);
    expect(made.status, String(made.stderr)).to.equal(0);
    const places = Object.entries(processes).map(([name, url]) => [`${name}:3000`, new URL(url).host]);
    const text = replaced(readFileSync(join(ROOT, 'docs/nginx.conf'), 'utf8'), {
      ...Object.fromEntries(places),
      'listen 8443 ssl;': `listen 127.0.0.1:${ports[1]} ssl; listen 127.0.0.1:${ports[0]};`,
      'listen 8080;': `listen 127.0.0.1:${ports[2]};`,
      '/etc/nginx/tls/': `${folder}/`,
      '/var/log/nginx/': `${folder}/logs/`,
      // nginx has to be told of each place to which it might write.
      'http {': `http { ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder};`).join(' ')}`,
      ...replaces,
    });
    const file = join(folder, 'nginx.conf');
    writeFileSync(file, text);
    const child = spawn('nginx', ['-p', folder, '-c', file, '-g', `daemon off; pid ${folder}/nginx.pid;`], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const nginx = new Nginx(ports, child, folder);
    while (child.exitCode === null && !(await isHealthy(nginx.url))) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(child.exitCode, 'nginx ended').to.equal(null);
    return nginx;
  }

  log(name: 'access.log' | 'error.log'): string {
    return readFileSync(join(this.folder, 'logs', name), 'utf8');
  }

  async close(): Promise<void> {
    const gone = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await gone;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Replaces texts, each of which must be there. */
function replaced(text: string, replacements: Record<string, string>): string {
  let result = text;
  for (const [from, to] of Object.entries(replacements)) {
    expect(result).to.include(from);
    result = result.replaceAll(from, to);
  }
  return result;
}

function isHealthy(url: string): Promise<boolean> {
  return fetch(`${url}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );
}
